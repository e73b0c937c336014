"""Letters to staff go out by the same worker as messages to citizens, once to every address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.actions.outgoing import staff_letters
from server.domain.outgoing import Outlet
from server.outward.channels import Attachment, Busy, Down, Refused
from server.outward.composing import Style
from server.outward.mail import mail
from server.outward.worker import Worker
from server.storage.database import Database
from server.storage.tables import outbox
from tests.builders import OFFICE
from tests.server.outward.builders import with_outlets
from tests.server.outward.letters import letter
from tests.server.outward.test_worker import Slip
from tests.support.clocks import StoppedClock

EMAILS = ("giang@example.vn", "tinh@example.vn")
MONTH = {"period": "month", "first": "2026-10-01"}


@pytest.fixture(autouse=True)
def _outlets(database: Database) -> None:
    with_outlets(database)


def put_in(database: Database, **about: Any) -> int | None:
    said = {"emails": EMAILS, "subject": "Chờ quá 15 phút", "text": "Lĩnh vực Đất đai."} | about
    emails = said.pop("emails")
    return database.write(lambda tx: staff_letters.put_in(tx, tx.office(OFFICE), emails, **said))


def worker(database: Database, slip: Slip, **about: Any) -> Worker:
    return Worker(database, {Outlet.EMAIL: slip}, Style(), **about)


def states(database: Database) -> list[tuple[bool, bool, str | None, str | None]]:
    with database.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [(bool(r.sent_at), bool(r.given_up_at), r.recipient, r.error) for r in rows]


def test_everybody_gets_the_letter_once_and_the_addresses_are_forgotten(database: Database) -> None:
    put_in(database)
    slip = Slip()
    worker(database, slip).send_due(Outlet.EMAIL)
    worker(database, slip).send_due(Outlet.EMAIL)
    assert [sent.to for sent in slip.taken] == list(EMAILS)
    first = slip.taken[0]
    assert (first.subject, first.text) == ("Chờ quá 15 phút", "Lĩnh vực Đất đai.")
    assert first.sender_name.startswith("Trung tâm Phục vụ hành chính công")
    assert states(database) == [(True, False, None, None)] * 2


def test_nothing_is_put_in_where_nobody_can_be_written_to(database: Database) -> None:
    assert put_in(database, emails=()) is None
    database.outlets = frozenset({Outlet.SMS})
    assert put_in(database) is None
    assert states(database) == []


def test_what_could_not_be_sent_is_tried_again_for_a_day(database: Database, clock: StoppedClock) -> None:
    put_in(database, emails=EMAILS[:1])
    slip = Slip(Down("smtp_unreachable"))
    worker(database, slip).send_due(Outlet.EMAIL)
    clock.tick(minutes=1)
    worker(database, slip).send_due(Outlet.EMAIL)
    assert len(slip.taken) == 1


def test_a_letter_of_yesterday_is_given_up(database: Database, clock: StoppedClock) -> None:
    put_in(database, emails=EMAILS[:1])
    clock.tick(days=1)
    slip = Slip()
    worker(database, slip).send_due(Outlet.EMAIL)
    assert slip.taken == []
    assert states(database) == [(False, True, None, "too_late")]


def test_a_report_is_made_when_its_letter_goes_out(database: Database) -> None:
    put_in(database, emails=EMAILS[:1], report=MONTH)
    made: list[tuple[str, Mapping[str, Any]]] = []

    def attach(office: str, report: Mapping[str, Any]) -> tuple[Attachment, ...]:
        made.append((office, report))
        if len(made) == 1:
            raise Busy("report_not_ready")
        return (Attachment("bao-cao.pdf", "application/pdf", b"%PDF-"),)

    slip = Slip()
    worker(database, slip, attach=attach).send_due(Outlet.EMAIL)
    assert slip.tried == []
    database.clock.tick(minutes=1)  # type: ignore[attr-defined]  # a stopped one
    worker(database, slip, attach=attach).send_due(Outlet.EMAIL)
    assert made == [(OFFICE, MONTH)] * 2
    assert [a.name for a in slip.taken[0].attachments] == ["bao-cao.pdf"]


def test_a_report_that_cannot_be_made_is_given_up_and_said(database: Database) -> None:
    put_in(database, emails=EMAILS[:1], report=MONTH)

    def attach(office: str, report: Mapping[str, Any]) -> tuple[Attachment, ...]:
        raise Refused("no_such_report")

    worker(database, Slip(), attach=attach).send_due(Outlet.EMAIL)
    assert states(database) == [(False, True, None, "no_such_report")]


def test_files_go_along_with_the_mail_under_their_names() -> None:
    said = mail(
        letter(calendar=None, attachments=(Attachment("Báo cáo\r\nX: y.pdf", "application/pdf", b"%PDF-"),)),
        sender="hen@example.vn",
    )
    (attached,) = said.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-"
    assert "X" not in said
    assert (attached.get_filename() or "").startswith("Báo cáo")


def test_a_letter_says_when_it_was_written_not_when_it_left(database: Database, clock: StoppedClock) -> None:
    at = clock.now()
    put_in(database, emails=EMAILS[:1])
    clock.tick(minutes=10)
    slip = Slip()
    worker(database, slip).send_due(Outlet.EMAIL)
    assert slip.taken[0].made_at == at
    assert clock.now() - at == timedelta(minutes=10)
