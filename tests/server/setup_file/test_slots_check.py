"""What slot plans must keep: no slots on closed days, no pool twice at one time, names that exist."""

from __future__ import annotations

import pytest

from server.setup_file.reading import read
from tests.server.setup_file.builders import faults, line_of, only_fault, small

BOOKING = "[booking]\n"


def plan(days: str = "mon", begins: str = "08:00", ends: str = "11:00", more: str = "") -> str:
    return (
        f'[[slots]]\npool = "land"\ndays = {days.split()}\nbegins = {begins}:00\nends = {ends}:00\n'
        f"public = 2\n{more}"
    )


def told(*sections: str) -> tuple[str, str]:
    """Key and reason of the only fault of the small office (Monday and Saturday morning) with these."""
    _, key, reason = only_fault(small(more=BOOKING + "".join(sections)))
    return key, reason


def test_a_right_plan_has_no_fault() -> None:
    assert faults(small(more=BOOKING + plan("mon sat", more='services = ["land"]\n'))) == []


@pytest.mark.parametrize(
    ("section", "key", "reason"),
    [
        (plan("mon tue"), "days[2]", "tue: the office is closed then; it has no hours between 08:00–11:00"),
        (
            plan(begins="13:00", ends="17:00"),
            "days[1]",
            "mon: the office is closed then; it has no hours between 13:00–17:00",
        ),
        (plan(begins="11:00", ends="08:00"), "ends", "11:00–08:00: ends before it begins"),
        (plan(begins="08:00", ends="08:20"), "slot_min", "30 minutes do not fit in"),
        (plan(more="services = ['lnd']\n"), "services[1]", "there is no service “lnd”; did you mean “land”?"),
        (
            plan(more="valid_from = 2027-02-01\nvalid_until = 2027-01-01\n"),
            "valid_until",
            "is before valid_from, 2027-02-01",
        ),
        (plan(begins="08:02"), "begins", "is not on a multiple of 5 minutes"),
        (plan(more="slot_min = 12\n"), "slot_min", "must be a multiple of 5"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_told_with_its_reason(section: str, key: str, reason: str) -> None:
    said_key, said_reason = told(section)
    assert said_key == f"slots[1].{key}"
    assert reason in said_reason


@pytest.mark.parametrize(
    ("line", "key", "reason"),
    [
        ("public_after_min = [15]\n", "public_after_min", "needs 2 entries"),
        ("public_after_min = [15, 1]\n", "public_after_min", "says the longer time first"),
        ("days_ahead = 91\n", "days_ahead", "must be at most 90"),
        ("hold_min = 0\n", "hold_min", "must be at least 1"),
    ],
)
def test_limits_that_cannot_be_are_told(line: str, key: str, reason: str) -> None:
    assert told(line) == (f"booking.{key}", reason)


def test_a_plan_without_places_is_none() -> None:
    assert told(plan().replace("public = 2", "public = 0")) == (
        "slots[1].public",
        "there are no places: give public or internal ones",
    )


def test_two_plans_of_a_pool_do_not_overlap() -> None:
    document = small(more=BOOKING + plan() + plan(begins="10:30", ends="11:30"))
    line, key, reason = only_fault(document)
    assert (key, reason) == ("slots[2]", "mon: pool land overlaps slots[1] (08:00–11:00)")
    assert line == line_of(document, "begins = 10:30") - 3


@pytest.mark.parametrize(
    "second",
    [
        plan(begins="11:00", ends="11:30"),
        plan("sat"),
        plan().replace("land", "other"),
    ],
)
def test_plans_that_share_no_time_or_no_pool_stand_side_by_side(second: str) -> None:
    assert faults(small(more=BOOKING + plan() + second)) == []


def test_a_later_version_of_a_plan_takes_over_on_its_date() -> None:
    before, after = "valid_until = 2026-12-31\n", "valid_from = 2027-01-01\n"
    assert faults(small(more=BOOKING + plan(more=before) + plan(more=after))) == []
    late = "valid_until = 2027-01-01\n"
    assert len(faults(small(more=BOOKING + plan(more=late) + plan(more=after)))) == 1


def test_a_service_takes_only_resources_that_there_are() -> None:
    document = small("letter = ", 'resources = ["camera"]\nletter = ', more=BOOKING + plan())
    _, key, reason = only_fault(document)
    assert (key, reason) == ("services[1].resources[1]", "there is no resource “camera”")
    camera = "[[resources]]\ncode = 'camera'\nnames = { vi = 'Máy ảnh' }\n"
    assert faults(document + camera) == []


def test_slots_without_limits_of_bookings_are_warned_of() -> None:
    reading = read(small(more=plan()).encode())
    assert [warning.reason for warning in reading.warnings] == [
        "there is no [booking]: nobody can book these slots"
    ]


def test_a_season_has_hours_of_its_own_and_its_plans_keep_them() -> None:
    summer = (
        "[[hours]]\ndays = ['tue']\nopens = 07:00:00\ncloses = 10:00:00\n"
        "valid_from = 2027-06-01\nvalid_until = 2027-08-31\n"
    )
    in_summer = "valid_from = 2027-06-01\nvalid_until = 2027-08-31\n"
    assert faults(small(more=summer + BOOKING + plan("tue", "07:00", "10:00", in_summer))) == []
    in_winter = "valid_from = 2027-10-01\n"
    assert len(faults(small(more=summer + BOOKING + plan("tue", "07:00", "10:00", in_winter)))) == 1
