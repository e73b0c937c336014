"""Histories of one slot: what people asked of its few places at once, and the book that explains it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click
from sqlalchemy import text

from server.contract.client import Refused
from server.ports import SystemClock
from server.storage.database import Database
from tests.faults.asking import Asked
from tests.faults.booked import BOOK, CANCEL, CHECK_IN, HOLD
from tests.faults.bookers import STEP
from tests.faults.linearizing import Operation, not_linear
from tests.faults.load import send
from tests.faults.server_kills import make_busy
from tests.support.postgres import Cluster
from tests.support.servers import Server

PLACES = 3
"""Of a slot of `busy_office`."""
THREADS = 6
RELEASE, LAPSE = "release", "lapse"
Tell = Callable[[Asked], dict[str, Any] | str]
"""The answer to a request, or the code of its refusal."""


class Book(NamedTuple):
    """The slot as one person would keep it on paper: the places left, and how each hold stands."""

    free: int = PLACES
    stands: tuple[tuple[str, str], ...] = ()

    def of(self, token: Hashable) -> str:
        return dict(self.stands).get(str(token), "unknown")

    def now(self, token: Hashable, state: str, *, free: int = 0) -> Book:
        """The same with one hold in another state, and so many places more."""
        stands = {**dict(self.stands), str(token): state}
        return Book(self.free + free, tuple(sorted(stands.items())))


def step(book: Book, operation: Operation) -> Book | None:
    """The book after an operation, None when it could not have been answered so."""
    return _RULES[operation.name](book, operation.about, operation.answer)


def _hold(book: Book, _: Hashable, answer: Hashable) -> Book | None:
    if answer == "slot_full":
        return book if book.free == 0 else None
    return book.now(answer, "held", free=-1) if book.free > 0 else None


def _release(book: Book, token: Hashable, answer: Hashable) -> Book | None:
    state = book.of(token)
    if state == "held":
        return book.now(token, "ended", free=1) if answer == "done" else None
    if state == "lapsed":  # free already; whether anybody has noticed makes no difference
        return book.now(token, "ended")
    return book if answer == "unknown_booking" else None


def _lapse(book: Book, token: Hashable, answer: Hashable) -> Book | None:
    if book.of(token) == "held":
        return book.now(token, "lapsed", free=1) if answer == "lapsed" else None
    # Whoever lapsed and is not noticed yet lapses again.
    return book if answer == "nothing" or book.of(token) == "lapsed" else None


def _confirm(book: Book, token: Hashable, answer: Hashable) -> Book | None:
    if book.of(token) != "held":
        return book if answer == "hold_expired" else None
    return book.now(token, "booked") if answer == "booked" else None


def _cancel(book: Book, token: Hashable, answer: Hashable) -> Book | None:
    state = book.of(token)
    if state == "booked":
        return book.now(token, "cancelled", free=1) if answer == "cancelled" else None
    if state == "cancelled":
        return book if answer == "cancelled" else None
    return book if answer == "impossible_step" and state.startswith("arrived") else None


def _check_in(book: Book, token: Hashable, answer: Hashable) -> Book | None:
    state = book.of(token)
    if state == "booked":
        return book.now(token, f"arrived {answer}") if str(answer).startswith("A") else None
    expected = state.removeprefix("arrived ")  # or `cancelled`
    return book if answer == expected else None


_RULES: dict[str, Callable[[Book, Hashable, Hashable], Book | None]] = {
    HOLD: _hold,
    RELEASE: _release,
    LAPSE: _lapse,
    BOOK: _confirm,
    CANCEL: _cancel,
    CHECK_IN: _check_in,
}


class Recorder:
    """Does operations on one slot, and keeps what was answered when."""

    def __init__(self, start: str, tell: Tell, database: Database) -> None:
        self.start = start
        self.tell = tell
        self.database = database
        self.operations: list[Operation] = []
        self.held: list[str] = []
        self.code_of: dict[str, str] = {}
        self.shown: set[str] = set()

    def hold(self) -> None:
        def ask() -> Hashable:
            said = self.tell(Asked(HOLD, {"service": "land", "start": self.start}))
            return said if isinstance(said, str) else str(said["hold"])

        answer = str(self.record(HOLD, None, ask))
        if answer != "slot_full":
            self.held.append(answer)

    def confirm(self, token: str) -> None:
        def ask() -> Hashable:
            said = self.tell(Asked(BOOK, {"hold": token}))
            if isinstance(said, str):
                return said
            self.code_of[token] = said["code"]
            return str(said["state"])

        self.record(BOOK, token, ask)

    def release(self, token: str) -> None:
        self.record(RELEASE, token, lambda: self._state(Asked(RELEASE, {"token": token})))

    def cancel(self, token: str) -> None:
        self.record(CANCEL, token, lambda: self._state(Asked(CANCEL, {"token": token})))

    def check_in(self, token: str) -> None:
        def ask() -> Hashable:
            said = self.tell(Asked(CHECK_IN, {"code": self.code_of[token]}))
            return said if isinstance(said, str) else str(said["number"])

        self.record(CHECK_IN, token, ask)

    def lapse(self, token: str) -> None:
        """Its ten minutes are over: nobody is told, the clock alone does it."""

        def ask() -> Hashable:
            query = text("UPDATE appointment SET expires_at = 1 WHERE token = :token AND state = 'held'")
            done = self.database.write(lambda tx: tx.connection.execute(query, {"token": token}).rowcount)
            return "lapsed" if done else "nothing"

        self.record(LAPSE, token, ask)

    def _state(self, asked: Asked) -> Hashable:
        said = self.tell(asked)
        return said if isinstance(said, str) else str(said.get("state", "done"))

    def record(self, name: str, about: Hashable, ask: Callable[[], Hashable]) -> Hashable:
        began = time.perf_counter_ns()
        answer = ask()
        self.operations.append(Operation(began, time.perf_counter_ns(), name, about, answer))
        return answer

    def one(self, chance: Random) -> None:
        """One thing that somebody does, mostly with what was held or booked just now."""
        token = chance.choice(self.held[-4:]) if self.held else None
        if token is None or chance.random() < 0.3:
            return self.hold()
        if token not in self.code_of:
            acts = (self.confirm, self.release, self.lapse)
            return chance.choices(acts, (6, 2, 2))[0](token)
        act = chance.choices((self.cancel, self.check_in, self.confirm), (5, 4, 1))[0]
        if act == self.check_in:
            if token not in self.shown and len(self.shown) == PLACES - 1:
                return self.cancel(token)  # whoever arrived keeps the place: the last one stays in play
            self.shown.add(token)
        return act(token)


def record(recorder: Recorder, operations: int, *, seed: int) -> list[Operation]:
    """So many operations by some people at once."""

    def until_enough(chance: Random) -> None:
        while len(recorder.operations) < operations:
            recorder.one(chance)

    with ThreadPoolExecutor(THREADS) as pool:
        busy = [pool.submit(until_enough, Random(f"{seed} {n}")) for n in range(THREADS)]
        for one in as_completed(busy, timeout=120):
            one.result()
    return recorder.operations


@contextmanager
def over_http(server: Server) -> Iterator[Tell]:
    """Real clients of a real server: a partner for each thread, and a kiosk."""
    partners = [server.client("integration") for _ in range(THREADS)]
    kiosk = server.client("kiosk")

    def tell(asked: Asked) -> dict[str, Any] | str:
        client = kiosk if asked.route == CHECK_IN else partners[hash(asked.key) % THREADS]
        while True:
            try:
                if asked.route == RELEASE:
                    client._send("DELETE", f"/api/v1/holds/{asked.body['token']}")
                    return {}
                return send(client, asked)
            except Refused as refused:
                if refused.problem.status != 429:
                    return refused.code

    yield tell
    for client in (*partners, kiosk):
        client.close()


def history_of(server: Server, operations: int, *, seed: int) -> list[Operation]:
    """A history of a slot of a running server that nobody has asked for yet."""
    now = SystemClock().now()
    start = now - timedelta(seconds=now.timestamp() % STEP.total_seconds()) + (3 + seed) * STEP
    name = start.strftime("%Y-%m-%dT%H:%M:00Z")
    with closing(Database(server.database, SystemClock())) as database, over_http(server) as tell:
        return record(Recorder(name, tell, database), operations, seed=seed)


@click.command()
@click.option("--histories", default=25, show_default=True, help="On each engine.")
@click.option("--operations", default=1_000, show_default=True, help="In each history.")
def main(histories: int, operations: int) -> None:
    """Record histories of one slot's few places over HTTP, and look for one that no order explains.

    Example: python -m tests.faults.booking_histories --histories 3
    """
    with (
        tempfile.TemporaryDirectory(prefix="dunghen-history-") as folder,
        tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as cluster_folder,
    ):
        cluster = Cluster(Path(cluster_folder), durable=False)
        cluster.start()
        engines = {"SQLite": "", "PostgreSQL": cluster.create_database()}
        wrong = sum(map(partial(_wrong, Path(folder), histories, operations), engines.items()))
        cluster.stop()
    sys.exit(wrong > 0)


def _wrong(folder: Path, histories: int, operations: int, engine: tuple[str, str]) -> int:
    """How many histories of this engine no order explains; says how it went."""
    began, wrong = time.monotonic(), 0
    name, url = engine
    with Server(folder, database=url) as server:
        make_busy(server.database)
        for n in range(histories):
            culprit = not_linear(history_of(server, operations, seed=n), Book(), step)
            if culprit is not None:
                wrong += 1
                click.echo(f"{name}, history {n}: no order explains {culprit}", err=True)
    click.echo(
        f"linearizability of slots on {name}: {histories} histories of {operations} operations ·"
        f" {time.monotonic() - began:.0f} s · {wrong} that no order explains"
    )
    return wrong


if __name__ == "__main__":
    main()
