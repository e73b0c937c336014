"""Rows of a CSV file, each with the line where it begins."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import TextIO
from unicodedata import normalize

from server.ticket_log.code_pages import Found
from server.ticket_log.problems import BadFile

SEPARATORS = (",", ";", "\t")
_SAID = "sep="

Row = tuple[int, list[object]]
"""The line where it begins, from 1, and its cells."""


def csv_rows(
    file: Path,
    encoding: Found,
    *,
    separator: str | None,
    skip: int,
    wanted: Iterable[str],
    opened: Callable[[Callable[[], int]], None],
) -> Iterator[Row]:
    """Every row that is not empty, the header first; `skip` lines before it are passed over.

    `opened` is given what tells how many bytes have been read.

    Without a `separator` it is the one that finds most of the `wanted` columns in the first row, then most
    cells; Excel's line `sep=;` is understood. Raises `BadFile` where the file is no CSV or no text.
    """
    with file.open("rb") as raw, TextIOWrapper(raw, encoding.name, newline="") as text:
        opened(lambda: file.stat().st_size if raw.closed else raw.tell())
        lines = _Lines(text, file)
        lines.again(next(lines, "").removeprefix("\ufeff"))
        passed = sum(1 for _ in islice(lines, skip))
        first = next(lines, "")
        if first.startswith(_SAID) and first.strip("\r\n").removeprefix(_SAID) in SEPARATORS:
            separator = separator or first.strip("\r\n").removeprefix(_SAID)
            passed, first = passed + 1, next(lines, "")
        yield from _cells(lines.again(first), separator or _best(first, set(wanted)), passed)


class _Lines:
    """The lines of a text; the line is told where bytes are no text, and one may be given back."""

    def __init__(self, opened: TextIO, file: Path) -> None:
        self._lines = iter(opened)
        self._file = file
        self._encoding = opened.encoding
        self._back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._back:
            return self._back.pop()
        try:
            return next(self._lines)
        except UnicodeError as error:
            at = _first_without_text(self._file, self._encoding)
            raise BadFile(at, f"is not {self._encoding}: {_byte(error)}") from error

    def again(self, line: str) -> Iterator[str]:
        """All from this line on, which was read already."""
        if line:
            self._back.append(line)
        return self


def _first_without_text(file: Path, encoding: str) -> int:
    """Text is decoded in blocks: which line the fault is in shows only when all of it is replaced."""
    with file.open(encoding=encoding, errors="replace", newline="") as opened:
        return next((at for at, line in enumerate(opened, 1) if "\ufffd" in line), 1)


def _byte(error: UnicodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{error.reason} (byte 0x{error.object[error.start]:02x})"
    return str(error)


def _best(first: str, wanted: set[str]) -> str:
    def found(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=separator), [])
        return len(wanted & {normalize("NFC", cell).strip() for cell in cells}), len(cells)

    return max(SEPARATORS, key=found)


def _cells(lines: Iterator[str], separator: str, passed: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = passed + 1
    try:
        for row in reader:
            if row and any(row):
                yield begins, row  # type: ignore[misc]  # texts are objects, and lists are not covariant
            begins = passed + reader.line_num + 1
    except csv.Error as error:
        raise BadFile(begins, f"cannot be read as CSV: {error}") from error
