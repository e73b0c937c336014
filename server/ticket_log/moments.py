"""The cells of a log that are times: RFC 3339, or as a mapping says that they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from server.ticket_log.words import Wrong
from server.ticket_log.zones import Wall

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before queue-number machines kept logs."""
_SHORTEST = len("2026-11-21T01:30")


class Moments:
    """Reads times into UTC. Those without an offset are of the `wall`, and wrong where there is none."""

    def __init__(self, formats: Sequence[str] = (), wall: Wall | None = None) -> None:
        self._formats = formats
        self._wall = wall

    def read(self, cell: object, after: datetime | None = None) -> datetime | None:
        """The moment, None for an empty cell; `after` is the time before it in the same row.

        Raises `Wrong`.
        """
        if cell == "":
            return None
        written = self._written(cell) if isinstance(cell, str) else _of_a_sheet(cell)
        if written is None:
            return None
        try:
            moment = written if written.tzinfo is UTC else self._in_utc(written, after)
        except OverflowError:
            raise Wrong(f"“{cell}” is no time") from None
        if moment < EARLIEST:
            raise Wrong(f"lies before {EARLIEST.year}")
        return moment

    def _in_utc(self, written: datetime, after: datetime | None) -> datetime:
        if written.tzinfo is not None:
            return written.astimezone(UTC)
        if self._wall is not None:
            return self._wall.moment(written, after)
        raise Wrong("has no time zone: say which with --time-zone or in the mapping")

    def _written(self, text: str) -> datetime | None:
        if self._formats:
            return self._by_formats(unicodedata.normalize("NFC", text).strip())
        try:
            if len(text) >= _SHORTEST:
                return datetime.fromisoformat(text)
        except ValueError:
            pass
        stripped = text.strip()
        if not stripped:
            return None
        if stripped != text:
            return self._written(stripped)
        raise Wrong(f"“{text[:40]}” is no time as 2026-11-21T01:30:00Z")

    def _by_formats(self, text: str) -> datetime | None:
        if not text:
            return None
        for form in self._formats:
            try:
                return datetime.strptime(text, form)  # noqa: DTZ007  # a format may hold no offset
            except (ValueError, OverflowError):
                continue
        raise Wrong(f"“{text[:40]}” is not written as {' or as '.join(self._formats)}")


def _of_a_sheet(cell: object) -> datetime:
    """A cell of a workbook that is formatted as date and time."""
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date | time):
        raise Wrong(f"is only half of a time, {cell}: name a column for the date and one for the time")
    raise Wrong(f"is no time: {cell}")


def joined(day: object, clock: object) -> object:
    """The cell of a date and that of a time of day as one; empty when there is no time of day.

    Texts become one text with a blank between; a date that is one is written as 2026-11-21.
    """
    if clock == "":
        return ""
    if isinstance(clock, datetime):
        clock = clock.time()
    if isinstance(day, datetime):
        day = day.date()
    if isinstance(day, date) and isinstance(clock, time):
        return datetime.combine(day, clock)
    return f"{day} {clock}"
