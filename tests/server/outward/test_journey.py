"""A citizen books at a real server and gets the mail and the text message of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.ports import SystemClock
from server.storage.database import Database
from tests.server.outward.builders import outgoing
from tests.server.outward.gateway_server import Gateway, gateway_server
from tests.server.outward.mail_server import Postbox
from tests.server.outward.mail_server import mail_server as serving
from tests.support.ports import free_port
from tests.support.servers import OFFICE, Server


@pytest.fixture
def mail_port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the server of the house looks for its mail server, whether there is one or not."""
    port = free_port()
    monkeypatch.setenv("DUNGHEN_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("DUNGHEN_MAIL_FROM", "hen@example.vn")
    return port


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """The gateway of the house."""
    gateway = Gateway()
    with gateway_server(gateway) as url:
        monkeypatch.setenv("DUNGHEN_SMS_URL", url)
        yield gateway


def book(server: Server, **person: Any) -> dict[str, Any]:
    """Hold the third time that is free, and make it an appointment."""
    api = f"{server.url}/api/v1"
    slots = httpx.get(f"{api}/offices/{OFFICE}/slots", params={"service": "land"}).json()["slots"]
    key = {"Idempotency-Key": f"hold-{time.monotonic_ns()}"}
    wish = {"service": "land", "start": slots[2]["start"]}
    held = httpx.post(f"{api}/offices/{OFFICE}/holds", json=wish, headers=key).raise_for_status().json()
    form = {"hold": held["hold"], "consent": True, **person}
    key = {"Idempotency-Key": f"book-{time.monotonic_ns()}"}
    booked: dict[str, Any] = (
        httpx.post(f"{api}/appointments", json=form, headers=key).raise_for_status().json()
    )
    return booked


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    text: str = body.get_content()
    return text


def test_booked_and_cancelled_by_mail_and_by_text_message(
    tmp_path: Path, mail_port: int, gateway: Gateway
) -> None:
    postbox = Postbox()
    with serving(postbox, port=mail_port), Server(tmp_path) as server:
        booked = book(server, name="Trần Văn Bình", email="binh@example.vn", phone="0912 345 678")
        until(lambda: postbox.mails and gateway.bodies)
        assert f"{server.url}/a/{booked['token']}" in text_of(postbox.mails[0])
        assert booked["code"] in text_of(postbox.mails[0])
        assert booked["code"] in gateway.bodies[0]["text"]
        assert gateway.bodies[0]["to"] == "+84912345678"
        httpx.delete(f"{server.url}/api/v1/appointments/{booked['token']}").raise_for_status()
        until(lambda: len(postbox.mails) == len(gateway.bodies) == 2)
    assert postbox.mails[1]["Subject"] == f"Đã hủy lịch hẹn {booked['code']}"
    assert "binh" not in server.log()
    assert "912" not in server.log()


def test_a_booking_without_consent_to_be_written_to_is_told_nobody(
    tmp_path: Path, mail_port: int, gateway: Gateway
) -> None:
    with Server(tmp_path) as server:
        book(server)
        database = Database(server.database, SystemClock())
        assert outgoing(database) == []
        database.close()


def test_a_dead_mail_server_is_no_trouble_for_who_books(tmp_path: Path, mail_port: int) -> None:
    with Server(tmp_path) as server:
        began = time.monotonic()
        book(server, email="binh@example.vn")
        assert time.monotonic() - began < 3
        database = Database(server.database, SystemClock())
        until(lambda: outgoing(database)[0].error == "smtp_unreachable")
        database.close()
        assert httpx.get(f"{server.url}/health/ready").status_code == httpx.codes.OK


def test_what_waited_goes_out_after_the_server_was_killed(tmp_path: Path, mail_port: int) -> None:
    postbox = Postbox()
    with Server(tmp_path) as server:
        booked = book(server, email="binh@example.vn")
        database = Database(server.database, SystemClock())
        until(lambda: outgoing(database)[0].error)
        server.kill()
        _make_due(database)
        with serving(postbox, port=mail_port):
            server.start()
            until(lambda: postbox.mails)
        database.close()
    assert booked["code"] in postbox.mails[0]["Subject"]


def _make_due(database: Database) -> None:
    """A minute has passed."""
    with database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET next_at = made_at, claimed_until = NULL")
