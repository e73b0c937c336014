"""Which slots arise from an office's hours and slot plans, and which of them a service may be booked in.

A plan offers slots of one length in one pool of places, on some weekdays, between two wall times. A
slot exists only where the office is open for the whole of it, so a holiday or an exception takes its
slots away without anybody touching a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from server.domain.hours import Hours, office_day, open_spans, wall_moment
from server.domain.intervals import Span

RESOURCE_STEP = timedelta(minutes=5)
"""A resource is taken in steps of this length, so that slots of any length share it; slots begin and
end on such steps."""


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """Slots that recur: `public` places each for citizens and `internal` ones for staff besides.

    `services` None means every service of the office. Validity dates are both included.
    """

    pool: str
    weekdays: frozenset[int]
    begins: time
    ends: time
    length: timedelta
    public: int
    internal: int = 0
    services: frozenset[str] | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def offers(self, service: str) -> bool:
        return self.services is None or service in self.services

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class BookingRules:
    """The limits an office sets on bookings; the defaults are those that real offices use."""

    days_ahead: int = 7
    notice: timedelta = timedelta(minutes=60)
    hold: timedelta = timedelta(minutes=10)
    early: timedelta = timedelta(minutes=30)
    late: timedelta = timedelta(minutes=30)
    bookings_per_person: int = 1
    numbers_per_day: int = 2
    public_after: tuple[timedelta, timedelta] = (timedelta(minutes=1), timedelta(minutes=15))
    """When a freed place is offered to the public again: after a random time between these."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One slot of a pool, `start` to `end` in UTC, and its places."""

    start: datetime
    pool: str
    end: datetime
    public: int
    internal: int


@dataclass(frozen=True, slots=True)
class Offer:
    """What one booking takes: consecutive slots of one pool."""

    slots: tuple[Slot, ...]

    @property
    def pool(self) -> str:
        return self.slots[0].pool

    @property
    def start(self) -> datetime:
        return self.slots[0].start

    @property
    def end(self) -> datetime:
        return self.slots[-1].end


def plan_of(plans: Iterable[SlotPlan], day: date, service: str | None) -> Iterator[SlotPlan]:
    """The plans in force on `day`, those for `service` alone unless it is None."""
    for plan in plans:
        if plan.in_force(day) and (service is None or plan.offers(service)):
            yield plan


def slots_on(
    plans: Iterable[SlotPlan], hours: Hours, day: date, *, service: str | None = None
) -> tuple[Slot, ...]:
    """The slots of an office day in order of start and pool; none on a closed day."""
    open_that_day = tuple(open_spans(hours, day))
    weekday = hours.rules_like(day)
    found = {
        slot
        for plan in plan_of(plans, day, service)
        if weekday in plan.weekdays
        for slot in _slots_of(plan, hours, day)
        if any(_inside(slot, span) for span in open_that_day)
    }
    return tuple(sorted(found))


def _slots_of(plan: SlotPlan, hours: Hours, day: date) -> Iterator[Slot]:
    """A plan's slots by the wall clock; a wall time that a change of clocks skips has none."""
    wall = datetime.combine(day, plan.begins)
    last = _wall_end(day, plan.ends)
    while wall + plan.length <= last:
        start = wall_moment(hours.time_zone, wall)
        if start.astimezone(hours.time_zone).replace(tzinfo=None) == wall:
            yield Slot(start, plan.pool, start + plan.length, plan.public, plan.internal)
        wall += plan.length


def _wall_end(day: date, ends: time) -> datetime:
    """As the end of a stretch, 00:00 is the midnight that ends the day."""
    last = day + timedelta(days=1) if ends == time() else day
    return datetime.combine(last, ends)


def _inside(slot: Slot, span: Span) -> bool:
    return span.start <= slot.start and slot.end <= span.end


def offers(slots: Sequence[Slot], needed: int) -> tuple[Offer, ...]:
    """Every run of `needed` slots of one pool that follow each other without a gap, by start."""
    runs = []
    by_pool: dict[str, list[Slot]] = {}
    for slot in sorted(slots):
        by_pool.setdefault(slot.pool, []).append(slot)
    for pool in by_pool.values():
        for first in range(len(pool) - needed + 1):
            run = tuple(pool[first : first + needed])
            if all(before.end == after.start for before, after in pairwise(run)):
                runs.append(Offer(run))
    return tuple(sorted(runs, key=lambda offer: (offer.start, offer.pool)))


def bookable_days(hours: Hours, now: datetime, rules: BookingRules) -> tuple[date, date]:
    """The first and last office day that citizens may book now."""
    today = office_day(hours, now)
    return today, today + timedelta(days=rules.days_ahead)


def may_begin(offer: Offer, now: datetime, rules: BookingRules, *, staff: bool) -> bool:
    """Whether a booking made now may begin then: with notice for citizens, not in the past for staff."""
    return now < offer.end if staff else offer.start >= now + rules.notice


def resource_steps(start: datetime, end: datetime) -> Iterator[datetime]:
    """The steps of `RESOURCE_STEP` for which whoever is booked from `start` to `end` takes a resource."""
    step = _step_of(start)
    while step < end:
        yield step
        step += RESOURCE_STEP


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _step_of(moment: datetime) -> datetime:
    return moment - (moment - _EPOCH) % RESOURCE_STEP
