"""An office's hours as its set-up writes them become the hours that the rules know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from server.contract.setup_file import IntervalSetUp, OfficeDocument, WeeklyHours
from server.domain.hours import Hours, Season, SpecialDay
from server.domain.intervals import Interval

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_Week = dict[int, tuple[Interval, ...]]


def hours_of(setup: OfficeDocument) -> Hours:
    """The hours of a set-up; raises `HoursInvalid`."""
    special = [SpecialDay(h.date, "holiday", h.names) for h in setup.holidays]
    special += [SpecialDay(w.date, "swap", w.names, WEEKDAYS.index(w.like)) for w in setup.working_days]
    special += [
        SpecialDay(e.date, "exception", e.names, None, tuple(interval(i) for i in e.hours))
        for e in setup.exceptions
    ]
    return Hours.of(
        ZoneInfo(setup.office.time_zone),
        _week(entry for entry in setup.hours if validity(entry) == ALWAYS),
        special,
        always_open=setup.office.always_open,
        seasons=tuple(_seasons(setup.hours)),
    )


ALWAYS = (date.min, date.max)


def validity(entry: WeeklyHours) -> tuple[date, date]:
    """The dates between which a stretch is in force, both included."""
    return entry.valid_from or date.min, entry.valid_until or date.max


def _seasons(entries: list[WeeklyHours]) -> Iterable[Season]:
    for first, last in sorted({validity(entry) for entry in entries} - {ALWAYS}):
        yield Season(first, last, _week(e for e in entries if validity(e) == (first, last)))


def _week(entries: Iterable[WeeklyHours]) -> _Week:
    week: _Week = {}
    for entry in entries:
        for day in entry.days:
            at = WEEKDAYS.index(day)
            week[at] = tuple(sorted((*week.get(at, ()), interval(entry)), key=lambda i: i.opens))
    return week


def interval(entry: IntervalSetUp) -> Interval:
    """One stretch of a day; raises `HoursInvalid`."""
    return Interval(
        entry.opens, entry.closes, tickets_from=entry.tickets_from, tickets_until=entry.tickets_until
    )
