"""The outbox worker: claimed, sent, marked; tried again, given up; and what it never does."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from server.domain.outgoing import Outlet
from server.logs import PROCESSORS
from server.outward.channels import Busy, Down, Letter, NotSent, Refused
from server.outward.composing import Style
from server.outward.gateway import GatewayChannel
from server.outward.smtp import SmtpChannel, mail_server
from server.outward.worker import Worker
from server.storage import outboxes
from server.storage.database import Database
from tests.builders import MORNING, Hall
from tests.server.outward.builders import (
    SLOT,
    book,
    cancel,
    check_in,
    move,
    outgoing,
    waiting,
    with_outlets,
)
from tests.server.outward.gateway_server import Gateway, gateway_server
from tests.server.outward.mail_server import Postbox
from tests.server.outward.mail_server import mail_server as serving
from tests.support.clocks import StoppedClock
from tests.support.ports import free_port

BY_MAIL = {"phone": None}
BY_PHONE = {"email": None}


class Slip:
    """A channel that does as it is told: it raises what stands next, and takes the rest."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.taken: list[Letter] = []
        self.tried: list[str] = []

    def send(self, letter: Letter) -> None:
        self.tried.append(letter.message_id)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.append(letter)


@pytest.fixture(autouse=True)
def _outlets(database: Database) -> None:
    with_outlets(database)


def worker(database: Database, mail: object, **about: object) -> Worker:
    return Worker(database, {Outlet.EMAIL: mail}, Style(), **about)  # type: ignore[dict-item, arg-type]  # a double


def by_smtp(port: int, time_out_s: float = 5) -> SmtpChannel:
    return SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn", time_out_s=time_out_s)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_what_is_due_goes_out_once_and_is_forgotten(database: Database, clock: StoppedClock) -> None:
    book(database, contact=BY_MAIL)
    mail = Slip()
    clock.tick(seconds=3)
    worker(database, mail).send_due(Outlet.EMAIL)
    worker(database, mail).send_due(Outlet.EMAIL)
    assert [letter.to for letter in mail.taken] == ["binh@example.vn"]
    sent = outgoing(database)[0]
    assert (sent.sent_at, sent.tries, sent.recipient, sent.error) == (clock.now(), 1, None, None)
    assert waiting(database) == [("reminder", "email")]


def test_the_reminder_goes_out_when_it_is_due(database: Database, clock: StoppedClock) -> None:
    book(database, contact=BY_MAIL)
    mail = Slip()
    worker(database, mail).send_due(Outlet.EMAIL)
    clock.tick(days=1, hours=8, minutes=59)
    worker(database, mail).send_due(Outlet.EMAIL)
    assert len(mail.taken) == 1
    clock.tick(minutes=1)
    worker(database, mail).send_due(Outlet.EMAIL)
    assert [letter.subject[:4] for letter in mail.taken] == ["Lịch", "Nhắc"]
    assert waiting(database) == []


