"""Productivity of an office, lived through at its counters and judged by its own set-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from server.actions.figures import producing, projecting
from server.contract.figures_setup import FiguresSetUp, TargetSetUp
from server.contract.messages.figures import Productivity
from server.demo.office import demo_office
from server.domain.people import Caller
from server.domain.periods import Period
from server.storage.database import Database
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[Hall]:
    """The demo office; its baseline is yesterday, and 1 000 dossiers a year are its target."""
    reading = FiguresSetUp(baseline_from=YESTERDAY, baseline_to=YESTERDAY, dossier_min=5)
    targets = [
        TargetSetUp(year=2026, area="urban", dossiers_per_year=1000),
        TargetSetUp(year=2026, area="mountain", dossiers_per_year=100),
        TargetSetUp(year=2027, area="urban", dossiers_per_year=2000),
    ]
    setup = demo_office().model_copy(update={"figures": reading, "targets": targets})
    clock.tick(days=-1)
    hall = Hall(database_with_office(database_url, clock, setup), clock)
    yield hall
    hall.database.close()


def receive(hall: Hall, clock: StoppedClock, clerk: Caller, minutes: float, *dossiers: str) -> None:
    """Somebody is served for so many minutes and leaves these dossiers."""
    hall.press()
    called = hall.do("call-next", 3, clerk)
    assert called is not None
    begun = hall.do("start", 3, clerk, version=called.version)
    assert begun is not None
    clock.tick(minutes=minutes)
    hall.do("finish", 3, clerk, version=begun.version, dossiers=list(dossiers))


def told(database: Database, code: str, first: date, last: date) -> Productivity:
    projecting.follow_all(database)
    with database.read() as tx:
        return producing.productivities(tx, [tx.office(code)], Period(first, last)).offices[0]


def test_an_office_is_told_its_dossiers_its_forecast_and_its_time_against_the_baseline(
    hall: Hall, clock: StoppedClock
) -> None:
    clerk = hall.staff("hoa")
    hall.do("open", 3, clerk)
    receive(hall, clock, clerk, 30, "H21.65-220914-0001")
    clock.tick(days=1)
    hall.do("open", 3, clerk)
    receive(hall, clock, clerk, 20, "H21.65-220914-0002", "H21.65-220914-0003")
    receive(hall, clock, clerk, 10, "H21.65-220914-0004")
    receive(hall, clock, clerk, 99)  # only a question: no dossier, and no part of the time per dossier
    found = told(hall.database, hall.code, TODAY, TODAY)
    assert (found.dossiers, found.staff_days, found.per_staff_day) == (3, 1, 3)
    assert (found.forecast_a_year, found.target_a_year, found.share_of_target) == (750, 1000, 0.75)
    time = found.dossier_time
    assert (time.per_dossier_s, time.baseline_per_dossier_s) == (600, 1800)
    assert (time.per_ticket_s, time.reduced_by_s, time.reached) == (43 * 60, 1200, True)


def test_two_clerks_on_two_days_are_four_staff_days_at_most(hall: Hall, clock: StoppedClock) -> None:
    for day in range(2):
        clock.tick(days=day)
        for name in ("hoa", "minh"):
            clerk = hall.staff(name)
            hall.do("open", 3, clerk, take_over=True)
            receive(hall, clock, clerk, 5, f"H21.65-220914-{day}{name}")
            receive(hall, clock, clerk, 5)
    assert told(hall.database, hall.code, YESTERDAY, TODAY).staff_days == 4


def test_an_office_without_a_single_ticket_has_no_figures_and_no_division_by_nothing(hall: Hall) -> None:
    found = told(hall.database, hall.code, TODAY, TODAY)
    assert (found.dossiers, found.staff_days) == (0, 0)
    assert (found.per_staff_day, found.forecast_a_year, found.share_of_target) == (None, None, None)
    assert (found.dossier_time.per_dossier_s, found.dossier_time.reached) == (None, None)
