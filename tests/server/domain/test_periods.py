"""Periods of reports: whole, half-open nowhere, and defined at every end of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.periods import KINDS, Kind, Period, PeriodInvalid, last_ended, period_of

DATES = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("day", "2026-11-23", "2026-11-23", "2026-11-23"),
        ("week", "2026-11-29", "2026-11-23", "2026-11-29"),
        ("week", "2027-01-01", "2026-12-28", "2027-01-03"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("quarter", "2026-11-23", "2026-10-01", "2026-12-31"),
        ("half_year", "2026-06-30", "2026-01-01", "2026-06-30"),
        ("half_year", "2026-07-01", "2026-07-01", "2026-12-31"),
        ("nine_months", "2026-09-30", "2026-01-01", "2026-09-30"),
        ("year", "2026-05-05", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_day_is_in_one_period_of_each_kind(kind: Kind, day: str, first: str, last: str) -> None:
    found = period_of(kind, date.fromisoformat(day))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_october_is_in_no_nine_months() -> None:
    with pytest.raises(PeriodInvalid, match="September"):
        period_of("nine_months", date(2026, 10, 1))


@given(DATES, st.sampled_from([kind for kind in KINDS if kind != "nine_months"]))
def test_periods_of_a_kind_follow_each_other_without_gap_or_overlap(day: date, kind: Kind) -> None:
    found = period_of(kind, day)
    assert found.first <= day <= found.last
    assert period_of(kind, found.last + timedelta(days=1)).first == found.last + timedelta(days=1)
    assert period_of(kind, found.first - timedelta(days=1)).last == found.first - timedelta(days=1)


@given(DATES, st.sampled_from(KINDS))
def test_the_last_period_that_ended_is_over(day: date, kind: Kind) -> None:
    found = last_ended(kind, day)
    assert found.last < day
    assert found == period_of(kind, found.first)


@given(DATES, st.integers(1, 800))
def test_the_period_before_ends_where_this_one_begins(first: date, days: int) -> None:
    found = Period(first, first + timedelta(days=days - 1))
    assert found.days == days
    assert found.before().last + timedelta(days=1) == found.first


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        ("2026-03-01", "2026-03-31", "2026-02-01"),
        ("2026-01-01", "2026-06-30", "2025-07-01"),
        ("2028-02-01", "2028-02-29", "2028-01-01"),
        ("2026-03-02", "2026-03-31", "2026-01-31"),
    ],
)
def test_whole_months_are_compared_with_as_many_whole_months(first: str, last: str, before: str) -> None:
    assert Period(date.fromisoformat(first), date.fromisoformat(last)).before().first.isoformat() == before


def test_a_period_of_thirty_years_is_one_and_a_day_more_is_a_slip_of_the_pen() -> None:
    first = date(1996, 1, 1)
    assert Period(first, first + timedelta(days=366 * 30 - 1)).days == 366 * 30
    with pytest.raises(PeriodInvalid, match="30 years"):
        Period(first, first + timedelta(days=366 * 30))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(PeriodInvalid, match="ends before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
