"""When an office is open, gives tickets and opens next, in its own time zone.

Ranges are half-open: 07:30–11:30 includes 07:30 and excludes 11:30. `now`, `start` and `end` are
aware datetimes; every moment that comes back is UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, Self
from zoneinfo import ZoneInfo

from server.domain.intervals import MIDNIGHT, HoursInvalid, Interval, Span, check_day, check_week

SEARCH_DAYS = 400
"""How far ahead an opening is looked for: beyond a year, so that a yearly day is found."""

Kind = Literal["exception", "swap", "holiday"]
PRECEDENCE: tuple[Kind, ...] = ("exception", "swap", "holiday")
"""Which entry rules when a date has several: the office's own word goes before the calendar's."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date that does not follow its weekday.

    A `holiday` is closed; a `swap` keeps the hours of the weekday `follows_weekday` (0 = Monday), and
    is closed if that weekday is; an `exception` keeps its own `intervals`, none meaning closed.
    `names` is the reason in each language. Raises `HoursInvalid`.
    """

    day: date
    kind: Kind
    names: Mapping[str, str] = field(default_factory=dict)
    follows_weekday: int | None = None
    intervals: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "swap") != (self.follows_weekday is not None):
            raise HoursInvalid(f"{self.day}: a swap, and only a swap, says which weekday it follows")
        if self.follows_weekday not in (None, *range(7)):
            raise HoursInvalid(f"{self.day}: weekday {self.follows_weekday} is not in 0 (Monday) to 6")
        if self.intervals and self.kind != "exception":
            raise HoursInvalid(f"{self.day}: only an exception has hours of its own")
        check_day(str(self.day), self.intervals)


@dataclass(frozen=True, slots=True)
class Season:
    """Another version of the weekly hours, in force on the dates from `first` to `last`, both included."""

    first: date
    last: date
    weekly: Mapping[int, tuple[Interval, ...]]


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one office; `special` holds the one entry that rules each date.

    `weekly` maps weekdays (0 = Monday) to intervals, a weekday that is missing is closed; on the dates
    of one of the `seasons`, that season's week rules instead. An `always_open` office is open at every
    moment; its days still begin at local midnight. Raises `HoursInvalid`.
    """

    time_zone: ZoneInfo
    weekly: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    always_open: bool = False
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        for week in (self.weekly, *(season.weekly for season in self.seasons)):
            check_week(week)
        for before, after in pairwise(sorted(self.seasons, key=lambda season: season.first)):
            if before.last >= after.first:
                raise HoursInvalid(f"two seasons rule {after.first}")
        if wrong := [day for day, special in self.special.items() if special.day != day]:
            raise HoursInvalid(f"{wrong[0]}: the entry is of another date")

    @classmethod
    def of(
        cls,
        time_zone: ZoneInfo,
        weekly: Mapping[int, tuple[Interval, ...]],
        special_days: Iterable[SpecialDay] = (),
        *,
        always_open: bool = False,
        seasons: tuple[Season, ...] = (),
    ) -> Self:
        """Hours from every entry there is: on one date an exception rules a swap, a swap a holiday."""
        entries = sorted(special_days, key=lambda entry: (entry.day, PRECEDENCE.index(entry.kind)))
        for first, second in pairwise(entries):
            if (first.day, first.kind) == (second.day, second.kind):
                raise HoursInvalid(f"{first.day}: two entries of kind {first.kind}")
        ruling: dict[date, SpecialDay] = {}
        for entry in entries:
            ruling.setdefault(entry.day, entry)
        return cls(time_zone, weekly, ruling, always_open, seasons)

    def week_of(self, day: date) -> Mapping[int, tuple[Interval, ...]]:
        """The weekly hours in force on a date."""
        return next((s.weekly for s in self.seasons if s.first <= day <= s.last), self.weekly)

    def rules_like(self, day: date) -> int:
        """The weekday whose ways a date keeps: its own, or that of the day it is worked in exchange for."""
        special = self.special.get(day)
        followed = special.follows_weekday if special else None
        return day.weekday() if followed is None else followed


ALL_DAY = (Interval(MIDNIGHT, MIDNIGHT),)


