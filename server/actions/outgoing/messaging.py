"""Messaging: what a citizen who left an address is told of an appointment, put in the outbox.

Only who asked for it with consent is written to, and only where the house has a way out. The outbox
keeps the address alone; texts are written when a message goes out.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from server.domain import phones
from server.domain.hours import office_day
from server.domain.office import Office
from server.domain.outgoing import NEAR_AHEAD, MessageKind, Outlet, reminder_due
from server.storage import outboxes, queries, states
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import appointment, booking_contact, outbox, ticket, visit

OVERTAKEN = "overtaken"
"""Why a message was given up: something newer has made it untrue."""
_NAMESPACE = uuid.UUID("6f0d7c1e-3c0b-5f7e-9d7a-2b6c54d6e0aa")


def booked(tx: Transaction, office: Office, row: TicketRow) -> None:
    """Confirm an appointment, and remind of it the day before. `row` is of `appointment`; its contact
    must have been written."""
    _confirm(tx, office, row, MessageKind.BOOKED)


def moved(tx: Transaction, office: Office, row: TicketRow) -> None:
    """Tell the new time of an appointment; `row` as it stands now. The reminder moves along."""
    outboxes.withdraw(tx, row.id, OVERTAKEN)
    _confirm(tx, office, row, MessageKind.MOVED)


def cancelled(tx: Transaction, office: Office, row: TicketRow) -> None:
    """Tell that an appointment is off, and nothing else of it any more."""
    outboxes.withdraw(tx, row.id, OVERTAKEN)
    for outlet, recipient in _addresses(tx, row.id).items():
        _put_in(tx, office, row, MessageKind.CANCELLED, outlet=outlet, recipient=recipient, due=tx.now)


def _confirm(tx: Transaction, office: Office, row: TicketRow, kind: MessageKind) -> None:
    remind = reminder_due(office.hours, tx.now, row.start)
    for outlet, recipient in _addresses(tx, row.id).items():
        _put_in(tx, office, row, kind, outlet=outlet, recipient=recipient, due=tx.now)
        if remind is not None:
            reminder = MessageKind.REMINDER
            _put_in(tx, office, row, reminder, outlet=outlet, recipient=recipient, due=remind)


def _addresses(tx: Transaction, appointment_id: int) -> dict[Outlet, str]:
    """Where somebody may be written to; a contact is kept only with consent."""
    if not tx.outlets:
        return {}
    contact = tx.connection.execute(
        select(booking_contact.c.email, booking_contact.c.phone).where(
            booking_contact.c.appointment_id == appointment_id
        )
    ).first()
    if contact is None:
        return {}
    given = {Outlet.SMS: contact.phone and phones.dialled(contact.phone), Outlet.EMAIL: contact.email}
    return {outlet: address for outlet, address in given.items() if address and outlet in tx.outlets}


def _put_in(
    tx: Transaction,
    office: Office,
    row: TicketRow,
    kind: MessageKind,
    *,
    outlet: Outlet,
    recipient: str,
    due: datetime,
) -> None:
    outboxes.put_in(
        tx,
        {
            "office_id": office.id,
            "message_id": _message_id(row.token, str(row.revision), kind, outlet),
            "channel": outlet.value,
            "kind": kind.value,
            "appointment_id": row.id,
            "recipient": recipient,
            "due_at": due,
        },
    )


def _message_id(*about: str) -> str:
    """The same for the same message, whoever asks and however often; it tells nothing."""
    return str(uuid.uuid5(_NAMESPACE, " ".join(about)))


def near(tx: Transaction, office: Office) -> int:
    """Tell those whose turn is near, each visit once; how many were told."""
    told = turns_near(tx, office)
    for row in told:
        addresses = _addresses(tx, row.appointment_id)
        outlet = Outlet.SMS if Outlet.SMS in addresses else Outlet.EMAIL
        outboxes.put_in(
            tx,
            {
                "office_id": office.id,
                "message_id": _message_id(row.token, MessageKind.NEAR, outlet),
                "channel": outlet.value,
                "kind": MessageKind.NEAR.value,
                "appointment_id": row.appointment_id,
                "visit_id": row.visit_id,
                "recipient": addresses[outlet],
                "due_at": tx.now,
            },
        )
    return len(told)


def turns_near(tx: Transaction, office: Office) -> list[TicketRow]:
    """The booked visits with an address that wait with at most `NEAR_AHEAD` ahead and were not told yet."""
    if not tx.outlets:
        return []
    query = _WAITING_BOOKED.where(
        ticket.c.office_id == office.id, ticket.c.day == office_day(office.hours, tx.now)
    )
    return [
        row
        for row in tx.connection.execute(query).all()
        if _ahead(tx, office, row) <= NEAR_AHEAD and _addresses(tx, row.appointment_id)
    ]


def offices_to_look_at(tx: Transaction) -> list[Office]:
    """The offices in which somebody waits who may have to be told soon."""
    if not tx.outlets:
        return []
    found = tx.connection.execute(
        _WAITING_BOOKED.with_only_columns(ticket.c.office_id).order_by(None).distinct()
    )
    return [tx.offices.by_id(tx.connection, office_id) for office_id in found.scalars().all()]


def _ahead(tx: Transaction, office: Office, row: TicketRow) -> int:
    code = office.service_by_id(row.service_id).code
    return sum(queries.ahead(tx, office, code, day=row.day, before=(row.due, row.visit_id)).values())


_told = select(outbox.c.id).where(
    outbox.c.visit_id == ticket.c.visit_id, outbox.c.kind == MessageKind.NEAR.value
)
_WAITING_BOOKED = (
    select(
        ticket.c.visit_id,
        ticket.c.service_id,
        ticket.c.day,
        ticket.c.due,
        visit.c.token,
        appointment.c.id.label("appointment_id"),
    )
    .join(visit, visit.c.id == ticket.c.visit_id)
    .join(appointment, appointment.c.visit_id == ticket.c.visit_id)
    .join(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
    .where(states.WAITING, ~_told.exists())
    .order_by(*queries.CALL_ORDER)
)
