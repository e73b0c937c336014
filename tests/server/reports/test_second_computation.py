"""The report of a simulated month, computed once more from the single tickets by another program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars
import pytest

from server.contract.messages.figures import WaitFigures
from server.contract.messages.reports import OfficialReport
from server.reports.official.document import official_pdf
from server.reports.official.words import minutes, percent
from tests.builders import OFFICE
from tests.server.reports import samples
from tests.server.reports.test_official_pdf import words
from tests.support.clocks import StoppedClock
from tests.support.month import fill
from tests.support.offices import database_with_office

LOST = ("no_show", "left", "removed", "closed_by_system")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[OfficialReport, polars.DataFrame]:
    """October's report, and October's tickets."""
    folder: Path = tmp_path_factory.mktemp("month")
    database = database_with_office(f"sqlite:///{folder / 'office.db'}", StoppedClock())
    rows = fill(database, OFFICE, date(2026, 10, 1), date(2026, 10, 31), a_day=45, mean_wait_s=800)
    report = samples.report(database)
    database.close()
    return report, polars.DataFrame(rows, infer_schema_length=None)


def computed(tickets: polars.DataFrame) -> dict[str, float]:
    """Everything that the report tells of some tickets, in seconds and shares."""
    waits = tickets["wait_us"].drop_nulls() / 1e6
    booked = tickets["punctual"].drop_nulls()
    return {
        "n": len(waits),
        "mean_s": waits.sum() / len(waits),
        "median_s": waits.quantile(0.5, "linear"),
        "p90_s": waits.quantile(0.9, "linear"),
        "p95_s": waits.quantile(0.95, "linear"),
        "max_s": waits.max(),
        "share_within_goal": (waits <= 900).sum() / len(waits),
        "share_over_30min": (waits > 1800).sum() / len(waits),
        "days": tickets.filter(polars.col("wait_us").is_not_null())["day"].n_unique(),
        "way_mean_s": tickets["way_us"].drop_nulls().mean() / 1e6,
        "counter_time_mean_s": tickets["counter_us"].drop_nulls().mean() / 1e6,
        "dossiers": tickets["dossiers"].sum(),
        "calls": tickets["calls"].sum(),
        "out_of_order_share": tickets["out_of_order"].sum() / tickets["calls"].sum(),
        "punctual_share": booked.sum() / len(booked),
        "booked": len(booked),
        **{name: (tickets["outcome"] == name).sum() for name in LOST},
        **{
            f"{name}_waited_s": tickets.filter(polars.col("outcome") == name)["lost_us"].sum() / 1e6
            for name in LOST
        },
    }  # type: ignore[return-value]  # polars says that any cell might be anything


def agrees(row: WaitFigures, tickets: polars.DataFrame) -> None:
    for name, value in computed(tickets).items():
        assert getattr(row, name) == pytest.approx(value, rel=1e-9), f"{name} of {row.key}"


def test_the_whole_month(month: tuple[OfficialReport, polars.DataFrame]) -> None:
    report, tickets = month
    assert report.quantiles == "exact"
    agrees(report.total, tickets)


def test_every_service_day_and_half_hour(month: tuple[OfficialReport, polars.DataFrame]) -> None:
    report, tickets = month
    for row in report.by_service:
        agrees(row, tickets.filter(polars.col("service") == row.key))
    for row in report.by_time:
        agrees(row, tickets.filter(polars.col("day") == date.fromisoformat(row.key)))
    hour = polars.col("half_hour")
    for row in report.by_half_hour:
        if row.n > 5:
            agrees(row, tickets.filter(hour == int(row.key[:2]) * 2 + int(row.key[3:]) // 30))
    parts = (report.by_service, report.by_time, report.by_half_hour)
    assert {sum(row.n for row in rows) for rows in parts} == {report.total.n}


def test_the_verdict_knows_days(month: tuple[OfficialReport, polars.DataFrame]) -> None:
    report, tickets = month
    days = tickets.drop_nulls("wait_us").group_by("day").agg(
        polars.col("wait_us").sum().alias("t") / 1e6, polars.len().alias("n")
    )  # fmt: skip
    mean = days["t"].sum() / days["n"].sum()
    residuals = ((days["t"] - mean * days["n"]) ** 2).sum()
    d = len(days)
    margin = 2.0796138447 * (d / (d - 1) * residuals) ** 0.5 / days["n"].sum()  # t(0.975, 21)
    assert d == 22
    assert report.total.low_s == pytest.approx(mean - margin, rel=1e-6)
    assert report.total.high_s == pytest.approx(mean + margin, rel=1e-6)


def test_the_document_shows_these_numbers(month: tuple[OfficialReport, polars.DataFrame]) -> None:
    report, tickets = month
    text, found = words(official_pdf(report)), computed(tickets)
    assert f"Thời gian chờ trung bình là {minutes(found['mean_s'])} phút" in text
    for name in ("median_s", "p90_s", "max_s"):
        assert minutes(found[name]) in text
    assert f"không quá 15 phút là {percent(found['share_within_goal'])}" in text
    assert f"đã phục vụ {int(found['n'])} lượt trong 22 ngày" in text
