"""Tables as a workbook: numbers, dates and texts are what they are, and nothing computes or links.

Durations are minutes, shares are percents, as people read them. A sheet says what every column means, and
another what was asked.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from server.reports.cells import UNITS, Look, put
from server.reports.table import Cell, Column, Kind, Table, definition_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADS = 2
"""Lines above the rows: what columns are called, and their names in the API."""
_WIDEST, _NARROWEST = 44, 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (at most 31 letters) and its table; `total` is shown below the rows."""

    name: str
    table: Table
    total: Table | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that was asked, or is true of the whole workbook."""

    vi: str
    en: str
    value: Cell
    kind: Kind = Kind.TEXT


def workbook(sheets: Sequence[Sheet], parameters: Iterable[Parameter], *, made_at: datetime) -> bytes:
    """The whole file; the same bytes for the same sheets. `made_at` stands in its properties."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _without_zone(made_at), "title": sheets[0].name})
        look = Look(book)
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), look, sheet)
        _define(book.add_worksheet("Định nghĩa"), look, _columns(sheets))
        _tell(book.add_worksheet("Thông số"), look, parameters)
    return file.getvalue()


def _without_zone(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _columns(sheets: Sequence[Sheet]) -> list[Column]:
    """Every column of any sheet, once."""
    return list({column.name: column for sheet in sheets for column in sheet.table.columns}.values())


def _fill(page: Any, look: Look, sheet: Sheet) -> None:
    """A sheet, written row by row, so that a long one takes no memory."""
    table = sheet.table
    for place, column in enumerate(table.columns):
        page.set_column(place, place, _width(column, [row[place] for row in table.rows]))
    _heads(page, look, table)
    for number, row in enumerate(table.rows, _HEADS):
        _row(page, look, number, row=row, table=table)
    if sheet.total is not None:
        below = _HEADS + len(table.rows) + 1
        for number, row in enumerate(sheet.total.rows, below):
            _row(page, look, number, row=row, table=sheet.total, total=True)
    page.autofilter(_HEADS - 1, 0, max(_HEADS, _HEADS + len(table.rows) - 1), len(table.columns) - 1)
    named = any(column.name == "name_vi" for column in table.columns)
    page.freeze_panes(_HEADS, 2 if named else 1)
    page.repeat_columns(0, 1 if named else 0)  # on paper, wide tables go on over several sheets
    page.set_landscape()
    page.set_paper(9)  # A4
    page.repeat_rows(0, _HEADS - 1)


def _width(column: Column, cells: Iterable[Cell]) -> float:
    """In letters: for what is in the column, within bounds."""
    if column.kind is not Kind.TEXT:
        return 13 if column.kind is not Kind.MOMENT else 17
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(_WIDEST, max(_NARROWEST, longest + 2))


def _heads(page: Any, look: Look, table: Table) -> None:
    page.set_row(0, 62)
    for place, column in enumerate(table.columns):
        page.write_string(0, place, title_of(column), look.head)
    for place, column in enumerate(table.columns):
        page.write_string(1, place, column.name, look.api)


def title_of(column: Column) -> str:
    """What a column is called in a workbook."""
    title = definition_of(column.name).title["vi"]
    return f"{title} (phút)" if column.kind is Kind.SECONDS else title


def _row(
    page: Any, look: Look, number: int, *, row: Sequence[Cell], table: Table, total: bool = False
) -> None:
    for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        keys = table.keys if column.name == "key" else ""
        put(page, look, (number, place), cell, name=column.name, kind=column.kind, keys=keys, total=total)


_DEFINED = ("Cột", "Tên trong API", "Đơn vị", "Định nghĩa", "Column", "Unit", "Definition")


def _define(page: Any, look: Look, columns: Iterable[Column]) -> None:
    """The sheet that says what every column means, in Vietnamese and English."""
    for place, (title, width) in enumerate(zip(_DEFINED, (30, 26, 10, 70, 30, 10, 70), strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, title, look.head)
    for number, column in enumerate(columns, 1):
        said, unit = definition_of(column.name), UNITS[column.kind]
        cells = (title_of(column), column.name, unit[0], said.about["vi"], said.title["en"], unit[1])
        for place, text in enumerate((*cells, said.about["en"])):
            page.write_string(number, place, text, look.wrapped)
    page.freeze_panes(1, 1)


def _tell(page: Any, look: Look, parameters: Iterable[Parameter]) -> None:
    """The sheet that says what was asked, when, and by which version."""
    for place, (title, width) in enumerate((("Thông số", 34), ("Parameter", 30), ("Giá trị / Value", 90))):
        page.set_column(place, place, width)
        page.write_string(0, place, title, look.head)
    for number, about in enumerate(parameters, 1):
        page.write_string(number, 0, about.vi, look.wrapped)
        page.write_string(number, 1, about.en, look.wrapped)
        put(page, look, (number, 2), about.value, kind=about.kind, wrapped=True)
    page.freeze_panes(1, 0)
