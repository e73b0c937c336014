"""An office's set-up with a table of counters or of public holidays put into it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime

from server.contract.setup_file import CounterSetUp, Holiday, SetUp
from server.setup_file.merging import Merged, Section, Values, languages_of, listed, merged
from server.setup_file.tables import read_table

_NAMES = ("name_vi", "name_en")
COUNTER_COLUMNS = ("number", *_NAMES, "services")
HOLIDAY_COLUMNS = ("date", *_NAMES)
_DAY_FIRST = "%d/%m/%Y"


def with_counters(stored: SetUp, raw: bytes) -> Merged:
    """The set-up with these counters: rows change counters or add them; others stay as they are."""
    table = read_table(raw, known=COUNTER_COLUMNS, needed=("number",), key="number")
    known = {str(entry.number): entry.model_dump() for entry in stored.counters}
    return merged(stored, table, Section("counters", "number", CounterSetUp, known, _counter, _whole))


def with_holidays(stored: SetUp, raw: bytes) -> Merged:
    """The set-up with these public holidays besides its own; a day that is there already gets this name.
    Days are written `2027-01-01` or, as spreadsheets save them here, `01/01/2027`."""
    table = read_table(raw, known=HOLIDAY_COLUMNS, needed=HOLIDAY_COLUMNS[:2], key="date")
    known = {str(entry.date): entry.model_dump() for entry in stored.holidays}
    return merged(stored, table, Section("holidays", "date", Holiday, known, _holiday, _iso))


def _counter(known: Values, cells: Mapping[str, str]) -> Values:
    number = cells["number"]
    values = {**known, "number": int(number) if number.isascii() and number.isdecimal() else number}
    values["names"] = languages_of(known.get("names", {}), cells, "name")
    if "services" in cells:
        values["services"] = listed(cells["services"])
    return values


def _holiday(known: Values, cells: Mapping[str, str]) -> Values:
    names = languages_of(known.get("names", {}), cells, "name")
    said = _iso(cells["date"])
    with suppress(ValueError):  # what is no day stays as it is written, to be told of
        return {"date": date.fromisoformat(said), "names": names}
    return {"date": said, "names": names}


def _whole(cell: str) -> str:
    return cell.lstrip("0") or cell


def _iso(cell: str) -> str:
    with suppress(ValueError):  # it may be written the other way, or be no day at all
        return datetime.strptime(cell, _DAY_FIRST).date().isoformat()  # noqa: DTZ007 - a day has no zone
    return cell
