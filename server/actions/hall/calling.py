"""Calling: a counter invites the next person, or a chosen one, or repeats the call."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from server.actions.hall import closing, describing, finishing, places, stepping, telling
from server.contract import messages
from server.contract.events import Kind
from server.domain import ordering, speech
from server.domain.errors import NotSkilled, NotStarted, Stale, UnknownTicket
from server.domain.office import Counter, Office
from server.domain.people import Caller
from server.domain.tickets import Step, TicketState
from server.storage import legs, queries
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import counter as counters


def call_next(
    tx: Transaction, caller: Caller, place: places.Place, wish: messages.CallNext
) -> messages.CounterTicket:
    """Call whoever is due first; no ticket when nobody waits.

    With `finish_current` the current ticket is finished before, in the same transaction. Raises
    `CounterNotOpen`, `Busy`, `NotStarted`, `Stale`, `NotAllowed`, and `NotSkilled` when nobody can be
    called because the clerk may serve nothing that the counter serves at this time of day.
    """
    at = places.open_at(tx, caller, place)
    closing.close_days_before(tx, at.office, at.day)
    at = places.open_at(tx, caller, place)
    _make_free(tx, caller, at, wish)
    called = _call_first(tx, caller, at)
    if called.ticket is None and _idle_for_skills(at.counter) and not wish.finish_current:
        raise NotSkilled(services=sorted(at.counter.configured), skills=sorted(at.counter.skills or ()))
    return called


def _idle_for_skills(counter: Counter) -> bool:
    return counter.skills is not None and not counter.services and bool(counter.configured)


def _make_free(tx: Transaction, caller: Caller, at: places.At, wish: messages.CallNext) -> None:
    if not wish.finish_current:
        places.must_be_free(tx, at)
        return
    current = queries.current_ticket(tx, at.office, at.counter.number)
    if current is None:
        if wish.version is not None:
            raise Stale("The ticket you meant to finish is no longer here.")
        return
    stepping.must_match(current, wish.version, wish.ticket)
    if current.state == TicketState.CALLED.value:
        raise NotStarted(ticket=describing.ticket_for_staff(tx, at.office, current))
    finishing.finish_ticket(tx, caller, at, current, dossiers=wish.dossiers)


def _call_first(tx: Transaction, caller: Caller, at: places.At) -> messages.CounterTicket:
    """Whoever loses the race for one person gets the next one."""
    while line := queries.candidates(tx, at.office, at.counter, day=at.day):
        for person in ordering.in_order(line, tx.now):
            row = queries.ticket_by_id(tx, at.office, person.ticket)
            if row is not None and row.version == person.version and _claim(tx, caller, at, row):
                return _announce(tx, caller, at, row, Kind.TICKET_CALLED)
    return messages.CounterTicket(ticket=None)


def _claim(
    tx: Transaction, caller: Caller, at: places.At, row: TicketRow, *, out_of_order: bool = False
) -> bool:
    if row.state != TicketState.WAITING.value:
        return False
    return legs.change(
        tx,
        row,
        TicketState.CALLED,
        counter_number=at.counter.number,
        staff_id=caller.staff_id,
        called_at=tx.now,
        calls=row.calls + 1,
        out_of_order=out_of_order,
        callable_from=None,
    )


def call_ticket(
    tx: Transaction, caller: Caller, place: places.Place, wish: messages.CallTicket
) -> messages.CounterTicket:
    """Call a chosen ticket out of order; the reason is kept and reports show it.

    Raises `NotSkilled`, `CounterNotOpen`, `Busy`, `UnknownTicket`, `ImpossibleStep`, `Stale`, `NotAllowed`.
    """
    at = places.open_at(tx, caller, place)
    places.must_be_free(tx, at)
    row = queries.ticket_by_id(tx, at.office, wish.ticket)
    if row is None or row.day != at.day:
        raise UnknownTicket(ticket=wish.ticket)
    stepping.must_allow(row, Step.CALL)
    _must_know(at, row)
    if not _claim(tx, caller, at, row, out_of_order=True):
        raise Stale()
    return _announce(tx, caller, at, row, Kind.TICKET_CALLED_OUT_OF_ORDER, reason=wish.reason)


def _must_know(at: places.At, row: TicketRow) -> None:
    service = at.office.service_by_id(row.service_id).code
    if not at.counter.knows(service):
        raise NotSkilled(services=[service], skills=sorted(at.counter.skills or ()))


def recall(
    tx: Transaction, caller: Caller, place: places.Place, wish: messages.Step
) -> messages.CounterTicket:
    """Repeat the call, with a new call id; an answered recall moves the end of the wait."""
    at, row = places.current_at(tx, caller, place, wish)
    stepping.step(tx, row, Step.RECALL, called_at=tx.now, calls=row.calls + 1)
    return _announce(tx, caller, at, row, Kind.TICKET_RECALLED)


def _announce(
    tx: Transaction, caller: Caller, at: places.At, row: TicketRow, kind: Kind, **detail: Any
) -> messages.CounterTicket:
    """Show the call on the board and tell the hall; the ticket as it now stands."""
    office, counter = at.office, at.counter
    call_id = f"{row.id}.{row.calls + 1}"
    voice = _voice(office, counter, row.number)
    shown = {"call_id": call_id, "call_number": row.number, "call_at": tx.now, "call_voice": voice}
    recalls = counters.c.call_recalls + 1 if kind is Kind.TICKET_RECALLED else 0
    show = update(counters).where(counters.c.id == counter.id).values(**shown, call_recalls=recalls)
    public: dict[str, Any] = {"call_id": call_id, "voice": voice}
    recalled = tx.connection.execute(show.returning(counters.c.call_recalls)).scalar_one()
    if kind is Kind.TICKET_RECALLED:
        public["recalls"] = recalled
    telling.tell(tx, caller, at, row, kind, public=public, **detail)
    return telling.as_it_stands(tx, at, row)


def _voice(office: Office, counter: Counter, number: str) -> list[list[str]]:
    return speech.call_clips(number, counter.number, office.voice_languages, options=office.speech)
