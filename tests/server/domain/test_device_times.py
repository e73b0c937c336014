"""A day of a device: only silence within the open hours counts, and nothing is drawn that is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.domain.device_times import Part, Stay, day_of
from server.domain.intervals import Span

DAY = date(2026, 11, 23)


def at(hour: float) -> datetime:
    return datetime(2026, 11, 23, int(hour), round(hour % 1 * 60), tzinfo=UTC)


MORNING, AFTERNOON = Span(at(8), at(12)), Span(at(13), at(16))
HOURS = [MORNING, AFTERNOON]


def offline(start: float, end: float | None) -> Stay:
    return Stay("offline", at(start), None if end is None else at(end))


@pytest.mark.parametrize(
    ("stays", "minutes"),
    [
        ([], 0),
        ([offline(9, 9.5)], 30),
        ([offline(6, 8.5)], 30),
        ([offline(11.5, 13.5)], 60),
        ([offline(2, 7)], 0),
        ([offline(15.5, 20)], 30),
        ([offline(9, 9.25), offline(10, 10.25)], 30),
        ([Stay("online", at(8), at(16))], 0),
    ],
)
def test_silence_counts_within_the_open_hours(stays: list[Stay], minutes: int) -> None:
    assert day_of(DAY, HOURS, stays, at(20)).offline_s == minutes * 60


def test_silence_that_goes_on_counts_up_to_now() -> None:
    day = day_of(DAY, HOURS, [Stay("online", at(8), at(9)), offline(9, None)], at(10))
    assert day.offline_s == 3600
    assert day.parts == (Part("online", 0, 0.125), Part("offline", 0.125, 0.25))


def test_a_closed_day_and_a_day_to_come_show_nothing() -> None:
    assert day_of(DAY, [], [offline(9, 10)], at(20)) == day_of(DAY, [], [], at(20))
    early = day_of(DAY, HOURS, [offline(1, None)], at(7))
    assert (early.parts, early.offline_s, early.open) == ((), 0, True)


def test_a_span_whose_clock_stepped_back_takes_no_time_away() -> None:
    assert day_of(DAY, HOURS, [Stay("offline", at(10), at(10))], at(9)).offline_s == 0
