"""Administrators who have to show a second factor show it at the single sign-on, or here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.server.web.accounts.browser import Visitor, make_admin
from tests.server.web.accounts.phone import Phone, enrol
from tests.server.web.accounts.sign_on import come, settings_of
from tests.server.web.house import House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.provider import Claims, Provider

START = "/sign-in/elsewhere?next=/admin"
SAYS_STRONG: tuple[Claims, ...] = ({"acr": "loa3"}, {"amr": ["pwd", "mfa"]}, {"acr": "loa1", "amr": ["hwk"]})
SAYS_NOTHING: tuple[Claims, ...] = (
    {},
    {"acr": "loa1", "amr": ["pwd"]},
    {"acr": ["loa3"]},
    {"acr": "loa3,https://refeds.org/profile/mfa"},
    {"amr": "mfa"},
    {"amr": ["pwd", "MFA", ["mfa"], None]},
    {"amr": {"mfa": True}},
    {"acr": "mfa", "amr": ["loa3"]},
    {"userinfo": {"acr": "loa3", "amr": ["mfa"]}},
)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def strict(tmp_path: Path, provider: Provider) -> Iterator[House]:
    """Administrators need a second factor here; Chung is one, and has none yet."""
    house = _house(tmp_path, provider, oidc_strong_acr="loa3,https://refeds.org/profile/mfa")
    yield house
    house.hall.database.close()


def _house(tmp_path: Path, provider: Provider, **settings: Any) -> House:
    rules = {**settings_of(provider), "admins_need_totp": True, "oidc_strong_amr": "mfa,hwk", **settings}
    house = House(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock(), **rules)
    make_admin(house)
    house.hall.sql("UPDATE staff SET email = 'chung@tinh.example' WHERE username = 'chung'")
    provider.who = {"sub": "u-7", "email": "chung@tinh.example", "email_verified": True}
    return house


def says(provider: Provider, claims: Claims) -> None:
    provider.twist = lambda told: told.update(claims)


def enrolled(house: House, provider: Provider) -> tuple[Phone, list[str]]:
    """Chung turns two-step sign-in on, signed in elsewhere; a while passes."""
    says(provider, {})
    visitor, _ = come(house, START)
    given = enrol(house, visitor)
    assert visitor.is_in(), "whoever has just shown a code goes on working"
    house.clock.tick(minutes=5)
    return given


def send_code(visitor: Visitor, page: TestResponse, code: str) -> TestResponse:
    """Fill in the form of the page that came back."""
    action = re.search(r'action="([^"]+)"', page.text)
    assert action, page.text
    return visitor.http.post(action[1], data={"totp": code})


def test_what_the_provider_says_of_a_second_factor_is_enough_in_the_operators_words(
    strict: House, provider: Provider
) -> None:
    enrolled(strict, provider)
    for claims in SAYS_STRONG:
        says(provider, claims)
        visitor, answer = come(strict, START)
        assert (answer.status_code, visitor.is_in()) == (200, True), claims
        assert visitor.see("/admin").status_code == 200


def test_a_provider_that_leaves_it_out_or_says_it_in_other_words_is_not_enough(
    strict: House, provider: Provider
) -> None:
    enrolled(strict, provider)
    for claims in SAYS_NOTHING:
        says(provider, claims)
        visitor, answer = come(strict, START)
        assert (answer.status_code, visitor.is_in()) == (401, False), claims
        assert 'name="totp"' in answer.text
        assert "Đã đăng nhập chung" in answer.text
        assert visitor.see("/admin").status_code == 401
        assert_problem(visitor.see("/api/v1/session"), 401, "credentials_required")


def test_our_own_code_is_then_asked_before_the_session_begins(strict: House, provider: Provider) -> None:
    phone, codes = enrolled(strict, provider)
    visitor, page = come(strict, f"{START}&lang=en")
    assert "Now your code for Đúng Hẹn, please" in page.text
    assert send_code(visitor, page, "000000").status_code == 401
    assert not visitor.is_in()
    done = send_code(visitor, page, phone.code())
    assert (done.status_code, done.location) == (303, "/admin")
    assert visitor.see("/admin").status_code == 200
    again, page = come(strict, START)
    assert send_code(again, page, phone.code()).status_code == 401, "a code counts once"
    assert send_code(again, page, codes[0]).status_code == 303
    ways = {row.way for row in strict.hall.sql("SELECT way FROM staff_session WHERE ended_at IS NULL")}
    assert ways == {"password", "oidc_totp"}


def test_whoever_has_no_second_factor_yet_sets_it_up_before_anything_else(
    strict: House, provider: Provider
) -> None:
    visitor, answer = come(strict, START)
    assert answer.status_code == 200
    assert visitor.see("/admin").location == "/account?next=%2Fadmin"
    assert_problem(visitor.see("/api/v1/session"), 403, "totp_set_up_required")
    enrol(strict, visitor)
    assert visitor.see("/admin").status_code == 200
    says(provider, {"acr": "loa3"})
    strict.hall.sql("UPDATE staff SET totp_since = NULL")
    assert come(strict, START)[0].see("/admin").status_code == 200, "strong there: ours is not needed"


def test_guessing_our_code_after_a_single_sign_on_is_throttled(strict: House, provider: Provider) -> None:
    enrolled(strict, provider)
    tries = []
    for number in range(10):
        visitor, page = come(strict, START)
        tries.append(send_code(visitor, page, f"{number:06}").status_code)
    assert tries == [401] * 8 + [429] * 2


def test_a_session_that_began_before_the_second_factor_ends_with_it(
    strict: House, provider: Provider
) -> None:
    """Whoever took over the sign-on alone, and waits, gains nothing when the owner sets up a code."""
    waiting, _ = come(strict, START)
    enrolled(strict, provider)
    assert_problem(waiting.see("/api/v1/session"), 401, "credentials_required")


def test_the_provider_is_asked_for_the_strength_that_is_wanted(
    strict: House, provider: Provider, tmp_path: Path
) -> None:
    come(strict, START)
    assert provider.acr_values == ["loa3 https://refeds.org/profile/mfa"]
    (tmp_path / "plain").mkdir()
    plain = _house(tmp_path / "plain", provider)
    come(plain, START)
    assert provider.acr_values[-1] is None
    plain.hall.database.close()


def test_nobody_else_and_nowhere_else_is_asked(strict: House, provider: Provider, tmp_path: Path) -> None:
    """The rule is for administrators, and for servers that have it."""
    strict.hall.sql("UPDATE staff SET email = 'hoa@tinh.example' WHERE username = 'hoa'")
    provider.who = {"sub": "u-1", "email": "hoa@tinh.example", "email_verified": True}
    clerk, _ = come(strict)
    assert clerk.is_in()
    enrol(strict, clerk)
    assert come(strict)[0].is_in()
    (tmp_path / "mild").mkdir()
    mild = _house(tmp_path / "mild", provider, admins_need_totp=False)
    enrolled(mild, provider)
    assert come(mild, START)[0].see("/admin").status_code == 200
    mild.hall.database.close()
