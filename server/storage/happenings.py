"""Events: what happened, written in the transaction of what they tell, numbered per office without holes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from server.contract.events import Kind
from server.domain.audit import Note
from server.domain.office import Office
from server.domain.outgoing import Outlet
from server.storage import states
from server.storage.offices import Offices
from server.storage.paces import Paces
from server.storage.tables import event, office, ticket


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a member of staff, a device, or nobody (the system, a citizen)."""

    staff_id: int | None = None
    device_id: int | None = None


NOBODY = Actor()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `placed` is the ticket that now waits: its place in the line is told."""

    office_id: int
    kind: Kind
    ticket_id: int | None = None
    actor: Actor = NOBODY
    placed: int | None = None
    public: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Transaction:
    """One open transaction, the moment it happens at, and what it will have told when it commits."""

    connection: Connection
    now: datetime
    offices: Offices
    paces: Paces
    happenings: list[Happening] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    """What the audit will hold when it commits; see `server.storage.audit`."""
    outlets: frozenset[Outlet] = frozenset()
    """The ways out of the house that there are: nothing is put in the outbox for others."""

    def office(self, code: str) -> Office:
        """The office as this transaction sees it; raises `UnknownOffice`."""
        return self.offices.get(self.connection, code)

    def tell(self, happening: Happening) -> None:
        """Write `happening` when the transaction commits."""
        self.happenings.append(happening)


def write_events(tx: Transaction) -> bool:
    """Number and write what was told; True when there was anything.

    The office's seq is the last lock a transaction takes: whoever holds it sees the line as it
    will be committed, so the place told in an event is exact on PostgreSQL too.
    """
    for happening in tx.happenings:
        seq = tx.connection.execute(_NEXT_SEQ, {"office": happening.office_id}).scalar_one()
        public = dict(happening.public)
        if happening.placed is not None:
            public["before"] = _number_behind(tx, happening.placed)
        tx.connection.execute(
            _INSERT_EVENT,
            {
                "office_id": happening.office_id,
                "seq": seq,
                "kind": happening.kind.value,
                "at": tx.now,
                "ticket_id": happening.ticket_id,
                "staff_id": happening.actor.staff_id,
                "device_id": happening.actor.device_id,
                "public": public,
                "detail": happening.detail,
            },
        )
    return bool(tx.happenings)


def _number_behind(tx: Transaction, ticket_id: int) -> str | None:
    """The number that stands directly behind this waiting ticket, None at the end of the line."""
    number: str | None = tx.connection.execute(_BEHIND, {"ticket": ticket_id}).scalar()
    return number


_NEXT_SEQ = (
    update(office)
    .where(office.c.id == bindparam("office"))
    .values(seq=office.c.seq + 1)
    .returning(office.c.seq)
)
_INSERT_EVENT = insert(event)
_placed = ticket.alias("placed")
_BEHIND = (
    select(ticket.c.number)
    .join(_placed, (_placed.c.office_id == ticket.c.office_id) & (_placed.c.day == ticket.c.day))
    .where(_placed.c.id == bindparam("ticket"), states.WAITING)
    .where(tuple_(ticket.c.due, ticket.c.visit_id) > tuple_(_placed.c.due, _placed.c.visit_id))
    .order_by(ticket.c.due, ticket.c.visit_id)
    .limit(1)
)
