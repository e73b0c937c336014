"""Parts of a set-up as tables for a spreadsheet, which the same page takes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping

from server.contract.setup_file import SetUp
from server.reports.csv_file import harmless
from server.setup_file.merging import (
    LANGUAGES,
    SEPARATOR,
    SERVICE_COLUMNS,
    STAFF_COLUMNS,
    Merged,
    with_services,
    with_staff,
)
from server.setup_file.merging_counters import (
    COUNTER_COLUMNS,
    HOLIDAY_COLUMNS,
    with_counters,
    with_holidays,
)

MERGE: Mapping[str, Callable[[SetUp, bytes], Merged]] = {
    "services": with_services,
    "counters": with_counters,
    "holidays": with_holidays,
    "staff": with_staff,
}
"""How a table is put into a set-up, by the section that it is of."""
_COLUMNS = {
    "services": SERVICE_COLUMNS,
    "counters": COUNTER_COLUMNS,
    "holidays": HOLIDAY_COLUMNS,
    "staff": tuple(column for column in STAFF_COLUMNS if column != "password"),
}
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def written(setup: SetUp, section: str) -> bytes:
    """A section as CSV: UTF-8 with the mark by which spreadsheets know it, `;` between the cells, and an
    apostrophe before what a spreadsheet would compute. Passwords are not written."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    columns = _COLUMNS[section]
    writer.writerow(columns)
    for entry in getattr(setup, section) or ():
        values = entry.model_dump(mode="json")
        writer.writerow(harmless(_cell(values, column)) for column in columns)
    return (_MARK + lines.getvalue()).encode()


def _cell(values: Mapping[str, object], column: str) -> str:
    name, _, language = column.rpartition("_")
    if language in LANGUAGES and name in ("name", "papers"):
        texts = values["names" if name == "name" else "papers"]
        value = texts.get(language, "") if isinstance(texts, Mapping) else ""
    else:
        value = values.get(column)
    return _spelled(value)


def _spelled(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return SEPARATOR.join(map(str, value))
    return str(value)
