"""Keeping figures and telling them never reads whole tables, however much has gathered there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from server.actions.figures import going_down, keeping_bookings, projecting, reporting, using_counters
from server.actions.figures.telling_devices import device_figures
from server.domain.periods import Period
from server.storage.happenings import Transaction
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office

TODAY = Period(date(2026, 11, 23), date(2026, 11, 23))
LARGE = ("ticket", "ticket_fact", "day_figures", "event", "visit", "counter_span")
Act = Callable[[Transaction], object]


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    """Two tickets that ended: the figures know of one."""
    clock = StoppedClock()
    hall = Hall(database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock), clock)
    hall.open(3, 6)
    for _ in range(2):
        projecting.follow_all(hall.database)
        hall.press()
        hall.step("transfer", hall.step("start", hall.called()), counter=6)
        hall.step("finish", hall.called(6), 6)
    return hall


def follow(tx: Transaction) -> None:
    assert projecting.follow(tx, OFFICE) > 0


def reconcile(tx: Transaction) -> None:
    projecting.reconcile(tx, OFFICE, TODAY.first, TODAY.last)


def report(by: str, only: tuple[str, str] | None = None) -> Act:
    return lambda tx: reporting.waits(tx, [tx.office(OFFICE)], TODAY, by=by, only=only)


def distribution(tx: Transaction) -> None:
    going_down.distribution(tx, [tx.office(OFFICE)], TODAY, only=None)


def tickets(tx: Transaction) -> None:
    going_down.tickets(tx, [tx.office(OFFICE)], TODAY, wanted=going_down.Wanted())


def counters(tx: Transaction) -> None:
    using_counters.uses(tx, [tx.office(OFFICE)], TODAY)
    using_counters.of_day(tx, tx.office(OFFICE), TODAY.first)


def bookings(tx: Transaction) -> None:
    keeping_bookings.bookings(tx, [tx.office(OFFICE)], TODAY, by="day")


ACTS: dict[str, Act] = {
    "follow": follow,
    "reconcile": reconcile,
    **{f"report by {by}": report(by) for by in ("all", "office", "hour", "clerk")},
    "report of a service": report("day", ("service", "land")),
    "report of a service by clerk": report("clerk", ("service", "land")),
    "distribution": distribution,
    "tickets": tickets,
    "counters": counters,
    "bookings": bookings,
    "devices": lambda tx: device_figures(tx, [tx.office(OFFICE)], TODAY),
}


@pytest.mark.parametrize("what", list(ACTS))
def test_no_question_of_figures_reads_a_whole_table(hall: Hall, what: str) -> None:
    engine = hall.database.engine
    asked: list[tuple[str, Any]] = []

    def listen(connection: Connection, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(engine, "before_cursor_execute", listen)
    hall.database.write(ACTS[what])
    event.remove(engine, "before_cursor_execute", listen)
    assert asked
    with engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scanned = [row[3].split()[1] for row in plan if row[3].startswith("SCAN ")]
            assert not set(scanned) & set(LARGE), statement
