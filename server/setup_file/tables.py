"""Tables of services or staff as spreadsheets save them: CSV, read into the set-up of an office."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.setup_file.explaining import suggestion
from server.setup_file.problems import Finding
from server.setup_file.syntax import decoded

_SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line where it begins, from 1, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Table:
    """What can be read of a file, and everything that is wrong with its form."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


class _Broken(Exception):
    """From this line on the file is no CSV."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def read_table(raw: bytes, *, known: Iterable[str], needed: Iterable[str], key: str) -> Table:
    """Read a CSV file in UTF-8, with or without a byte order mark, its cells separated by `;`, `,` or tabs.

    Columns are found by their names in the first line: those `known` may be there, those `needed`
    must, and no two rows may say the same under `key`.
    """
    text, problems = decoded(raw)
    table = Table(problems=list(problems))
    if problems:
        return table
    try:
        lines = _cells(text)
        header_line, header = next(lines, (1, []))
        table.problems += _header_problems(header_line, header, known=list(known), needed=needed)
        if not table.problems:
            _read_rows(table, header, lines, key)
    except _Broken as broken:
        table.problems.append(Finding(broken.line, "", f"cannot be read as CSV: {broken}"))
    return table


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins at. Excel's `sep=;` is understood."""
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=")
    skipped = 1 if first.startswith("sep=") and said in _SEPARATORS else 0
    separator = said if skipped else max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(rest if skipped else text, newline=""), delimiter=separator, strict=True)
    begins = skipped + 1
    try:
        for row in reader:
            cells = [_plain(cell.strip()) for cell in row]
            if any(cells):
                yield begins, cells
            begins = skipped + reader.line_num + 1
    except csv.Error as error:
        raise _Broken(begins, str(error)) from error


_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing what people wrote."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _BEGINS_FORMULA else cell


def _header_problems(
    line: int, header: Sequence[str], *, known: Sequence[str], needed: Iterable[str]
) -> Iterator[Finding]:
    if not header:
        yield Finding(1, "", "the file is empty; its first line names the columns")
        return
    for place, name in enumerate(header):
        if name not in known:
            yield Finding(line, name, "is not a column here" + suggestion(name, known))
        elif name in header[:place]:
            yield Finding(line, name, "is a column twice")
    for name in needed:
        if name not in header:
            yield Finding(line, name, "is missing: the first line names the columns")


def _read_rows(table: Table, header: Sequence[str], lines: Iterator[tuple[int, list[str]]], key: str) -> None:
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(header):
            reason = f"the row has {len(cells)} cells, the first line {len(header)}"
            table.problems.append(Finding(line, "", reason))
            continue
        row = Row(line, dict(zip(header, cells, strict=True)))
        first = seen.setdefault(row.cells[key], line)
        if first != line:
            table.problems.append(Finding(line, key, f"{row.cells[key]} is in line {first} already"))
        table.rows.append(row)
    if not table.rows and not table.problems:
        table.problems.append(Finding(1, "", "there are no rows below the first line"))
