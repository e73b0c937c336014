"""Planted bugs, the classics of ticket systems: each must be caught, or the test proves nothing."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from server.actions import once as keys
from server.actions.appointments import booking_keys
from server.actions.hall import arriving, calling
from server.contract import messages
from server.contract.events import Kind
from server.domain import hours, ordering
from server.domain.people import Caller
from server.domain.tickets import TicketState
from server.ports import ScaledClock
from server.storage import bookings, queries, slots
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import appointment, idempotent_answer, number_series, ticket
from tests.faults.asking import ISSUE, Ask, Asked, Say, answered, ask
from tests.faults.booked import CHECK_IN, HOLD
from tests.faults.bookers import Scanner, busy_office
from tests.faults.kills import MORNING, Crew, Outcome, Run
from tests.faults.people import BRISK, HABITS
from tests.support.booking import DESK
from tests.support.offices import database_with_office
from tests.support.servers import OFFICE


@contextmanager
def _instead(module: Any, name: str, wrong: Any) -> Iterator[None]:
    """`wrong` in the place of a function of the product, in this process."""
    right = getattr(module, name)
    setattr(module, name, wrong)
    try:
        yield
    finally:
        setattr(module, name, right)


def number_by_max_plus_one(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Looks up the highest number, then gives the next one: two kiosks give the same."""
    if asked.route != ISSUE:
        return ask(database, caller, asked, say)
    with database.read() as tx:
        office = tx.office(OFFICE)
        day = hours.office_day(office.hours, tx.now)
        letter = office.leaf(asked.body["service"]).letter
        series = (number_series.c.day == day) & (number_series.c.letter == letter)
        highest = tx.connection.execute(select(func.max(number_series.c.last)).where(series)).scalar() or 0

    def next_serial(tx: Transaction, office_id: int, day: date, letter: str) -> int:
        row = {"office_id": office_id, "day": day, "letter": letter, "last": highest + 1}
        given = upsert(number_series).values(row)
        tx.connection.execute(given.on_conflict_do_update(set_={"last": highest + 1}))
        return int(highest) + 1

    with _instead(arriving, "_next_serial", next_serial):
        return ask(database, caller, asked, say)


