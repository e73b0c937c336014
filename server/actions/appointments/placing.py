"""Advice on placing bookings: each slot's places beside the walk-ins that usually come while it lasts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.domain import slots
from server.domain.errors import NoBookings
from server.domain.hours import office_day
from server.domain.office import Office
from server.domain.slots import Slot
from server.storage.happenings import Transaction
from server.storage.tables import ticket
from server.storage.taken import Taken, taken_between

WEEKS = 4
"""Past weeks from which the usual number of walk-ins is learned."""


@dataclass(frozen=True, slots=True)
class UsualWalkIns:
    """Walk-ins of past weeks by weekday and minute of the office's day, and on how many days they came."""

    zone: ZoneInfo
    by_minute: Counter[tuple[int, int]]
    days: Counter[int]

    def between(self, start: datetime, end: datetime) -> float | None:
        """How many take a number from `start` to `end`, a mean over past days of that weekday.

        None where no day of that weekday is known.
        """
        local = start.astimezone(self.zone)
        weekday, begins = local.weekday(), local.hour * 60 + local.minute
        if not self.days[weekday]:
            return None
        minutes = (end - start) // timedelta(minutes=1)
        return sum(self.by_minute[weekday, begins + one] for one in range(minutes)) / self.days[weekday]


@dataclass(frozen=True, slots=True)
class PlacedSlot:
    """A slot, how many of its places are booked, how many citizens can still book, and the usual walk-ins."""

    slot: Slot
    booked: int
    left: int
    walk_ins: float | None


def learned(tx: Transaction, office: Office) -> UsualWalkIns:
    """What the past weeks say; days on which nobody came say nothing."""
    zone = ZoneInfo(office.time_zone)
    today = office_day(office.hours, tx.now)
    rows = tx.connection.execute(
        select(ticket.c.day, ticket.c.issued_at).where(
            ticket.c.office_id == office.id,
            ticket.c.day.between(today - timedelta(weeks=WEEKS), today - timedelta(days=1)),
            ticket.c.leg == 1,
            ticket.c.slot.is_(None),
        )
    )
    by_minute: Counter[tuple[int, int]] = Counter()
    days: set[date] = set()
    for day, issued_at in rows:
        local = issued_at.astimezone(zone)
        by_minute[day.weekday(), local.hour * 60 + local.minute] += 1
        days.add(day)
    return UsualWalkIns(zone, by_minute, Counter(day.weekday() for day in days))


def placed_slots(tx: Transaction, office_code: str, day: date | None = None) -> list[PlacedSlot]:
    """The slots of an office day (today when it is None) by start and pool.

    Raises `UnknownOffice`, `NoBookings` at an office that takes none.
    """
    office = tx.office(office_code)
    if office.booking is None:
        raise NoBookings()
    day = day or office_day(office.hours, tx.now)
    if not office.in_force(day):
        return []
    usual = learned(tx, office)
    found = slots.slots_on(office.plans, office.hours, day)
    pools = {one.pool for one in found}
    span = {"first": found[0].start, "last": found[-1].end} if found else {}
    taken = taken_between(tx, office, pools, **span) if found else {}
    return [_placed(one, taken.get((one.pool, one.start)), usual) for one in found]


def _placed(one: Slot, taken: Taken | None, usual: UsualWalkIns) -> PlacedSlot:
    walk_ins = usual.between(one.start, one.end)
    if taken is None:
        return PlacedSlot(one, 0, one.public, walk_ins)
    return PlacedSlot(one, taken.all, max(0, one.public - taken.public), walk_ins)
