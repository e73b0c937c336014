"""The reference cases of the definition, lived through in the hall and read from the report."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from server.actions.figures import projecting, reporting
from server.domain.period_figures import Figures
from server.domain.periods import Period
from server.storage.database import Database
from tests.builders import Hall
from tests.support.clocks import StoppedClock

DAY = date(2026, 11, 23)


def at(clock: StoppedClock, hour: int, minute: int, second: int = 0) -> None:
    """Let it be this time on the office's wall (Quy Nhơn is seven hours ahead of UTC)."""
    moment = datetime(2026, 11, 23, hour - 7, minute, second, tzinfo=UTC)
    clock.tick(seconds=(moment - clock.now()).total_seconds())


def told(hall: Hall, by: str = "all", *, day: date = DAY) -> list[Figures[str]]:
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        report = reporting.waits(tx, [tx.office(hall.code)], Period(day, day), by=by)
    return [report.total] if by == "all" else list(report.rows)


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    """The demo office at 07:00 on a Monday, counter 3 open."""
    at(clock, 7, 0)
    hall = Hall(database, clock)
    hall.open(3)
    return hall


def serve(hall: Hall, clock: StoppedClock, wait_s: float) -> None:
    hall.press()
    clock.tick(seconds=wait_s)
    begun = hall.step("start", hall.called())
    clock.tick(seconds=60)
    hall.step("finish", begun)


def test_four_waits_give_the_figures_of_the_definition(hall: Hall, clock: StoppedClock) -> None:
    for wait_s in (0, 60, 900, 901):
        serve(hall, clock, wait_s)
    (total,) = told(hall)
    assert total.waits is not None
    assert total.waits.exact
    shown = (total.waits.n, total.waits.mean_s, total.waits.share_within_goal)
    assert shown == (4, 465.25, 0.75)
    assert (total.waits.median_s, total.waits.max_s) == (480, 901)


def test_an_answered_recall_moves_the_end_of_the_wait(hall: Hall, clock: StoppedClock) -> None:
    at(clock, 8, 0)
    hall.press()
    at(clock, 8, 10)
    called = hall.called()
    at(clock, 8, 12)
    called = hall.step("recall", called)
    at(clock, 8, 12, 30)
    begun = hall.step("start", called)
    at(clock, 8, 20)
    hall.step("finish", begun)
    (total,) = told(hall)
    assert total.waits is not None
    assert (total.waits.mean_s, total.way_mean_s, total.counter_time_mean_s) == (720, 30, 450)


def test_a_transferred_visit_has_a_wait_per_leg_and_its_total_beside(hall: Hall, clock: StoppedClock) -> None:
    hall.open(6)
    hall.press()
    clock.tick(seconds=300)
    begun = hall.step("start", hall.called())
    clock.tick(seconds=60)
    hall.step("transfer", begun, counter=6)
    clock.tick(seconds=120)
    begun = hall.step("start", hall.called(6), 6)
    clock.tick(seconds=60)
    hall.step("finish", begun, 6)
    (total,) = told(hall)
    assert total.waits is not None
    assert (total.waits.n, total.waits.mean_s) == (2, 210)
    assert (total.totals["visits"], total.visit_mean_s) == (1, 420)


def test_a_ticket_that_was_never_called_is_in_no_mean(hall: Hall, clock: StoppedClock) -> None:
    hall.press()
    clock.tick(hours=20)
    hall.open(4)  # the first act of the next morning closes the day
    (total,) = told(hall)
    assert total.waits is None
    assert total.totals["closed_by_system"] == 1
