"""Verifying: the invariants, checked on a live database; every finding is one sentence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from server.actions.appointments import verifying_bookings
from server.actions.figures import verifying_figures
from server.actions.hall.watching import public_event
from server.actions.house import verifying_audit, verifying_history
from server.actions.rating import verifying_ratings
from server.contract.events import Kind
from server.domain import board, tickets
from server.domain.errors import ImpossibleStep
from server.domain.office import Office
from server.domain.tickets import AT_COUNTER, Step, TicketState
from server.storage import queries
from server.storage.happenings import Transaction
from server.storage.tables import event, idempotent_answer, number_series, ticket, visit


def verify(tx: Transaction) -> list[str]:
    """Every violation found in any office, in plain words; empty when all invariants hold."""
    found: list[str] = []
    for office in tx.offices.all(tx.connection):
        rooms = (verifying_bookings, verifying_figures, verifying_ratings, verifying_history)
        for check in (_numbers, _counters, _legs, _lives, _board, *(room.problems for room in rooms)):
            found += [f"{office.code}: {finding}" for finding in check(tx, office)]
    return found + list(_answers(tx)) + list(verifying_audit.problems(tx))


def _numbers(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 1: no number twice, and none missing up to the last."""
    counted = select(
        visit.c.day,
        visit.c.letter,
        func.count(),
        func.count(visit.c.serial.distinct()),
        func.max(visit.c.serial),
    )
    rows = tx.connection.execute(
        counted.where(visit.c.office_id == office.id).group_by(visit.c.day, visit.c.letter)
    )
    issued = {(day, letter): (count, distinct, last) for day, letter, count, distinct, last in rows}
    series = tx.connection.execute(select(number_series).where(number_series.c.office_id == office.id))
    last_of = {(row.day, row.letter): row.last for row in series}
    for key in sorted(issued.keys() | last_of.keys()):
        count, distinct, highest = issued.get(key, (0, 0, 0))
        if not count == distinct == highest == last_of.get(key, 0):
            given = last_of.get(key, 0)
            yield (
                f"series {key[1]} of {key[0]}: {count} visits with {distinct} numbers up to {highest};"
                f" the last given is {given}"
            )


