"""Reads appointments as staff see them: with the person behind them, and what became of the visit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from server.domain.appointments import AppointmentState
from server.domain.office import Office
from server.domain.periods import Period
from server.domain.punctuality import Booking
from server.storage.happenings import Transaction
from server.storage.tables import appointment, booking_contact, ticket

BookedRow = Row[*tuple[Any, ...]]
"""An appointment, its contact, `first_called_at`, its present ticket, and the number it was put off from."""

_MADE = appointment.c.state.in_(["booked", "arrived", "missed", "cancelled"])
_first, _present, _put_off = (ticket.alias(name) for name in ("first_leg", "present_leg", "put_off"))
_LAST_LEG = (
    select(func.max(ticket.c.leg))
    .where(ticket.c.visit_id == appointment.c.visit_id)
    .correlate(appointment)
    .scalar_subquery()
)


def _whole() -> Select[tuple[Any, ...]]:
    present = and_(_present.c.visit_id == appointment.c.visit_id, _present.c.leg == _LAST_LEG)
    return (
        select(
            appointment,
            booking_contact.c.name,
            booking_contact.c.phone,
            booking_contact.c.phone_key,
            booking_contact.c.dossier,
            booking_contact.c.note,
            _first.c.called_at.label("first_called_at"),
            _present.c.id.label("ticket_id"),
            _present.c.number.label("number"),
            _present.c.state.label("ticket_state"),
            _present.c.counter_number.label("counter_number"),
            _put_off.c.number.label("put_off_number"),
        )
        .outerjoin(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
        .outerjoin(_first, and_(_first.c.visit_id == appointment.c.visit_id, _first.c.leg == 1))
        .outerjoin(_present, present)
        .outerjoin(_put_off, _put_off.c.id == appointment.c.from_ticket)
        .where(_MADE)
    )


def of_day(tx: Transaction, office: Office, day: date) -> list[BookedRow]:
    """The appointments of an office day by start, cancelled ones too; holds are none."""
    query = _whole().where(appointment.c.office_id == office.id, appointment.c.day == day)
    return list(tx.connection.execute(query.order_by(appointment.c.start, appointment.c.id)).all())


def by_id(tx: Transaction, office: Office, appointment_id: int) -> BookedRow | None:
    query = _whole().where(appointment.c.office_id == office.id, appointment.c.id == appointment_id)
    return tx.connection.execute(query).first()


def elsewhen(
    tx: Transaction, office: Office, day: date, *, code: str | None, phone_keys: Collection[str]
) -> list[BookedRow]:
    """What a code or a phone number finds on other days of the office: at most ten, latest first."""
    query = _whole().where(
        appointment.c.office_id == office.id,
        appointment.c.day != day,
        or_(appointment.c.code == code, _of_phone(phone_keys)),
    )
    return list(tx.connection.execute(query.order_by(appointment.c.start.desc()).limit(10)).all())


def _of_phone(keys: Collection[str]) -> ColumnElement[bool]:
    return booking_contact.c.phone_key.in_(list(keys))


def between(tx: Transaction, offices: Collection[int], period: Period) -> list[tuple[int, date, Booking]]:
    """Every appointment of some offices' days, for figures, with its office and day."""
    query = (
        select(
            appointment.c.office_id,
            appointment.c.day,
            appointment.c.state,
            appointment.c.start,
            appointment.c.booked_at,
            appointment.c.arrived_at,
            appointment.c.late,
            _first.c.called_at.label("first_called_at"),
        )
        .outerjoin(_first, and_(_first.c.visit_id == appointment.c.visit_id, _first.c.leg == 1))
        .where(
            _MADE,
            appointment.c.office_id.in_(offices),
            appointment.c.day.between(period.first, period.last),
        )
    )
    return [(row.office_id, row.day, booking_of(row)) for row in tx.connection.execute(query)]


def booking_of(row: BookedRow) -> Booking:
    """An appointment as the figures see it."""
    return Booking(
        state=AppointmentState(row.state),
        slot=row.start,
        booked_at=row.booked_at,
        arrived_at=row.arrived_at,
        called_at=row.first_called_at,
        late=row.late,
    )
