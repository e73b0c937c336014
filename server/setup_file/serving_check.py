"""What the counters and clerks of a set-up must keep: services that take tickets, times that can be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from server.contract.setup_file import CounterSetUp, StaffSetUp, TimedServicesSetUp
from server.domain.intervals import MIDNIGHT
from server.setup_file.draft import Draft
from server.setup_file.explaining import suggestion
from server.setup_file.locating import Path
from server.setup_file.problems import Problem, spelled


def problems(draft: Draft) -> Iterator[Problem]:
    """Services that lead nowhere, and times of the week that cannot be kept."""
    for path, counter in draft.counters():
        yield from _unknown(draft, path, counter.services)
        for place, entry in enumerate(counter.timed):
            at = (*path, "timed", place)
            yield from _unknown(draft, at, entry.services)
            if entry.ends != MIDNIGHT and entry.ends <= entry.begins:
                yield Problem((*at, "ends"), f"{_hours(entry)}: ends before it begins")
        yield from _overlapping(path, counter)
    for path, person in draft.entries("staff", StaffSetUp):
        yield from _unknown(draft, path, person.services)
        if person.services and person.role != "clerk":
            yield Problem((*path, "services"), "only a clerk sits at a counter; leave it out here")


def warnings(draft: Draft) -> Iterator[Problem]:
    """Services that no counter serves at any time, or that no clerk may serve."""
    served = {code for _, counter in draft.counters() for code in counter.ever()}
    clerks = [entry for _, entry in draft.entries("staff", StaffSetUp) if entry.role == "clerk"]
    known = {code for entry in clerks for code in entry.services}
    anything = not clerks or any(not entry.services for entry in clerks)
    for path, service in draft.services():
        if service.code in draft.fields():
            continue
        if service.code not in served:
            yield Problem(path, f"no counter serves “{service.code}”")
        elif not anything and service.code not in known:
            yield Problem(path, f"no clerk may serve “{service.code}”")


def _unknown(draft: Draft, path: Path, services: Iterable[str]) -> Iterator[Problem]:
    codes, fields = draft.codes(), draft.fields()
    for place, code in enumerate(services):
        if code not in codes:
            reason = f"there is no service “{code}”{suggestion(code, codes)}"
            yield Problem((*path, "services", place), reason)
        elif code in fields:
            below = ", ".join(s.code for _, s in draft.services() if s.parent == code)
            yield Problem((*path, "services", place), f"“{code}” takes no tickets itself; name {below}")


def _overlapping(path: Path, counter: CounterSetUp) -> Iterator[Problem]:
    """One time of one weekday has one entry."""
    entries = [((*path, "timed", place), entry) for place, entry in enumerate(counter.timed)]
    for (first_path, first), (second_path, second) in combinations(entries, 2):
        days = [day for day in second.days if day in first.days]
        if days and _cross(first, second):
            where = f"{spelled(first_path)} ({_hours(first)})"
            yield Problem(second_path, f"{', '.join(days)}: {_hours(second)} overlaps {where}")


def _cross(one: TimedServicesSetUp, other: TimedServicesSetUp) -> bool:
    return _before(one, other) and _before(other, one)


def _before(one: TimedServicesSetUp, other: TimedServicesSetUp) -> bool:
    """Whether `one` begins before `other` ends."""
    return other.ends == MIDNIGHT or one.begins < other.ends


def _hours(entry: TimedServicesSetUp) -> str:
    return f"{entry.begins:%H:%M}–{entry.ends:%H:%M}"
