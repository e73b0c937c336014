"""Appointments as the database keeps them: found, made, and moved from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from server.domain import appointments
from server.domain.appointments import AppointmentState, BookingStep
from server.domain.errors import Stale
from server.domain.office import Office
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import appointment, booking_contact, ticket, visit

_WITH_CONTACT = (
    select(
        appointment,
        *(column for column in booking_contact.c if column.name != "appointment_id"),
        visit.c.number,
        visit.c.token.label("visit_token"),
    )
    .outerjoin_from(appointment, booking_contact, booking_contact.c.appointment_id == appointment.c.id)
    .outerjoin(visit, visit.c.id == appointment.c.visit_id)
)


def by_token(tx: Transaction, token: str) -> TicketRow | None:
    """The appointment or hold behind a link, locked until the transaction ends."""
    return _first(tx, appointment.c.token == token)


def seen_by_token(tx: Transaction, token: str) -> TicketRow | None:
    """The same for whoever only looks: nobody waits, and nobody is made to wait."""
    return tx.connection.execute(_WITH_CONTACT.where(appointment.c.token == token)).first()


def by_code(tx: Transaction, code: str) -> TicketRow | None:
    """The appointment of a code, of whatever office, locked until the transaction ends."""
    return _first(tx, appointment.c.code == code)


def by_id(tx: Transaction, office: Office, appointment_id: int) -> TicketRow | None:
    """An appointment of this office, locked until the transaction ends."""
    return _first(tx, appointment.c.id == appointment_id, appointment.c.office_id == office.id)


def of_person(
    tx: Transaction, office: Office, keys: Iterable[str], *, column: str, day: date | None = None
) -> list[TicketRow]:
    """What somebody has at this office, found by keyed hashes in `phone_key` or `citizen_key`."""
    query = _WITH_CONTACT.where(
        appointment.c.office_id == office.id, booking_contact.c[column].in_(list(keys))
    )
    if day is not None:
        query = query.where(appointment.c.day == day)
    return list(tx.connection.execute(query.order_by(appointment.c.start)).all())


def active_of(tx: Transaction, office: Office, keys: Iterable[str]) -> list[TicketRow]:
    """What a person has booked at this office and not yet ended, and what was for today or later."""
    known = list(keys)
    today = tx.now - timedelta(days=2)
    query = (
        select(appointment)
        .join(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
        .where(
            appointment.c.office_id == office.id,
            or_(booking_contact.c.phone_key.in_(known), booking_contact.c.citizen_key.in_(known)),
            appointment.c.start >= today,
            appointment.c.state.in_([AppointmentState.BOOKED.value, AppointmentState.ARRIVED.value]),
        )
    )
    return list(tx.connection.execute(query).all())


def lock_person(tx: Transaction, key: str) -> None:
    """Two bookings of one person would each not see the other; SQLite has one writer anyway."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_LOCK_PERSON, {"key": key})


def make(tx: Transaction, row: dict[str, Any]) -> int:
    """Write a new appointment; its id."""
    made: int = tx.connection.execute(_INSERT, {**_NEW, **row}).scalar_one()
    return made


def step(tx: Transaction, row: TicketRow, taken: BookingStep, **values: object) -> None:
    """Take a step; raises `ImpossibleBookingStep`, or `Stale` when somebody else was first."""
    state = appointments.after(AppointmentState(row.state), taken)
    changed = tx.connection.execute(
        update(appointment)
        .where(appointment.c.id == row.id, appointment.c.version == row.version)
        .where(appointment.c.state == row.state)
        .values(state=state.value, version=appointment.c.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise Stale(version=row.version)


def write_contact(tx: Transaction, row: dict[str, Any]) -> None:
    """Keep what a citizen said of themselves."""
    tx.connection.execute(insert(booking_contact), row)


def forget_contacts(tx: Transaction, *, before: datetime) -> int:
    """Delete the contacts of appointments that ended before this; how many went."""
    over = select(appointment.c.id).where(appointment.c.ends < before)
    gone = tx.connection.execute(delete(booking_contact).where(booking_contact.c.appointment_id.in_(over)))
    return gone.rowcount


def passed(tx: Transaction, office: Office, *, before: datetime) -> list[TicketRow]:
    """Appointments that nobody checked in to and whose slot began before this moment, locked; what
    somebody else is changing is left to them."""
    query = select(appointment).where(
        appointment.c.office_id == office.id, _BOOKED, appointment.c.start < before
    )
    locked = query.order_by(appointment.c.id).with_for_update(skip_locked=True)
    return list(tx.connection.execute(locked).all())


def lapsed_holds(tx: Transaction) -> list[int]:
    """Ids of holds whose time is over, locked; what somebody else is ending is left to them."""
    query = select(appointment.c.id).where(_HELD, appointment.c.expires_at <= tx.now)
    return list(tx.connection.execute(query.with_for_update(skip_locked=True)).scalars())


def coming(tx: Transaction, office: Office) -> list[TicketRow]:
    """What is booked from now on, or held at this moment, by start."""
    stands = or_(_BOOKED, and_(_HELD, appointment.c.expires_at > tx.now))
    query = _WITH_CONTACT.where(appointment.c.office_id == office.id, stands, appointment.c.start >= tx.now)
    return list(tx.connection.execute(query.order_by(appointment.c.start, appointment.c.id)).all())


def current_leg(tx: Transaction, visit_id: int) -> TicketRow | None:
    """The latest ticket of a visit, with the visit's token, persons and language."""
    query = (
        select(ticket, visit.c.token, visit.c.persons, visit.c.language)
        .join(visit, visit.c.id == ticket.c.visit_id)
        .where(ticket.c.visit_id == visit_id)
        .order_by(ticket.c.leg.desc())
        .limit(1)
    )
    return tx.connection.execute(query).first()


def _first(tx: Transaction, *conditions: Any) -> TicketRow | None:
    """The lock comes first, so that what is read is what will be changed."""
    locked = select(appointment.c.id).where(*conditions).with_for_update()
    found = tx.connection.execute(locked).scalar()
    return None if found is None else tx.connection.execute(_BY_ID, {"id": found}).first()


_BY_ID = _WITH_CONTACT.where(appointment.c.id == bindparam("id"))
_INSERT = insert(appointment).returning(appointment.c.id)
_NEW: dict[str, Any] = {
    "version": 1,
    "revision": 0,
    "category": None,
    "persons": 1,
    "expires_at": None,
    "booked_at": None,
    "ended_at": None,
    "visit_id": None,
    "arrived_at": None,
    "late": False,
    "from_ticket": None,
    "address_key": None,
    "device_id": None,
    "staff_id": None,
}
# Literals, so that SQLite sees that the partial indexes cover the question.
_BOOKED: ColumnElement[bool] = appointment.c.state == literal_column("'booked'")
_HELD: ColumnElement[bool] = appointment.c.state == literal_column("'held'")
_LOCK_PERSON = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key"), 2)))
