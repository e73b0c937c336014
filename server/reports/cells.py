"""Cells of a workbook: every value in its own type, and how it looks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from server.domain.plain_text import one_line
from server.reports.table import Cell, Kind

LONGEST_TEXT = 32_767
"""What a cell of a workbook holds."""
VERDICTS = {
    "met": "giữ được",
    "not_met": "không đạt",
    "cannot_tell": "chưa thể kết luận",
    "too_few_days": "chưa đủ ngày",
}
"""Would it hold, in Vietnamese."""
YES_NO = {True: "Có", False: "Không"}
"""A workbook is in Vietnamese. Not the type for true and false: some spreadsheets show that as 1 and 0."""
UNITS = {
    Kind.SECONDS: ("phút", "minutes"),
    Kind.SHARE: ("%", "%"),
    Kind.COUNT: ("số", "number"),
    Kind.NUMBER: ("số", "number"),
    Kind.YES_NO: ("có/không", "yes/no"),
    Kind.DATE: ("ngày", "date"),
    Kind.MOMENT: ("giờ UTC", "time, UTC"),
    Kind.TEXT: ("chữ", "text"),
}
"""In which a workbook shows a kind of cells."""
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.00",
    Kind.SECONDS: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
    Kind.YES_NO: "General",
    Kind.TEXT: "@",
}
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
_HEAD = {"bold": True, "text_wrap": True, "bg_color": "#E8EEF7", "bottom": 1, "valign": "vcenter"}


class Look:
    """The formats of a workbook. What a person wrote stays text, though somebody edits the cell later."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(_FONT | _HEAD)
        self.api = book.add_format(_FONT | {"font_size": 8, "font_color": "#5A6472", "bottom": 1})
        self.wrapped = book.add_format(_FONT | {"quote_prefix": True, "text_wrap": True})
        self.month = book.add_format(_FONT | {"num_format": "mm/yyyy", "align": "left"})
        self.clock = book.add_format(_FONT | {"num_format": "hh:mm", "align": "left"})
        self.cells = {kind: book.add_format(_FONT | _about(kind)) for kind in Kind}
        below = {"bold": True, "top": 1}
        self.totals = {kind: book.add_format(_FONT | _about(kind) | below) for kind in Kind}


def _about(kind: Kind) -> dict[str, Any]:
    about: dict[str, Any] = {"num_format": _FORMATS[kind]}
    if kind is Kind.TEXT:
        about["quote_prefix"] = True
    if kind is Kind.DATE:
        about["align"] = "left"
    return about


def put(
    page: Any,
    look: Look,
    at: tuple[int, int],
    cell: Cell,
    *,
    kind: Kind,
    name: str = "",
    keys: str = "",
    total: bool = False,
    wrapped: bool = False,
) -> None:
    """Write one cell as what it is; `keys` says what the text of a key means."""
    looks = (look.totals if total else look.cells)[kind]
    if kind is Kind.TEXT:
        typed = None if total else _typed_key(str(cell), keys)
        if typed is not None:
            _put_key(page, look, at, typed=typed, keys=keys)
            return
        text = VERDICTS.get(str(cell), str(cell)) if name == "verdict" else str(cell)
        shown = "" if cell is None else one_line(text)[:LONGEST_TEXT]
        page.write_string(*at, shown, look.wrapped if wrapped else looks)
    elif cell is None:
        page.write_blank(*at, None, looks)
    elif isinstance(cell, bool):
        page.write_string(*at, YES_NO[cell], looks)
    elif isinstance(cell, datetime):
        page.write_datetime(*at, cell.astimezone(UTC).replace(tzinfo=None), looks)
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, looks)
    else:
        page.write_number(*at, _as_shown(float(cell), kind), looks)


def _as_shown(value: float, kind: Kind) -> float:
    """Durations are minutes in a workbook."""
    return value / 60 if kind is Kind.SECONDS else value


def _typed_key(key: str, keys: str) -> date | time | int | None:
    """The day, time or number that a key says; None for a name."""
    if keys in ("day", "week"):
        return date.fromisoformat(key)
    if keys == "month":
        return date.fromisoformat(f"{key}-01")
    if keys == "hour":
        return time.fromisoformat(key)
    if keys == "counter" and key.isascii() and key.isdigit():
        return int(key)
    return None


def _put_key(page: Any, look: Look, at: tuple[int, int], *, typed: date | time | int, keys: str) -> None:
    if isinstance(typed, int):
        page.write_number(*at, typed, look.cells[Kind.COUNT])
        return
    by_keys = {"month": look.month, "hour": look.clock}
    page.write_datetime(*at, typed, by_keys.get(keys, look.cells[Kind.DATE]))
