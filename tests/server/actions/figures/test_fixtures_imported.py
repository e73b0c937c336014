"""The reference cases of the definition, imported as the log of another machine and read from the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from server.actions.figures import reporting
from server.domain.period_figures import Figures
from server.domain.periods import Period
from server.storage.database import Database
from tests.server.actions.figures.imported import import_rows
from tests.server.actions.figures.test_fixtures import office_from_seven, waits_of
from tests.server.ticket_log.builders import row
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office

DAY = date(2026, 11, 20)
TIMES = ("issued_at", "slot", "checked_in_at", "called_at", "started_at", "finished_at")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Database]:
    """Open 07:00–11:30 and 13:00–17:00; it is the week after the logged day."""
    clock = StoppedClock(datetime(2026, 11, 23, 2, tzinfo=UTC))
    database = database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock, office_from_seven())
    yield database
    database.close()


def logged(number: str, **walls: str) -> str:
    """A row of the log; times on the office's wall, empty for what did not happen."""
    return row(number=number, **{name: when(at) if name in TIMES else at for name, at in walls.items()})


def when(wall: str) -> str:
    return f"{DAY}T{wall}+07:00" if wall else ""


def served(number: str, issued: str, called: str, started: str = "", finished: str = "") -> str:
    begun = started or called
    return logged(number, issued_at=issued, called_at=called, started_at=begun, finished_at=finished or begun)


def told(database: Database, folder: Path, *rows: str) -> Figures[str]:
    assert import_rows(database, folder, *rows).problems.count == 0
    with database.read() as tx:
        return reporting.waits(tx, [tx.office(OFFICE)], Period(DAY, DAY)).total


def test_four_waits_give_the_figures_of_the_definition(office: Database, tmp_path: Path) -> None:
    calls = {"A001": "08:00:00", "A002": "08:01:00", "A003": "08:15:00", "A004": "08:15:01"}
    rows = [served(number, "08:00:00", called) for number, called in calls.items()]
    waits = told(office, tmp_path, *rows).waits
    assert waits is not None
    assert (waits.n, waits.mean_s, waits.share_within_goal) == (4, 465.25, 0.75)
    assert (waits.median_s, waits.max_s) == (480, 901)


def test_the_last_call_ends_the_wait(office: Database, tmp_path: Path) -> None:
    total = told(office, tmp_path, served("A001", "08:00:00", "08:12:00", "08:12:30", "08:20:00"))
    assert total.waits is not None
    assert (total.waits.mean_s, total.way_mean_s, total.counter_time_mean_s) == (720, 30, 450)


@pytest.mark.parametrize(
    ("came", "called", "waits"),
    [("08:35:00", "09:04:00", (240, 1740, 240)), ("09:20:00", "09:26:00", (360,) * 3)],
)
def test_a_booking_waits_from_its_slot_or_from_its_check_in(
    office: Database, tmp_path: Path, came: str, called: str, waits: tuple[float, float, float]
) -> None:
    times = {"called_at": called, "started_at": called, "finished_at": "09:40:00"}
    booked = logged("A001", issued_at=came, slot="09:00:00", checked_in_at=came, **times)
    total = told(office, tmp_path, booked.replace(",kiosk,", ",appointment,"))
    assert waits_of(total) == waits
    assert (total.totals["booked"], total.punctual_share) == (1, 1)


def test_nobody_waits_before_tickets_are_given(office: Database, tmp_path: Path) -> None:
    assert waits_of(told(office, tmp_path, served("A001", "06:50:00", "07:05:00"))) == (300, 900, 300)


def test_lunch_is_part_of_the_wait_and_taken_out_beside_it(office: Database, tmp_path: Path) -> None:
    assert waits_of(told(office, tmp_path, served("A001", "11:20:00", "13:10:00"))) == (6600, 6600, 1200)


def test_a_transferred_visit_has_a_wait_per_leg_and_its_total_beside(
    office: Database, tmp_path: Path
) -> None:
    first = logged(
        "A001",
        issued_at="08:00:00",
        called_at="08:05:00",
        started_at="08:05:00",
        finished_at="08:10:00",
        outcome="transferred",
    )
    total = told(office, tmp_path, first, served("A001", "08:10:00", "08:12:00"))
    assert total.waits is not None
    assert (total.waits.n, total.waits.mean_s, total.visit_mean_s) == (2, 210, 420)


def test_a_ticket_that_was_never_called_is_in_no_mean(office: Database, tmp_path: Path) -> None:
    nothing = dict.fromkeys(("called_at", "started_at", "counter", "clerk"), "")
    total = told(
        office,
        tmp_path,
        logged("A001", issued_at="08:00:00", finished_at="17:00:00", **nothing, outcome="closed_by_system"),
    )
    assert total.waits is None
    assert total.totals["closed_by_system"] == 1
