"""What a waiting message is about, read when it goes out, so that it tells what is true then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.contract.booking_qr import spelled
from server.domain.appointments import AppointmentState
from server.domain.office import Office, Service
from server.domain.outgoing import MessageKind, pointless_from
from server.domain.tickets import TicketState
from server.storage.happenings import Transaction
from server.storage.outboxes import OutboxRow
from server.storage.tables import appointment, booking_contact, ticket, visit

OVERTAKEN = "overtaken"
TOO_LATE = "too_late"


class Pointless(Exception):
    """The message is no longer worth sending; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Facts:
    """An appointment and the people it concerns, as they stand now. Times in UTC."""

    kind: MessageKind
    message_id: str
    to: str
    made_at: datetime
    language: str
    name: str
    code: str
    token: str
    revision: int
    state: str
    start: datetime
    end: datetime
    at: datetime
    pointless_from: datetime
    at_office: Office
    for_service: Service
    number: str = ""
    turn: str = ""
    """Number, and token of the link, of the visit whose turn is near."""

    # What a calendar entry asks for.

    @property
    def office(self) -> str:
        return self.at_office.code

    @property
    def office_names(self) -> Mapping[str, str]:
        return self.at_office.names

    @property
    def address(self) -> str:
        return self.at_office.address

    @property
    def service(self) -> str:
        return self.for_service.code

    @property
    def service_names(self) -> Mapping[str, str]:
        return self.for_service.names

    @property
    def papers(self) -> Mapping[str, tuple[str, ...]]:
        return self.for_service.papers


def facts_of(tx: Transaction, message: OutboxRow) -> Facts:
    """What the message has to tell; raises `Pointless`."""
    kind = MessageKind(message.kind)
    row = _appointment(tx, message)
    if tx.now >= _pointless_from(message, row):
        raise Pointless(TOO_LATE)
    if kind is MessageKind.NEAR:
        return _facts(tx, message, row, **_turn(tx, message))
    if row.state != _STILL_TRUE[kind]:
        raise Pointless(OVERTAKEN)
    return _facts(tx, message, row)


_STILL_TRUE = {
    MessageKind.BOOKED: AppointmentState.BOOKED.value,
    MessageKind.MOVED: AppointmentState.BOOKED.value,
    MessageKind.REMINDER: AppointmentState.BOOKED.value,
    MessageKind.CANCELLED: AppointmentState.CANCELLED.value,
}


def _pointless_from(message: OutboxRow, row: Any) -> datetime:
    return pointless_from(MessageKind(message.kind), message.due_at, row.start)


def _appointment(tx: Transaction, message: OutboxRow) -> Any:
    query = select(appointment, booking_contact.c.name).outerjoin(
        booking_contact, booking_contact.c.appointment_id == appointment.c.id
    )
    return tx.connection.execute(query.where(appointment.c.id == message.appointment_id)).one()


def _turn(tx: Transaction, message: OutboxRow) -> dict[str, str]:
    """The number and the link of a visit that still waits; raises `Pointless`."""
    query = select(visit.c.number, visit.c.token).join(ticket, ticket.c.visit_id == visit.c.id)
    waits = ticket.c.state == TicketState.WAITING.value
    row = tx.connection.execute(query.where(visit.c.id == message.visit_id, waits)).first()
    if row is None:
        raise Pointless(OVERTAKEN)
    return {"number": row.number, "turn": row.token}


def _facts(tx: Transaction, message: OutboxRow, row: Any, *, number: str = "", turn: str = "") -> Facts:
    office = tx.offices.by_id(tx.connection, row.office_id)
    return Facts(
        kind=MessageKind(message.kind),
        message_id=message.message_id,
        to=message.recipient,
        made_at=message.made_at,
        language=row.language,
        name=row.name or "",
        code=spelled(row.code),
        token=row.token,
        revision=row.revision,
        state=row.state,
        start=row.start,
        end=row.ends,
        at=tx.now,
        pointless_from=_pointless_from(message, row),
        at_office=office,
        for_service=office.service_by_id(row.service_id),
        number=number,
        turn=turn,
    )
