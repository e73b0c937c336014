"""The stretches of a day in which an office is open, in wall time, and what makes them impossible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise

MOST_INTERVALS_A_DAY = 4
MIDNIGHT = time()
"""As the end of an interval: the end of the day."""


class HoursInvalid(Exception):
    """These hours cannot be kept; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, but without, `end`; aware UTC."""

    start: datetime
    end: datetime


def _end_key(wall: time) -> tuple[bool, time]:
    """Orders ends of intervals: midnight comes last."""
    return (wall == MIDNIGHT, wall)


def _check_interval(interval: Interval) -> None:
    opens, closes = interval.opens, interval.closes
    if any(wall.tzinfo for wall in (opens, closes, interval.tickets_from, interval.tickets_until)):
        raise HoursInvalid("hours are wall times, without a time zone")
    if _end_key(closes) <= (False, opens):
        raise HoursInvalid(f"{opens:%H:%M}–{closes:%H:%M}: closes before it opens")
    if interval.tickets_from < opens or _end_key(interval.tickets_until) > _end_key(closes):
        raise HoursInvalid(f"{opens:%H:%M}–{closes:%H:%M}: ticket hours reach outside")
    if _end_key(interval.tickets_until) <= (False, interval.tickets_from):
        raise HoursInvalid(f"{opens:%H:%M}–{closes:%H:%M}: ticket hours end before they begin")


@dataclass(frozen=True, slots=True, init=False)
class Interval:
    """One stretch of a day, in wall time; tickets are given within it, by default all the time.

    An end of 00:00 is the midnight that ends the day. Raises `HoursInvalid`.
    """

    opens: time
    closes: time
    tickets_from: time
    tickets_until: time

    def __init__(
        self,
        opens: time,
        closes: time,
        *,
        tickets_from: time | None = None,
        tickets_until: time | None = None,
    ) -> None:
        object.__setattr__(self, "opens", opens)
        object.__setattr__(self, "closes", closes)
        object.__setattr__(self, "tickets_from", opens if tickets_from is None else tickets_from)
        object.__setattr__(self, "tickets_until", closes if tickets_until is None else tickets_until)
        _check_interval(self)


def check_week(week: Mapping[int, tuple[Interval, ...]]) -> None:
    """Raises `HoursInvalid`, as `check_day` does."""
    for weekday, intervals in week.items():
        if weekday not in range(7):
            raise HoursInvalid(f"weekday {weekday} is not in 0 (Monday) to 6")
        check_day(f"weekday {weekday}", intervals)


def check_day(name: str, intervals: tuple[Interval, ...]) -> None:
    """Intervals of one day are few, and in order without overlap; else raises `HoursInvalid`."""
    if len(intervals) > MOST_INTERVALS_A_DAY:
        raise HoursInvalid(f"{name}: more than {MOST_INTERVALS_A_DAY} intervals")
    for earlier, later in pairwise(intervals):
        if _end_key(earlier.closes) > (False, later.opens):
            raise HoursInvalid(f"{name}: {later.opens:%H:%M} begins before {earlier.closes:%H:%M} ended")
