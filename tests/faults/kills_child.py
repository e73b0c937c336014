"""One process of an office that will be killed: it repeats what was not answered, then goes on working."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from random import Random

from server.domain.errors import Refusal
from server.domain.people import Caller
from server.storage import queries
from server.storage.database import Database
from tests.faults.asking import LEAVE, Ask, Asked
from tests.faults.people import HABITS, Citizens, Habits, clerk_does
from tests.support.servers import OFFICE

BEGUN, ASKED, ACKNOWLEDGED, REFUSED, FAULT = "begun", "asked", "acknowledged", "refused", "fault"
LONGEST_LIFE_S = 2.0
"""A child that nobody kills ends by itself."""


@dataclass
class Worker:
    """A kiosk (counter 0) or a clerk; lives in the parent, and works in one child after another."""

    counter: int
    caller: Caller
    chance: Random
    citizens: Citizens | None = None
    habits: Habits = field(default_factory=lambda: HABITS)
    pending: Asked | None = None

    def next(self, database: Database) -> Asked:
        """What is not answered yet, or something new."""
        if self.pending is not None:
            return self.pending
        if self.citizens is not None:
            return self.citizens.next()
        with database.read() as tx:
            office = tx.office(OFFICE)
            current = queries.current_ticket(tx, office, self.counter)
            on_hold = queries.on_hold(tx, office, self.counter)
        return clerk_does(self.chance, self.counter, current, list(on_hold), self.habits)

    def done(self, asked: Asked) -> None:
        """The request has its answer, be it a refusal."""
        self.pending = None
        if asked.route == LEAVE and self.citizens is not None:
            self.citizens.forget(asked)


def work(worker: Worker, database: Database, pipe: int, ask: Ask) -> None:
    """Ask and tell the parent, until killed."""
    until = time.monotonic() + LONGEST_LIFE_S
    with database.read() as tx:  # connects, so that most deaths come in the middle of the work
        tx.office(OFFICE)
    _tell(pipe, BEGUN)
    while time.monotonic() < until:
        asked = worker.next(database)
        _tell(pipe, ASKED, asked.as_json())
        try:
            ask(database, worker.caller, asked, lambda body: _tell(pipe, ACKNOWLEDGED, body))
        except Refusal as refusal:
            _tell(pipe, REFUSED, refusal.code)
        worker.done(asked)


def live(worker: Worker, database: Database, pipe: int, ask: Ask) -> None:
    """The whole life of a child; what goes wrong is told to the parent, which judges it."""
    try:
        work(worker, database, pipe, ask)
    except BaseException as error:  # the outermost edge of this process
        _tell(pipe, FAULT, f"{type(error).__name__}: {error}")
        os._exit(1)
    os._exit(0)


def _tell(pipe: int, what: str, said: str = "") -> None:
    """One write is in the kernel whole, whatever happens to us next."""
    os.write(pipe, f"{what}\t{said}\n".encode())


def refusal_is_expected(asked: Asked, code: str) -> bool:
    """A citizen may leave while being called, or while set aside; a repeated leave finds itself done."""
    return asked.route in (LEAVE, "resume") and code in ("impossible_step", "stale")
