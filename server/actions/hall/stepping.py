"""One step of a ticket's life: the table decides, the database settles."""

from __future__ import annotations

from typing import Any

from server.domain import tickets
from server.domain.errors import Stale
from server.domain.tickets import Step, TicketState
from server.storage import legs
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

# What a ticket loses that goes back to the line: its next counter time begins anew, without old holds.
WAITING_AGAIN: dict[str, Any] = {
    "counter_number": None,
    "called_at": None,
    "started_at": None,
    "held_at": None,
    "held_s": 0,
}


def step(
    tx: Transaction, row: TicketRow, taken: Step, *, into: TicketState | None = None, **values: object
) -> None:
    """Take a step; raises `ImpossibleStep`, or `Stale` when somebody else was first.

    `into` overrides where the step leads for a finish that goes back to its sender, which is a transfer.
    """
    state = tickets.after(TicketState(row.state), taken)
    if not legs.change(tx, row, into or state, **values):
        raise Stale(version=row.version)


def must_match(row: TicketRow, version: int | None, ticket_id: int | None = None) -> None:
    """Raises `Stale` when the caller saw another version of the ticket, or another ticket."""
    if (version is not None and row.version != version) or (ticket_id is not None and row.id != ticket_id):
        raise Stale(version=row.version, ticket_id=row.id)


def must_allow(row: TicketRow, taken: Step) -> None:
    """Raises `ImpossibleStep` when the table has no such step for the ticket."""
    tickets.after(TicketState(row.state), taken)
