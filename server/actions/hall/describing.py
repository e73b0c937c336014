"""Tickets as the contract describes them: to staff, to whoever took the number, to its holder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import Enum
from types import SimpleNamespace
from typing import Any

from server.actions.hall import estimating
from server.contract import messages
from server.domain import figures, hours
from server.domain.office import Office
from server.domain.tickets import TicketState
from server.storage import queries
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow


class Personal(Enum):
    """How much of what citizens wrote when they booked is told of a ticket."""

    NOTHING = 0
    NOTE = 1
    """What they wrote to be read before the call."""
    ALL = 2
    """The name and the dossier, too: of whoever stands at the counter, or was searched for."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody who waits is told: how many are ahead, the likely range of the wait, until when the call
    is promised, and which open counters may make it."""

    ahead: int
    expected: messages.Expected | None
    target: datetime | None
    counters: list[int]


def ticket_for_issuer(
    office: Office, row: Mapping[str, Any], outlook: Outlook, *, public_url: str | None
) -> messages.Ticket:
    """The ticket just issued, with its link for the paper; without its due, which the public never sees."""
    seen = SimpleNamespace(**row)
    link = None if public_url is None else f"{public_url.rstrip('/')}/t/{seen.token}"
    told = {name: getattr(outlook, name) for name in _TOLD}
    return messages.Ticket(**_facts(office, seen), **told, token=seen.token, follow_url=link)


_TOLD = tuple(field.name for field in fields(Outlook))


def ticket_for_staff(
    tx: Transaction, office: Office, row: TicketRow, *, personal: Personal = Personal.NOTHING
) -> messages.Ticket:
    """A ticket as counters see it: with due, wait so far and what was booked, without its link.

    What is `personal` is told where the answer is not stored, and to whom serves that person.
    """
    waited = figures.wait_s(row.waits_from, row.called_at or tx.now)
    booking = _booking(row, personal=personal)
    return messages.Ticket(**_facts(office, row), due=row.due, waited_s=waited, booking=booking)


def _booking(row: TicketRow, *, personal: Personal) -> messages.TicketBooking | None:
    if row.booked_start is None:
        return None
    whole = personal is Personal.ALL
    return messages.TicketBooking(
        start=row.booked_start,
        late=row.booked_late,
        name=row.booked_name if whole else None,
        note="" if personal is Personal.NOTHING else row.booked_note or "",
        wrote=bool(row.booked_note),
        dossier=row.booked_dossier if whole else None,
    )


def tells(ticket: messages.Ticket) -> bool:
    """Whether what is described holds something personal of a booking."""
    booking = ticket.booking
    return booking is not None and bool(booking.name or booking.note or booking.dossier)


def ticket_view(tx: Transaction, office: Office, row: TicketRow) -> messages.TicketView:
    """What the holder of the link sees."""
    waiting = row.state == TicketState.WAITING.value
    told = outlook(tx, office, row) if waiting else None
    service = office.service_by_id(row.service_id)
    return messages.TicketView(
        number=row.number,
        state=row.state,
        service=service.code,
        service_names=dict(service.names),
        office=office.code,
        office_names=dict(office.names),
        at=tx.now,
        issued_at=row.issued_at,
        ahead=told.ahead if told else None,
        expected=told.expected if told else None,
        target=told.target if told else None,
        counter=row.counter_number,
        counters=told.counters if told else [],
        calling=queries.last_called(tx, office, told.counters) if told and told.counters else None,
    )


def _facts(office: Office, row: Any) -> dict[str, Any]:
    service = office.service_by_id(row.service_id)
    return {
        "id": row.id,
        "visit": row.visit_id,
        "leg": row.leg,
        "number": row.number,
        "service": service.code,
        "service_name": service.names.get("vi", service.code),
        "service_names": dict(service.names),
        "channel": row.channel,
        "state": row.state,
        "version": row.version,
        "issued_at": row.issued_at,
        "arrived_at": row.arrived_at,
        "called_at": row.called_at,
        "started_at": row.started_at,
        "held_at": row.held_at,
        "slot": row.slot,
        "counter": row.counter_number,
        "persons": row.persons,
        "language": row.language,
        "dossiers": row.dossiers,
        "note": row.note,
    }


def outlook(tx: Transaction, office: Office, row: Any) -> Outlook:
    """The outlook of whoever stands in the line with the `due` and `visit_id` of a ticket's row."""
    code = office.service_by_id(row.service_id).code
    ahead = queries.ahead(tx, office, code, day=row.day, before=(row.due, row.visit_id))
    expected = estimating.expected(tx, office, code, ahead)
    return Outlook(
        ahead=sum(ahead.values()),
        expected=expected,
        target=target(office, row.waits_from, tx.now, expected),
        counters=[counter.number for counter in office.serving(code)],
    )


def target(
    office: Office, waits_from: datetime, now: datetime, expected: messages.Expected | None
) -> datetime | None:
    """What a citizen is told: start of the wait + goal, in opening hours; the same for every class.

    Told only when the expected range ends before it: no promise that we do not believe ourselves.
    """
    goal = hours.target(office.hours, waits_from, office.goal_s)
    if goal is None or expected is None or now + timedelta(seconds=expected.high_s) > goal:
        return None
    return goal
