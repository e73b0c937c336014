"""The official report through its doors: the same figures in every form, and everything refused clearly."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pypdfium2
import pytest

from server.reports.official.words import minutes, percent
from tests.server.web.house import House, assert_problem
from tests.server.web.test_guards import move_in_next_door
from tests.support.clocks import StoppedClock
from tests.support.month import fill

QUARTER = "from=2026-07-01&to=2026-09-30"
FORMATS = ("json", "pdf", "xlsx", "csv")


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two offices with a quarter and the one before it; nobody changes them."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('quarter') / 'office.db'}", StoppedClock())
    move_in_next_door(house)
    fill(house.hall.database, "ttpvhcc", date(2026, 4, 1), date(2026, 9, 30), a_day=20)
    fill(house.hall.database, "ward", date(2026, 7, 1), date(2026, 9, 30), a_day=5, mean_wait_s=1200, seed=2)
    yield house
    house.hall.database.close()


def asked(house: House, form: str, query: str = QUARTER, **how: Any) -> Any:
    how.setdefault("token", house.token("supervisor"))
    return house.ask("GET", f"/api/v1/figures/report.{form}?{query}", **how)


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return " ".join(unicodedata.normalize("NFC", " ".join(found)).split())


def test_the_report_tells_what_the_figures_tell(quarter: House) -> None:
    report = asked(quarter, "json").get_json()
    token = quarter.token("supervisor")
    for by, part in (("service", "by_service"), ("week", "by_time"), ("hour", "by_half_hour")):
        answer = quarter.ask("GET", f"/api/v1/figures/waits?{QUARTER}&by={by}", token=token)
        assert report[part] == answer.get_json()["rows"]
        assert report["total"] == answer.get_json()["total"]
    before = quarter.ask(
        "GET", "/api/v1/figures/waits?from=2026-04-01&to=2026-06-30&by=all", token=token
    ).get_json()
    assert report["before"]["n"] == before["total"]["n"] > 0
    assert (report["kind"], report["offices"], report["by_office"]) == ("quarter", ["ttpvhcc"], [])


def test_pdf_xlsx_and_csv_tell_what_json_tells(quarter: House) -> None:
    report = asked(quarter, "json").get_json()
    total = report["total"]
    text = words(asked(quarter, "pdf").data)
    assert f"Thời gian chờ trung bình là {minutes(total['mean_s'])} phút" in text
    assert percent(total["share_within_goal"]) in text
    for row in report["by_service"]:
        assert f"{row['names']['vi']} {row['n']}" in text

    book = openpyxl.load_workbook(io.BytesIO(asked(quarter, "xlsx").data))
    page = book["Chung"]
    columns = {str(cell.value): cell.column for cell in page[2]}
    for number, told in ((3, total), (4, report["before"])):
        assert page.cell(number, columns["n"]).value == told["n"]
        assert page.cell(number, columns["mean_s"]).value * 60 == pytest.approx(told["mean_s"])
    assert book["Theo lĩnh vực"].max_row == 2 + len(report["by_service"]) + 2

    rows = list(csv.DictReader(io.StringIO(asked(quarter, "csv").data.decode("utf-8-sig"))))
    by_section = {(row["section"], row["key"]): row for row in rows}
    assert float(by_section["total", total["key"]]["mean_s"]) == total["mean_s"]
    for row in report["by_time"]:
        assert int(by_section["week", row["key"]]["n"]) == row["n"]


def test_several_offices_are_pooled_and_each_is_told(quarter: House) -> None:
    ours = asked(quarter, "json").get_json()
    theirs = asked(quarter, "json", token=quarter.token("supervisor", office="ward")).get_json()
    quarter.hall.sql("UPDATE staff SET role = 'province', office_id = NULL WHERE username = 'giang'")
    quarter.sign_in("giang")
    both = quarter.http.get(f"/api/v1/figures/report.json?{QUARTER}").get_json()
    text = words(quarter.http.get(f"/api/v1/figures/report.pdf?{QUARTER}").data)
    quarter.http = quarter.app.flask.test_client()  # who asks next shows a token
    n = ours["total"]["n"] + theirs["total"]["n"]
    assert both["total"]["n"] == n
    pooled = sum(one["total"]["mean_s"] * one["total"]["n"] for one in (ours, theirs)) / n
    assert both["total"]["mean_s"] == pytest.approx(pooled)
    assert {row["key"]: row["n"] for row in both["by_office"]} == {
        "ttpvhcc": ours["total"]["n"],
        "ward": theirs["total"]["n"],
    }
    assert both["offices_meeting_goal"] == {"met": 1, "of": 2}
    assert "1/2 đơn vị có số liệu" in text


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("from=2026-10-01&to=2026-10-31", "month"),
        ("from=2026-10-01&to=2026-12-31", "quarter"),
        ("from=2026-07-01&to=2026-12-31", "half_year"),
        ("from=2026-01-01&to=2026-09-30", "nine_months"),
        ("from=2026-01-01&to=2026-12-31", "year"),
        ("from=2026-01-15&to=2026-02-14", "range"),
        ("from=2024-02-01&to=2024-02-29", "month"),
    ],
)
def test_the_period_is_called_as_people_call_it(quarter: House, query: str, kind: str) -> None:
    assert asked(quarter, "json", query).get_json()["kind"] == kind
    assert asked(quarter, "pdf", query).data.startswith(b"%PDF-")


@pytest.mark.parametrize("form", FORMATS)
def test_bad_questions_and_other_people_are_refused(quarter: House, form: str) -> None:
    for wrong in (
        "",
        "from=2026-07-01",
        "from=2026-09-30&to=2026-07-01",
        "from=1990-01-01&to=2026-07-01",
        "from=2026-13-01&to=2026-13-31",
        f"{QUARTER}&by=service",
        f"{QUARTER}&from=2026-01-01",
    ):
        assert_problem(asked(quarter, form, wrong), 422, "invalid")
    assert_problem(asked(quarter, form, f"{QUARTER}&office=nowhere"), 404, "unknown_office")
    assert_problem(asked(quarter, form, f"{QUARTER}&office=ward"), 403, "not_allowed")
    assert_problem(asked(quarter, form, token=""), 401, "credentials_required")
    assert_problem(asked(quarter, form, token=quarter.token("kiosk")), 403, "not_allowed")


def test_an_unknown_form_is_no_page(quarter: House) -> None:
    assert_problem(asked(quarter, "docx"), 404, "not_found")


def test_files_have_names_that_no_system_trips_over(quarter: House) -> None:
    name = asked(quarter, "pdf").headers["Content-Disposition"]
    assert name == 'attachment; filename="bao-cao_ttpvhcc_2026-Q3.pdf"'
