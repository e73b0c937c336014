"""Tables as CSV: RFC 4180 in UTF-8, with the mark by which spreadsheets know it.

Cells that people wrote can begin what a spreadsheet takes for a formula; an apostrophe before them makes
them text (https://owasp.org/www-community/attacks/CSV_Injection). Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from server.contract.messages import as_rfc3339
from server.domain.plain_text import one_line
from server.reports.table import Cell, Kind, Table

MEDIA_TYPE = "text/csv; charset=utf-8"
_MARK = b"\xef\xbb\xbf"
_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv_file(table: Table, *, mark: bool = True) -> bytes:
    """The table with the API's names as its first line, decimals with a dot, times as RFC 3339; `mark`
    lets spreadsheets know that it is UTF-8."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    kinds = [column.kind for column in table.columns]
    for row in table.rows:
        writer.writerow(_written(cell, kind) for cell, kind in zip(row, kinds, strict=True))
    return (_MARK if mark else b"") + lines.getvalue().encode()


def _written(cell: Cell, kind: Kind) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return as_rfc3339(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if kind is Kind.TEXT else repr(cell)


def harmless(cell: Cell) -> str:
    """A text as one line that no spreadsheet computes."""
    line = one_line(str(cell))
    return f"'{line}" if line.startswith(_BEGINS_FORMULA) else line
