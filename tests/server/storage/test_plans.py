"""The questions of every press and call are answered from an index, however many old tickets there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from server.actions.hall import arriving, calling, closing, finishing, staffing, watching
from server.actions.hall.places import Place
from server.contract import messages
from server.domain.people import Caller, Role
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

KIOSK = Caller(Role.KIOSK, 1, "kiosk", device_id=None)
COUNTER = Caller(Role.COUNTER, 1, "counter", counter=3, device_id=None)
PLACE = Place("ttpvhcc", 3)
PRESS = messages.IssueTicket(service="land")


@pytest.fixture
def office(tmp_path: Path) -> Database:
    database = database_with_office(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock())
    database.write(lambda tx: staffing.open_counter(tx, COUNTER, PLACE, messages.OpenCounter()))
    for _ in range(3):
        database.write(press)
    return database


def press(tx: Transaction) -> None:
    arriving.issue_ticket(tx, KIOSK, "ttpvhcc", PRESS, public_url=None)


def call_and_hold(tx: Transaction) -> None:
    calling.call_next(tx, COUNTER, PLACE, messages.CallNext())
    finishing.start(tx, COUNTER, PLACE, messages.Step(version=2))
    finishing.hold(tx, COUNTER, PLACE, messages.Hold(version=3))


def close_the_day(tx: Transaction) -> None:
    closing.close_all_days(tx)


def look_at_the_counter(tx: Transaction) -> None:
    watching.counter_view(tx, COUNTER, PLACE, rate=1.0)


def look_at_the_board(tx: Transaction) -> None:
    watching.board(tx, "ttpvhcc", rate=1.0)


@pytest.mark.parametrize("act", [press, call_and_hold, close_the_day, look_at_the_counter, look_at_the_board])
def test_no_question_reads_all_tickets(office: Database, act: Any) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(connection: Connection, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(office.engine, "before_cursor_execute", listen)
    if act is close_the_day:
        office.clock.tick(days=1)  # type: ignore[attr-defined]  # the clock of the fixture stands still
    office.write(act)
    event.remove(office.engine, "before_cursor_execute", listen)

    with office.engine.connect() as connection:
        plans = {
            statement: [
                row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
            for statement, parameters in asked
            if not statement.startswith("BEGIN")
        }
    assert plans
    for statement, plan in plans.items():
        whole_tables = [step for step in plan if step.startswith(("SCAN ticket", "SCAN visit", "SCAN event"))]
        assert not [step for step in whole_tables if "uq_ticket_open_leg" not in step], statement
        if "state = 'waiting'" in statement:
            assert any("ix_ticket_line" in step for step in plan), (statement, plan)
