"""What the hours of a set-up must keep: no overlaps, at most four a day, one entry to rule a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, pairwise

from server.contract.setup_file import ExceptionDay, Holiday, IntervalSetUp, WeeklyHours, WorkingDay
from server.domain.intervals import MIDNIGHT, MOST_INTERVALS_A_DAY, HoursInvalid, Interval
from server.setup_file.draft import Draft
from server.setup_file.locating import Path
from server.setup_file.problems import Problem, spelled

_Stretch = tuple[Path, IntervalSetUp]
_Validity = tuple[date, date]
_ALWAYS = (date.min, date.max)


def problems(draft: Draft) -> Iterator[Problem]:
    """Hours that cannot be kept, and dates with more than one word on them."""
    weekly = draft.entries("hours", WeeklyHours)
    yield from _impossible(weekly)
    yield from _versions(weekly)
    for entries in _by_version(weekly).values():
        yield from _crowded(_by_weekday(entries))
    for path, exception in draft.entries("exceptions", ExceptionDay):
        own = [((*path, "hours", place), stretch) for place, stretch in enumerate(exception.hours)]
        yield from _impossible(own)
        yield from _crowded({f"{exception.date}": own})
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


def _by_version(weekly: list[tuple[Path, WeeklyHours]]) -> dict[_Validity, list[tuple[Path, WeeklyHours]]]:
    versions: dict[_Validity, list[tuple[Path, WeeklyHours]]] = {}
    for path, entry in weekly:
        dates = (entry.valid_from or date.min, entry.valid_until or date.max)
        versions.setdefault(dates, []).append((path, entry))
    return versions


def _versions(weekly: list[tuple[Path, WeeklyHours]]) -> Iterator[Problem]:
    """Versions that end before they begin, and two that rule one date."""
    dated = {dates: entries[0][0] for dates, entries in _by_version(weekly).items() if dates != _ALWAYS}
    for (first, last), path in dated.items():
        if last < first:
            yield Problem((*path, "valid_until"), f"is before valid_from, {first}")
    for (before, at), (after, path) in pairwise(sorted(dated.items())):
        if before[1] >= after[0]:
            yield Problem(path, f"{after[0]} is in the version of {spelled(at)} already")


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


def _crowded(days: Mapping[str, list[_Stretch]]) -> Iterator[Problem]:
    """Overlaps, and more stretches than a day may have; what is wrong on several days is told once."""
    found: dict[Problem, list[str]] = {}
    for day, stretches in days.items():
        for problem in chain(_overlaps(stretches), _too_many(stretches)):
            found.setdefault(problem, []).append(day)
    for problem, wrong in found.items():
        yield Problem(problem.path, f"{', '.join(wrong)}: {problem.reason}")


def _overlaps(stretches: list[_Stretch]) -> Iterator[Problem]:
    """Told at the later of the two entries in the file."""
    for pair in pairwise(sorted(stretches, key=lambda stretch: stretch[1].opens)):
        earlier, later = pair[0][1], pair[1][1]
        if earlier.closes == MIDNIGHT or earlier.closes > later.opens:
            (other, first), (path, second) = sorted(pair, key=stretches.index)
            yield Problem(path, f"{_spelled(second)} overlaps {_spelled(first)} of {spelled(other)}")


def _too_many(stretches: list[_Stretch]) -> Iterator[Problem]:
    if len(stretches) > MOST_INTERVALS_A_DAY:
        yield Problem(stretches[MOST_INTERVALS_A_DAY][0], f"more than {MOST_INTERVALS_A_DAY} stretches")


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
