"""Crash (a): processes at work on one database die 1–20 ms after they begin, and repeat their requests."""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import click

from server.actions.house import devices
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.ports import ScaledClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.faults import kills_child
from tests.faults.acknowledged import Acknowledged, all_violations
from tests.faults.asking import ISSUE, Ask, Asked, fair
from tests.faults.asking import ask as ask_rightly
from tests.faults.bookers import Bookers, Passes, Scanner, busy_office
from tests.faults.kills_child import ACKNOWLEDGED, ASKED, BEGUN, FAULT, REFUSED, Worker
from tests.faults.people import COUNTERS, Citizens
from tests.support.offices import database_with_office
from tests.support.servers import OFFICE

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LINE = 150
"""So many people wait when the killing begins."""


@dataclass(frozen=True)
class Crew:
    """Who is at work: kiosks with buttons, clerks, citizens who book, and kiosks that scan bookings."""

    kiosks: int = 2
    counters: tuple[int, ...] = COUNTERS
    bookers: int = 2
    scanners: int = 2


@dataclass
class Child:
    """A running process of a worker, and the moment it dies."""

    worker: Worker
    pid: int
    pipe: int
    dies_at: float
    begun: bool = False
    heard: bytes = b""


@dataclass
class Outcome:
    """What a run did and found."""

    kills: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    repeated: int = 0
    refused: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def line(self) -> str:
        verdict = "invariants hold" if not self.violations else f"{len(self.violations)} violations"
        return (
            f"kills {self.kills} · killed in the middle of a request {self.in_flight} ·"
            f" repeated {self.repeated} · acknowledged {self.acknowledged} · refused {self.refused} ·"
            f" {self.seconds:.0f} s · {verdict}"
        )


class Run:
    """One office under kills. `ask` is how requests are done: the product's way, or a planted bug."""

    def __init__(
        self,
        database: Database,
        ask: Ask,
        *,
        seed: int,
        crew: Crew | None = None,
        warm_with: Ask = ask_rightly,
    ) -> None:
        self.database = database
        self.ask = ask
        self.chance = Random(seed)
        self.log = Acknowledged()
        self.outcome = Outcome()
        self.selector = selectors.DefaultSelector()
        self.workers = list(_workers(database, self.chance, crew or Crew()))
        _warm(database, self.workers, self.log, warm_with)
        self._before = len(self.log)
        database.close()  # no child shares a connection of ours

    def kill(self, kills: int) -> None:
        """So many kills; afterwards nobody lives."""
        began = time.monotonic()
        until = self.outcome.kills + kills
        gc.freeze()
        children = [self._fork(worker) for worker in self.workers]
        while children:
            self._listen(children)
            for child in [c for c in children if c.dies_at <= time.monotonic()]:
                children.remove(child)
                self._end(child)
                if self.outcome.kills + len(children) < until:
                    children.append(self._fork(child.worker))
        self.outcome.seconds += time.monotonic() - began
        self.outcome.acknowledged = len(self.log) - self._before

    def check(self) -> list[str]:
        """The violations now, while nobody works."""
        self.outcome.violations += all_violations(self.database, self.log)
        self.database.close()
        return self.outcome.violations

    def _fork(self, worker: Worker) -> Child:
        inside, outside = os.pipe()
        worker.chance.seed(self.chance.random())
        pid = os.fork()
        if pid == 0:
            os.close(inside)
            kills_child.live(worker, self.database, outside, self.ask)
        os.close(outside)
        os.set_blocking(inside, False)
        child = Child(worker, pid, inside, time.monotonic() + kills_child.LONGEST_LIFE_S)
        self.selector.register(inside, selectors.EVENT_READ, child)
        return child

    def _listen(self, children: list[Child]) -> None:
        next_death = min(child.dies_at for child in children)
        for key, _ in self.selector.select(max(0.0, next_death - time.monotonic())):
            self._hear(key.data)

    def _hear(self, child: Child) -> bool:
        """Read what a child has said; False when it has no more to say."""
        try:
            said = os.read(child.pipe, 65_536)
        except BlockingIOError:
            return True
        *lines, child.heard = (child.heard + said).split(b"\n")
        for line in lines:
            what, _, text = line.decode().partition("\t")
            self._take(child, what, text)
        return bool(said)

    def _take(self, child: Child, what: str, said: str) -> None:
        worker = child.worker
        if what == BEGUN:
            child.dies_at = time.monotonic() + self.chance.uniform(0.001, 0.020)
        elif what == ASKED:
            self.outcome.repeated += worker.pending is not None
            worker.pending = Asked.from_json(said)
        elif what == ACKNOWLEDGED and worker.pending is not None:
            self._acknowledged(worker, worker.pending, said)
        elif what == REFUSED and worker.pending is not None:
            self._refused(worker, worker.pending, said)
        elif what == FAULT:
            self.outcome.violations.append(f"a fault instead of an answer to {worker.pending}: {said}")

    def _acknowledged(self, worker: Worker, asked: Asked, body: str) -> None:
        self.log.note_body(asked, body)
        worker.heard(asked, body)

    def _refused(self, worker: Worker, asked: Asked, code: str) -> None:
        self.outcome.refused += 1
        if not fair(asked, code):
            self.outcome.violations.append(f"{asked} was refused: {code}")
        worker.refused(asked)

    def _end(self, child: Child) -> None:
        os.kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        while self._hear(child):
            pass
        self.selector.unregister(child.pipe)
        os.close(child.pipe)
        self.outcome.kills += 1
        self.outcome.in_flight += child.worker.pending is not None
        if not os.WIFSIGNALED(status) and not self.outcome.violations:
            self.outcome.violations.append(f"a child ended by itself: {status}")


