"""One process at a time: a lock beside the database that ends with the process that holds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

_ADVISORY = 0x64756E67
"""PostgreSQL names such locks by numbers; this one is ours alone."""


@contextmanager
def alone_importing(engine: Engine) -> Iterator[bool]:
    """Whether no other process stages, or takes out, a log of this database; until the block is left."""
    beside = engine.url.database
    if engine.dialect.name == "sqlite" and beside is not None:
        yield from _beside_sqlite(Path(beside))
    else:
        yield from _in_postgresql(engine)


def _beside_sqlite(database: Path) -> Iterator[bool]:
    """An empty database of its own is the lock: it can be held on every system that runs SQLite."""
    lock = database.with_name(f"{database.name}.importing")
    with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


def _in_postgresql(engine: Engine) -> Iterator[bool]:
    with engine.connect() as connection:
        key = {"key": _ADVISORY}
        mine = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one())
        connection.commit()
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
                connection.commit()
