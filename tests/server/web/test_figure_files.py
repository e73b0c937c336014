"""Figures as CSV and XLSX: the numbers that the API tells, in their own types, and nothing that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from server.contract.messages import figures as messages
from server.contract.messages.open_data import OpenWaits
from server.reports import csv_file
from server.reports.cells import VERDICTS
from server.reports.table import columns_of, definitions
from server.web.figure_files import ROWS
from tests.server.web.house import House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.month import fill

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
PERIOD = "from=2026-10-01&to=2026-10-31"
WAYS = ("all", "day", "week", "month", "hour", "weekday_hour", "service", "counter", "clerk", "category",
        "channel", "office")  # fmt: skip
Json = dict[str, Any]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office with a month of tickets, that nobody changes."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('month') / 'office.db'}", StoppedClock())
    fill(house.hall.database, "ttpvhcc", FIRST, LAST, a_day=12)
    yield house
    house.hall.database.close()


def asked(house: House, path: str, **how: Any) -> Any:
    how.setdefault("token", house.token("supervisor"))
    return house.ask("GET", f"/api/v1/figures/{path}", **how)


def read_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def flat(row: Json, before: str = "") -> Json:
    """A row of JSON under the names of columns."""
    found: Json = {}
    for name, value in row.items():
        if name == "names":
            found |= {f"{before}name_{language}": (value or {}).get(language) for language in ("vi", "en")}
        elif isinstance(value, dict):
            found |= flat(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found


def written(value: Any) -> str:
    """A value of JSON as CSV spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@pytest.mark.parametrize("by", WAYS)