def _workers(database: Database, chance: Random, crew: Crew) -> Iterator[Worker]:
    """Everybody with a device of their own; whoever has no counter is at 0."""
    passes = Passes()
    for _ in range(crew.kiosks):
        yield Worker(0, _new_caller(database, Role.KIOSK), Random(0), Citizens(chance))
    for counter in crew.counters:
        yield Worker(counter, _new_caller(database, Role.COUNTER, counter), Random(0))
    for _ in range(crew.bookers):
        person = Bookers(chance, database.clock.now, passes)
        yield Worker(0, _new_caller(database, Role.INTEGRATION), Random(0), person)
    for _ in range(crew.scanners):
        yield Worker(0, _new_caller(database, Role.KIOSK), Random(0), Scanner(chance, passes))


def _new_caller(database: Database, role: Role, counter: int | None = None) -> Caller:
    def new_device(tx: Transaction) -> str:
        return devices.create_token(tx, OFFICE, role=role.value, name=role.value, counter=counter)

    token = database.write(new_device)
    with database.read() as tx:
        caller = devices.caller_of(tx, token)
    assert caller is not None
    return caller


def _warm(database: Database, workers: list[Worker], log: Acknowledged, how: Ask) -> None:
    """Open the counters, fill the line, and do everything, so that children need not compile any SQL."""
    for worker in workers:
        worker.chance.seed(1)
        if worker.counter:
            do(database, worker, Asked("open", {}, worker.counter), log, how)
    for _ in range(LINE):
        do(database, workers[0], Asked(ISSUE, {"service": "land"}), log, how)
    for _ in range(40):
        for worker in workers:
            do(database, worker, worker.next(database), log, how)


def do(database: Database, worker: Worker, asked: Asked, log: Acknowledged, how: Ask = ask_rightly) -> None:
    """One request, in this process and with nobody to kill it."""

    said: list[str] = []
    try:
        how(database, worker.caller, asked, said.append)
    except Refusal as refusal:
        if not fair(asked, refusal.code):
            raise
        worker.refused(asked)
        return
    log.note_body(asked, said[-1])
    worker.heard(asked, said[-1])


@click.command()
@click.option("--kills", default=20_000, show_default=True, help="How many processes to kill.")
@click.option("--seed", default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(kills: int, seed: int, as_json: bool) -> None:
    """Kill processes at work on one SQLite database, and check the invariants after every 500.

    Example: python -m tests.faults.kills --kills 2000
    """
    with tempfile.TemporaryDirectory(prefix="dunghen-kills-") as folder:
        outcome = run(Path(folder) / "office.db", kills, seed=seed)
    click.echo(json.dumps(asdict(outcome)) if as_json else f"crash (a): {outcome.line()}")
    for violation in outcome.violations[:20]:
        click.echo(violation, err=True)
    sys.exit(bool(outcome.violations))


def run(path: Path, kills: int, *, seed: int) -> Outcome:
    """The product under kills, until they are done or something is wrong."""
    clock = ScaledClock(start=MORNING, rate=1.0)
    database = database_with_office(f"sqlite:///{path}", clock, busy_office())
    run = Run(database, ask_rightly, seed=seed)
    while run.outcome.kills < kills and not run.outcome.violations:
        run.kill(min(500, kills - run.outcome.kills))
        run.check()
    return run.outcome


if __name__ == "__main__":
    main()
