"""Conditions on a ticket's state, spelled as the partial indexes spell them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, literal_column

from server.domain.tickets import TicketState
from server.storage.tables import ticket


def in_state(*states: TicketState) -> ColumnElement[bool]:
    """Literals and not parameters: SQLite uses a partial index only where it can see that it covers the
    question, and it cannot see into a parameter."""
    spelled: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in states]
    return ticket.c.state == spelled[0] if len(spelled) == 1 else ticket.c.state.in_(spelled)


WAITING = in_state(TicketState.WAITING)
ON_HOLD = in_state(TicketState.ON_HOLD)
AT_COUNTER = in_state(TicketState.CALLED, TicketState.SERVING)
OPEN = in_state(TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD)
ANSWERED = in_state(TicketState.SERVED, TicketState.TRANSFERRED)
