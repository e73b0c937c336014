"""Workers as processes: several at once, and one that is killed between sending and marking."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import text

from server.domain.outgoing import CLAIM, Outlet
from server.outward.composing import Style
from server.outward.smtp import SmtpChannel, mail_server
from server.outward.worker import Worker
from server.storage.database import Database
from tests.builders import MORNING
from tests.server.outward.builders import book, outgoing, with_outlets
from tests.server.outward.courier import courier
from tests.server.outward.mail_server import Postbox
from tests.server.outward.mail_server import mail_server as serving
from tests.support.clocks import StoppedClock

BY_MAIL = {"phone": None}


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Nobody else can write to the outbox while the block lasts."""
    with database.engine.execution_options(begin="IMMEDIATE").connect() as connection, connection.begin():
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE"))
        yield


class Farewell(Postbox):
    """Holds the outbox from the moment it has a letter until it is told; knows when it heard goodbye.

    Who says goodbye has heard that the letter was taken: from then on it wants to mark it.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(accepted=self._hold)
        self.goodbye, self.release = threading.Event(), threading.Event()
        self._database = database

    def _hold(self, mail: EmailMessage) -> None:
        held = threading.Event()

        def hold() -> None:
            with locked(self._database):
                held.set()
                self.release.wait(20)

        threading.Thread(target=hold).start()
        assert held.wait(10)

    async def handle_QUIT(  # noqa: N802  # aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.goodbye.set()
        return "221 bye"


def test_a_worker_killed_between_sending_and_marking_sends_that_one_again_under_the_same_id(
    database: Database, clock: StoppedClock
) -> None:
    with_outlets(database)
    for _ in range(3):
        book(database, contact=BY_MAIL)
    url = database.engine.url.render_as_string(hide_password=False)
    first = Farewell(database)
    with serving(first) as port, courier(url, port, MORNING) as process:
        assert first.goodbye.wait(20)
        process.kill()
        process.wait(10)
        first.release.set()
    assert len(first.ids) == 1
    until(lambda: outgoing(database)[0].tries == 1)
    assert not [row for row in outgoing(database) if row.sent_at]

    second = Postbox()
    with serving(second) as port:
        channel = SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn")
        sender = Worker(database, {Outlet.EMAIL: channel}, Style())
        sender.send_due(Outlet.EMAIL)
        assert len(second.ids) == 2, "the claim of the dead still holds"
        clock.tick(seconds=CLAIM.total_seconds())
        sender.send_due(Outlet.EMAIL)
    every = first.mails + second.mails
    assert sorted(second.ids) == sorted(row.message_id for row in outgoing(database) if row.kind == "booked")
    assert [mail["Message-ID"] for mail in every].count(first.mails[0]["Message-ID"]) == 2
    assert len(every) == 4, "only that one went out again"


def test_several_processes_send_each_message_once(database: Database) -> None:
    with_outlets(database)
    for _ in range(20):
        book(database, contact=BY_MAIL)
    url = database.engine.url.render_as_string(hide_password=False)
    postbox = Postbox(to_recipient=lambda address: time.sleep(0.02))
    with (
        serving(postbox) as port,
        courier(url, port, MORNING),
        courier(url, port, MORNING),
        courier(url, port, MORNING),
    ):
        until(lambda: len([row for row in outgoing(database) if row.sent_at]) == 20)
    assert len(postbox.ids) == len(set(postbox.ids)) == 20
    assert all(row.tries == 1 for row in outgoing(database) if row.sent_at)
