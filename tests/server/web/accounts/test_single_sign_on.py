"""Single sign-on against a real provider on loopback: who is let in, and everything that is not believed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from server.settings import Settings
from tests.server.web.accounts.browser import Visitor
from tests.server.web.accounts.sign_on import START, come, sent, settings_of
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.provider import Claims, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, provider: Provider) -> Iterator[House]:
    """A server that knows the provider; Hoa's account is linked by her e-mail address."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock(), **settings_of(provider))
    house.hall.sql("UPDATE staff SET email = 'hoa@tinh.example' WHERE username = 'hoa'")
    yield house
    house.hall.database.close()


def test_somebody_who_is_linked_comes_in_and_goes_on(house: House) -> None:
    visitor, answer = come(house)
    assert answer.status_code == 200
    assert 'content="0; url=/counter"' in answer.text
    assert visitor.see("/api/v1/session").get_json()["username"] == "hoa"
    assert "đăng nhập chung" in visitor.see("/account").text


def test_the_first_time_binds_the_account_to_the_providers_own_name_for_it(
    house: House, provider: Provider
) -> None:
    come(house)
    row = house.hall.sql("SELECT oidc_issuer, oidc_subject FROM staff WHERE username = 'hoa'")[0]
    assert tuple(row) == (provider.issuer, "u-1")
    provider.who = {"sub": "u-1", "email": "married@tinh.example", "email_verified": True}
    assert come(house)[0].is_in()
    provider.who = {"sub": "u-2", "email": "hoa@tinh.example", "email_verified": True}
    visitor, answer = come(house)
    assert (answer.status_code, visitor.is_in()) == (403, False)


STRANGERS: list[Claims] = [
    {"sub": "u-9", "email": "stranger@tinh.example", "email_verified": True},
    {"sub": "u-9", "email": "hoa@tinh.example", "email_verified": False},
    {"sub": "u-9", "email": "hoa@tinh.example", "email_verified": "true"},
    {"sub": "u-9", "email": "hoa@tinh.example"},
    {"sub": "u-9"},
]


def test_strangers_get_no_account(house: House, provider: Provider) -> None:
    before = house.hall.sql("SELECT count(*) AS n FROM staff")
    for who in STRANGERS:
        provider.who = who
        visitor, answer = come(house)
        assert (answer.status_code, visitor.is_in()) == (403, False), who
        assert "Chưa có tài khoản" in answer.text
    assert house.hall.sql("SELECT count(*) AS n FROM staff") == before


def test_an_ended_account_stays_out(house: House) -> None:
    come(house)
    house.hall.sql("UPDATE staff SET active = (1 = 0) WHERE username = 'hoa'")
    assert not come(house)[0].is_in()


def set_to(name: str, value: Any) -> Callable[[Claims], None]:
    def twist(claims: Claims) -> None:
        claims[name] = value

    return twist


def without(name: str) -> Callable[[Claims], None]:
    def twist(claims: Claims) -> None:
        del claims[name]

    return twist


WRONG: dict[str, Callable[[Claims], None]] = {
    "wrong nonce": set_to("nonce", "another"),
    "no nonce": without("nonce"),
    "wrong audience": set_to("aud", "another"),
    "wrong audiences": set_to("aud", ["another", "third"]),
    "no audience": without("aud"),
    "wrong issuer": set_to("iss", "https://elsewhere.example"),
    "expired": set_to("exp", int(time.time()) - 120),
    "no end": without("exp"),
    "nobody": without("sub"),
    "for another program": set_to("azp", "another"),
}


def test_a_token_that_says_something_wrong_is_not_believed(house: House, provider: Provider) -> None:
    for what, twist in WRONG.items():
        provider.twist = twist
        visitor, answer = come(house)
        assert (answer.status_code, visitor.is_in()) == (401, False), what
        assert "không đáng tin" in answer.text, what


def test_a_token_without_a_signature_or_by_another_key_is_not_believed(
    house: House, provider: Provider
) -> None:
    provider.algorithm = "none"
    assert not come(house)[0].is_in()
    provider.algorithm = "RS256"
    published = provider.published
    provider.renew_key()
    provider.published = published
    assert not come(house)[0].is_in()


def test_new_keys_of_the_provider_are_fetched_when_they_are_met(house: House, provider: Provider) -> None:
    assert come(house)[0].is_in()
    provider.renew_key()
    assert come(house)[0].is_in()
    assert provider.fetched.count("/.well-known/openid-configuration") == 1


def test_an_answer_is_taken_once_and_in_its_own_browser_only(house: House) -> None:
    visitor = Visitor(house.app)
    back = sent(visitor)
    thief = Visitor(house.app)
    assert (thief.see(back).status_code, thief.is_in()) == (401, False)
    assert visitor.see(back).status_code == 200
    again = visitor.see(back)
    assert again.status_code == 401
    assert "chưa bắt đầu" in again.text


def test_a_code_that_was_used_already_is_told(house: House, provider: Provider) -> None:
    visitor = Visitor(house.app)
    back = sent(visitor)
    provider.grants[parse_qs(urlsplit(back).query)["code"][0]].used = True
    answer = visitor.see(back)
    assert (answer.status_code, visitor.is_in()) == (401, False)
    assert "đã dùng rồi" in answer.text


@pytest.mark.parametrize(
    "change", ["&state=another", "&iss=https%3A%2F%2Felsewhere.example", "&error=access_denied"]
)
def test_an_answer_that_nobody_asked_for_is_refused(house: House, change: str) -> None:
    visitor = Visitor(house.app)
    back = sent(visitor)
    if change.startswith("&state"):
        back = back.partition("&state=")[0]
    assert visitor.see(back + change).status_code == 401
    assert not visitor.is_in()


def test_a_provider_that_is_away_is_told_and_passwords_go_on(house: House, provider: Provider) -> None:
    visitor = Visitor(house.app)
    back = sent(visitor)
    provider.cut = True
    answer = visitor.see(back)
    assert (answer.status_code, visitor.is_in()) == (502, False)
    assert "không liên lạc được" in answer.text
    assert visitor.sign_in("hoa").status_code == 303


def test_a_provider_that_was_never_there_is_told(house: House, provider: Provider) -> None:
    provider.__exit__()
    assert Visitor(house.app).see(START).status_code == 502
    provider.__enter__()


def test_it_leads_nowhere_else(house: House) -> None:
    for wanted in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        _, answer = come(house, f"/sign-in/elsewhere?next={wanted}")
        assert 'content="0; url=/"' in answer.text, wanted


def test_the_button_stands_on_every_form(house: House) -> None:
    for path in ("/sign-in", "/admin", "/figures", "/rating-forms", "/integrations/ttpvhcc"):
        assert "Cổng tỉnh" in Visitor(house.app).see(path).text, path


def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'alone.db'}", StoppedClock())
    visitor = Visitor(house.app)
    assert [visitor.see(path).status_code for path in ("/sign-in/elsewhere", "/sign-in/back")] == [404, 404]
    assert "/sign-in/elsewhere" not in visitor.see("/sign-in").text
    house.hall.database.close()


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "https://sso.tinh.example"},
        {"oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_issuer": "http://sso.tinh.example", "oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_strong_amr": "mfa"},
    ],
)
def test_half_a_provider_or_one_in_the_open_is_no_setting(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="oidc_issuer"):
        Settings.read({}, **given)
