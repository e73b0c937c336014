"""A day of a device: only silence within the open hours counts, and nothing is drawn that is not known."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from server.domain.device_times import Day, Part, Stay, day_of, offline_us
from server.domain.facts import OfficeDays
from server.domain.hours import Hours
from server.domain.intervals import Interval, Span

DAY = date(2026, 11, 23)


def at(hour: float) -> datetime:
    return datetime(2026, 11, 23, int(hour), round(hour % 1 * 60), tzinfo=UTC)


OPEN = (Interval(time(8), time(12)), Interval(time(13), time(16)))
MONDAYS = Hours.of(ZoneInfo("UTC"), {0: OPEN}, [], always_open=False)


def day(*stays: Stay, now: datetime, of: date = DAY) -> Day:
    return day_of(of, OfficeDays(MONDAYS), stays, now)


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
    assert day(*stays, now=at(20)).offline_s == minutes * 60


def test_silence_that_goes_on_counts_up_to_now() -> None:
    so_far = day(Stay("online", at(8), at(9)), offline(9, None), now=at(10))
    assert so_far.offline_s == 3600
    assert so_far.parts == (Part("online", 0, 0.125), Part("offline", 0.125, 0.25))


def test_a_closed_day_and_a_day_to_come_show_nothing() -> None:
    sunday = date(2026, 11, 22)
    assert day(offline(9, 10), now=at(20), of=sunday) == Day(sunday, open=False, parts=(), offline_s=0.0)
    early = day(offline(1, None), now=at(7))
    assert (early.parts, early.offline_s, early.open) == ((), 0, True)


def test_a_span_whose_clock_stepped_back_takes_no_time_away() -> None:
    assert day(Stay("offline", at(10), at(10)), now=at(9)).offline_s == 0


def test_the_silence_of_a_week_is_that_of_its_days_added_up() -> None:
    silence = Stay("offline", datetime(2026, 11, 16, 10, 0, tzinfo=UTC), at(9))
    week = Span(datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC))
    whole = offline_us([silence], OfficeDays(MONDAYS), week, at(20)) / 1_000_000
    by_day = [day(silence, now=at(20), of=date(2026, 11, number)).offline_s for number in range(16, 24)]
    assert whole == sum(by_day) == (5 + 1) * 3600
