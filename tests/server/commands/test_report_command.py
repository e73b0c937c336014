"""`dunghen report`: the official report as a file, of any period, and clear words where there is none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from server.ports import SystemClock
from server.storage import migrating
from server.storage.database import Database
from tests.server.commands.terminal import Answer, dunghen
from tests.support.month import fill
from tests.support.offices import OFFICE, database_with_office


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An office with two months of tickets."""
    url = f"sqlite:///{tmp_path_factory.mktemp('report') / 'office.db'}"
    database = database_with_office(url, SystemClock())
    fill(database, OFFICE, date(2025, 9, 1), date(2025, 10, 31), a_day=6)
    database.close()
    return url


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def report(url: str, *options: str) -> Answer:
    return dunghen(url, "report", "--office", OFFICE, *options)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("month", "2025-10"),
        ("quarter", "2025-Q4"),
        ("half_year", "2025-H2"),
        ("year", "2025"),
    ],
)
def test_every_period_has_its_report(url: str, tmp_path: Path, kind: str, name: str) -> None:
    answer = report(url, "--period", kind, "--of", "2025-10-15")
    assert (answer.status, answer.out.strip()) == (0, f"bao-cao_{OFFICE}_{name}.pdf")
    assert (tmp_path / answer.out.strip()).read_bytes().startswith(b"%PDF-")


def test_every_form_goes_where_it_is_told(url: str, tmp_path: Path) -> None:
    for form in ("pdf", "xlsx", "csv", "json"):
        file = tmp_path / f"out.{form}"
        options = ("--period", "month", "--of", "2025-10-01", "--format", form, "--output", str(file))
        assert report(url, *options).status == 0
        assert file.stat().st_size > 500
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (told["from"], told["to"], told["kind"]) == ("2025-10-01", "2025-10-31", "month")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Chung"]["D3"].value == told["total"]["n"]


def test_without_a_day_it_is_of_the_latest_period_that_is_over(url: str, tmp_path: Path) -> None:
    assert report(url, "--period", "month", "--format", "json", "--output", "month.json").status == 0
    told = json.loads((tmp_path / "month.json").read_text("utf-8"))
    assert date.fromisoformat(told["to"]) < SystemClock().now().date()


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--period", "decade"), 2, "decade"),
        (("--period", "month", "--format", "docx"), 2, "docx"),
        (("--period", "month", "--of", "31/10/2025"), 2, "31/10/2025"),
        (("--period", "nine_months", "--of", "2025-10-15"), 2, "nine months end in September"),
        ((), 2, "--period"),
        (("--period", "month", "--output", "no/such/folder/x.pdf"), 1, "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(url: str, options: tuple[str, ...], status: int, said: str) -> None:
    answer = report(url, *options)
    assert answer.status == status
    assert said in answer.err


def test_an_unknown_office_and_a_house_without_any_are_said(url: str, tmp_path: Path) -> None:
    answer = dunghen(url, "report", "--office", "nowhere", "--period", "month")
    assert (answer.status, "unknown_office" in answer.err) == (1, True)
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    database = Database(empty, SystemClock())
    migrating.migrate(database.engine)
    database.close()
    answer = dunghen(empty, "report", "--period", "month")
    assert (answer.status, "no office yet" in answer.err) == (1, True)
