"""Importing in tests: logs of a few tickets, and what stands in the figures afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from server.actions.figures import importing
from server.actions.figures.importing import Imported
from server.storage.database import Database
from server.storage.tables import day_figures, log_import, ticket_fact
from server.ticket_log.reading import How
from tests.server.ticket_log.builders import HEAD, RIGHT
from tests.server.ticket_log.builders import row as csv_row

__all__ = ["HEAD", "RIGHT", "csv_row", "import_rows", "log_file", "many", "old_row", "stands"]


def old_row(**said: str) -> str:
    """A right row that lies in the past whatever the machine's clock says."""
    return csv_row(**said).replace("2026-", "2024-")


def log_file(folder: Path, *rows: str, name: str = "log.csv") -> Path:
    file = folder / name
    file.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return file


def import_rows(database: Database, folder: Path, *rows: str, how: How | None = None) -> Imported:
    """What became of a log of these rows."""
    return importing.import_log(database, log_file(folder, *rows), how or How())


def many(count: int, *, per_day: int = 50, **said: str) -> list[str]:
    """Rows of served tickets, a minute apart, so many each day of 2024 from 8 January on."""
    begins = datetime(2024, 1, 8, 1, tzinfo=UTC)
    rows = []
    for at in range(count):
        issued = begins + timedelta(days=at // per_day, minutes=at % per_day)
        times = {
            "issued_at": issued,
            "called_at": issued + timedelta(seconds=60 + at * 37 % 1500),
            "started_at": issued + timedelta(seconds=90 + at * 37 % 1500),
            "finished_at": issued + timedelta(seconds=500 + at * 37 % 1500),
        }
        spelled = {name: moment.isoformat() for name, moment in times.items()}
        rows.append(csv_row(number=f"A{at % per_day + 1:03d}", **spelled, **said))
    return rows


def stands(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact and sum without the numbers of rows and imports, and how many imports are published."""
    without = {"id", "source"}
    with database.read() as tx:
        found = {
            table.name: sorted(
                map(repr, tx.connection.execute(select(*(c for c in table.c if c.name not in without))).all())
            )
            for table in (ticket_fact, day_figures)
        }
        imports = tx.connection.execute(select(log_import.c.rows, log_import.c.published_at.is_not(None)))
        return {**found, "imports": sorted(map(repr, imports.all()))}  # type: ignore[dict-item]  # texts
