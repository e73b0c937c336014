"""The line: staff restore somebody who came after all, or take somebody out with a reason."""

from __future__ import annotations

from server.actions.hall import places, stepping, telling
from server.actions.hall.places import Place
from server.contract import messages
from server.contract.events import Kind
from server.domain import ordering
from server.domain.errors import RestoreTooLate, UnknownTicket
from server.domain.people import Caller
from server.domain.tickets import Step
from server.storage import queries
from server.storage.happenings import Transaction


def restore(
    tx: Transaction, caller: Caller, place: Place, wish: messages.NamedStep
) -> messages.CounterTicket:
    """A no-show came after all: back to the line with a new due; the measured wait keeps its first start.

    Raises `RestoreTooLate`, `UnknownTicket`, `Stale`, `ImpossibleStep`, `NotAllowed`.
    """
    at = places.working_at(tx, caller, place)
    row = places.named(tx, at, wish.ticket)
    stepping.must_match(row, wish.version)
    stepping.must_allow(row, Step.RESTORE)
    if row.day != at.day or row.ended_at + at.office.policy.restore_within < tx.now:
        raise RestoreTooLate()
    due = ordering.due(tx.now, at.office.arrival_class(row.category), at.office.policy)
    stepping.step(tx, row, Step.RESTORE, due=due, ended_at=None, staff_id=None, **stepping.WAITING_AGAIN)
    telling.tell(tx, caller, at, row, Kind.TICKET_RESTORED, placed=row.id)
    return telling.as_it_stands(tx, at, row)


def remove(tx: Transaction, caller: Caller, place: Place, wish: messages.Remove) -> messages.CounterTicket:
    """Take a waiting ticket out of the line; the reason is kept."""
    at = places.working_at(tx, caller, place)
    row = queries.ticket_by_id(tx, at.office, wish.ticket)
    if row is None:
        raise UnknownTicket(ticket=wish.ticket)
    stepping.must_match(row, wish.version)
    stepping.step(tx, row, Step.REMOVE, ended_at=tx.now, reason=wish.reason)
    telling.tell(tx, caller, at, row, Kind.TICKET_REMOVED, reason=wish.reason)
    return telling.as_it_stands(tx, at, row)
