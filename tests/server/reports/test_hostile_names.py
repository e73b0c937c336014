"""Texts that have broken other systems, as names in every column of every table, file and description."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from server.contract.messages.figures import TicketFact, WaitFigures
from server.domain.plain_text import one_line
from server.reports import csv_file, workbook
from server.reports.cells import LONGEST_TEXT
from server.reports.files import plain_name
from server.reports.table import Table, table_of
from tests.support.hostile import HALVES, HOSTILE

LETTERS = tuple(
    mark + name
    for mark in ("", "=", "+", "\u202e", "\x1b[31m")
    for name in ("Đất đai", "Hộ tịch, chứng thực", 'Nguyễn "Bình"', "a;b|c", "đường/phố\\ngõ", "Ệ" * 60)
)
NAMES = (*HOSTILE, *HALVES, *LETTERS, *(f"={name}" for name in HOSTILE[::4]))


def rows(names: Iterable[str]) -> Table:
    """One row for each, with the text wherever a row has one."""
    found = [
        WaitFigures(key=name, names={"vi": name, "en": name}, n=1, mean_s=-1.5, standing=name, verdict=name)
        for name in names
    ]
    return table_of(WaitFigures, found)


def test_csv_keeps_its_shape_and_no_cell_computes() -> None:
    table = rows(NAMES)
    content = csv_file.csv_file(table).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    assert len(read) == len(NAMES) + 1
    assert {len(row) for row in read} == {len(table.columns)}
    mean = [column.name for column in table.columns].index("mean_s")
    for name, row in zip(NAMES, read[1:], strict=True):
        assert row[mean] == "-1.5", "a number stays a number"
        for cell in (row[0], row[1], row[2]):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
            assert cell.removeprefix("'") == one_line(name).removeprefix("'")
            assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in cell)


def test_every_line_of_csv_ends_as_rfc_4180_wants_it() -> None:
    content = csv_file.csv_file(rows(NAMES)).removeprefix(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(NAMES) + 1
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.fixture(scope="module")
def book() -> bytes:
    parameters = [workbook.Parameter("Tên", "Name", name) for name in NAMES]
    return workbook.workbook(
        [workbook.Sheet("Tên", rows(NAMES))], parameters, made_at=datetime(2026, 11, 1, tzinfo=UTC)
    )


def test_a_workbook_holds_every_text_as_text(book: bytes) -> None:
    page = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    for number, name in enumerate(NAMES, 3):
        for column in (1, 2, 3):
            cell = page.cell(number, column)
            assert cell.data_type in ("s", "n"), name  # an empty one has no type of its own
            assert cell.hyperlink is None
            assert unescape(str(cell.value or "")) == one_line(name)[:LONGEST_TEXT]
        assert page.cell(number, 6).value == -1.5 / 60
    told = openpyxl.load_workbook(io.BytesIO(book))["Thông số"]
    assert [row[0].data_type for row in told.iter_rows(min_row=2, min_col=3)].count("f") == 0


def test_nothing_in_a_workbook_is_live(book: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert parts.testzip() is None
        for name in parts.namelist():
            content = parts.read(name)
            assert b"<f>" not in content
            assert b"<hyperlink" not in content
            assert not name.startswith(("xl/externalLinks", "xl/vbaProject"))


def test_a_file_name_of_anything_is_a_harmless_one() -> None:
    for name in NAMES:
        found = plain_name(name)
        assert found, repr(name)
        assert set(found) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
        assert not found.startswith((".", "-"))
        assert len(found) <= 120


def test_times_and_truth_are_spelled_one_way() -> None:
    at = datetime(2026, 11, 1, 1, 2, 3, tzinfo=UTC)
    fields = {name: None for name in ("counter", "clerk", "slot", "called_at", "started_at")}
    numbers = dict.fromkeys(("raw_wait_s", "in_hours_wait_s", "way_s", "counter_time_s"))
    fact = TicketFact.model_construct(
        **fields, **numbers, office="x", day=at.date(), number="A001", leg=1, service="land", channel="kiosk",
        outcome="served", arrived_at=at, waits_from=at, ended_at=at, counted=True, waited_s=0.1, dossiers=0,
        calls=1, out_of_order=False, inferred_start=False, imported=False,
    )  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(csv_file.csv_file(table_of(TicketFact, [fact])).decode("utf-8-sig")))
    assert (row["arrived_at"], row["slot"]) == ("2026-11-01T01:02:03.000Z", "")
    assert (row["counted"], row["imported"], row["day"]) == ("true", "false", "2026-11-01")
