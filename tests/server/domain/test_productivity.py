"""Dossiers per staff-day, and "30 minutes per dossier" in its three readings."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.figure_rules import DossierTime
from server.domain.productivity import Received, forecast_a_year, judged

LAST_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def test_without_a_baseline_nobody_can_say_that_the_time_was_reduced() -> None:
    found = judged(DossierTime("reduce", 1800), per_dossier_s=600, baseline_s=None)
    assert (found.reduced_by_s, found.reached) == (None, None)


@pytest.mark.parametrize(
    ("now_s", "reached"), [(2400, True), (2399.5, True), (2400.5, False), (600, True), (4200, False)]
)
def test_reduced_by_half_an_hour_is_reached_at_exactly_half_an_hour(now_s: float, reached: bool) -> None:
    found = judged(DossierTime("reduce", 1800, LAST_YEAR), per_dossier_s=now_s, baseline_s=4200)
    assert found.reduced_by_s == 4200 - now_s
    assert found.reached is reached


@pytest.mark.parametrize(("mode", "now_s", "reached"), [
    ("max", 1800, True),
    ("max", 1801, False),
    ("max", 60, True),
    ("min", 1800, True),
    ("min", 1799, False),
])  # fmt: skip
def test_the_other_readings_judge_the_time_itself(mode: str, now_s: float, reached: bool) -> None:
    reading = DossierTime("max" if mode == "max" else "min", 1800)
    assert judged(reading, per_dossier_s=now_s, baseline_s=None).reached is reached


def test_by_the_reading_that_is_used_unless_told_otherwise_a_fast_clerk_never_fails() -> None:
    assert DossierTime().mode == "reduce"
    assert judged(DossierTime(), per_dossier_s=30, baseline_s=None).reached is None
    assert judged(DossierTime(baseline=LAST_YEAR), per_dossier_s=30, baseline_s=3600).reached is True


def test_where_nothing_was_received_nothing_is_judged() -> None:
    for reading in (DossierTime("reduce"), DossierTime("max"), DossierTime("min")):
        assert judged(reading, per_dossier_s=None, baseline_s=3600).reached is None


def test_a_staff_day_is_one_member_of_staff_on_one_day() -> None:
    assert Received(30, 6, 600, 500).per_staff_day == 5
    assert Received(0, 0, None, None).per_staff_day is None


def test_a_year_is_foreseen_from_the_days_of_duty() -> None:
    assert forecast_a_year(5.2, 250) == 1300
    assert forecast_a_year(None, 250) is None
