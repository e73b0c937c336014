"""The verdict: the mean against the goal, with an interval that knows that days differ."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.figures import DayWaits, summary
from server.domain.verdict import t_975, verdict

DAYS = st.lists(st.lists(st.floats(0, 7200), min_size=1, max_size=30), min_size=5, max_size=25)


def day(n: int, mean_min: float) -> DayWaits:
    return DayWaits(n, n * mean_min * 60)


@pytest.mark.parametrize(
    ("degrees", "point"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (21, 2.080),
     (30, 2.042), (60, 2.000), (100, 1.984), (365, 1.966)],
)  # fmt: skip
def test_student_points_are_those_of_the_printed_tables(degrees: int, point: float) -> None:
    assert t_975(degrees) == pytest.approx(point, abs=0.0005)


def test_the_interval_is_worked_by_hand() -> None:
    # Means 10, 12, 14, 16, 18 min, 100 people each: m = 14, s = √10, se = √(10/5), t(0.975, 4) = 2.7764.
    told = verdict([day(100, mean) for mean in (10, 12, 14, 16, 18)], 900)
    assert told is not None
    assert told.mean_s == 840
    assert told.low_s == pytest.approx(840 - 60 * 2.776445 * 2**0.5)
    assert told.high_s == pytest.approx(840 + 60 * 2.776445 * 2**0.5)
    assert (told.reached, told.verdict) == (True, "cannot_tell")


def test_a_goal_that_would_hold_is_met() -> None:
    told = verdict([day(80, mean) for mean in (10, 10.5, 11, 10, 9.5)], 900)
    assert told is not None
    assert (told.reached, told.verdict) == (True, "met")


def test_a_goal_that_would_not_hold_is_not_met() -> None:
    told = verdict([day(80, mean) for mean in (20, 20.5, 21, 20, 19.5)], 900)
    assert told is not None
    assert (told.reached, told.verdict) == (False, "not_met")


def test_exactly_the_goal_every_day_is_met() -> None:
    told = verdict([day(10, 15)] * 5, 900)
    assert told is not None
    assert (told.low_s, told.high_s, told.reached, told.verdict) == (900, 900, True, "met")


def test_four_days_are_too_few_whatever_they_show() -> None:
    told = verdict([day(500, 1)] * 4 + [DayWaits(0, 0.0)] * 3, 900)
    assert told is not None
    assert (told.low_s, told.high_s, told.reached, told.verdict) == (None, None, True, "too_few_days")


def test_days_without_anybody_have_no_verdict() -> None:
    assert verdict([DayWaits(0, 0.0)], 900) is None


@given(DAYS)
def test_the_mean_of_a_verdict_is_the_pooled_mean(days: list[list[float]]) -> None:
    told = verdict([DayWaits(len(waits), sum(waits)) for waits in days], 900)
    pooled = summary([wait for waits in days for wait in waits], 900)
    assert told is not None
    assert pooled is not None
    assert told.low_s is not None
    assert told.high_s is not None
    assert told.mean_s == pytest.approx(pooled.mean_s)
    assert told.low_s <= told.mean_s <= told.high_s


def test_the_interval_covers_the_truth_when_days_differ_more_than_people() -> None:
    chance, covered = Random(7), 0
    for _ in range(1000):
        days = []
        for _ in range(22):
            mean_s = chance.gauss(800, 200)
            waits = [chance.gauss(mean_s, 300) for _ in range(chance.randint(20, 60))]
            days.append(DayWaits(len(waits), sum(waits)))
        told = verdict(days, 900)
        assert told is not None
        covered += (told.low_s or 0) <= 800 <= (told.high_s or 0)
    assert 0.925 <= covered / 1000 <= 0.97
