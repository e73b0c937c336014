"""A log that comes as a workbook: real dates, no formulas, no bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from server.ticket_log import xlsx_rows
from server.ticket_log.logged import COLUMNS
from server.ticket_log.reading import How
from tests.server.ticket_log.builders import RIGHT, faults, mapped, only_fault, opened, tickets

HANOI = How(time_zone="Asia/Ho_Chi_Minh")
wall = datetime.fromisoformat
TIMES = {
    "issued_at": wall("2026-11-20T08:00:00.120"),
    "called_at": wall("2026-11-20T08:10"),
    "started_at": wall("2026-11-20T08:10:30"),
    "finished_at": wall("2026-11-20T08:20"),
}


def cells(**said: Any) -> list[Any]:
    return [{**RIGHT, "counter": 4, **TIMES, **said}.get(name) for name in COLUMNS]


def workbook(*rows: Sequence[Any], head: Sequence[str] = COLUMNS, before: int = 0) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(before):
        sheet.append(["Nhật ký"])
    for row in (head, *rows):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rezipped(raw: bytes, **parts: bytes) -> bytes:
    """The workbook with parts of it replaced or added."""
    names = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, names.pop(part.filename, old.read(part)))
        for name, content in names.items():
            new.writestr(name, content)
    return buffer.getvalue()


def test_a_workbook_reads_like_the_same_csv(tmp_path: Path) -> None:
    (ticket,) = tickets(tmp_path, workbook(cells()), HANOI)
    assert ticket.issued_at == datetime(2026, 11, 20, 1, 0, 0, 120_000, tzinfo=UTC)
    assert (ticket.counter, ticket.clerk, ticket.line) == (4, "hoa", 2)


def test_texts_that_are_times_are_read_too(tmp_path: Path) -> None:
    (ticket,) = tickets(tmp_path, workbook(cells(**{name: RIGHT[name] for name in TIMES})))
    assert ticket.called_at == datetime(2026, 11, 20, 1, 10, tzinfo=UTC)


def test_numbers_are_numbers_and_long_texts_are_shared(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for at in range(1, 40):
            sheet.write_row(at, 0, ["" if v is None else v for v in cells(number=1000.0 + at, counter=4.0)])
    found = tickets(tmp_path, buffer.getvalue(), HANOI)
    assert [ticket.number for ticket in found] == [str(1000 + at) for at in range(1, 40)]
    assert {ticket.counter for ticket in found} == {4}


def test_a_date_and_a_time_of_day_in_two_cells_are_one_moment(tmp_path: Path) -> None:
    how = mapped(
        '[file]\nskip_lines = 1\n[times]\nzone = "Asia/Ho_Chi_Minh"\n[columns]\noffice = "office"\n'
        'service = "service"\nnumber = "number"\nissued_at = ["day", "from"]\nfinished_at = ["day", "to"]\n'
        '[constants]\nchannel = "kiosk"\noutcome = "left"\n'
    )
    head = ["office", "service", "number", "day", "from", "to"]
    rows = [
        ["ttpvhcc", "land", "A1", date(2026, 11, 20), time(8, 0), time(8, 30)],
        ["ttpvhcc", "land", "A2", wall("2026-11-20"), time(8, 0), wall("1900-01-01T08:30")],
        ["ttpvhcc", "land", "A3", "2026-11-20", "08:00:00", "08:30:00"],
    ]
    found = tickets(tmp_path, workbook(*rows, head=head, before=1), how)
    assert {ticket.finished_at for ticket in found} == {datetime(2026, 11, 20, 1, 30, tzinfo=UTC)}
    assert [ticket.line for ticket in found] == [3, 4, 5]


@pytest.mark.parametrize(
    ("said", "column", "reason"),
    [
        ({"issued_at": 46346.3}, "issued_at", "“46346.3” is no time"),
        ({"issued_at": date(2026, 11, 20)}, "issued_at", "is before issued_at"),
        ({"issued_at": time(8, 0)}, "issued_at", "is only half of a time, 08:00:00"),
        ({"clerk": wall("2026-11-20")}, "clerk", "is a date or time"),
        ({"counter": True}, "counter", "is no counter"),
        ({"counter": 4.5}, "counter", "is no counter"),
    ],
)
def test_cells_of_another_kind_are_told(
    tmp_path: Path, said: dict[str, Any], column: str, reason: str
) -> None:
    found = faults(tmp_path, workbook(cells(number="A1"), cells(**said)), HANOI)
    if said.get("issued_at") == date(2026, 11, 20):  # a date is the midnight that begins it
        assert found == []
        return
    assert [(f.line, f.key) for f in found] == [(3, column)]
    assert reason in found[0].reason


@pytest.mark.parametrize("formula", ["=NOW()", "=1+1", '=HYPERLINK("x")'])
def test_a_formula_is_refused_with_its_cell(tmp_path: Path, formula: str) -> None:
    assert only_fault(tmp_path, workbook(cells(), cells(number="A13", clerk=formula)), HANOI) == (
        *(3, "M"),
        "is a formula: save the sheet with values alone",
    )


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Bìa", "Nhật ký"):
        sheet = book.create_sheet(name)
        sheet.append(COLUMNS if name == "Nhật ký" else ["x"])
        sheet.append(cells())
    buffer = io.BytesIO()
    book.save(buffer)
    how = mapped('[file]\nsheet = "Nhật ký"\n[times]\nzone = "Asia/Ho_Chi_Minh"\n')
    assert len(tickets(tmp_path, buffer.getvalue(), how)) == 1
    missing = mapped('[file]\nsheet = "Tháng 3"\n')
    assert (
        "there is no sheet “Tháng 3”; there are: Sheet, Bìa, Nhật ký"
        in only_fault(tmp_path, buffer.getvalue(), missing)[2]
    )


def test_rows_that_are_empty_are_passed_over_and_lines_stay_those_of_the_sheet(tmp_path: Path) -> None:
    raw = workbook(cells(number="A1"), [], [None] * 14, cells(number="A2", counter="x"))
    assert only_fault(tmp_path, raw, HANOI)[0] == 5


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_rows, "MOST_UNPACKED", 1_000_000)
    bomb = rezipped(workbook(cells()), xl__media__zeros_xml=bytes(2_000_000))
    assert len(bomb) < 20_000
    assert only_fault(tmp_path, bomb, HANOI)[2] == "unpacks to more than a log can be: save it as CSV"


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l8;</worksheet>'
    raw = rezipped(workbook(cells()), xl__worksheets__sheet1_xml=sheet.encode())
    assert "can be read" in only_fault(tmp_path, raw, HANOI)[2]


def test_a_file_outside_is_never_read_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
        "<worksheet><sheetData><row r='1'><c t='inlineStr'><is><t>&s;</t></is></c></row></sheetData>"
        "</worksheet>"
    )
    found = faults(tmp_path, rezipped(workbook(cells()), xl__worksheets__sheet1_xml=sheet.encode()), HANOI)
    assert found
    assert "geheim" not in str(found)


@pytest.mark.parametrize("part", ["xl__workbook_xml", "xl__worksheets__sheet1_xml", "xl__styles_xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<", b"<worksheet><sheetData><row><c t='s'><v>99</v></c></row>", b"\0"]
)
def test_a_damaged_workbook_is_told_and_nothing_breaks(tmp_path: Path, part: str, content: bytes) -> None:
    assert faults(tmp_path, rezipped(workbook(cells()), **{part: content}), HANOI)


def test_an_archive_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as other:
        other.writestr("content.xml", "<x/>")
    assert only_fault(tmp_path, buffer.getvalue())[2] == "is no XLSX workbook: save it as .xlsx or as CSV"


def test_more_columns_than_a_log_has_are_refused(tmp_path: Path) -> None:
    wide = workbook([*cells(), *(["x"] * 300)])
    log = opened(tmp_path, wide, HANOI)
    assert list(log.tickets()) == []
    assert log.problems.told[0].reason == "has more than 200 columns"
