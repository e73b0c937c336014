"""Writing a ticket log that reads back as the same tickets, and that no spreadsheet obeys."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from server.ticket_log.logged import COLUMNS

_OBEYED = ("=", "+", "-", "@", "'")


class Sink(Protocol):
    """What takes text."""

    def write(self, text: str, /) -> object: ...


def write_log(rows: Iterable[Iterable[Any]], sink: Sink) -> int:
    """Write rows, each in the order of `COLUMNS`, below the titles of the columns; how many there were.

    Cells are texts, whole numbers, aware datetimes, or None for what did not happen.
    """
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return spelled(value)
    return disarmed(value) if isinstance(value, str) else value


def spelled(moment: datetime) -> str:
    """RFC 3339 in UTC, with milliseconds, or microseconds where there are any: nothing is lost."""
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")


def disarmed(text: str) -> str:
    """A text that spreadsheets show and do not work out: `'` before what could begin a formula."""
    return f"'{text}" if text.startswith(_OBEYED) else text


def rearmed(text: str) -> str:
    """What `disarmed` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_OBEYED) else text
