"""The stretches of a usual week in which tickets are given for a service that no counter then serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from server.domain.hours import ALL_DAY, Hours
from server.domain.intervals import MIDNIGHT, Interval
from server.domain.serving import Codes, CounterPlan

Walls = tuple[time, time]
"""From a wall time up to another; an end of 00:00 is the midnight that ends the day."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """On these weekdays (0 = Monday), from `begins` up to `ends`, in wall time."""

    days: tuple[int, ...]
    begins: time
    ends: time


def stretches(hours: Hours, plans: Sequence[CounterPlan], code: str, *, today: date) -> list[Stretch]:
    """When tickets are given for that service and no plan serves it, in the weeks that rule from today on;
    weekdays with the same times are told together, earlier days first."""
    days: dict[Walls, set[int]] = {}
    for weekday, interval in _ticket_hours(hours, today):
        for walls in _without(plans, code, weekday, interval):
            days.setdefault(walls, set()).add(weekday)
    found = [Stretch(tuple(sorted(known)), *walls) for walls, known in days.items()]
    return sorted(found, key=lambda one: (one.days, one.begins))


def _ticket_hours(hours: Hours, today: date) -> Iterator[tuple[int, Interval]]:
    if hours.always_open:
        yield from ((weekday, ALL_DAY[0]) for weekday in range(7))
        return
    seasons = (season.weekly for season in hours.seasons if season.last >= today)
    for week in (hours.weekly, *seasons):
        for weekday, intervals in week.items():
            yield from ((weekday, interval) for interval in intervals)


def _without(plans: Sequence[CounterPlan], code: str, weekday: int, interval: Interval) -> Iterator[Walls]:
    """The parts of one stretch of ticket hours that nobody serves; parts that touch are one."""
    open_part: Walls | None = None
    for begins, ends in pairwise(_edges(plans, weekday, interval)):
        if code in _served(plans, weekday, begins):
            if open_part is not None:
                yield open_part
            open_part = None
        else:
            open_part = (begins if open_part is None else open_part[0], ends)
    if open_part is not None:
        yield open_part


def _edges(plans: Sequence[CounterPlan], weekday: int, interval: Interval) -> list[time]:
    """Where anything may change within these ticket hours, both their ends included."""
    first, last = interval.tickets_from, interval.tickets_until
    entries = [entry for plan in plans for entry in plan.timed if weekday in entry.days]
    walls = {wall for entry in entries for wall in (entry.begins, entry.ends)}
    return [first, *sorted(w for w in walls if first < w and (last == MIDNIGHT or w < last)), last]


def _served(plans: Sequence[CounterPlan], weekday: int, wall: time) -> Codes:
    """What all counters together are set up for at that time of that weekday."""
    return frozenset().union(*(plan.on(weekday, wall) for plan in plans))
