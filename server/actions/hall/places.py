"""A place at a counter: who may work there, whether it is open, and whom it has now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from server.actions.hall import describing, stepping
from server.contract import messages
from server.domain import hours
from server.domain.errors import Busy, CounterNotOpen, NoCurrentTicket, UnknownTicket
from server.domain.office import Counter, Office
from server.domain.people import Caller
from server.storage import queries
from server.storage.happenings import Actor, Transaction
from server.storage.queries import TicketRow
from server.storage.tables import counter as counters


@dataclass(frozen=True, slots=True)
class Place:
    """A counter as callers name it."""

    office: str
    counter: int


@dataclass(frozen=True, slots=True)
class At:
    """A counter as one transaction sees it."""

    office: Office
    counter: Counter
    day: date


def seen_at(tx: Transaction, caller: Caller, place: Place) -> At:
    """The counter as it stands, for reading only.

    Raises `UnknownOffice`, `UnknownCounter`, `NotAllowed` for another office's caller.
    """
    office = tx.office(place.office)
    caller.must_be_of(office.id)
    return At(office, office.counter(place.counter), hours.office_day(office.hours, tx.now))


def at(tx: Transaction, caller: Caller, place: Place) -> At:
    """The counter, and nobody else acts at it until the transaction ends; raises as `seen_at`."""
    counter = seen_at(tx, caller, place).counter
    tx.connection.execute(select(counters.c.id).where(counters.c.id == counter.id).with_for_update())
    return seen_at(tx, caller, place)


def working_at(tx: Transaction, caller: Caller, place: Place) -> At:
    """The counter, for somebody who may do steps there; raises `NotAllowed` otherwise."""
    here = at(tx, caller, place)
    caller.must_work_at(here.counter.number, sits=here.counter.staff_id)
    return here


def open_at(tx: Transaction, caller: Caller, place: Place) -> At:
    """The counter, open; raises `CounterNotOpen` too."""
    here = at(tx, caller, place)
    if not here.counter.open:
        raise CounterNotOpen(state=here.counter.state)
    caller.must_work_at(here.counter.number, sits=here.counter.staff_id)
    return here


def current_at(tx: Transaction, caller: Caller, place: Place, wish: messages.Step) -> tuple[At, TicketRow]:
    """The counter and the ticket of a step: its current one, or the one named, as the caller saw it.

    Raises `NoCurrentTicket`, `UnknownTicket`, `Stale`, `NotAllowed`.
    """
    here = working_at(tx, caller, place)
    row = queries.current_ticket(tx, here.office, here.counter.number)
    if wish.ticket is not None and (row is None or row.id != wish.ticket):
        row = named(tx, here, wish.ticket)
    if row is None:
        raise NoCurrentTicket()
    stepping.must_match(row, wish.version)
    return here, row


def must_be_free(tx: Transaction, here: At) -> None:
    """Raises `Busy`, with the ticket, when the counter has somebody."""
    current = queries.current_ticket(tx, here.office, here.counter.number)
    if current is not None:
        raise Busy(ticket=describing.ticket_for_staff(tx, here.office, current))


def named(tx: Transaction, here: At, ticket_id: int) -> TicketRow:
    """A ticket that is, or was last, at this counter; raises `UnknownTicket`."""
    row = queries.ticket_by_id(tx, here.office, ticket_id)
    if row is None or row.counter_number != here.counter.number:
        raise UnknownTicket(ticket=ticket_id)
    return row


def actor(caller: Caller) -> Actor:
    """Who an event says did it."""
    return Actor(caller.staff_id, caller.device_id)
