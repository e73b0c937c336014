"""Many threads that do one thing at the same moment, and an office large enough for them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from server.contract.setup_file import CounterSetUp, SetUp
from server.demo.office import demo_office
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.storage.database import Database
from tests.faults.asking import ISSUE, Asked, ask

T = TypeVar("T")

THREADS = 32
ANYBODY = Caller(Role.SUPERVISOR, None, "test")
"""Somebody who may do everything everywhere."""


def wide_office() -> SetUp:
    """The demo office with 32 counters that all serve the same line."""
    setup = demo_office()
    wide = [CounterSetUp(number=number, services=["land"]) for number in range(1, THREADS + 1)]
    return setup.model_copy(update={"counters": wide})


def together(acts: Sequence[Callable[[], T]]) -> list[T]:
    """What each act gave, in their order; all begin at once. What an act raises is raised here."""
    gate = threading.Barrier(len(acts))

    def at_the_gate(act: Callable[[], T]) -> T:
        gate.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(at_the_gate, acts))


def told(database: Database, asked: Asked, caller: Caller = ANYBODY) -> dict[str, Any] | str | None:
    """The ticket in the answer (None when there is none), or the code of the refusal."""
    bodies: list[str] = []
    try:
        ask(database, caller, asked, bodies.append)
    except Refusal as refusal:
        return refusal.code
    said: dict[str, Any] = json.loads(bodies[0])
    ticket: dict[str, Any] | None = said.get("ticket", said)
    return ticket


def press(database: Database) -> dict[str, Any]:
    """One more person in the line for land."""
    ticket = told(database, Asked(ISSUE, {"service": "land"}))
    assert isinstance(ticket, dict), ticket
    return ticket


def open_all(database: Database, counters: Sequence[int]) -> None:
    for counter in counters:
        assert told(database, Asked("open", {}, counter)) is None
