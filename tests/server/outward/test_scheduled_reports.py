"""Scheduled reports: once per period, by e-mail and into a folder, after everything that may go wrong."""

from __future__ import annotations

import email.message
import io
import json
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from server.actions.figures import projecting
from server.actions.hall import closing
from server.actions.house import setting_up
from server.contract.figures_setup import ReportSetUp
from server.demo.office import demo_office
from server.domain.outgoing import CLAIM, Outlet
from server.jobs import Jobs
from server.outward.channels import Busy, Refused
from server.outward.composing import Style
from server.outward.report_attachments import ReportAttachments
from server.outward.scheduled_reports import ScheduledReports
from server.outward.smtp import SmtpChannel, mail_server
from server.outward.worker import Worker
from server.storage.database import Database
from server.storage.tables import staff_letter
from tests.builders import MORNING, OFFICE, Hall
from tests.server.outward.builders import outgoing, with_outlets
from tests.server.outward.courier import courier
from tests.server.outward.mail_server import Postbox
from tests.server.outward.mail_server import mail_server as serving
from tests.server.outward.test_worker_processes import Farewell, until
from tests.support.clocks import StoppedClock
from tests.support.month import fill
from tests.support.offices import database_with_office

EMAILS = ["giang@example.vn", "tinh@example.vn"]


def schedule(database: Database, *reports: dict[str, Any], **office: Any) -> None:
    """Let the demo office have these reports; each of a month by e-mail as PDF unless it says otherwise."""
    setup = demo_office()
    about = setup.office.model_copy(update=office)
    plans = [ReportSetUp.model_validate({"emails": EMAILS, "formats": ["pdf"]} | one) for one in reports]
    whole = setup.model_copy(update={"reports": plans, "office": about, "staff": None})
    database.write(lambda tx: setting_up.apply(tx, whole))


def caught_up(database: Database) -> None:
    """Days are closed and figures projected, as the other jobs do."""
    database.write(closing.close_all_days)
    projecting.follow_all(database)


