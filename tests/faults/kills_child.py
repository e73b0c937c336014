"""One process of an office that will be killed: it repeats what was not answered, then goes on working."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from random import Random

from server.domain.errors import Refusal
from server.domain.people import Caller
from server.storage import queries
from server.storage.database import Database
from tests.faults.asking import Ask, Asked
from tests.faults.people import HABITS, Habits, Person, clerk_does
from tests.support.servers import OFFICE

BEGUN, ASKED, ACKNOWLEDGED, REFUSED, FAULT = "begun", "asked", "acknowledged", "refused", "fault"
LONGEST_LIFE_S = 30.0
"""A child that nobody kills ends by itself."""


@dataclass
class Worker:
    """People at a kiosk or at home (counter 0), or a clerk; lives in the parent, works in its children."""

    counter: int
    caller: Caller
    chance: Random
    person: Person | None = None
    habits: Habits = field(default_factory=lambda: HABITS)
    pending: Asked | None = None

    def next(self, database: Database) -> Asked:
        """What is not answered yet, or something new."""
        if self.pending is not None:
            return self.pending
        if self.person is not None:
            return self.person.next()
        with database.read() as tx:
            office = tx.office(OFFICE)
            current = queries.current_ticket(tx, office, self.counter)
            on_hold = queries.on_hold(tx, office, self.counter)
        return clerk_does(self.chance, self.counter, current, list(on_hold), self.habits)

    def heard(self, asked: Asked, body: str) -> None:
        """The request has its answer."""
        self.pending = None
        if self.person is not None:
            self.person.heard(asked, json.loads(body))

    def refused(self, asked: Asked) -> None:
        """The request has its answer, and it is no."""
        self.pending = None
        if self.person is not None:
            self.person.refused(asked)


def work(worker: Worker, database: Database, pipe: int, ask: Ask) -> None:
    """Ask and tell the parent, until killed."""
    until = time.monotonic() + LONGEST_LIFE_S
    with database.read() as tx:  # connects, so that most deaths come in the middle of the work
        tx.office(OFFICE)
    _tell(pipe, BEGUN)
    while time.monotonic() < until:
        asked = worker.next(database)
        _tell(pipe, ASKED, asked.as_json())
        said: list[str] = []

        def say(body: str, said: list[str] = said) -> None:
            _tell(pipe, ACKNOWLEDGED, body)
            said.append(body)

        try:
            ask(database, worker.caller, asked, say)
        except Refusal as refusal:
            _tell(pipe, REFUSED, refusal.code)
            worker.refused(asked)
        else:
            worker.heard(asked, said[-1])


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