def _counters(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 3: a counter has one person."""
    rows = tx.connection.execute(
        select(ticket.c.counter_number, func.count())
        .where(ticket.c.office_id == office.id, ticket.c.state.in_([state.value for state in AT_COUNTER]))
        .group_by(ticket.c.counter_number)
    )
    for number, count in rows:
        if count > 1:
            yield f"counter {number} has {count} tickets"
        if number not in office.counters:
            yield f"counter {number} has a ticket but is not a counter of this office"


def _legs(tx: Transaction, office: Office) -> Iterator[str]:
    """Legs of a visit count from 1, and only the last one may be anything but transferred."""
    rows = tx.connection.execute(
        select(ticket.c.visit_id, ticket.c.leg, ticket.c.state)
        .where(ticket.c.office_id == office.id)
        .order_by(ticket.c.visit_id, ticket.c.leg)
    )
    legs: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for visit_id, leg, state in rows:
        legs[visit_id].append((leg, state))
    for visit_id, found in legs.items():
        if [leg for leg, _ in found] != list(range(1, len(found) + 1)):
            yield f"visit {visit_id} has legs {[leg for leg, _ in found]}"
        if any(state != TicketState.TRANSFERRED.value for _, state in found[:-1]):
            yield f"visit {visit_id} went on from a leg that was not transferred"


_STEP_OF = {
    Kind.TICKET_CALLED: Step.CALL,
    Kind.TICKET_CALLED_OUT_OF_ORDER: Step.CALL,
    Kind.TICKET_RECALLED: Step.RECALL,
    Kind.TICKET_STARTED: Step.START,
    Kind.TICKET_FINISHED: Step.FINISH,
    Kind.TICKET_NO_SHOW: Step.NO_SHOW,
    Kind.TICKET_PUT_BACK: Step.PUT_BACK,
    Kind.TICKET_HELD: Step.HOLD,
    Kind.TICKET_RESUMED: Step.RESUME,
    Kind.TICKET_LEFT: Step.LEAVE,
    Kind.TICKET_REMOVED: Step.REMOVE,
    Kind.TICKET_RESTORED: Step.RESTORE,
    Kind.TICKET_CLOSED: Step.CLOSE_DAY,
}


def _lives(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 6: seq has no hole, and every ticket stands where its events led it."""
    stands: dict[int, TicketState] = {}
    expected_seq = 0
    for row in _events(tx, office):
        expected_seq += 1
        if row.seq != expected_seq:
            yield f"event {row.seq} follows event {expected_seq - 1}"
            expected_seq = row.seq
        try:
            _live_on(stands, row)
        except ImpossibleStep as error:
            yield f"event {row.seq} ({row.kind}) of ticket {row.ticket_id}: {error.detail}"
    if queries.seq_of(tx, office) != expected_seq:
        yield f"seq is {queries.seq_of(tx, office)} but the last event is {expected_seq}"
    for ticket_id, state in tx.connection.execute(_STATES.where(ticket.c.office_id == office.id)):
        if stands.get(ticket_id) != state:
            yield f"ticket {ticket_id} is {state} but its events lead to {stands.get(ticket_id)}"


def _events(tx: Transaction, office: Office) -> Iterator[queries.TicketRow]:
    query = select(event).where(event.c.office_id == office.id).order_by(event.c.seq)
    yield from tx.connection.execution_options(yield_per=1_000).execute(query)


def _live_on(stands: dict[int, TicketState], row: queries.TicketRow) -> None:
    """Take the step that an event tells of."""
    if row.kind == Kind.TICKET_ISSUED:
        stands[row.ticket_id] = TicketState.WAITING
    elif row.kind == Kind.TICKET_TRANSFERRED:
        if stands.get(row.ticket_id) not in (TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD):
            raise ImpossibleStep(f"A ticket that is {stands.get(row.ticket_id)} was transferred.")
        stands[row.ticket_id] = TicketState.TRANSFERRED
        stands[row.public["next_ticket"]] = TicketState.WAITING
    elif row.ticket_id is not None:
        before = stands.get(row.ticket_id)
        if before is None:
            raise ImpossibleStep("The ticket was never issued.")
        stands[row.ticket_id] = tickets.after(before, _STEP_OF[Kind(row.kind)])


_STATES = select(ticket.c.id, ticket.c.state)


def _board(tx: Transaction, office: Office) -> Iterator[str]:
    """Invariant 6: what the displays show is the fold of the events."""
    folded = board.fold(public_event(row) for row in _events(tx, office))
    line = [place.number for place in folded.waiting]
    waiting = [row.number for row in queries.everybody_waiting(tx, office)]
    if line != waiting:
        yield f"the line is {_first(waiting)} but its events lead to {_first(line)}"
    shown = {
        row.number: (row.call_id, row.call_number, row.call_recalls)
        for row in queries.board_calls(tx, office)
    }
    told = {call.counter: (call.call_id, call.number, call.recalls) for call in folded.calls}
    if shown != told:
        yield f"the board shows {shown} but its events lead to {told}"
    for counter in office.counters.values():
        told_state = folded.counters.get(counter.number, "closed")
        if told_state != counter.state:
            yield f"counter {counter.number} is {counter.state} but its events lead to {told_state}"


def _first(numbers: list[str]) -> str:
    return " ".join(numbers[:20]) + (" …" if len(numbers) > 20 else "")


def _answers(tx: Transaction) -> Iterator[str]:
    """Invariants 2 and 5: every stored answer speaks of a ticket that is there, under its number."""
    known = {row.id: row.number for row in tx.connection.execute(select(ticket.c.id, ticket.c.number))}
    seen: dict[int, str] = {}
    for row in tx.connection.execute(
        select(idempotent_answer).where(idempotent_answer.c.scope.like("%/tickets"))
    ):
        answer: dict[str, Any] = json.loads(row.answer)
        if known.get(answer["id"]) != answer["number"]:
            yield f"key {row.key} was answered {answer['number']}, which is not there"
        if answer["id"] in seen:
            yield f"keys {row.key} and {seen[answer['id']]} were answered with one ticket"
        seen[answer["id"]] = row.key
