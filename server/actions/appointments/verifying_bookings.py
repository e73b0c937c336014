"""Verifying bookings: no slot overbooked, no booking with two tickets, every one where its events led it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import func, or_, select

from server.contract.events import Kind
from server.domain import appointments
from server.domain.appointments import TAKES_PLACES, AppointmentState, BookingStep
from server.domain.errors import ImpossibleBookingStep
from server.domain.office import Office
from server.domain.tickets import CHECK_IN_UNDONE
from server.storage.happenings import Transaction
from server.storage.tables import appointment, event, slot, slot_place, ticket, visit


def problems(tx: Transaction, office: Office) -> Iterator[str]:
    """Violations of invariants 4, 6 and 7 in an office's bookings."""
    for check in (_slots, _places, _arrived, _lives):
        yield from check(tx, office)


def _slots(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 7: what is counted as taken is what is taken, and no more than there is."""
    places: Counter[tuple[object, ...]] = Counter()
    counted = select(slot_place.c.pool, slot_place.c.start, slot_place.c.kind, func.count())
    query = counted.where(slot_place.c.office_id == office.id)
    for pool, start, kind, count in tx.connection.execute(
        query.group_by(slot_place.c.pool, slot_place.c.start, slot_place.c.kind)
    ):
        places[pool, start, kind] = count
    for row in tx.connection.execute(select(slot).where(slot.c.office_id == office.id)):
        for kind in ("public", "internal"):
            room, taken = getattr(row, kind), getattr(row, f"{kind}_taken")
            has = places[row.pool, row.start, kind]
            if taken != has or taken > room:
                yield f"slot {row.pool} {row.start}: {has} {kind} places given, {taken} counted, {room} there"


def _places(tx: Transaction, office: Office) -> Iterator[str]:
    """Whoever stands has places within the time booked, from its start on; whoever does not has none."""
    mine = (slot_place.c.appointment_id == appointment.c.id) & (slot_place.c.pool == appointment.c.pool)
    rows = tx.connection.execute(
        select(
            appointment,
            func.count(slot_place.c.id).label("places"),
            func.min(slot_place.c.start).label("first"),
            func.max(slot_place.c.start).label("last"),
        )
        .outerjoin(slot_place, mine)
        .where(appointment.c.office_id == office.id)
        .group_by(appointment.c.id)
    )
    for row in rows:
        if (row.places > 0) != (AppointmentState(row.state) in TAKES_PLACES):
            yield f"appointment {row.code} is {row.state} and has {row.places} places"
        elif row.places and not row.start == row.first <= row.last < row.ends:
            yield f"appointment {row.code} of {row.start} has places at {row.first} to {row.last}"


def _arrived(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 4: a booking has at most one ticket that counts, and that ticket knows its slot."""
    rows = tx.connection.execute(
        select(appointment.c.code, appointment.c.start, ticket.c.slot, visit.c.office_id)
        .join(visit, visit.c.id == appointment.c.visit_id)
        .join(ticket, (ticket.c.visit_id == visit.c.id) & (ticket.c.leg == 1))
        .where(appointment.c.office_id == office.id)
    )
    for code, start, slot_told, office_id in rows:
        if slot_told != start or office_id != office.id:
            yield f"appointment {code} of {start} has a ticket for {slot_told}"
    of_bookings = select(func.count()).select_from(ticket)
    stray = of_bookings.where(
        ticket.c.office_id == office.id,
        ticket.c.leg == 1,
        ticket.c.slot.is_not(None),
        or_(ticket.c.reason.is_(None), ticket.c.reason != CHECK_IN_UNDONE),
        ticket.c.visit_id.not_in(select(appointment.c.visit_id).where(appointment.c.visit_id.is_not(None))),
    )
    if count := tx.connection.execute(stray).scalar_one():
        yield f"{count} tickets of bookings belong to no appointment"


_STEP_OF = {
    Kind.APPOINTMENT_MOVED: BookingStep.MOVE,
    Kind.APPOINTMENT_CANCELLED: BookingStep.CANCEL,
    Kind.APPOINTMENT_CHECKED_IN: BookingStep.CHECK_IN,
    Kind.APPOINTMENT_MISSED: BookingStep.MISS,
    Kind.CHECK_IN_UNDONE: BookingStep.UNDO_CHECK_IN,
}
_KINDS = [Kind.APPOINTMENT_BOOKED.value, *(kind.value for kind in _STEP_OF)]


def _lives(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 6: every booking stands where its events led it, and has one ticket."""
    stands: dict[int, AppointmentState] = {}
    tickets: defaultdict[int, set[int]] = defaultdict(set)
    events = select(event).where(event.c.office_id == office.id, event.c.kind.in_(_KINDS))
    for row in tx.connection.execute(events.order_by(event.c.seq)):
        booked = row.public["appointment"]
        try:
            stands[booked] = _stands_after(stands.get(booked), Kind(row.kind))
        except ImpossibleBookingStep as error:
            yield f"event {row.seq} ({row.kind}) of appointment {booked}: {error.detail}"
        if row.kind == Kind.APPOINTMENT_CHECKED_IN:
            tickets[booked].add(row.public["ticket"])
        elif row.kind == Kind.CHECK_IN_UNDONE:
            tickets[booked].clear()
    for booked, ids in tickets.items():
        if len(ids) > 1:
            yield f"appointment {booked} has tickets {sorted(ids)}"
    yield from _wrong_states(tx, office, stands)


def _stands_after(state: AppointmentState | None, kind: Kind) -> AppointmentState:
    if kind is Kind.APPOINTMENT_BOOKED:
        return AppointmentState.BOOKED
    return appointments.after(state or AppointmentState.HELD, _STEP_OF[kind])


def _wrong_states(tx: Transaction, office: Office, stands: Mapping[int, AppointmentState]) -> Iterator[str]:
    known = select(appointment.c.id, appointment.c.code, appointment.c.state).where(
        appointment.c.office_id == office.id, appointment.c.booked_at.is_not(None)
    )
    for appointment_id, code, state in tx.connection.execute(known):
        if stands.get(appointment_id) != state:
            yield f"appointment {code} is {state} but its events lead to {stands.get(appointment_id)}"