def test_a_failure_is_tried_again_ever_more_seldom_for_a_day(database: Database, clock: StoppedClock) -> None:
    book(database, contact=BY_MAIL, start=SLOT + timedelta(days=5))
    mail, tries = Slip(*[Down("smtp_unreachable")] * 100), []
    sender = worker(database, mail)
    while outgoing(database)[0].given_up_at is None:
        before = len(mail.tried)
        sender.send_due(Outlet.EMAIL)
        tries += [(clock.now() - MORNING) // timedelta(minutes=1)] * (len(mail.tried) - before)
        clock.tick(minutes=1)
    assert tries == [0, 1, 6, 21, 81, 321, 561, 801, 1041, 1281]
    row = outgoing(database)[0]
    assert row.given_up_at == MORNING + timedelta(minutes=1281), "the next try would come after a day"
    assert (row.error, row.recipient, row.claimed_until) == ("smtp_unreachable", None, None)
    assert set(mail.tried) == {row.message_id}


def test_when_the_next_try_would_be_after_the_slot_there_is_none(
    database: Database, clock: StoppedClock
) -> None:
    book(database, contact=BY_MAIL, start=MORNING + timedelta(minutes=6))
    sender = worker(database, Slip(*[Down("smtp_timeout")] * 9))
    sender.send_due(Outlet.EMAIL)
    clock.tick(minutes=1)
    sender.send_due(Outlet.EMAIL)
    row = outgoing(database)[0]
    assert (row.given_up_at, row.tries, row.error) == (clock.now(), 2, "smtp_timeout")


def test_what_nobody_could_try_in_time_is_given_up(database: Database, clock: StoppedClock) -> None:
    book(database, contact=BY_MAIL)
    clock.tick(hours=24)
    mail = Slip()
    worker(database, mail).send_due(Outlet.EMAIL)
    assert mail.tried == []
    assert (outgoing(database)[0].error, outgoing(database)[0].recipient) == ("too_late", None)


def test_why_it_waits_is_kept(database: Database) -> None:
    book(database, contact=BY_MAIL)
    worker(database, Slip(Busy("smtp_451"))).send_due(Outlet.EMAIL)
    row = outgoing(database)[0]
    assert (row.error, row.tries, row.next_at) == ("smtp_451", 1, MORNING + timedelta(minutes=1))
    assert row.recipient == "binh@example.vn"


def test_who_is_refused_for_good_is_given_up_at_once(database: Database) -> None:
    book(database, contact=BY_MAIL)
    postbox = Postbox(to_recipient=lambda address: "550 5.1.1 unknown")
    with serving(postbox) as port:
        worker(database, by_smtp(port)).send_due(Outlet.EMAIL)
    row = outgoing(database)[0]
    assert (row.error, row.given_up_at, row.recipient, row.tries) == ("smtp_550", MORNING, None, 1)


def test_a_greylisted_mail_arrives_at_the_second_try_under_the_same_id(
    database: Database, clock: StoppedClock
) -> None:
    book(database, contact=BY_MAIL)
    answers = ["451 4.7.1 come back"]
    postbox = Postbox(to_recipient=lambda address: answers.pop() if answers else None)
    with serving(postbox) as port:
        sender = worker(database, by_smtp(port))
        sender.send_due(Outlet.EMAIL)
        assert postbox.mails == []
        clock.tick(minutes=1)
        sender.send_due(Outlet.EMAIL)
    assert postbox.ids == [outgoing(database)[0].message_id]
    assert outgoing(database)[0].tries == 2


def test_a_channel_that_is_down_is_left_alone_for_a_while(database: Database) -> None:
    for _ in range(5):
        book(database, contact=BY_MAIL)
    mail = Slip(Down("smtp_timeout"))
    sender = worker(database, mail, every_s=2, rest_s=30)
    assert sender.send_due(Outlet.EMAIL) == 30
    assert len(mail.tried) == 1
    assert sender.send_due(Outlet.EMAIL) == 2
    assert len(mail.taken) == 4, "the others need not wait for the first one"


def test_one_that_is_refused_or_busy_does_not_stop_the_others(database: Database) -> None:
    for _ in range(3):
        book(database, contact=BY_MAIL)
    mail = Slip(Refused("smtp_550"), Busy("smtp_451"))
    worker(database, mail).send_due(Outlet.EMAIL)
    assert (len(mail.tried), len(mail.taken)) == (3, 1)


def test_what_has_become_untrue_is_not_sent(database: Database, clock: StoppedClock) -> None:
    row = book(database, contact=BY_MAIL)
    mail = Slip(Down("smtp_timeout"))
    sender = worker(database, mail)
    sender.send_due(Outlet.EMAIL)
    move(database, row.id, SLOT + timedelta(hours=1))
    cancel(database, row.id)
    clock.tick(hours=1)
    sender.send_due(Outlet.EMAIL)
    assert [letter.subject for letter in mail.taken] == ["Đã hủy lịch hẹn 7K3M-9200"]
    assert waiting(database) == []


def test_what_was_withdrawn_while_it_was_being_sent_counts_as_sent(database: Database) -> None:
    row = book(database, contact=BY_MAIL)

    class Slow(Slip):
        def send(self, letter: Letter) -> None:
            super().send(letter)
            if len(self.taken) == 1:
                cancel(database, row.id)

    worker(database, Slow()).send_due(Outlet.EMAIL)
    first = outgoing(database, lambda one: one.kind == "booked")[0]
    assert (first.sent_at, first.given_up_at, first.recipient) == (MORNING, None, None)


def test_a_failure_that_comes_after_the_claim_has_passed_on_changes_nothing(
    database: Database, clock: StoppedClock
) -> None:
    book(database, contact=BY_MAIL)
    mine = database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL))
    assert mine is not None
    assert database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL)) is None
    clock.tick(minutes=2)
    theirs = database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL))
    assert theirs is not None
    database.write(lambda tx: outboxes.give_up(tx, mine, "smtp_550"))
    assert outgoing(database)[0].given_up_at is None
    database.write(lambda tx: outboxes.mark_sent(tx, theirs))
    assert outgoing(database)[0].sent_at == clock.now()


