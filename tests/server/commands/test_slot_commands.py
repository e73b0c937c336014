"""`dunghen slots` and `dunghen booking-key`: what can be booked on a day, and new keys for the QR."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from server.ports import SystemClock
from tests.builders import OFFICE
from tests.server.commands.terminal import dunghen
from tests.support.booking import BookingHall, office_with
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

DAY = SystemClock().now().date() + timedelta(days=3)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An office with slots of the land office from 08:00 to 11:00 on every day."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database_with_office(url, SystemClock(), office_with()).close()
    return url


def test_the_slots_of_a_day_are_listed_beside_the_walk_ins(url: str) -> None:
    answer = dunghen(url, "slots", OFFICE, "--day", f"{DAY}")
    assert answer.status == 0
    lines = [line.split() for line in answer.out.splitlines()]
    assert lines[0] == ["slot", "pool", "public", "internal", "booked", "left", "walk-ins", "usually"]
    assert lines[1] == ["08:00–08:30", "land", "2", "1", "0", "2", "–"]
    assert len(lines) == 7


def test_a_script_reads_them_as_json(url: str) -> None:
    found = json.loads(dunghen(url, "slots", OFFICE, "--day", f"{DAY}", "--json").out)
    assert found[0] == {
        "pool": "land",
        "start": f"{DAY}T01:00:00.000Z",
        "end": f"{DAY}T01:30:00.000Z",
        "public": 2,
        "internal": 1,
        "booked": 0,
        "left": 2,
        "walk_ins": None,
    }


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 1, "unknown_office"),
        ([OFFICE, "--day", "tomorrow"], 2, "--day"),
        ([], 2, "OFFICE"),
    ],
)
def test_what_it_cannot_show_it_says(url: str, arguments: list[str], status: int, said: str) -> None:
    answer = dunghen(url, "slots", *arguments)
    assert answer.status == status
    assert said in answer.err


def test_new_bookings_are_signed_with_a_new_key_and_old_ones_still_count(
    tmp_path: Path, clock: StoppedClock
) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    hall = BookingHall(database_with_office(url, clock, office_with()), clock)
    before = hall.booked(0)
    assert dunghen(url, "booking-key", "rotate").out == "key 2 signs from now on\n"
    assert hall.check_in(before).number
    assert hall.check_in(hall.booked(0)).number
    hall.database.close()