def office_day(hours: Hours, now: datetime) -> date:
    """The date on the office's wall."""
    return now.astimezone(hours.time_zone).date()


def day_of(hours: Hours, moment: datetime) -> Span:
    """The whole office day that a moment is in, midnight to midnight."""
    return _span(hours, office_day(hours, moment), (MIDNIGHT, MIDNIGHT))


def intervals_on(hours: Hours, day: date) -> tuple[Interval, ...]:
    """The hours of an office day, in order; empty when the office is closed that day."""
    if hours.always_open:
        return ALL_DAY
    special = hours.special.get(day)
    if special is None or special.follows_weekday is not None:
        return hours.week_of(day).get(hours.rules_like(day), ())
    return special.intervals


def tickets_now(hours: Hours, now: datetime) -> Span | None:
    """The ticket hours that `now` is in, or None when no tickets are given."""
    spans = ticket_spans(hours, office_day(hours, now))
    return next((span for span in spans if span.start <= now < span.end), None)


def opens_next(hours: Hours, now: datetime) -> datetime | None:
    """The next start of ticket hours after `now`; None if there is none within `SEARCH_DAYS` days."""
    for day in _days_from(office_day(hours, now)):
        for span in ticket_spans(hours, day):
            if span.start > now:
                return span.start
    return None


def closed_reason(hours: Hours, now: datetime) -> Mapping[str, str] | None:
    """Why no tickets are given, in each language, if today's entry in the calendar is the reason."""
    day = office_day(hours, now)
    special = hours.special.get(day)
    if special is None or hours.always_open or tickets_now(hours, now):
        return None
    if special.kind == "swap" and intervals_on(hours, day):
        return None  # a swapped working day outside its hours is closed like any other evening
    return special.names


def waiting_starts(hours: Hours, now: datetime) -> datetime:
    """When the wait of somebody who is here at `now` begins: not before the day's tickets begin."""
    first = next(ticket_spans(hours, office_day(hours, now)), None)
    return now.astimezone(UTC) if first is None else max(now.astimezone(UTC), first.start)


def within_hours_s(hours: Hours, start: datetime, end: datetime) -> float:
    """Seconds of opening hours between two moments (lunch, nights and holidays taken out)."""
    inside, none = timedelta(0), timedelta(0)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day, last = office_day(hours, start), office_day(hours, end)
    while day <= last:
        for span in open_spans(hours, day):
            inside += max(none, min(span.end, end) - max(span.start, start))
        day += timedelta(days=1)
    return inside.total_seconds()


def target(hours: Hours, start: datetime, goal_s: float) -> datetime | None:
    """The earliest moment with `goal_s` seconds of opening hours behind it since `start`.

    None if the office does not open for so long within `SEARCH_DAYS` days.
    """
    left, start = timedelta(seconds=goal_s), start.astimezone(UTC)
    if left <= timedelta(0):
        return start
    for day in _days_from(office_day(hours, start)):
        for span in open_spans(hours, day):
            begins = max(span.start, start)
            if begins + left <= span.end:
                return begins + left
            left -= max(timedelta(0), span.end - begins)
    return None


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=ahead) for ahead in range(SEARCH_DAYS + 1))


def ticket_spans(hours: Hours, day: date) -> Iterator[Span]:
    """The stretches in which tickets are given on an office day, in order."""
    return (_span(hours, day, (i.tickets_from, i.tickets_until)) for i in intervals_on(hours, day))


def open_spans(hours: Hours, day: date) -> Iterator[Span]:
    """The stretches in which the office is open on an office day, in order."""
    return (_span(hours, day, (i.opens, i.closes)) for i in intervals_on(hours, day))


def _span(hours: Hours, day: date, wall: tuple[time, time]) -> Span:
    start, end = wall
    last = day + timedelta(days=1) if end == MIDNIGHT else day
    zone = hours.time_zone
    return Span(
        wall_moment(zone, datetime.combine(day, start)), wall_moment(zone, datetime.combine(last, end))
    )


def wall_moment(zone: ZoneInfo, local: datetime) -> datetime:
    """A wall time as UTC: the first of the two when clocks go back, the jump itself when they skip it."""
    while True:
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            return moment
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