def test_turns_that_are_near_are_found_by_the_worker(hall: Hall) -> None:
    ticket = hall.press("land")
    row = book(hall.database, tell=False, start=MORNING, contact=BY_MAIL)
    check_in(hall.database, row.id, ticket.visit)
    mail = Slip()
    sender = worker(hall.database, mail)
    for _ in range(3):
        sender.look_for_near_turns()
        sender.send_due(Outlet.EMAIL)
    assert [letter.subject for letter in mail.taken] == ["Số A001 sắp đến lượt"]


# --- running ---------------------------------------------------------------------------------------


@pytest.fixture
def hanging() -> Iterator[int]:
    """The port of a mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield listening.getsockname()[1]


def test_a_dead_mail_server_neither_slows_a_booking_nor_holds_up_text_messages(
    database: Database, hanging: int
) -> None:
    gateway = Gateway()
    with gateway_server(gateway) as url:
        channels = {Outlet.EMAIL: by_smtp(hanging, time_out_s=3), Outlet.SMS: GatewayChannel(url, None)}
        running = Worker(database, channels, Style(), every_s=0.05)
        running.start()
        book(database)
        until(lambda: outgoing(database, lambda one: one.channel == "email")[0].tries == 1)
        began = time.monotonic()
        for _ in range(5):
            book(database)
        assert time.monotonic() - began < 1
        until(lambda: len(gateway.bodies) == 6)
        began = time.monotonic()
        running.stop()
        assert time.monotonic() - began < 2.8
    assert not outgoing(database, lambda one: one.channel == "email" and one.sent_at is not None)
    until(lambda: not any(thread.name == "send-email" for thread in threading.enumerate()))


def test_a_mail_server_that_comes_back_gets_what_waited(database: Database, clock: StoppedClock) -> None:
    port, postbox = free_port(), Postbox()
    running = worker(database, by_smtp(port), every_s=0.02, rest_s=0.05)
    running.start()
    book(database, contact=BY_MAIL)
    until(lambda: outgoing(database)[0].error == "smtp_unreachable")
    with serving(postbox, port=port):
        clock.tick(minutes=5)
        until(lambda: outgoing(database)[0].sent_at is not None)
    running.stop()
    assert len(postbox.mails) == 1


def test_a_channel_with_a_fault_of_its_own_goes_on_with_the_next_message(database: Database) -> None:
    for _ in range(2):
        book(database, contact=BY_MAIL)
    mail = Slip(RuntimeError("binh@example.vn"))
    with capture_logs(PROCESSORS[:-1]) as logs:  # all but the one that makes it a line of JSON
        running = worker(database, mail, every_s=0.02, rest_s=0.02)
        running.start()
        until(lambda: len(mail.taken) == 1)
        running.stop()
    (told,) = (entry for entry in logs if entry["event"] == "outbox_round_failed")
    assert told["error"] == "RuntimeError"
    assert "binh" not in repr(logs)


@pytest.mark.parametrize("answer", [None, Refused("smtp_550"), Busy("smtp_451"), Down("smtp_timeout")])
def test_nothing_personal_is_logged(database: Database, answer: NotSent | None) -> None:
    row = book(database, contact=BY_MAIL)
    with capture_logs() as logs:
        worker(database, Slip(answer)).send_due(Outlet.EMAIL)
    (told,) = logs
    assert told["message"] == outgoing(database)[0].message_id
    assert not any(secret in repr(logs) for secret in ("binh", "Bình", "912", row.token, row.code))


def test_without_a_channel_nothing_runs(database: Database) -> None:
    running = Worker(database, {}, Style())
    before = threading.active_count()
    running.start()
    assert threading.active_count() == before
    running.stop()
