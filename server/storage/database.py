"""The database: one engine, one writer at a time on SQLite, and transactions that tell what happened."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from pysqlite3 import dbapi2 as modern_sqlite
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from server.domain.outgoing import Outlet
from server.ports import Announcements, Clock, Silence
from server.storage.audit import write_notes
from server.storage.happenings import Transaction, write_events
from server.storage.offices import Offices
from server.storage.paces import Paces

T = TypeVar("T")

# 3.7.0 to 3.51.2 can corrupt a WAL database that two connections write or checkpoint at once.
OLDEST_SAFE_SQLITE = (3, 51, 3)
_BUSY_MS = 5_000
_TRIES = 4


class UnsafeDatabase(Exception):
    """The database cannot keep what the product promises; the server does not start."""


class Unavailable(Exception):
    """The database did not take the work: disk full, locked or gone. Nothing was half-done."""


class Database:
    """One database and its rules of access.

    `write` runs an action in one transaction and commits it; `read` gives a consistent view.
    On SQLite every writing transaction begins IMMEDIATE behind one in-process lock: waiting in
    the process is fair and cheap, waiting in SQLite is neither.
    """

    def __init__(self, url: str, clock: Clock, announcements: Announcements | None = None) -> None:
        self.clock = clock
        self.announcements: Announcements = announcements or Silence()
        self.offices = Offices()
        self.paces = Paces()
        self.outlets: frozenset[Outlet] = frozenset()
        self.engine = make_engine(url)
        sqlite = self.engine.dialect.name == "sqlite"
        self._writer: AbstractContextManager[Any] = threading.Lock() if sqlite else nullcontext()
        self._writing = self.engine.execution_options(begin="IMMEDIATE")
        # SQLite's transactions see one moment by themselves.
        self._reading = (
            self.engine if sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )

    def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` in one transaction; commit; then announce.

        A lost race (unique constraint, deadlock) runs `act` again, so it must have no effect
        outside the transaction. Raises `Unavailable` when the database does not take the work.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                result, told = self._write_once(act)
            except (IntegrityError, OperationalError) as error:
                if attempt == _TRIES or not _lost_race(error):
                    raise _translated(error) from error
            except (DBAPIError, PoolExhausted) as error:
                raise _translated(error) from error
            else:
                if told:
                    self.announcements.committed()
                return result
        raise AssertionError("unreachable")

    def _write_once(self, act: Callable[[Transaction], T]) -> tuple[T, bool]:
        with self._writer, self._writing.begin() as connection:
            transaction = self._transaction(connection)
            result = act(transaction)
            told = write_events(transaction)
            write_notes(transaction)
            return result, told

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """The view of one moment; what is written in it is thrown away. What it tells the audit is
        written when the block is left: whoever answers with what was read has it noted before."""
        try:
            with self._reading.connect() as connection:
                transaction = self._transaction(connection)
                yield transaction
        except (DBAPIError, PoolExhausted) as error:
            raise _translated(error) from error
        if transaction.notes:
            self.write(lambda tx: tx.notes.extend(transaction.notes))

    def _transaction(self, connection: Connection) -> Transaction:
        now = self.clock.now()
        return Transaction(connection, now, self.offices.at(now), self.paces, outlets=self.outlets)

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///file.db` or `postgresql+psycopg://…`; raises `UnsafeDatabase`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=10,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,  # what is written may be somebody's, and errors end in logs
        )
    raise UnsafeDatabase(f"{parsed.get_backend_name()} is not supported: use sqlite or postgresql.")


def _sqlite_engine(url: str) -> Engine:
    if make_url(url).database in (None, "", ":memory:"):
        raise UnsafeDatabase("A database in memory keeps nothing: name a file.")
    if modern_sqlite.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise UnsafeDatabase(f"SQLite {modern_sqlite.sqlite_version} can corrupt a WAL database.")
    engine = create_engine(
        url,
        module=modern_sqlite,
        pool_size=16,
        max_overflow=64,
        connect_args={"check_same_thread": False},
        hide_parameters=True,  # what is written may be somebody's, and errors end in logs
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    settings = {
        "journal_mode": ("WAL", "wal"),
        "synchronous": ("FULL", 2),
        "foreign_keys": ("ON", 1),
        "secure_delete": ("ON", 1),  # what is deleted is overwritten, too
        "busy_timeout": (str(_BUSY_MS), _BUSY_MS),
        "mmap_size": ("0", 0),
    }
    for name, (value, expected) in settings.items():
        connection.execute(f"PRAGMA {name}={value}")
        answer = connection.execute(f"PRAGMA {name}").fetchone()
        if answer is not None and answer[0] != expected:
            raise UnsafeDatabase(f"SQLite did not take {name}={value}: it says {answer[0]}.")


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


_RETRIED_STATES = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


def _lost_race(error: DBAPIError) -> bool:
    return isinstance(error, IntegrityError) or getattr(error.orig, "sqlstate", None) in _RETRIED_STATES


def _translated(error: DBAPIError | PoolExhausted) -> Exception:
    """A fault of the machine becomes `Unavailable`; a fault of ours stays what it is."""
    if isinstance(error, PoolExhausted):
        return Unavailable("every connection is in use")
    # PostgreSQL's first line names what is wrong; details and the statement's values follow in later ones.
    first_line = str(error.orig).partition("\n")[0]
    return Unavailable(first_line) if isinstance(error, OperationalError) else error
