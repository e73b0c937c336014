"""Arriving: a citizen takes a number, and may leave again."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite

from server.actions.hall import closing, describing, stepping, telling
from server.contract import messages
from server.contract.events import Kind
from server.domain import hours, numbering, ordering
from server.domain.errors import Closed, ServiceUnavailable, UnknownTicket
from server.domain.office import Office, Service
from server.domain.people import Caller, Role
from server.domain.tickets import Step
from server.storage import legs, queries
from server.storage.happenings import NOBODY, Actor, Happening, Transaction
from server.storage.tables import number_series, visit

LINK_DAYS = 7
_SECOND_US = 1_000_000
_TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{20,60}")
_CHANNEL = {Role.KIOSK: "kiosk", Role.INTEGRATION: "api"}


def issue_ticket(
    tx: Transaction, caller: Caller, office_code: str, press: messages.IssueTicket, *, public_url: str | None
) -> messages.Ticket:
    """A walk-in takes a number; with a `public_url` the answer has a link to follow the turn.

    Raises `UnknownOffice`, `UnknownService`, `UnknownCategory`, `Closed`, `ServiceUnavailable`,
    `NotAllowed`.
    """
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    service = office.leaf(press.service)
    kind = office.arrival_class(press.category)
    must_take_tickets(tx, office, service)
    start = hours.waiting_starts(office.hours, tx.now)
    admitted = admit(
        tx,
        caller,
        (office, service),
        Entrance(
            channel=press.channel or _CHANNEL.get(caller.role, "reception"),
            category=press.category,
            waits_from=start,
            due=ordering.due(start, kind, office.policy),
            persons=press.persons,
            language=press.language,
        ),
    )
    return describing.ticket_for_issuer(office, admitted.ticket, admitted.told, public_url=public_url)


@dataclass(frozen=True, slots=True)
class Entrance:
    """How somebody enters the line; `slot` is the start of the appointment, if there was one."""

    channel: str
    category: str | None
    waits_from: datetime
    due: datetime
    language: str
    persons: int = 1
    slot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """A new ticket's row, with the visit's token, and what its citizen is told, which is kept with it."""

    ticket: dict[str, Any]
    told: describing.Outlook


def admit(tx: Transaction, caller: Caller, wants: tuple[Office, Service], entrance: Entrance) -> Admitted:
    """A new visit with its number and first ticket.

    Days before today are closed first, so that no number of yesterday's line is in the way. What is told
    is worked out once, for the answer and for the figures.
    """
    office, service = wants
    day = hours.office_day(office.hours, tx.now)
    closing.close_days_before(tx, office, day)
    visit_row = _new_visit(tx, office, service, day=day, entrance=entrance)
    row = {
        "office_id": office.id,
        "service_id": service.id,
        "day": day,
        "channel": entrance.channel,
        "category": entrance.category,
        "waits_from": entrance.waits_from,
        "due": entrance.due,
        "slot": entrance.slot,
    }
    outlook = describing.outlook(tx, office, SimpleNamespace(**row, visit_id=visit_row["id"]))
    ticket_row = _first_leg(tx, visit_row, {**row, **_kept(outlook.expected)})
    _tell_issued(tx, caller, service, (ticket_row, outlook.expected))
    return Admitted(ticket_row, outlook)


def _kept(expected: messages.Expected | None) -> dict[str, int | None]:
    """The range as the ticket keeps it, in whole microseconds."""
    if expected is None:
        return {"told_low_us": None, "told_high_us": None}
    return {
        "told_low_us": round(expected.low_s * _SECOND_US),
        "told_high_us": round(expected.high_s * _SECOND_US),
    }


def must_take_tickets(tx: Transaction, office: Office, service: Service) -> None:
    """Raises `Closed` or `ServiceUnavailable`."""
    if hours.tickets_now(office.hours, tx.now) is None or not office.in_force(
        hours.office_day(office.hours, tx.now)
    ):
        raise Closed(hours.opens_next(office.hours, tx.now))
    if service.paused(tx.now):
        raise ServiceUnavailable(reason=service.paused_reason, until=service.paused_until)


def _new_visit(
    tx: Transaction, office: Office, service: Service, *, day: date, entrance: Entrance
) -> dict[str, Any]:
    letter = service.letter or "A"
    serial = _next_serial(tx, office.id, day, letter)
    row: dict[str, Any] = {
        "office_id": office.id,
        "day": day,
        "letter": letter,
        "serial": serial,
        "number": numbering.number(letter, serial),
        "token": secrets.token_urlsafe(18),
        "persons": entrance.persons,
        "language": entrance.language,
        "issued_at": tx.now,
    }
    row["id"] = tx.connection.execute(_INSERT_VISIT, row).scalar_one()
    return row


def _next_serial(tx: Transaction, office_id: int, day: date, letter: str) -> int:
    """The next number of the day's series; the row is locked until the transaction ends, so no number is
    given twice and none is lost."""
    upsert = _NEXT_SERIAL[tx.connection.dialect.name]
    serial: int = tx.connection.execute(
        upsert, {"office_id": office_id, "day": day, "letter": letter}
    ).scalar_one()
    return serial


def _first_leg(tx: Transaction, visit_row: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    leg = {"visit_id": visit_row["id"], "number": visit_row["number"], "leg": 1}
    inserted = legs.insert_leg(tx, {**row, **leg, "issued_at": tx.now, "arrived_at": tx.now})
    return {**inserted, **{name: visit_row[name] for name in ("token", "persons", "language")}}


def _tell_issued(
    tx: Transaction,
    caller: Caller,
    service: Service,
    issued: tuple[dict[str, Any], messages.Expected | None],
) -> None:
    row, expected = issued
    told = {} if expected is None else {"expected": expected.model_dump()}
    tx.tell(
        Happening(
            office_id=row["office_id"],
            kind=Kind.TICKET_ISSUED,
            ticket_id=row["id"],
            actor=Actor(caller.staff_id, caller.device_id),
            placed=row["id"],
            public={"ticket": row["id"], "number": row["number"], "service": service.code},
            detail={"channel": row["channel"], **told},
        )
    )


def leave(tx: Transaction, token: str) -> messages.TicketView:
    """A citizen gives the turn back; raises `UnknownTicket`, `ImpossibleStep`."""
    row = ticket_behind(tx, token)
    office = tx.offices.by_id(tx.connection, row.office_id)
    stepping.step(tx, row, Step.LEAVE, ended_at=tx.now)
    telling.uncall(tx, office, row)
    tx.tell(
        Happening(
            office.id, Kind.TICKET_LEFT, row.id, NOBODY, public={"ticket": row.id, "number": row.number}
        )
    )
    return describing.ticket_view(tx, office, ticket_behind(tx, token))


def ticket_behind(tx: Transaction, token: str) -> queries.TicketRow:
    """The current leg behind a link; raises `UnknownTicket` when there is none or the link is too old."""
    row = queries.ticket_by_token(tx, token) if _TOKEN_SHAPE.fullmatch(token) else None
    if row is None or row.issued_at < tx.now - timedelta(days=LINK_DAYS):
        raise UnknownTicket()
    return row


_INSERT_VISIT = insert(visit).returning(visit.c.id)
_SERIES_KEY = [number_series.c.office_id, number_series.c.day, number_series.c.letter]
_NEXT_SERIAL = {
    dialect.dialect.name: dialect.insert(number_series)
    .values(office_id=bindparam("office_id"), day=bindparam("day"), letter=bindparam("letter"), last=1)
    .on_conflict_do_update(index_elements=_SERIES_KEY, set_={"last": number_series.c.last + 1})
    .returning(number_series.c.last)
    for dialect in (sqlite, postgresql)
}
