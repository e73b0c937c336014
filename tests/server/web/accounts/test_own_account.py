"""The own account: another password, the own sessions, and what cannot be done to others."""

from __future__ import annotations

import re

import pytest

from tests.server.web.accounts.browser import Visitor
from tests.server.web.house import House
from tests.support.offices import STAFF_PASSWORD

NEW = "trâu đen uống nước"


@pytest.fixture
def hoa(house: House) -> Visitor:
    """A clerk, signed in."""
    visitor = Visitor(house.app)
    visitor.sign_in("hoa")
    return visitor


def change(visitor: Visitor, new: str = NEW, *, old: str = STAFF_PASSWORD, again: str | None = None) -> int:
    fields = {"old": old, "new": new, "again": new if again is None else again}
    return visitor.send("/account/password", **fields).status_code


def test_a_new_password_ends_every_other_session_and_renews_this_one(house: House, hoa: Visitor) -> None:
    elsewhere = Visitor(house.app)
    elsewhere.sign_in("hoa")
    before = hoa.http.get_cookie("dunghen")
    assert before is not None
    assert change(hoa) == 303
    assert (hoa.is_in(), elsewhere.is_in()) == (True, False)
    planted = Visitor(house.app)
    planted.http.set_cookie("dunghen", before.value)
    assert not planted.is_in()
    assert Visitor(house.app).sign_in("hoa", NEW).status_code == 303


@pytest.mark.parametrize(
    ("new", "how"),
    [
        (NEW, {"old": "wrong"}),
        (NEW, {"again": "another"}),
        ("short", {}),
        ("matkhau123", {}),
        ("hoahoahoa1", {}),
        (STAFF_PASSWORD, {}),
        ("a" * 201, {}),
        ("tab\there and more", {}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_changed(
    house: House, hoa: Visitor, new: str, how: dict[str, str]
) -> None:
    assert change(hoa, new, **how) == 422
    assert Visitor(house.app).sign_in("hoa").status_code == 303


def test_guessing_the_old_password_here_is_throttled_as_at_the_door(house: House, hoa: Visitor) -> None:
    for _ in range(8):
        assert change(hoa, old="wrong") == 422
    assert change(hoa) == 422
    assert house.sign_in("hoa").status_code == 429
    house.clock.tick(minutes=2)
    assert change(hoa) == 303


def test_sessions_are_listed_and_ended_one_by_one_or_all(house: House, hoa: Visitor) -> None:
    other = Visitor(house.app)
    other.sign_in("hoa")
    page = hoa.see("/account").text
    handles = re.findall(r"/account/sessions/([0-9a-f]{16})/end", page)
    assert len(handles) == 2
    assert page.count("phiên này") == 1
    mine = re.search(r"phiên này.*?/account/sessions/([0-9a-f]{16})/end", page, re.DOTALL)
    assert mine
    (theirs,) = set(handles) - {mine[1]}
    assert hoa.send(f"/account/sessions/{theirs}/end").status_code == 303
    assert (hoa.is_in(), other.is_in()) == (True, False)
    other.sign_in("hoa")
    hoa.send("/account/sessions/end")
    assert (hoa.is_in(), other.is_in()) == (False, False)


def test_nobody_ends_the_session_of_somebody_else(house: House, hoa: Visitor) -> None:
    minh = Visitor(house.app)
    minh.sign_in("minh")
    (handle,) = re.findall(r"/account/sessions/([0-9a-f]{16})/end", minh.see("/account").text)
    hoa.send(f"/account/sessions/{handle}/end")
    assert minh.is_in()


def test_strangers_are_led_to_sign_in_and_back(house: House) -> None:
    stranger = Visitor(house.app)
    assert stranger.see("/account").location == "/sign-in?next=%2Faccount"
    answer = stranger.http.post(
        "/sign-in?next=/account", data={"username": "hoa", "password": STAFF_PASSWORD}
    )
    assert answer.location == "/account"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "\\\\elsewhere",
        "",
        "/" + "a" * 600,
    ],
)
def test_signing_in_leads_nowhere_else(house: House, wanted: str) -> None:
    said = {"username": "hoa", "password": STAFF_PASSWORD}
    answer = Visitor(house.app).http.post("/sign-in", query_string={"next": wanted}, data=said)
    assert answer.location == "/"
