"""Histories: what kiosks and counters asked at once and were answered, and the hall that explains it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import click

from server.storage.database import Database
from tests.faults.asking import ISSUE, LEAVE, Asked
from tests.faults.linearizing import Operation, not_linear
from tests.faults.people import COUNTERS
from tests.faults.together import open_all, told
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


class Hall(NamedTuple):
    """The office as one person would keep it on paper: the last number, the line, who is at each counter."""

    last: int = 0
    line: tuple[int, ...] = ()
    at: tuple[int | None, ...] = (None,) * len(COUNTERS)


def step(hall: Hall, operation: Operation) -> Hall | None:
    """The hall after an operation, None when it could not have been answered so."""
    return _RULES[operation.name](hall, operation.about, operation.answer)


def _issue(hall: Hall, _: Hashable, answer: Hashable) -> Hall | None:
    if answer != hall.last + 1:
        return None
    return hall._replace(last=hall.last + 1, line=(*hall.line, hall.last + 1))


def _call(hall: Hall, counter: Hashable, answer: Hashable) -> Hall | None:
    place = COUNTERS.index(int(str(counter)))
    if hall.at[place] is not None:
        return hall if answer == "busy" else None
    if not hall.line:
        return hall if answer is None else None
    if answer != hall.line[0]:
        return None
    return hall._replace(line=hall.line[1:], at=_with(hall.at, place, hall.line[0]))


def _finish(hall: Hall, about: Hashable, answer: Hashable) -> Hall | None:
    assert isinstance(about, tuple)
    counter, number = about
    place = COUNTERS.index(counter)
    if hall.at[place] != number:
        return hall if answer == "refused" else None
    return hall._replace(at=_with(hall.at, place, None)) if answer == "served" else None


def _leave(hall: Hall, number: Hashable, answer: Hashable) -> Hall | None:
    if number not in hall.line:
        return hall if answer == "refused" else None
    left = tuple(waiting for waiting in hall.line if waiting != number)
    return hall._replace(line=left) if answer == "left" else None


def _with(at: tuple[int | None, ...], place: int, number: int | None) -> tuple[int | None, ...]:
    return (*at[:place], number, *at[place + 1 :])


_RULES: dict[str, Callable[[Hall, Hashable, Hashable], Hall | None]] = {
    "issue": _issue,
    "call": _call,
    "finish": _finish,
    "leave": _leave,
}


@dataclass
class Recorder:
    """Does operations on the product and keeps what was answered when."""

    database: Database
    operations: list[Operation] = field(default_factory=list)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    def issue(self) -> int:
        def ask() -> Hashable:
            ticket = told(self.database, Asked(ISSUE, {"service": "land"}))
            assert isinstance(ticket, dict), ticket
            return self._seen(ticket)

        return int(str(self._record("issue", None, ask)))

    def call(self, counter: int) -> Hashable:
        def ask() -> Hashable:
            ticket = told(self.database, Asked("call-next", {}, counter))
            return self._seen(ticket) if isinstance(ticket, dict) else ticket

        return self._record("call", counter, ask)

    def finish(self, counter: int, number: int) -> None:
        def ask() -> Hashable:
            body = {"ticket": self.seen[number]["id"], "version": 2}  # as issued and called
            answer = told(self.database, Asked("finish", body, counter))
            return "served" if isinstance(answer, dict) else "refused"

        self._record("finish", (counter, number), ask)

    def leave(self, number: int) -> None:
        def ask() -> Hashable:
            answer = told(self.database, Asked(LEAVE, {"token": self.seen[number]["token"]}))
            return "left" if isinstance(answer, dict) else "refused"

        self._record("leave", number, ask)

    def _seen(self, ticket: dict[str, Any]) -> int:
        number = int(ticket["number"][1:])
        self.seen.setdefault(number, {}).update(ticket)
        return number

    def _record(self, name: str, about: Hashable, ask: Callable[[], Hashable]) -> Hashable:
        began = time.perf_counter_ns()
        answer = ask()
        self.operations.append(Operation(began, time.perf_counter_ns(), name, about, answer))
        return answer


def record(
    recorder: Recorder, operations: int, *, seed: int, kiosks: int = 2, people: int = 2
) -> list[Operation]:
    """Kiosks, and at each of three counters some people who press the same buttons, all at once."""
    open_all(recorder.database, COUNTERS)

    def until_enough(work: Callable[[Random], None], chance: Random) -> None:
        while len(recorder.operations) < operations:
            work(chance)

    works: list[Callable[[Random], None]] = [partial(_kiosk, recorder)] * kiosks
    works += [partial(_counter, recorder, counter) for counter in COUNTERS for _ in range(people)]
    with ThreadPoolExecutor(len(works)) as pool:
        busy = [pool.submit(until_enough, work, Random(f"{seed} {n}")) for n, work in enumerate(works)]
        for one in as_completed(busy, timeout=120):
            one.result()
    return recorder.operations


def _kiosk(recorder: Recorder, chance: Random) -> None:
    """A citizen presses; some leave at once, often while they are being called."""
    number = recorder.issue()
    if chance.random() < 0.2:
        recorder.leave(number)


def _counter(recorder: Recorder, counter: int, _: Random) -> None:
    """Somebody calls, and finishes whoever came."""
    number = recorder.call(counter)
    if isinstance(number, int):
        recorder.finish(counter, number)


def history_of(url: str, operations: int, *, seed: int) -> list[Operation]:
    """A history of the product on a fresh database."""
    database = database_with_office(url, StoppedClock())
    try:
        return record(Recorder(database), operations, seed=seed)
    finally:
        database.close()


@click.command()
@click.option("--histories", default=50, show_default=True)
@click.option("--operations", default=1_000, show_default=True, help="In each history.")
@click.option("--seed", default=1, show_default=True)
def main(histories: int, operations: int, seed: int) -> None:
    """Record histories of concurrent operations and look for one that no order explains.

    Example: python -m tests.faults.histories --histories 5
    """
    began, wrong = time.monotonic(), 0
    for n in range(histories):
        with tempfile.TemporaryDirectory(prefix="dunghen-history-") as folder:
            history = history_of(f"sqlite:///{Path(folder) / 'office.db'}", operations, seed=seed + n)
        culprit = not_linear(history, Hall(), step)
        if culprit is not None:
            wrong += 1
            click.echo(f"history {n}: no order explains {culprit}", err=True)
    click.echo(
        f"linearizability: {histories} histories of {operations} operations ·"
        f" {time.monotonic() - began:.0f} s · {wrong} that no order explains"
    )
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
