"""What the hours of a set-up must keep: no overlaps, at most four a day, one entry to rule a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from server.contract.setup_file import ExceptionDay, Holiday, IntervalSetUp, WeeklyHours, WorkingDay
from server.domain.hours import MIDNIGHT, MOST_INTERVALS_A_DAY, HoursInvalid, Interval
from server.setup_file.draft import Draft
from server.setup_file.locating import Path
from server.setup_file.problems import Problem, spelled

_Stretch = tuple[Path, IntervalSetUp]


def problems(draft: Draft) -> Iterator[Problem]:
    """Hours that cannot be kept, and dates with more than one word on them."""
    weekly = draft.entries("hours", WeeklyHours)
    yield from _impossible(weekly)
    for day, stretches in _by_weekday(weekly).items():
        yield from _crowded(day, stretches)
    for path, exception in draft.entries("exceptions", ExceptionDay):
        own = [((*path, "hours", place), stretch) for place, stretch in enumerate(exception.hours)]
        yield from _impossible(own)
        yield from _crowded(f"{exception.date}", own)
    yield from _dates(draft)


def warnings(draft: Draft) -> Iterator[Problem]:
    """An office that never opens, and a swapped working day that is closed."""
    office = draft.office()
    weekly = _by_weekday(draft.entries("hours", WeeklyHours))
    if office is None or office.always_open:
        return
    if not draft.values.get("hours"):
        yield Problem((), "the office has no [[hours]]: it never opens but on exceptions")
        return
    for path, swap in draft.entries("working_days", WorkingDay):
        if swap.like not in weekly:
            yield Problem((*path, "like"), f"{swap.date} will be closed: {swap.like} has no hours")


def _by_weekday(weekly: Iterable[tuple[Path, WeeklyHours]]) -> dict[str, list[_Stretch]]:
    days: dict[str, list[_Stretch]] = {}
    for path, entry in weekly:
        for day in entry.days:
            days.setdefault(day, []).append((path, entry))
    return days


def _impossible(stretches: Iterable[_Stretch]) -> Iterator[Problem]:
    for path, stretch in stretches:
        try:
            _interval(stretch)
        except HoursInvalid as error:
            yield Problem(path, error.reason)


def _interval(stretch: IntervalSetUp) -> Interval:
    return Interval(
        stretch.opens,
        stretch.closes,
        tickets_from=stretch.tickets_from,
        tickets_until=stretch.tickets_until,
    )


def _crowded(day: str, stretches: list[_Stretch]) -> Iterator[Problem]:
    """Overlaps, told at the later of the two entries, and more stretches than a day may have."""
    for earlier, later in pairwise(sorted(stretches, key=lambda stretch: stretch[1].opens)):
        if earlier[1].closes == MIDNIGHT or earlier[1].closes > later[1].opens:
            first, second = sorted((earlier, later), key=lambda stretch: stretches.index(stretch))
            reason = f"{day}: {_spelled(second[1])} overlaps {_spelled(first[1])} of {spelled(first[0])}"
            yield Problem(second[0], reason)
    if len(stretches) > MOST_INTERVALS_A_DAY:
        yield Problem(
            stretches[MOST_INTERVALS_A_DAY][0], f"{day}: more than {MOST_INTERVALS_A_DAY} stretches"
        )


def _spelled(stretch: IntervalSetUp) -> str:
    return f"{stretch.opens:%H:%M}–{stretch.closes:%H:%M}"


def _dates(draft: Draft) -> Iterator[Problem]:
    exceptions = draft.entries("exceptions", ExceptionDay)
    swaps = draft.entries("working_days", WorkingDay)
    for entries in (draft.entries("holidays", Holiday), swaps, exceptions):
        seen: dict[object, Path] = {}
        for path, entry in entries:
            if seen.setdefault(entry.date, path) != path:
                yield Problem((*path, "date"), f"{entry.date} is in {spelled(seen[entry.date])} already")
    excepted = {entry.date: path for path, entry in exceptions}
    for path, swap in swaps:
        if swap.date in excepted:
            other = spelled(excepted[swap.date])
            yield Problem((*path, "date"), f"{swap.date} has hours of its own in {other}: one must go")
