"""What the slot plans of a set-up must keep: no slots on a closed day, no pool twice at one time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import combinations

from server.contract.booking_setup import ResourceSetUp, SlotPlanSetUp
from server.contract.setup_file import WeeklyHours
from server.domain.intervals import MIDNIGHT
from server.setup_file.draft import Draft
from server.setup_file.explaining import suggestion
from server.setup_file.locating import Path
from server.setup_file.problems import Problem, spelled

_Plan = tuple[Path, SlotPlanSetUp]


def problems(draft: Draft) -> Iterator[Problem]:
    """Plans that cannot be kept, and names that lead nowhere."""
    plans = draft.entries("slots", SlotPlanSetUp)
    for path, plan in plans:
        yield from _impossible(path, plan)
        yield from _closed(draft, path, plan)
    yield from _overlapping(plans)
    yield from _unknown(draft, plans)


def warnings(draft: Draft) -> Iterator[Problem]:
    """Plans without limits of bookings: nobody can book them."""
    if draft.values.get("slots") and draft.values.get("booking") is None:
        yield Problem(("slots",), "there is no [booking]: nobody can book these slots")


def _impossible(path: Path, plan: SlotPlanSetUp) -> Iterator[Problem]:
    if plan.ends != MIDNIGHT and plan.ends <= plan.begins:
        yield Problem((*path, "ends"), f"{plan.begins:%H:%M}–{plan.ends:%H:%M}: ends before it begins")
    elif _minutes(plan.ends, end=True) - _minutes(plan.begins) < plan.slot_min:
        yield Problem((*path, "slot_min"), f"{plan.slot_min} minutes do not fit in")
    if plan.public + plan.internal == 0:
        yield Problem((*path, "public"), "there are no places: give public or internal ones")
    if plan.valid_from and plan.valid_until and plan.valid_until < plan.valid_from:
        yield Problem((*path, "valid_until"), f"is before valid_from, {plan.valid_from}")


def _minutes(wall: time, *, end: bool = False) -> int:
    return 24 * 60 if end and wall == MIDNIGHT else wall.hour * 60 + wall.minute


def _closed(draft: Draft, path: Path, plan: SlotPlanSetUp) -> Iterator[Problem]:
    """Slots are never published on a weekday on which the office is closed all through the plan."""
    office = draft.office()
    if office is None or office.always_open or not _same_dates(plan, plan):
        return
    hours = [entry for _, entry in draft.entries("hours", WeeklyHours)]
    for place, day in enumerate(plan.days):
        if not any(day in entry.days and _meets(entry, plan) for entry in hours):
            reason = f"{day}: the office is closed then; it has no hours between {_spelled(plan)}"
            yield Problem((*path, "days", place), reason)


def _meets(entry: WeeklyHours, plan: SlotPlanSetUp) -> bool:
    same_time = _minutes(entry.opens) < _minutes(plan.ends, end=True) and _minutes(plan.begins) < _minutes(
        entry.closes, end=True
    )
    return same_time and _same_dates(entry, plan)


def _same_dates(one: WeeklyHours | SlotPlanSetUp, other: WeeklyHours | SlotPlanSetUp) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return first <= last


def _overlapping(plans: list[_Plan]) -> Iterator[Problem]:
    for (first_path, first), (path, second) in combinations(plans, 2):
        if first.pool != second.pool or not _same_dates(first, second):
            continue
        days = [day for day in second.days if day in first.days]
        if days and _cross(first, second):
            where = f"{spelled(first_path)} ({_spelled(first)})"
            yield Problem(path, f"{', '.join(days)}: pool {second.pool} overlaps {where}")


def _cross(one: SlotPlanSetUp, other: SlotPlanSetUp) -> bool:
    return _minutes(one.begins) < _minutes(other.ends, end=True) and _minutes(other.begins) < _minutes(
        one.ends, end=True
    )


def _spelled(plan: SlotPlanSetUp) -> str:
    return f"{plan.begins:%H:%M}–{plan.ends:%H:%M}"


def _unknown(draft: Draft, plans: list[_Plan]) -> Iterator[Problem]:
    codes, fields = draft.codes(), draft.fields()
    for path, plan in plans:
        for place, code in enumerate(plan.services):
            if code not in codes:
                reason = f"there is no service “{code}”{suggestion(code, codes)}"
                yield Problem((*path, "services", place), reason)
            elif code in fields:
                yield Problem((*path, "services", place), f"“{code}” takes no bookings itself")
    resources = {entry.code for _, entry in draft.entries("resources", ResourceSetUp)}
    for path, service in draft.services():
        for place, code in enumerate(service.resources):
            if code not in resources:
                reason = f"there is no resource “{code}”{suggestion(code, resources)}"
                yield Problem((*path, "resources", place), reason)
