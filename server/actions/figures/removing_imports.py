"""Taking imports out again: those that somebody wants gone, and what killed runs have left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

from server.actions.figures.pacing import Pace
from server.actions.house import auditing
from server.domain.import_errors import ImportUnderWay, UnknownImport
from server.storage import log_imports
from server.storage.alone import alone_importing
from server.storage.database import Database
from server.storage.happenings import Transaction

Phase = Literal["reading", "placing", "summing", "clearing"]
Watch = Callable[[Phase, float, int], None]
"""Told how far it is: the phase, the share of it that is done, and how many rows or days that are."""
_REMOVED_AT_ONCE = 2_000
_PATIENCE_S = 2.0


def no_watch(_phase: Phase, _share: float, _count: int) -> None:
    """For whom nobody watches."""


def forget(database: Database, number: int, *, watch: Watch = no_watch) -> None:
    """Take an import out again: unseen at once, then in steps. Raises `UnknownImport`, `ImportUnderWay`."""
    with alone(database):
        database.write(partial(_hide, number=number))
        clear(database, watch)


def _hide(tx: Transaction, number: int) -> None:
    if not log_imports.hide(tx, number):
        raise UnknownImport(number=number)
    auditing.record(tx, None, "import.removed", f"import {number}", by="command")


def clear_given_up(database: Database) -> int:
    """Take away what runs that were killed have left, unless an import is under way; how many there were."""
    with database.read() as tx:
        if not log_imports.unpublished(tx):
            return 0
    with alone_importing(database.engine) as mine:
        return clear(database, no_watch) if mine else 0


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Nobody else imports meanwhile; who is only clearing up is waited for. Raises `ImportUnderWay`."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        with alone_importing(database.engine) as mine:
            if mine:
                yield
                return
        if time.monotonic() > until:
            raise ImportUnderWay()
        time.sleep(0.1)


def clear(database: Database, watch: Watch) -> int:
    """Delete, in steps, every import of which nothing is seen; how many there were. Whoever asks is alone."""
    with database.read() as tx:
        numbers = log_imports.unpublished(tx)
    pace = Pace(database, _REMOVED_AT_ONCE)
    for number in numbers:
        removed = 0
        while gone := pace.write(partial(log_imports.remove_some, number=number, most=pace.rows)):
            removed += gone
            watch("clearing", 0.0, removed)
    return len(numbers)
