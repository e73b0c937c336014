"""The writes of a ticket: a new leg, and a step from one state to the next."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import bindparam, insert, update

from server.domain.tickets import TicketState
from server.storage.happenings import Transaction
from server.storage.tables import ticket


class Seen(Protocol):
    """A ticket as somebody saw it."""

    @property
    def id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...


def insert_leg(tx: Transaction, row: dict[str, Any]) -> dict[str, Any]:
    """Write a waiting ticket; the whole row, with its id."""
    whole = {**_NEW, **row}
    whole["id"] = tx.connection.execute(_INSERT, whole).scalar_one()
    return whole


def change(tx: Transaction, seen: Seen, state: TicketState, **values: object) -> bool:
    """Move a ticket to `state` if it is still what was seen; False when somebody else was first.

    One statement settles the race: whoever comes second finds another version.
    """
    settled = tx.connection.execute(
        update(ticket)
        .where(ticket.c.id == bindparam("seen_id"), ticket.c.version == bindparam("seen_version"))
        .where(ticket.c.state == bindparam("seen_state"))
        .values(state=state.value, version=ticket.c.version + 1, **values),
        {"seen_id": seen.id, "seen_version": seen.version, "seen_state": seen.state},
    )
    return settled.rowcount == 1


_NEW: dict[str, Any] = {
    "state": TicketState.WAITING.value,
    "version": 1,
    "category": None,
    "slot": None,
    "told_low_us": None,
    "told_high_us": None,
    "callable_from": None,
    "for_counter": None,
    "return_to": None,
    "counter_number": None,
    "staff_id": None,
    "calls": 0,
    "called_at": None,
    "started_at": None,
    "start_inferred": False,
    "held_at": None,
    "held_s": 0,
    "ended_at": None,
    "dossiers": [],
    "services_done": [],
    "note": "",
    "reason": None,
}
_INSERT = insert(ticket).returning(ticket.c.id)