def with_two_months(database: Database) -> Database:
    """Monday, 23 November: October is over, its figures are there, and e-mail goes out."""
    with_outlets(database, Outlet.EMAIL)
    fill(database, OFFICE, date(2026, 9, 15), date(2026, 10, 31), a_day=5)
    return database


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such an office as a file, to be copied."""
    file = tmp_path_factory.mktemp("kept") / "office.db"
    database = with_two_months(database_with_office(f"sqlite:///{file}", StoppedClock()))
    database.close()
    return file


@pytest.fixture
def october(kept: Path, tmp_path: Path, clock: StoppedClock) -> Iterator[Database]:
    file = tmp_path / "office.db"
    shutil.copyfile(kept, file)
    database = with_outlets(Database(f"sqlite:///{file}", clock), Outlet.EMAIL)
    yield database
    database.close()


def deliver(database: Database, folder: Path | None = None) -> list[dict[str, Any]]:
    """One round of the job; what it logged."""
    caught_up(database)
    with capture_logs() as logs:
        Jobs(database, folder).deliver_reports()
    return [dict(entry) for entry in logs]


def letters(database: Database) -> list[Any]:
    with database.read() as tx:
        return list(tx.connection.execute(select(staff_letter).order_by(staff_letter.c.id)).all())


def test_a_month_that_is_over_is_sent_once_to_everybody(october: Database) -> None:
    schedule(october, {"formats": ["pdf", "xlsx"]})
    for _ in range(3):
        deliver(october)
    (letter,) = letters(october)
    assert letter.subject.startswith("Báo cáo thời gian chờ tháng 10 năm 2026 – Trung tâm")
    assert letter.report["first"] == "2026-10-01"
    assert letter.report["formats"] == ["pdf", "xlsx"]
    assert sorted(row.recipient for row in outgoing(october)) == sorted(EMAILS)


def test_several_processes_at_once_send_it_once(database: Database) -> None:
    october = with_two_months(database)
    schedule(october, {}, {"period": "quarter"})
    caught_up(october)
    jobs = [threading.Thread(target=Jobs(october).deliver_reports) for _ in range(8)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    firsts = [letter.report["first"] for letter in letters(october)]
    assert firsts == ["2026-10-01"]  # the quarter ended 54 days ago: too long to go out by itself


@pytest.fixture
def first_of_january(october: Database, clock: StoppedClock) -> Database:
    """Thursday, 31 December, 23:59 in Quy Nhơn, and a minute later it is January."""
    clock.tick(days=38, hours=15, minutes=59)
    return october


def test_it_goes_out_when_the_day_after_the_period_has_begun_at_the_office(
    first_of_january: Database, clock: StoppedClock
) -> None:
    kinds = ("month", "quarter", "half_year", "year", "nine_months")
    schedule(first_of_january, *({"period": kind} for kind in kinds))
    deliver(first_of_january)
    assert letters(first_of_january) == []
    clock.tick(minutes=1)
    deliver(first_of_january)
    told = {
        letter.subject.removeprefix("Báo cáo thời gian chờ ").partition(" –")[0]
        for letter in letters(first_of_january)
    }
    assert told == {"tháng 12 năm 2026", "quý IV năm 2026", "6 tháng cuối năm 2026", "năm 2026"}


def test_it_waits_until_the_last_day_is_closed_and_in_the_figures(
    october: Database, clock: StoppedClock
) -> None:
    clock.tick(days=8)  # 1 December
    schedule(october, {})
    hall = Hall(october, clock)
    Jobs(october).deliver_reports()
    assert letters(october) == []  # nobody has closed November yet
    october.write(closing.close_all_days)
    Jobs(october).deliver_reports()
    assert letters(october) == []  # its last events are not in the figures
    projecting.follow_all(october)
    Jobs(october).deliver_reports()
    assert [letter.report["first"] for letter in letters(october)] == ["2026-11-01"]
    assert hall.violations() == []


def test_a_machine_that_was_off_catches_up_for_some_weeks(october: Database, clock: StoppedClock) -> None:
    schedule(october, {})
    clock.tick(days=3)  # 26 November: the 26th day after the end of October
    deliver(october)
    assert letters(october) == []
    clock.tick(days=-1)
    deliver(october)
    assert len(letters(october)) == 1


def test_a_claim_outlives_the_time_of_catching_up(october: Database, clock: StoppedClock) -> None:
    clock.tick(days=-21)  # 2 November
    schedule(october, {})
    deliver(october)
    clock.tick(days=23)
    Jobs(october).forget()
    deliver(october)
    assert len(letters(october)) == 1


def test_without_a_mail_server_it_is_told_and_sent_when_there_is_one(october: Database) -> None:
    october.outlets = frozenset()
    schedule(october, {})
    jobs = Jobs(october)
    caught_up(october)
    with capture_logs() as logs:
        jobs.deliver_reports()
        jobs.deliver_reports()
    assert [entry["event"] for entry in logs] == ["report_without_mail_server"]
    october.outlets = frozenset({Outlet.EMAIL})
    jobs.deliver_reports()
    assert len(letters(october)) == 1


# --- into a folder ----------------------------------------------------------------------------------


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_files_are_written_once_whole_and_named_by_office_and_period(
    october: Database, tmp_path: Path, clock: StoppedClock
) -> None:
    schedule(october, {"folder": True, "emails": [], "formats": ["pdf", "xlsx", "csv", "json"]})
    deliver(october, tmp_path / "reports")
    written = files(tmp_path / "reports")
    assert set(written) == {
        f"{OFFICE}/bao-cao_{OFFICE}_2026-10.{form}" for form in ("pdf", "xlsx", "csv", "json")
    }
    told = json.loads(written[f"{OFFICE}/bao-cao_{OFFICE}_2026-10.json"])
    assert (told["from"], told["total"]["n"] > 50) == ("2026-10-01", True)
    (tmp_path / "reports" / OFFICE / f"bao-cao_{OFFICE}_2026-10.csv").unlink()
    clock.tick(hours=1)
    deliver(october, tmp_path / "reports")
    assert len(files(tmp_path / "reports")) == 3, "what was delivered is not delivered again"


def test_a_missing_folder_setting_is_told_once(october: Database) -> None:
    schedule(october, {"folder": True, "emails": []})
    reports = ScheduledReports(october, None)
    caught_up(october)
    with capture_logs() as logs:
        reports.deliver()
        reports.deliver()
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("reports_folder_missing", "warning")]


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(october: Database, tmp_path: Path) -> None:
    schedule(october, {"folder": True, "emails": []})
    folder = tmp_path / "reports"
    folder.write_text("a file stands where the folder should be")
    logs = deliver(october, folder)
    assert [entry["event"] for entry in logs] == ["report_not_written"]
    folder.unlink()
    logs = deliver(october, folder)
    assert [entry["event"] for entry in logs] == ["report_written"]
    assert len(files(folder)) == 1


def test_a_full_disk_leaves_no_half_of_a_file(
    october: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(october, {"folder": True, "emails": []})
    real = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        real(path, content[: len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    logs = deliver(october, tmp_path)
    assert [entry["reason"] for entry in logs] == ["No space left on device"]
    monkeypatch.undo()
    assert files(tmp_path / OFFICE) == {}


def test_no_code_of_an_office_leads_out_of_the_folder(october: Database, tmp_path: Path) -> None:
    schedule(october, {"folder": True, "emails": [], "formats": ["csv"]}, code="..")
    deliver(october, tmp_path / "reports")
    (name,) = files(tmp_path / "reports")
    assert name.startswith("file/bao-cao_")
    assert not list(tmp_path.glob("*.csv"))


# --- of the whole province --------------------------------------------------------------------------


def test_the_province_reports_of_all_offices(october: Database, tmp_path: Path) -> None:
    schedule(october, {"emails": []}, code="ward", level="commune")
    schedule(october, {"folder": True, "emails": [], "formats": ["json"], "all_offices": True})
    fill(october, "ward", date(2026, 10, 1), date(2026, 10, 31), a_day=2)
    deliver(october, tmp_path / "reports")
    (content,) = files(tmp_path / "reports").values()
    told = json.loads(content)
    assert sorted(told["offices"]) == ["ttpvhcc", "ward"]
    assert told["offices_meeting_goal"]["of"] == 2


def test_only_the_province_does() -> None:
    setup = demo_office()
    plan = ReportSetUp(all_offices=True)
    commune = setup.office.model_copy(update={"level": "commune"})
    with pytest.raises(ValueError, match="reports on all offices"):
        type(setup).model_validate(
            setup.model_copy(update={"reports": [plan], "office": commune}).model_dump()
        )


# --- what goes along --------------------------------------------------------------------------------


def wish(**about: Any) -> dict[str, Any]:
    return {
        "first": "2026-10-01",
        "last": "2026-10-31",
        "formats": ["pdf", "xlsx", "csv", "json"],
        "made_at": "2026-11-01T00:00:00Z",
    } | about


def test_attachments_are_the_same_at_every_try(october: Database, clock: StoppedClock) -> None:
    caught_up(october)
    attach = ReportAttachments(october)
    first = attach(OFFICE, wish())
    clock.tick(hours=3)
    caught_up(october)
    assert attach(OFFICE, wish()) == first
    assert [one.name.rpartition(".")[2] for one in first] == ["pdf", "xlsx", "csv", "json"]


@pytest.mark.parametrize(
    "broken",
    [
        {"first": "2026-11-01", "last": "2026-10-01"},
        {"formats": ["exe"]},
        {"made_at": "yesterday"},
        {"colour": "red"},
    ],
)
def test_a_report_that_cannot_be_made_is_refused_for_good(october: Database, broken: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        ReportAttachments(october)(OFFICE, wish(**broken))
    with pytest.raises(Refused):
        ReportAttachments(october)("nowhere", wish())


def test_figures_that_are_behind_are_waited_for_but_not_those_of_today(
    october: Database, clock: StoppedClock
) -> None:
    clock.tick(days=1)
    october.write(closing.close_all_days)
    with pytest.raises(Busy):
        ReportAttachments(october)(OFFICE, wish())
    caught_up(october)
    Hall(october, clock).press()
    assert ReportAttachments(october)(OFFICE, wish())


# --- by a real mail server --------------------------------------------------------------------------


@pytest.fixture
def waiting_letter(october: Database) -> Database:
    schedule(october, {"formats": ["pdf", "xlsx"], "emails": EMAILS[:1]})
    deliver(october)
    return october


def attached(mail: email.message.EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def test_the_report_arrives_once_with_its_name_in_vietnamese(waiting_letter: Database) -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        channel = SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn")
        attach = ReportAttachments(waiting_letter)
        worker = Worker(waiting_letter, {Outlet.EMAIL: channel}, Style(), attach=attach)
        worker.send_due(Outlet.EMAIL)
        worker.send_due(Outlet.EMAIL)
    (mail,) = postbox.mails
    parts = attached(mail)
    assert set(parts) == {
        f"Báo cáo thời gian chờ {OFFICE} tháng 10 năm 2026.{form}" for form in ("pdf", "xlsx")
    }
    raw = mail.as_string()
    assert "filename*=" in raw or "filename*0*=" in raw  # RFC 2231
    (pdf,) = (content for name, content in parts.items() if name.endswith("pdf"))
    (xlsx,) = (content for name, content in parts.items() if name.endswith("xlsx"))
    assert pdf.startswith(b"%PDF-")
    assert openpyxl.load_workbook(io.BytesIO(xlsx))["Chung"]["D3"].value > 50
    assert str(mail["Subject"]).startswith("Báo cáo thời gian chờ tháng 10 năm 2026")


def test_a_worker_killed_between_sending_and_marking_sends_the_same_report_under_the_same_id(
    waiting_letter: Database, clock: StoppedClock
) -> None:
    url = waiting_letter.engine.url.render_as_string(hide_password=False)
    first = Farewell(waiting_letter)
    with serving(first) as port, courier(url, port, MORNING) as process:
        assert first.goodbye.wait(20)
        process.kill()
        process.wait(10)
        first.release.set()
    until(lambda: outgoing(waiting_letter)[0].tries == 1)
    second = Postbox()
    with serving(second) as port:
        channel = SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn")
        attach = ReportAttachments(waiting_letter)
        worker = Worker(waiting_letter, {Outlet.EMAIL: channel}, Style(), attach=attach)
        worker.send_due(Outlet.EMAIL)
        assert second.mails == [], "the claim of the dead still holds"
        clock.tick(seconds=CLAIM.total_seconds())
        worker.send_due(Outlet.EMAIL)
        worker.send_due(Outlet.EMAIL)
    (before,), (after,) = first.mails, second.mails
    assert before["Message-ID"] == after["Message-ID"]
    assert attached(before) == attached(after)