def no_key_lookup(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Stores the answer of a key but never looks whether there is one: a repetition has a second effect."""

    def once(tx: Transaction, request: keys.Once | None, act: Any) -> keys.Answered:
        answer: keys.Answered = act(tx)
        if request is not None:
            row = {"scope": request.scope, "key": request.key, "request_hash": request.request_hash}
            told = {"status": answer.status, "answer": answer.body, "at": tx.now}
            stored = upsert(idempotent_answer).values({**row, **told})
            tx.connection.execute(stored.on_conflict_do_update(set_=told))
        return answer

    with _instead(keys, "once", once):
        ask(database, caller, asked, say)


def counter_and_insert_in_two_commits(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Takes the number in one transaction and uses it in the next: death between them loses the number."""
    if asked.route != ISSUE or _stored(database, caller, asked):
        return ask(database, caller, asked, say)
    take = arriving._next_serial  # the product's own, in a transaction of its own

    def number(tx: Transaction) -> int:
        office = tx.office(OFFICE)
        letter = office.leaf(asked.body["service"]).letter or ""
        return take(tx, office.id, hours.office_day(office.hours, tx.now), letter)

    serial = database.write(number)
    with _instead(arriving, "_next_serial", lambda *_: serial):
        return ask(database, caller, asked, say)


def _stored(database: Database, caller: Caller, asked: Asked) -> bool:
    with database.read() as tx:
        known = select(idempotent_answer.c.key).where(idempotent_answer.c.key == asked.key)
        return tx.connection.execute(known).first() is not None


def acknowledgement_before_commit(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Tells the client before it is true."""

    def told(tx: Transaction) -> None:
        say(answered(tx, caller, asked).body)

    database.write(told)


def select_then_update_call(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Picks a person, then calls them whoever called them meanwhile: two counters call one person."""
    if asked.route != "call-next":
        return ask(database, caller, asked, say)
    with database.read() as tx:
        office = tx.office(OFFICE)
        day = hours.office_day(office.hours, tx.now)
        line = queries.candidates(tx, office, office.counter(asked.counter), day=day)
        picked = [person.ticket for person in ordering.in_order(line, tx.now)][:1]

    def claim(tx: Transaction, caller: Caller, at: Any, row: queries.TicketRow) -> bool:
        called = {"state": TicketState.CALLED.value, "counter_number": at.counter.number}
        called |= {"called_at": tx.now, "calls": row.calls + 1, "version": row.version + 1}
        tx.connection.execute(update(ticket).where(ticket.c.id == row.id).values(called))
        return True

    def call_first(tx: Transaction, caller: Caller, at: Any) -> messages.CounterTicket:
        for ticket_id in picked:
            row = queries.ticket_by_id(tx, at.office, ticket_id)
            assert row is not None
            claim(tx, caller, at, row)
            return calling._announce(tx, caller, at, row, Kind.TICKET_CALLED)
        return messages.CounterTicket(ticket=None)

    with _instead(calling, "_call_first", call_first):
        return ask(database, caller, asked, say)


def place_in_a_second_commit(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Writes a hold, and takes its place in a transaction of its own."""
    if asked.route != HOLD or _stored(database, caller, asked):
        return ask(database, caller, asked, say)
    taken: list[tuple[Any, ...]] = []
    bodies: list[str] = []
    with _instead(slots, "take", lambda tx, *what, staff: taken.append((*what, staff))):
        ask(database, caller, asked, bodies.append)
    for office, hold, places, staff in taken:
        database.write(partial(_take, (office, hold, places), staff=staff))
    return say(bodies[0])


def _take(what: tuple[Any, ...], tx: Transaction, *, staff: bool) -> None:
    slots.take(tx, *what, staff=staff)


def select_then_update_check_in(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Sees a booking, then lets it in whatever became of it meanwhile: two kiosks give it two numbers."""
    if asked.route != CHECK_IN:
        return ask(database, caller, asked, say)
    with database.read() as tx:
        seen = bookings.by_code(tx, booking_keys.code_in(tx, asked.body["code"], DESK.secret))
    time.sleep(0.002)  # so long a slow machine takes from one statement to the next

    def step(tx: Transaction, row: queries.TicketRow, taken: object, **values: object) -> None:
        came = {"state": "arrived", "version": row.version + 1, **values}
        tx.connection.execute(update(appointment).where(appointment.c.id == row.id).values(came))

    with _instead(bookings, "by_code", lambda *_: seen), _instead(bookings, "step", step):
        return ask(database, caller, asked, say)


BUGS: dict[str, Ask] = {
    bug.__name__: bug
    for bug in (
        number_by_max_plus_one,
        no_key_lookup,
        counter_and_insert_in_two_commits,
        acknowledgement_before_commit,
        select_then_update_call,
        place_in_a_second_commit,
        select_then_update_check_in,
    )
}


# Who must race for the bug to show: kiosks for the same series, counters for the same line, scanners for
# the same booking.
_CROWDS: dict[Ask, Crew] = {
    number_by_max_plus_one: Crew(kiosks=4, counters=(), bookers=0, scanners=0),
    select_then_update_call: Crew(kiosks=1, counters=(3, 4, 5, 7), bookers=0, scanners=0),
    place_in_a_second_commit: Crew(kiosks=1, counters=(), bookers=4, scanners=0),
    select_then_update_check_in: Crew(kiosks=1, counters=(), bookers=3, scanners=5),
}
_USUAL = Crew(bookers=0, scanners=0)


def loosen(database: Database) -> None:
    """Take away the constraints that would refuse what a bug does, as in a schema without them.

    With them a doubled number ends as a fault instead of a doubled number; both are caught, but only
    without them the checkers have something to find.
    """
    raw = database.engine.raw_connection()
    try:
        (sql,) = raw.execute("SELECT sql FROM sqlite_schema WHERE name = 'visit'").fetchone()
        loose = re.sub(r",\s*CONSTRAINT \w+ UNIQUE \([^)]*\)", "", sql)
        for statement in ("PRAGMA foreign_keys=OFF", "DROP TABLE visit", loose, "PRAGMA foreign_keys=ON"):
            raw.execute(statement)
    finally:
        raw.close()


def kills_until_caught(bug: Ask, path: Path, *, at_most: int, seed: int) -> Outcome:
    """The run in which a bug is found, or that ends after so many kills without a finding."""
    database = database_with_office(f"sqlite:///{path}", ScaledClock(start=MORNING, rate=1.0), busy_office())
    loosen(database)
    run = Run(database, bug, seed=seed, crew=_CROWDS.get(bug, _USUAL))
    for worker in run.workers:
        worker.habits = BRISK if bug is select_then_update_call else HABITS
        if isinstance(worker.person, Scanner):
            worker.person.newest = 2
    while run.outcome.kills < at_most and not run.outcome.violations:
        run.kill(25)
        run.check()
    return run.outcome


@click.command()
@click.option("--kills", default=500, show_default=True, help="Within how many kills each must be caught.")
@click.option("--seed", default=1, show_default=True)
@click.option("--bug", type=click.Choice(list(BUGS)), help="Plant only this one.")
def main(kills: int, seed: int, bug: str | None) -> None:
    """Plant each bug and count the kills until it is caught; exit status 1 when one is not.

    Example: python -m tests.faults.planted
    """
    missed = 0
    for name in [bug] if bug else BUGS:
        with tempfile.TemporaryDirectory(prefix="dunghen-planted-") as folder:
            outcome = kills_until_caught(BUGS[name], Path(folder) / "office.db", at_most=kills, seed=seed)
        first = outcome.violations[0] if outcome.violations else "NOT CAUGHT"
        click.echo(f"planted {name}: after {outcome.kills} kills: {first[:160]}")
        missed += not outcome.violations
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
