"""Reports read whole months where those are kept, and say exactly what they would say of the days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from server.actions.figures import projecting, reporting, telling_figures
from server.actions.figures.verifying_figures import problems
from server.actions.house import setting_up
from server.demo.office import demo_office
from server.domain.people import Caller, Role
from server.domain.periods import Period, whole_months
from server.jobs import Jobs
from server.storage import day_figures, month_figures
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import month_figures as kept_months
from server.storage.tables import ticket_fact
from tests.server.actions.figures.imported import import_rows, many
from tests.support.clocks import StoppedClock
from tests.support.figures import simulate
from tests.support.offices import OFFICE, database_made_once

TODAY = date(2024, 3, 20)
PERIODS = [
    Period(date(2023, 12, 5), date(2024, 3, 20)),  # two whole months with ends of days
    Period(date(2024, 1, 1), date(2024, 2, 29)),
    Period(date(2024, 1, 9), date(2024, 1, 9)),
]
BY = ("all", "weekday_hour", *month_figures.DIMENSIONS)
_ANYBODY = Caller(Role.ADMIN, None, "test")


@pytest.fixture
def past(database_place: str) -> Iterator[Database]:
    """Two offices with a quarter behind them, of which nothing is kept as months yet."""
    clock = StoppedClock(datetime(2024, 3, 20, 5, tzinfo=UTC))
    database = database_made_once(database_place, clock, "a quarter of two offices", _write_quarter)
    yield database
    database.close()


def _write_quarter(database: Database) -> None:
    whole = demo_office().model_copy(update={"staff": None})
    other = whole.model_copy(update={"office": whole.office.model_copy(update={"code": "xa"})})
    database.write(lambda tx: setting_up.apply(tx, other))
    for code, seed in ((OFFICE, 4), ("xa", 5)):
        database.write(
            lambda tx, code=code, seed=seed: simulate(  # type: ignore[misc]  # of this turn
                tx, code, date(2023, 12, 18), date(2024, 3, 8), a_day=12, seed=seed
            )
        )


def keep(database: Database, *codes: str) -> int:
    return sum(database.write(partial(projecting.keep_months, code=code, today=TODAY)) for code in codes)


def told(database: Database) -> list[str]:
    """The reports that read months, and the whole, of every period."""
    with database.read() as tx:
        offices = tx.offices.all(tx.connection)
        reports = [
            reporting.waits(tx, offices, period, by=by, only=only)
            for period in PERIODS
            for by, only in [*((by, None) for by in BY), ("service", ("service", "land"))]
        ]
        return [telling_figures.told(report, _ANYBODY).model_dump_json() for report in reports]


def test_the_months_that_are_over_are_kept_once(past: Database) -> None:
    assert keep(past, OFFICE) == 3
    assert keep(past, OFFICE) == 0


def test_reports_say_the_same_of_days_and_of_months(past: Database) -> None:
    by_days = told(past)
    keep(past, OFFICE)
    assert told(past) == by_days, "one of two offices"
    keep(past, "xa")
    assert told(past) == by_days


def test_quantiles_of_many_tickets_are_the_same_too(past: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "EXACT_UP_TO", 10)
    by_days = told(past)
    keep(past, OFFICE, "xa")
    assert told(past) == by_days


def test_published_imports_are_counted_beside_months(past: Database, tmp_path: Path) -> None:
    keep(past, OFFICE, "xa")
    import_rows(past, tmp_path, *many(120, office=OFFICE))
    with_months = told(past)
    past.write(lambda tx: tx.connection.execute(delete(kept_months)))
    assert told(past) == with_months


def test_a_month_whose_day_changes_is_read_by_days_until_it_is_kept_again(past: Database) -> None:
    keep(past, OFFICE, "xa")
    late = (
        ticket_fact.c.office_id == 1,
        ticket_fact.c.day == date(2024, 1, 9),
        ticket_fact.c.wait_us.is_not(None),
    )

    def lengthen(tx: Transaction) -> None:
        longer = update(ticket_fact).where(*late).values(wait_us=ticket_fact.c.wait_us + 60_000_000)
        tx.connection.execute(longer)
        day_figures.rebuild_day(tx, 1, date(2024, 1, 9))

    past.write(lengthen)
    with past.read() as tx:
        january, february = whole_months(PERIODS[1])
        assert month_figures.kept(tx, [1], [january, february]) == {
            january.first: frozenset(),
            february.first: frozenset({1}),
        }
    by_days = told(past)
    assert keep(past, OFFICE) == 1
    assert told(past) == by_days


def test_the_nightly_job_keeps_months_and_nothing_of_the_running_one(past: Database) -> None:
    Jobs(past).reconcile()
    with past.read() as tx:
        months = select(kept_months.c.office_id, kept_months.c.month).distinct()
        assert {tuple(row) for row in tx.connection.execute(months)} == {
            (office, month)
            for office in (1, 2)
            for month in (date(2023, 12, 1), date(2024, 1, 1), date(2024, 2, 1))
        }


def test_a_month_that_does_not_say_what_its_days_say_is_found(past: Database) -> None:
    keep(past, OFFICE)
    with past.read() as tx:
        assert wrong_months(tx) == []
    wrong = update(kept_months).where(
        kept_months.c.dimension == "service",
        kept_months.c.month == date(2024, 1, 1),
        kept_months.c.key == "land",
    )
    past.write(lambda tx: tx.connection.execute(wrong.values(wait_us=kept_months.c.wait_us + 1)))
    with past.read() as tx:
        assert wrong_months(tx) == ["figures of the month 2024-01 by service are not those of its days"]


def wrong_months(tx: Transaction) -> list[str]:
    return [found for found in problems(tx, tx.office(OFFICE)) if "month" in found]


def test_an_office_without_a_past_keeps_nothing(database: Database) -> None:
    assert database.write(lambda tx: projecting.keep_months(tx, OFFICE, TODAY + timedelta(days=1))) == 0
    with database.read() as tx:
        assert tx.connection.execute(select(func.count()).select_from(kept_months)).scalar_one() == 0
