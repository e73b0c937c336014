"""The facts of a log in batches; a long one is read by a process of its own, on another core."""

from __future__ import annotations

import marshal
import os
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from server.actions.figures.logged_facts import Fact, LoggedFacts
from server.domain.import_errors import ReaderDied
from server.domain.office import Office
from server.ticket_log.problems import Problems
from server.ticket_log.reading import Log
from server.ticket_log.rows import Tally

LONG_BYTES = 4_000_000
"""From this size on a second process is worth its start."""
_AT_ONCE = 1_000
_AHEAD = 20
"""So many batches are taken before they are needed."""
_LOOK_S = 0.1

Batch = list[tuple[int, Fact]]
"""Facts, each with the line of its row."""


@dataclass(frozen=True, slots=True)
class _Read:
    """How far the reader is, and what it has to tell."""

    share: float
    tally: Tally
    problems: Problems | None = None
    notes: tuple[str, ...] = ()


def facts_of(log: Log, offices: Mapping[str, Office], source: int) -> Iterator[Batch]:
    """The facts of an import; after each batch the log's `share_read` and `tally` say how far it is."""
    if log.file.stat().st_size < LONG_BYTES:
        return _facts(log, offices, source)
    return _from_beside(log, offices, source)


def _facts(log: Log, offices: Mapping[str, Office], source: int) -> Iterator[Batch]:
    facts = LoggedFacts(offices, source)
    tickets = log.tickets()
    while batch := [(ticket.line, facts.fact(ticket)) for ticket in islice(tickets, _AT_ONCE)]:
        log.look_at_progress()
        yield batch


def _from_beside(log: Log, offices: Mapping[str, Office], source: int) -> Iterator[Batch]:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    reader = context.Process(target=_read_beside, args=(theirs, log, offices, source), daemon=True)
    reader.start()
    theirs.close()
    inbox = _Inbox(ours)
    try:
        while batch := _put_into(log, *inbox.next()):
            yield batch
        reader.join()
    finally:
        inbox.close()
        reader.terminate()
        reader.join()


class _Inbox:
    """What the reader has sent, taken while the database is being written: it need not wait for that."""

    def __init__(self, ours: Connection) -> None:
        self._ours = ours
        self._waiting: queue.Queue[tuple[bytes, _Read] | None] = queue.Queue(_AHEAD)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def next(self) -> tuple[bytes, _Read]:
        """The next batch, packed, and how far the reader is; raises `ReaderDied`."""
        found = self._waiting.get()
        if found is None:
            raise ReaderDied()
        return found

    def close(self) -> None:
        self._closed.set()
        self._thread.join()
        self._ours.close()

    def _receive(self) -> None:
        last = False
        while not last and not self._closed.is_set():
            if not self._ours.poll(_LOOK_S):
                continue
            try:
                found = self._ours.recv_bytes(), self._ours.recv()
            except EOFError:
                self._put(None)
                return
            last = found[1].problems is not None
            self._put(found)

    def _put(self, found: tuple[bytes, _Read] | None) -> None:
        while not self._closed.is_set():
            with suppress(queue.Full):
                self._waiting.put(found, timeout=_LOOK_S)
                return


def _put_into(log: Log, packed: bytes, said: _Read) -> Batch:
    """The batch, empty at the end; what came with it is put into the log."""
    log.share_read, log.tally = said.share, said.tally
    if said.problems is not None:
        log.notes += said.notes
        for finding in said.problems.told:
            log.problems.add(finding)
        log.problems.count += said.problems.more
    batch: Batch = marshal.loads(packed)  # noqa: S302  # nosec B302  # from our own process
    return batch


def _read_beside(theirs: Connection, log: Log, offices: Mapping[str, Office], source: int) -> None:
    """What the reader does; it holds nothing that others wait for, so it gives way to them."""
    if hasattr(os, "nice"):
        os.nice(5)
    with suppress(BrokenPipeError, KeyboardInterrupt):  # whoever asked is gone, or told to stop as well
        for batch in _facts(log, offices, source):
            theirs.send_bytes(marshal.dumps(batch))
            theirs.send(_Read(log.share_read, log.tally))
        theirs.send_bytes(marshal.dumps([]))
        theirs.send(_Read(1.0, log.tally, log.problems, tuple(log.notes)))