def test_csv_tells_the_same_as_json(month: House, by: str) -> None:
    told = asked(month, f"waits?{PERIOD}&by={by}").get_json()["rows"]
    answer = asked(month, f"waits.csv?{PERIOD}&by={by}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = read_csv(answer.data)
    assert len(rows) == len(told) > 0
    for row, of_json in zip(rows, told, strict=True):
        for name, value in flat(of_json).items():
            same = row[name] == written(value)
            assert same or float(row[name]) == value, name


def sheet(answer: Any, number: int = 0) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[number]


def heads(page: Worksheet) -> dict[str, int]:
    """The column of each name of the API, which stand in the second line."""
    return {str(cell.value): cell.column for cell in page[2]}


def shown(cell: Cell, name: str, by: str) -> Any:
    """What a cell says, back in the terms of the API; its type must be right for it."""
    value = cell.value
    if value is None or value == "":
        return None
    if name == "key":
        return key_of(cell, by)
    if name == "verdict":
        return {said: code for code, said in VERDICTS.items()}[value]
    if value in ("Có", "Không"):
        return value == "Có"
    if name.endswith("_s"):
        assert cell.data_type == "n"
        return value * 60
    return value


def key_of(cell: Cell, by: str) -> str:
    value = cell.value
    if isinstance(value, datetime):
        assert cell.is_date
        return f"{value:%Y-%m}" if by == "month" else value.date().isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


@pytest.mark.parametrize("by", WAYS)
def test_a_workbook_holds_numbers_dates_and_texts_as_what_they_are(month: House, by: str) -> None:
    told = asked(month, f"waits?{PERIOD}&by={by}").get_json()
    page = sheet(asked(month, f"waits.xlsx?{PERIOD}&by={by}"))
    columns = heads(page)
    for number, of_json in enumerate(told["rows"], 3):
        for name, value in flat(of_json).items():
            cell = page.cell(number, columns[name])
            found = shown(cell, name, by)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert cell.data_type == "n"
                assert found == pytest.approx(value, rel=1e-12), name
            else:
                assert found == (None if value == "" else value), name
    total = page.max_row
    assert page.cell(total, 1).value == "Tổng cộng"
    assert page.cell(total, columns["n"]).value == told["total"]["n"]
    assert page.freeze_panes
    assert page.auto_filter.ref


def test_a_workbook_says_what_every_column_means_and_what_was_asked(month: House) -> None:
    answer = asked(month, f"waits.xlsx?{PERIOD}&by=service&channel=kiosk")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Thời gian chờ", "Định nghĩa", "Thông số"]
    named = {row[1] for row in book["Định nghĩa"].iter_rows(min_row=2, values_only=True)}
    assert named == set(heads(book.worksheets[0]))
    told = {row[1]: row[2] for row in book["Thông số"].iter_rows(min_row=2, values_only=True)}
    assert told["Offices"] == "ttpvhcc"
    assert (told["From"], told["To, included"]) == (datetime(2026, 10, 1), datetime(2026, 10, 31))  # noqa: DTZ001 - workbooks know no zones
    assert told["Goal (minutes)"] == 15
    assert told["Only"] == "channel = kiosk"
    assert told["Software"].startswith("Đúng Hẹn ")
    assert "mean" in told["Definition"].lower()


@pytest.mark.parametrize("answer", list(ROWS))
def test_every_column_of_every_table_is_defined_in_both_languages(answer: type) -> None:
    names = {column.name for column in columns_of(ROWS[answer].model)}
    assert names <= set(definitions())
    for name in names:
        said = definitions()[name]
        assert all(said.title.values()), name
        assert all(said.about.values()), name


def test_no_column_is_defined_that_no_table_has() -> None:
    models = [*(rows.model for rows in ROWS.values()), OpenWaits]
    assert set(definitions()) <= {column.name for model in models for column in columns_of(model)}


@pytest.mark.parametrize(
    "path", ["waits", "tickets", "counters", "bookings", "productivity", "devices", "ratings"]
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_door_of_rows_gives_files_also_of_nothing(month: House, path: str, ending: str) -> None:
    answer = asked(month, f"{path}.{ending}?from=2026-01-01&to=2026-01-31")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="')
    assert name.endswith(f'.{ending}"')
    if ending == "xlsx":
        assert sheet(answer).max_row >= 2
    else:
        assert b"\r\n" in answer.data


def test_the_other_doors_give_what_their_json_gives(month: House) -> None:
    for path, rows in (("tickets", "tickets"), ("counters", "counters"), ("productivity", "offices")):
        told = asked(month, f"{path}?{PERIOD}").get_json()[rows]
        found = read_csv(asked(month, f"{path}.csv?{PERIOD}").data)[: len(told)]
        assert len(found) == len(told) > 0
        for row, of_json in zip(found, told, strict=True):
            for name, value in flat(of_json).items():
                same = row[name] == written(value)
                assert same or float(row[name]) == value, name


def test_a_workbook_says_yes_and_no_in_words_and_csv_as_programs_do(month: House) -> None:
    told = asked(month, f"tickets?{PERIOD}&limit=50").get_json()["tickets"]
    page = sheet(asked(month, f"tickets.xlsx?{PERIOD}"))
    yes_no = {name: column for name, column in heads(page).items() if isinstance(told[0].get(name), bool)}
    assert yes_no
    for name, column in yes_no.items():
        said = {page.cell(number, column).value for number in range(3, page.max_row + 1)}
        assert said <= {"Có", "Không"}, name
        assert page.cell(3, column).value == ("Có" if told[0][name] else "Không")
        assert page.cell(3, column).data_type == "s"
        assert read_csv(asked(month, f"tickets.csv?{PERIOD}").data)[0][name] == str(told[0][name]).lower()


def test_tickets_come_all_in_one_file(month: House) -> None:
    told = asked(month, f"tickets?{PERIOD}").get_json()
    assert len(told["tickets"]) == 50 < told["total"]
    assert len(read_csv(asked(month, f"tickets.csv?{PERIOD}").data)) == told["total"]
    assert sheet(asked(month, f"tickets.xlsx?{PERIOD}")).max_row == told["total"] + 2
    assert_problem(asked(month, f"tickets.csv?{PERIOD}&limit=20001"), 422, "invalid")


def test_files_are_for_the_same_people_and_the_same_questions(house: House) -> None:
    assert_problem(asked(house, f"waits.csv?{PERIOD}", token=""), 401, "credentials_required")
    assert_problem(asked(house, f"waits.xlsx?{PERIOD}", token=house.token("kiosk")), 403, "not_allowed")
    for wrong in ("", "from=2026-10-31&to=2026-10-01", f"{PERIOD}&by=moon", f"{PERIOD}&colour=red",
                  f"{PERIOD}&service=land&clerk=hoa", "from=2026-02-30&to=2026-03-01"):  # fmt: skip
        assert_problem(asked(house, f"waits.csv?{wrong}"), 422, "invalid")
    assert_problem(asked(house, f"waits.xlsx?{PERIOD}&office=nowhere"), 404, "unknown_office")


FORMULAS = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1")


@pytest.mark.parametrize("name", FORMULAS)
def test_a_name_that_looks_like_a_formula_is_text(name: str) -> None:
    assert csv_file.harmless(name).startswith("'")
    assert not csv_file.harmless("Đất đai = 1").startswith("'")


def test_numbers_stay_numbers_though_they_begin_with_a_minus() -> None:
    assert csv_file._written(-1.5, messages_kind("lead_s")) == "-1.5"


def messages_kind(name: str) -> Any:
    return next(column.kind for column in columns_of(messages.BookingFigures) if column.name == name)
