"""Conflicts: who would lose a booked time if the office's hours, plans or services became others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from server.contract import booking_qr
from server.contract.setup_file import SetUp
from server.domain import slots
from server.domain.appointments import AppointmentState
from server.domain.hours import office_day
from server.domain.office import Office
from server.domain.slots import Slot
from server.storage import bookable, bookings, opening
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.slots import resource_pool
from server.storage.tables import slot


@dataclass(frozen=True, slots=True)
class Conflict:
    """A booking that the new set-up has no room for; `reason` says why. It has no `code` yet while
    somebody is only making it."""

    code: str | None
    service: str
    start: datetime
    reason: str


def conflicts(tx: Transaction, office: Office, setup: SetUp) -> list[Conflict]:
    """The bookings to come, and the times held at this moment, that the set-up has no slot or no place
    for, by start.

    Of those that share a slot or a resource with too few places, the ones booked last would lose it.
    """
    coming = bookings.coming(tx, office)
    if not coming:
        return []
    future = _under(office, setup)
    needs = {entry.code: entry.resources for entry in setup.services}
    taken: Counter[tuple[str, datetime]] = Counter()
    found = []
    for row in sorted(coming, key=lambda row: row.id):
        code = office.service_by_id(row.service_id).code
        reason = _why_not(future, row, code, taken, needs=needs.get(code))
        if reason:
            made = None if row.state == AppointmentState.HELD.value else booking_qr.spelled(row.code)
            found.append(Conflict(made, code, row.start, reason))
    return sorted(found, key=lambda conflict: (conflict.start, conflict.code or ""))


def spelled(office: Office, conflict: Conflict) -> str:
    """One line for the person who changes the hours."""
    local = conflict.start.astimezone(ZoneInfo(office.time_zone))
    what = f"booking {conflict.code}" if conflict.code else "a booking being made right now"
    return f"{what} ({conflict.service}, {local:%Y-%m-%d %H:%M}): {conflict.reason}"


def _under(office: Office, setup: SetUp) -> Office:
    """The office with the hours, plans and limits of another set-up."""
    return replace(
        office,
        hours=opening.hours_of(setup),
        plans=bookable.plans_of(setup),
        booking=bookable.rules_of(setup),
        resources=bookable.resources_of(setup),
        valid_from=setup.office.valid_from,
        valid_to=setup.office.valid_to,
    )


def _why_not(
    future: Office,
    row: TicketRow,
    code: str,
    taken: Counter[tuple[str, datetime]],
    *,
    needs: Sequence[str] | None,
) -> str | None:
    """Why a booking for a service that `needs` these resources could not stand; what it takes is counted
    when it can."""
    if needs is None:
        return "the service is no longer there"
    if future.booking is None:
        return "nobody can book any more"
    day = office_day(future.hours, row.start)
    there = slots.slots_on(future.plans, future.hours, day, service=code) if future.in_force(day) else ()
    run = _run(there, row)
    if not run:
        return "the office has no slot then"
    if any(taken[one.pool, one.start] >= one.public + one.internal for one in run):
        return "the slot has too few places"
    steps = [(need, step) for need in needs for step in slots.resource_steps(row.start, row.ends)]
    for need, step in steps:
        if taken[resource_pool(need), step] >= future.resources[need].quantity:
            return f"there is too little of {need}"
    taken.update((one.pool, one.start) for one in run)
    taken.update((resource_pool(need), step) for need, step in steps)
    return None


def _run(there: tuple[Slot, ...], row: TicketRow) -> list[Slot]:
    """The slots that cover a booking's time in one pool, its own where that is possible."""
    pools = defaultdict(list)
    for one in there:
        if row.start <= one.start and one.end <= row.ends:
            pools[one.pool].append(one)
    whole = {pool: run for pool, run in pools.items() if _covers(run, row)}
    return whole.get(row.pool) or next(iter(whole.values()), [])


def _covers(run: list[Slot], row: TicketRow) -> bool:
    length = sum((one.end - one.start).total_seconds() for one in run)
    return bool(length == (row.ends - row.start).total_seconds())


def republish(tx: Transaction, office: Office) -> None:
    """Give the slots to come the places of the set-up that is in force now.

    A slot keeps at least the places that are taken in it: who has a booking keeps it.
    """
    known = select(slot).where(slot.c.office_id == office.id, slot.c.start >= tx.now).with_for_update()
    rows = tx.connection.execute(known).all()
    days = {office_day(office.hours, row.start) for row in rows}
    planned = {(one.pool, one.start): one for one in _slots_of(office, days)}
    rooms = {resource_pool(code): thing.quantity for code, thing in office.resources.items()}
    for row in rows:
        one = planned.get((row.pool, row.start))
        public, internal = (one.public, one.internal) if one else (rooms.get(row.pool, 0), 0)
        values = {"public": max(public, row.public_taken), "internal": max(internal, row.internal_taken)}
        key = (slot.c.office_id == office.id, slot.c.pool == row.pool, slot.c.start == row.start)
        tx.connection.execute(update(slot).where(*key).values(**values))


def _slots_of(office: Office, days: set[date]) -> Iterator[Slot]:
    for day in days:
        yield from slots.slots_on(office.plans, office.hours, day)
