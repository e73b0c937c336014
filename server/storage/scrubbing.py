"""Scrubbing: what was erased is taken out of the files of the database, too, not only out of its tables."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

LARGEST = 256 * 1024 * 1024
"""Bytes of an SQLite database, or of a table of PostgreSQL, that are written anew at once; larger ones would
hold the office up."""
_PATIENCE_S = 5.0
_TRY_MS = 200
_WAIT = "2s"
"""How long PostgreSQL waits for a table; whoever comes after waits, too."""
_PERSONAL = (
    *("booking_contact", "outbox", "idempotent_answer", "webhook_delivery"),
    *("ticket", "rating", "appointment", "visit", "event", "notice", "counter", "counter_span"),
)
"""The tables in which an erasure deletes or changes something."""


def scrub(engine: Engine, *, largest: int | None = LARGEST) -> bool:
    """Write the files anew without what was deleted; False where that has to be done at another time, because
    they are larger than `largest` (None: never too large), or somebody is at work there.

    SQLite: VACUUM, and the write-ahead log emptied. PostgreSQL: the tables are written anew, then what the
    planner knows of their values, which are copies; its own log passes with `wal_keep_size` and backups.
    """
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            return _with_postgresql(connection, largest)
    return _with_sqlite(engine, vacuum=True, largest=largest)


def _with_postgresql(connection: Connection, largest: int | None) -> bool:
    connection.execute(text(f"SET lock_timeout = '{_WAIT}'"))
    try:
        anew = [_written_anew(connection, table, largest) for table in _PERSONAL]
        known = _written_anew(connection, "pg_catalog.pg_statistic", None)
    finally:
        connection.execute(text("RESET lock_timeout"))
    return all(anew) and known


def _written_anew(connection: Connection, table: str, largest: int | None) -> bool:
    """Whether it could be; otherwise dead rows are cleared away, whose bytes may stay for a while."""
    size = connection.execute(text("SELECT pg_total_relation_size(:table)"), {"table": table}).scalar_one()
    if largest is None or size <= largest:
        try:
            connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
        except OperationalError:  # the time to wait for the table is over
            return False
        return True
    connection.execute(text(f"VACUUM (ANALYZE) {table}"))
    return False


def empty_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, which holds pages as they were; False while somebody reads from it.
    Whoever writes waits a fifth of a second at most."""
    return engine.dialect.name == "postgresql" or _with_sqlite(engine, vacuum=False)


def _with_sqlite(engine: Engine, *, vacuum: bool, largest: int | None = LARGEST) -> bool:
    pooled = engine.raw_connection()
    try:
        # Beside SQLAlchemy: VACUUM and checkpoints are outside of any transaction.
        raw: Any = pooled.driver_connection
        size = raw.execute("PRAGMA page_count").fetchone()[0] * raw.execute("PRAGMA page_size").fetchone()[0]
        small = largest is None or size <= largest
        if vacuum and small:
            raw.execute("VACUUM")
        return _truncated(raw, _PATIENCE_S if vacuum else 0.0) and (small or not vacuum)
    finally:
        pooled.close()


def _truncated(raw: Any, patience_s: float) -> bool:
    """Tries are short, because writers wait for them, and there is time for others between them."""
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout={_TRY_MS}")
    try:
        until = time.monotonic() + patience_s
        while raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True
    finally:
        raw.execute(f"PRAGMA busy_timeout={before}")
