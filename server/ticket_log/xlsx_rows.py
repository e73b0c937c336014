"""Rows of a workbook (XLSX), each with its number in the sheet; what a bomb would hold is refused unread."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from server.ticket_log.problems import BadFile

MOST_UNPACKED = 2_000_000_000
MOST_SHARED_TEXTS = 200_000_000
"""Bytes of the whole workbook, and of the texts that its cells share, which are all kept in memory."""
MOST_COLUMNS = 200
MOST_ROWS = 1_048_576
_TEXTS = "xl/sharedStrings.xml"
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError),
)
"""What openpyxl raises of a workbook that is none, or not quite one."""


def xlsx_rows(file: Path, *, sheet: str | None, skip: int) -> Iterator[tuple[int, list[object]]]:
    """Every row that is not empty, from the one after `skip` on: texts, and times of cells that are times.

    Reads the first sheet unless one is named. Raises `BadFile` for what cannot be read, and for a formula:
    what it says is not known before somebody's program has worked it out.
    """
    _must_be_small(file)
    with file.open("rb") as opened:
        yield from _rows(opened, sheet, skip)


def _rows(opened: BinaryIO, sheet: str | None, skip: int) -> Iterator[tuple[int, list[object]]]:
    try:
        book = openpyxl.load_workbook(opened, read_only=True, data_only=False)
    except _BROKEN as error:
        raise BadFile(1, f"is no workbook that can be read: {type(error).__name__}") from error
    at = skip
    try:
        for at, cells in enumerate(_sheet(book, sheet).iter_rows(min_row=skip + 1), skip + 1):
            if at > MOST_ROWS:
                raise BadFile(at, f"has more than {MOST_ROWS} rows")
            row = [_value(at, place, cell) for place, cell in enumerate(cells)]
            while row and row[-1] == "":
                row.pop()
            if row:
                yield at, row
    except _BROKEN as error:
        raise BadFile(at + 1, f"the workbook cannot be read from here: {type(error).__name__}") from error
    finally:
        book.close()


def _must_be_small(file: Path) -> None:
    """Sizes are those that the file tells: no more than that is ever unpacked."""
    try:
        with zipfile.ZipFile(file) as parts:
            sizes = {part.filename: part.file_size for part in parts.infolist()}
    except zipfile.BadZipFile as error:
        raise BadFile(1, "is no workbook: the archive is damaged") from error
    if sum(sizes.values()) > MOST_UNPACKED or sizes.get(_TEXTS, 0) > MOST_SHARED_TEXTS:
        raise BadFile(1, "unpacks to more than a log can be: save it as CSV")
    if "xl/workbook.xml" not in sizes:
        raise BadFile(1, "is no XLSX workbook: save it as .xlsx or as CSV")


def _sheet(book: Any, name: str | None) -> Any:
    if name is None:
        if not book.worksheets:
            raise BadFile(1, "the workbook has no sheet with rows")
        return book.worksheets[0]
    if name not in book.sheetnames:
        raise BadFile(1, f"there is no sheet “{name}”; there are: {', '.join(book.sheetnames)}")
    return book[name]


def _value(line: int, place: int, cell: Any) -> object:
    if place >= MOST_COLUMNS:
        if cell.value is None:
            return ""
        raise BadFile(line, f"has more than {MOST_COLUMNS} columns")
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise BadFile(line, "is a formula: save the sheet with values alone", _letter(place))
    if cell.data_type == "e":
        raise BadFile(line, f"is an error of the sheet, {value}", _letter(place))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str | datetime | date | time) else str(value)


def _letter(place: int) -> str:
    """The column as the sheet names it: A, B, … AA."""
    return str(openpyxl.utils.get_column_letter(place + 1))
