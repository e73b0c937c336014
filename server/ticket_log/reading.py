"""Reading a log: what kind of file it is, its columns, and its tickets one by one."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from server.setup_file.problems import Finding
from server.ticket_log.code_pages import Found, Undecided, encoding_of
from server.ticket_log.csv_rows import csv_rows
from server.ticket_log.layout import Layout, layout_of
from server.ticket_log.logged import COLUMNS, LoggedTicket
from server.ticket_log.mapping import Mapping as LogMapping
from server.ticket_log.moments import Moments
from server.ticket_log.premises import KnownOffice
from server.ticket_log.problems import BadFile, Problems
from server.ticket_log.rows import MissingEnds, RowReader, Rules, Tally
from server.ticket_log.xlsx_rows import xlsx_rows
from server.ticket_log.zones import Wall

_KINDS = {
    b"\xd0\xcf\x11\xe0": "is a workbook of the old kind: save it as .xlsx or as CSV",
    b"\x1f\x8b": "is packed with gzip: unpack it first",
    b"%PDF": "is a PDF: a log comes as CSV or XLSX",
    b"7z\xbc\xaf": "is packed: unpack it first",
    b"Rar!": "is packed: unpack it first",
}
_ZIP = b"PK\x03\x04"
_CELLS = tuple[int, list[object]]


@dataclass(frozen=True, slots=True)
class How:
    """How somebody asked for a log to be read."""

    mapping: LogMapping | None = None
    encoding: str | None = None
    time_zone: str | None = None
    keep_new_services: bool = False
    missing_ends: MissingEnds = "refuse"


@dataclass(slots=True)
class Log:
    """One log file. `tickets` goes through it once; then `problems`, `tally` and `notes` are complete."""

    file: Path
    how: How
    offices: Mapping[str, KnownOffice]
    now: datetime
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    share_read: float = 0.0
    """How much of the file has been read, from 0 to 1."""
    _bytes_read: Callable[[], int] = int

    def look_at_progress(self) -> None:
        """Work `share_read` out anew."""
        self.share_read = min(1.0, self._bytes_read() / max(1, os.stat(self.file).st_size))

    def tickets(self) -> Iterator[LoggedTicket]:
        """The rows that are right; what is wrong with others is in `problems`, the first in their order."""
        try:
            yield from self._tickets()
        except BadFile as bad:
            self.problems.add(bad.finding)
        except Undecided as undecided:
            self.problems.add(Finding(undecided.line, "", undecided.reason))

    def _tickets(self) -> Iterator[LoggedTicket]:
        rows = self._rows()
        header, rows = self._header(rows)
        if header is None:
            return
        wall = self._wall()
        reader = RowReader(self._rules(wall), self.problems)
        self.tally = reader.tally
        pick, completed, width = header.picker(), header.completed, header.width
        plain = not header.pairs
        constants = list(header.constants)
        for line, cells in rows:
            if len(cells) != width and not self._widened(line, cells, width):
                continue
            ticket = reader.read(line, pick(cells + constants if plain else completed(cells)))
            if ticket is not None:
                yield ticket
        self._tell(wall)

    def _widened(self, line: int, cells: list[object], width: int) -> bool:
        """Workbooks leave the empty cells at the end of a row out; in CSV a short row is a fault."""
        if len(cells) < width and self._is_workbook():
            cells += [""] * (width - len(cells))
            return True
        self.tally.rows += 1
        reason = f"the row has {len(cells)} cells, the first line {width}"
        self.problems.add(Finding(line, "", reason))
        return False

    def _header(self, rows: Iterator[_CELLS]) -> tuple[Layout | None, Iterator[_CELLS]]:
        """The layout that the titles say, and the rows below them."""
        mapping = self.how.mapping
        first = next(rows, None)
        if first is None:
            raise BadFile(1, "the file is empty; its first line names the columns")
        line, cells = first
        titles = mapping.file.titles if mapping else None
        if titles is None:
            titles = [unicodedata.normalize("NFC", str(cell)).strip() for cell in cells]
        else:
            rows = chain([first], rows)
        layout, problems = layout_of(titles, mapping, line=line)
        for problem in problems:
            self.problems.add(problem)
        return layout, rows

    def _rules(self, wall: Wall | None) -> Rules:
        mapping = self.how.mapping or LogMapping()
        return Rules(
            offices=dict(self.offices),
            now=self.now,
            moments=Moments(mapping.times.formats, wall),
            translated={str(column): said for column, said in mapping.values.items()},
            keep_new_services=self.how.keep_new_services,
            missing_ends=self.how.missing_ends,
        )

    def _wall(self) -> Wall | None:
        mapped = self.how.mapping.times.zone if self.how.mapping else None
        name = self.how.time_zone or mapped
        return Wall(ZoneInfo(name)) if name else None

    # --- the rows of the file -------------------------------------------------------------------

    def _is_workbook(self) -> bool:
        with self.file.open("rb") as opened:
            return opened.read(4) == _ZIP

    def _rows(self) -> Iterator[_CELLS]:
        with self.file.open("rb") as opened:
            head = opened.read(4)
        for magic, reason in _KINDS.items():
            if head.startswith(magic):
                raise BadFile(1, reason)
        form = (self.how.mapping or LogMapping()).file
        if head == _ZIP:
            yield from xlsx_rows(self.file, sheet=form.sheet, skip=form.skip_lines)
            return
        asked = self.how.encoding or form.encoding
        encoding = Found(asked) if asked else encoding_of(self.file)
        if encoding.guessed:
            self.notes.append(f"read as {encoding.name}, as its letters say; --encoding says another")
        yield from csv_rows(
            self.file,
            encoding,
            separator=form.separator,
            skip=form.skip_lines,
            wanted=self._wanted(),
            opened=self._watch,
        )

    def _watch(self, bytes_read: Callable[[], int]) -> None:
        self._bytes_read = bytes_read

    def _wanted(self) -> list[str]:
        """The titles that the header is expected to have."""
        mapping = self.how.mapping
        if mapping is None or not mapping.columns:
            return list(COLUMNS)
        said = (title for title in mapping.columns.values())
        return list(chain.from_iterable([title] if isinstance(title, str) else title for title in said))

    def _tell(self, wall: Wall | None) -> None:
        """What a reader of the figures should know of how rows were read."""
        zone = wall.zone.key if wall else ""
        for count, what in (
            (wall.twice if wall else 0, f"times lie in an hour that the clocks of {zone} gave twice"),
            (wall.skipped if wall else 0, f"times lie in an hour that the clocks of {zone} skipped"),
            (self.tally.without_end, "rows without an end were left out"),
            (self.tally.inferred_ends, "ends were inferred"),
        ):
            if count:
                self.notes.append(f"{count} {what}")
