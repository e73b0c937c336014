"""Where a person's traces are: in the contacts of bookings, and in what hangs on these bookings."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, false, or_, select, update

from server.contract import booking_qr
from server.storage import pairings
from server.storage.happenings import Transaction
from server.storage.tables import (
    appointment,
    booking_contact,
    office,
    outbox,
    rating,
    service,
    sign_in_failure,
    staff_session,
    ticket,
    visit,
)

PersonRow = Row[*tuple[Any, ...]]
_OVER = ("arrived", "missed", "cancelled", "expired")


def bookings(
    tx: Transaction, *, hashes: Collection[str], phone: str | None, code: str | None
) -> list[PersonRow]:
    """Bookings with a contact that is kept under one of these hashes, with this phone, or of this code."""
    query = (
        select(
            appointment,
            *(column for column in booking_contact.c if column.name != "appointment_id"),
            office.c.code.label("office_code"),
            service.c.code.label("service_code"),
        )
        .join(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
        .join(office, office.c.id == appointment.c.office_id)
        .join(service, service.c.id == appointment.c.service_id)
        .where(_of_person(hashes, phone, code))
    )
    return list(tx.connection.execute(query.order_by(appointment.c.start, appointment.c.id)).all())


def _of_person(hashes: Collection[str], phone: str | None, code: str | None) -> ColumnElement[bool]:
    known = list(hashes)
    return or_(
        booking_contact.c.phone_key.in_(known) if known else false(),
        booking_contact.c.citizen_key.in_(known) if known else false(),
        booking_contact.c.phone == phone if phone else false(),
        appointment.c.code == code if code else false(),
    )


def contacts(tx: Transaction, *, until: datetime) -> list[PersonRow]:
    """Every contact that was given before a moment, with the code of its booking."""
    query = (
        select(
            appointment.c.id, appointment.c.code, booking_contact.c.phone_key, booking_contact.c.citizen_key
        )
        .join(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
        .where(booking_contact.c.consent_at <= until)
    )
    return list(tx.connection.execute(query).all())


def legs_of(tx: Transaction, visits: Collection[int]) -> list[PersonRow]:
    """The tickets of visits, in the order of their legs."""
    query = select(ticket).where(ticket.c.visit_id.in_(list(visits)))
    return list(tx.connection.execute(query.order_by(ticket.c.visit_id, ticket.c.leg)).all())


def ratings_of(tx: Transaction, visits: Collection[int]) -> list[PersonRow]:
    """How visits were rated."""
    return list(tx.connection.execute(select(rating).where(rating.c.visit_id.in_(list(visits)))).all())


def messages_to(tx: Transaction, appointments: Collection[int]) -> list[PersonRow]:
    """What was sent about bookings, or waits to be."""
    query = select(outbox).where(outbox.c.appointment_id.in_(list(appointments)))
    return list(tx.connection.execute(query.order_by(outbox.c.id)).all())


def erase_contacts(tx: Transaction, appointments: Collection[int]) -> int:
    """Delete what people said of themselves; how many bookings that were."""
    mine = delete(booking_contact).where(booking_contact.c.appointment_id.in_(list(appointments)))
    return tx.connection.execute(mine).rowcount


def stop_messages(tx: Transaction, appointments: Collection[int]) -> int:
    """Send nothing more about these bookings, and forget where to; how many messages waited."""
    waiting = and_(outbox.c.appointment_id.in_(list(appointments)), outbox.c.recipient.is_not(None))
    gone = {"given_up_at": tx.now, "recipient": None, "claimed_until": None, "error": "erased"}
    return tx.connection.execute(update(outbox).where(waiting).values(**gone)).rowcount


def cut_links(tx: Transaction, rows: Collection[PersonRow]) -> None:
    """Bookings that are over, and their visits, can no longer be found by what the citizen holds. Where one
    is still to come it stands, without a name: the code on the citizen's paper opens it."""
    ids = [row.id for row in rows]
    tx.connection.execute(update(appointment).where(appointment.c.id.in_(ids)).values(address_key=None))
    for row in rows:
        if row.state in _OVER:
            values = {"code": new_code(), "token": secrets.token_urlsafe(24), "category": None}
            tx.connection.execute(update(appointment).where(appointment.c.id == row.id).values(**values))
        if row.visit_id is not None:
            mine = update(visit).where(visit.c.id == row.visit_id)
            tx.connection.execute(mine.values(token=secrets.token_urlsafe(24)))


def forget_recipients(tx: Transaction, *, before: datetime) -> int:
    """Give up messages that should have gone before a moment; nobody is told that late."""
    late = outbox.c.recipient.is_not(None) & (outbox.c.due_at < before)
    gone = {"given_up_at": tx.now, "recipient": None, "claimed_until": None, "error": "too_late"}
    return tx.connection.execute(update(outbox).where(late).values(**gone)).rowcount


def forget_notes(tx: Transaction, *, before: datetime) -> int:
    """Blank what clerks noted of tickets that ended before a moment."""
    old = update(ticket).where(ticket.c.note != "", ticket.c.ended_at < before)
    return tx.connection.execute(old.values(note="")).rowcount


def forget_sessions(tx: Transaction, *, before: datetime) -> int:
    """Delete the sessions of staff that began before a moment."""
    return tx.connection.execute(delete(staff_session).where(staff_session.c.began_at < before)).rowcount


def forget_tries(tx: Transaction, *, before: datetime) -> int:
    """Delete failed sign-ins, and pairings with their wrong codes, of before a moment."""
    signing_in = tx.connection.execute(delete(sign_in_failure).where(sign_in_failure.c.at < before))
    return signing_in.rowcount + pairings.forget(tx, before)


def new_code() -> str:
    """A code like those of bookings."""
    return "".join(secrets.choice(booking_qr.ALPHABET) for _ in range(booking_qr.CODE_LETTERS))
