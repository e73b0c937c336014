"""Telling what a counter did with a ticket: the event, the board, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from server.actions.hall import describing, places
from server.actions.hall.places import At
from server.contract import messages
from server.contract.events import Kind
from server.domain.office import Office
from server.domain.people import Caller
from server.storage import queries
from server.storage.happenings import Happening, Transaction
from server.storage.queries import TicketRow
from server.storage.tables import NO_CALL
from server.storage.tables import counter as counters


def tell(
    tx: Transaction,
    caller: Caller,
    at: At,
    row: TicketRow,
    kind: Kind,
    *,
    placed: int | None = None,
    public: Mapping[str, Any] | None = None,
    **detail: Any,
) -> None:
    """Write the event of a step at a counter; a ticket that waits again tells its place."""
    said: dict[str, Any] = {"ticket": row.id, "number": row.number, "counter": at.counter.number}
    if placed is not None:
        said["service"] = at.office.service_by_id(row.service_id).code
    said |= public or {}
    tx.tell(
        Happening(at.office.id, kind, row.id, places.actor(caller), placed=placed, public=said, detail=detail)
    )


def uncall(tx: Transaction, office: Office, row: TicketRow) -> None:
    """Take a number off the board, wherever it was called."""
    shown = update(counters).where(counters.c.office_id == office.id, counters.c.call_number == row.number)
    tx.connection.execute(shown.values(**NO_CALL))


def as_it_stands(tx: Transaction, at: At, row: TicketRow) -> messages.CounterTicket:
    """The ticket after the step, as staff see it, without what is personal: such answers are kept for
    repetitions, and the counter's own view has the rest."""
    now = queries.ticket_by_id(tx, at.office, row.id)
    if now is None:
        raise AssertionError("a ticket of this transaction has vanished")
    return messages.CounterTicket(ticket=describing.ticket_for_staff(tx, at.office, now))
