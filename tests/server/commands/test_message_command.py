"""`dunghen messages`: what waits and what was given up, without naming anybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.domain.outgoing import Outlet
from server.ports import SystemClock
from server.storage import outboxes
from server.storage.database import Database
from tests.server.commands.terminal import dunghen
from tests.server.outward.builders import book, outgoing, with_outlets
from tests.support.offices import database_with_office


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A house that has written to two people: one mail is sent, one refused, one still to be tried again."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database = with_outlets(database_with_office(url, SystemClock()), Outlet.EMAIL)
    slot = SystemClock().now().replace(minute=0, second=0, microsecond=0)
    for _ in range(3):
        book(database, start=slot)
    _send(database)
    _refuse(database)
    _put_off(database)
    database.close()
    return url


def _send(database: Database) -> None:
    message = database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL))
    assert message is not None
    database.write(lambda tx: outboxes.mark_sent(tx, message))


def _refuse(database: Database) -> None:
    message = database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL))
    assert message is not None
    database.write(lambda tx: outboxes.give_up(tx, message, "smtp_550"))


def _put_off(database: Database) -> None:
    message = database.write(lambda tx: outboxes.claim(tx, Outlet.EMAIL))
    assert message is not None
    until = message.due_at
    database.write(lambda tx: outboxes.put_off(tx, message, "smtp_451", until=until))


def test_a_person_sees_what_failed_and_why(url: str) -> None:
    answer = dunghen(url, "messages")
    assert answer.status == 0
    assert "1 sent, 1 waiting, 1 given up in the last 7 days" in answer.out
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert any("ttpvhcc email booked given_up" in line and line.endswith("1 smtp_550") for line in lines)
    assert any("ttpvhcc email booked failing" in line and line.endswith("1 smtp_451") for line in lines)


def test_a_script_gets_it_as_json(url: str) -> None:
    told = json.loads(dunghen(url, "messages", "--json").out)
    assert told["sent"] == 1
    by_state = {row["state"]: row for row in told["messages"]}
    assert by_state.keys() == {"given_up", "failing"}
    assert by_state["given_up"]["error"] == "smtp_550"
    assert by_state["failing"]["tries"] == 1


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nobody_is_named(url: str, form: list[str]) -> None:
    database = Database(url, SystemClock())
    assert any(row.recipient for row in outgoing(database))
    database.close()
    out = dunghen(url, "messages", *form).out
    assert not any(
        secret in out for secret in ("binh", "example.vn", "Bình", "912", "token-of-the-link", "7K3M")
    )


def test_a_house_that_writes_to_nobody_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database_with_office(url, SystemClock()).close()
    assert dunghen(url, "messages", "--days", "1").out == "0 sent, 0 waiting, 0 given up in the last 1 days\n"
