"""Scrubbing: what was erased is taken out of the files of the database, too, not only out of its tables."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, text

LARGEST = 256 * 1024 * 1024
"""Bytes of an SQLite database that are written anew at once; larger ones would hold the office up."""
_PATIENCE_S = 5.0
_TRY_MS = 200
_PERSONAL = ("booking_contact", "outbox", "idempotent_answer", "webhook_delivery", "ticket", "rating")


def scrub(engine: Engine) -> bool:
    """Write the files anew without what was deleted; False where that has to be done at another time.

    SQLite: VACUUM, and the write-ahead log emptied. PostgreSQL: the table of contacts is written anew, and
    the dead rows of the others are cleared away; its own log passes with `wal_keep_size` and backups.
    """
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM (FULL) booking_contact"))
            for table in _PERSONAL[1:]:
                connection.execute(text(f"VACUUM {table}"))
        return True
    return _with_sqlite(engine, vacuum=True)


def empty_log(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, which holds pages as they were; False while somebody reads from it.
    Whoever writes waits a fifth of a second at most."""
    return engine.dialect.name == "postgresql" or _with_sqlite(engine, vacuum=False)


def _with_sqlite(engine: Engine, *, vacuum: bool) -> bool:
    pooled = engine.raw_connection()
    try:
        # Beside SQLAlchemy: VACUUM and checkpoints are outside of any transaction.
        raw: Any = pooled.driver_connection
        small = raw.execute("PRAGMA page_count").fetchone()[0] * raw.execute("PRAGMA page_size").fetchone()[0]
        if vacuum and small <= LARGEST:
            raw.execute("VACUUM")
        return _truncated(raw, _PATIENCE_S if vacuum else 0.0) and (not vacuum or small <= LARGEST)
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
