"""Looking for somebody: names and phones are asked for in a body, because addresses end in logs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.server.web.citizen import Citizen
from tests.server.web.house import URL, House, assert_problem

SEARCH = f"{URL}/appointments/search"
TOMORROW = "2026-11-24"


def found(house: House, q: str, *, day: str | None = TOMORROW) -> list[str | None]:
    body = {"q": q} | ({"day": day} if day else {})
    answer = house.ask("POST", SEARCH, body, token=house.token("receptionist"), key=None)
    assert answer.status_code == 200, answer.get_json()
    told = answer.get_json()
    return [booked["name"] for booked in [*told["appointments"], *told["other_days"]]]


@pytest.fixture
def code(citizen: Citizen) -> str:
    """The code of Lan's appointment of tomorrow; there is another one."""
    citizen.book(20, name="Trần Bình", phone="0987654321", consent="yes")
    page = citizen.page(citizen.book(16, name="Đặng Ỷ Lan", phone="0912 345 678", consent="yes"))
    match = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", page)
    assert match is not None
    return match[1]


def test_somebody_is_found_by_name_phone_or_code(house: House, code: str) -> None:
    for q in ("dang", "Ỷ Lan", "0912345678", "+84 912 345 678", "678", code.lower()):
        assert found(house, q) == ["Đặng Ỷ Lan"], q
    assert found(house, "nobody") == []
    assert found(house, code, day=None) == ["Đặng Ỷ Lan"]


def test_who_may_see_a_day_may_search_it_and_nobody_else(house: House, citizen: Citizen) -> None:
    assert_problem(house.ask("POST", SEARCH, {"q": "Lan"}), 401, "credentials_required")
    assert_problem(house.ask("POST", SEARCH, {"q": "Lan"}, token=house.token("kiosk")), 403, "not_allowed")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"q": ""},
        {"q": "   "},
        {"q": "x" * 201},
        {"q": "a\x00b"},
        {"q": "x", "day": 5},
        {"q": "x", "z": 1},
    ],
)
def test_a_search_for_nothing_is_refused(house: House, body: dict[str, object]) -> None:
    answer = house.ask("POST", SEARCH, body, token=house.token("receptionist"))
    assert_problem(answer, 422, "invalid")


def test_reception_never_puts_what_it_looks_for_into_an_address() -> None:
    folder = Path(__file__).resolve().parents[3] / "counter" / "reception"
    sources = [file.read_text("utf-8") for file in folder.rglob("*.js")]
    assert any("/appointments/search" in source for source in sources)
    assert not any(re.search(r"[?&]q=", source) for source in sources)
