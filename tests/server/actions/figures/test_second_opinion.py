"""A simulated year, told by the report and a second, independent way: the same figures to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import polars as pl
import pytest

from server.actions.figures import projecting, reporting, telling_figures
from server.contract.messages.figures import By, WaitFigures
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.storage.database import Database
from tests.server.actions.figures import second_opinion
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office
from tests.support.raw_year import office_of_the_year, write_year

FIRST, LAST = date(2025, 11, 24), date(2026, 11, 20)
YEAR = Period(FIRST, LAST)
ESTIMATED = ("median_s", "p90_s", "p95_s", "all_median_s", "all_p90_s")
ADMIN = Caller(Role.ADMIN, None, "tests")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """250 days of about 120 people each, projected from their events."""
    url = f"sqlite:///{tmp_path_factory.mktemp('year') / 'office.db'}"
    database = database_with_office(url, StoppedClock(), office_of_the_year())
    written = database.write(lambda tx: write_year(tx, OFFICE, FIRST, days=250, people=120))
    assert projecting.follow_all(database) >= written
    yield database
    database.close()


@pytest.fixture(scope="module")
def tickets(database: Database) -> pl.DataFrame:
    with database.read() as tx:
        return second_opinion.tickets(tx, tx.office(OFFICE).id)


def told(database: Database, by: str, period: Period = YEAR, **only: Any) -> dict[str, WaitFigures]:
    """The rows of a report; the total under `all`."""
    with database.read() as tx:
        report = reporting.waits(tx, [tx.office(OFFICE)], period, by=by, **only)
        answer = telling_figures.told(report, ADMIN)
    return {"all": answer.total, **{f"={row.key}": row for row in answer.rows}}


def expected(tickets: pl.DataFrame, by: str, period: Period = YEAR) -> dict[str, dict[str, Any]]:
    first, last = ((day - date(1970, 1, 1)).days for day in (period.first, period.last))
    within = tickets.filter(pl.col("on").is_between(first, last))
    keys = within.partition_by(f"by_{by}", as_dict=True)
    by_key = {f"={key}": second_opinion.figures(some) for (key,), some in keys.items()}
    return {"all": second_opinion.figures(within), **by_key}


def assert_same(row: WaitFigures, figures: dict[str, Any], *, exact: bool) -> None:
    for name, value in figures.items():
        shown = getattr(row, name)
        if not isinstance(value, float):
            assert shown == value, (row.key, name, row)
        elif exact or name not in ESTIMATED:
            assert shown == pytest.approx(value, rel=1e-6), (row.key, name, row)
        else:
            half_a_bin = 2.5 if value <= 3600 else 15 if value <= 4 * 3600 else 150
            # Within a bin nobody knows who was first, called or gone: the next call after it may decide.
            few = name.startswith("all_") and row.n < 10_000
            assert few or abs(shown - value) <= half_a_bin + 5 * name.startswith("all_") + 1e-6, (
                name,
                value,
                row,
            )


@pytest.mark.parametrize("by", get_args(By))
def test_a_year_is_told_as_an_independent_computation_tells_it(
    database: Database, tickets: pl.DataFrame, by: str
) -> None:
    rows, figures = told(database, by), expected(tickets, by)
    assert set(rows) == set(figures)
    for key, row in rows.items():
        assert_same(row, figures[key], exact=True)


@pytest.mark.parametrize("by", ["all", "month", "hour", "service", "clerk", "weekday_hour"])
def test_from_histograms_alone_quantiles_are_off_by_half_a_bin_at_most(
    database: Database, tickets: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setattr(reporting, "EXACT_UP_TO", 0)
    rows, figures = told(database, by), expected(tickets, by)
    for key, row in rows.items():
        assert_same(row, figures[key], exact=False)


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 3, 2), date(2026, 3, 2)),
        Period(date(2026, 3, 2), date(2026, 3, 5)),
        Period(date(2026, 4, 20), date(2026, 5, 10)),  # with holidays
        Period(date(2026, 1, 1), date(2026, 9, 30)),
        Period(date(2000, 1, 1), date(2029, 12, 31)),
    ],
)
def test_every_period_is_told_alike(database: Database, tickets: pl.DataFrame, period: Period) -> None:
    for by in ("day", "service"):
        rows, figures = told(database, by, period), expected(tickets, by, period)
        assert set(rows) == set(figures)
        for key, row in rows.items():
            assert_same(row, figures[key], exact=True)


@pytest.mark.parametrize(
    ("by", "only"),
    [("hour", ("clerk", "hoa")), ("counter", ("service", "land")), ("month", ("channel", "kiosk"))],
)
def test_a_filter_tells_the_same_as_leaving_everybody_else_out(
    database: Database, tickets: pl.DataFrame, by: str, only: tuple[str, str]
) -> None:
    some = tickets.filter(pl.col(f"by_{only[0]}") == only[1])
    rows, figures = told(database, by, only=only), expected(some, by)
    assert set(rows) == set(figures)
    for key, row in rows.items():
        assert_same(row, figures[key], exact=True)


def test_months_made_anew_are_the_same(database: Database) -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert database.write(lambda tx: projecting.reconcile(tx, OFFICE, *march)) == 0
