"""Ranks of ratings: told where the days agree, and otherwise that nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.domain.ranking import Interval
from server.domain.rating_scores import by_key, hidden, interval
from server.domain.satisfaction import POINT, Pool

MONDAY = date(2026, 11, 23)


def day(score: float, n: int = 100) -> Pool:
    return Pool(n, 0, 0, round(score * n * 10 * POINT), n * 10 * POINT)


def days(*scores: float, n: int = 100) -> dict[date, Pool]:
    return {MONDAY + timedelta(days=place): day(score, n) for place, score in enumerate(scores)}


def test_the_interval_is_worked_by_hand() -> None:
    # Five days of 100 people: mean .8, deviations -.2…+.2 by .1: s = √.025, se = √(.025/5), t(.975, 4).
    around = interval(days(0.6, 0.7, 0.8, 0.9, 1.0, n=1000))
    assert around is not None
    assert around.low == pytest.approx(0.8 - 2.776445 * (0.025 / 5) ** 0.5)
    assert around.high == pytest.approx(0.8 + 2.776445 * (0.025 / 5) ** 0.5)


def test_few_people_who_agree_leave_much_open() -> None:
    assert interval(days(1, 1, 1, 1, 1, n=2)) == Interval(0.7, 1.0)
    assert interval(days(1, 1, 1, 1, 1, n=200)) == Interval(0.997, 1.0)


def test_four_days_or_no_points_have_no_interval() -> None:
    assert interval(days(0.8, 0.8, 0.8, 0.8)) is None
    assert interval({MONDAY + timedelta(days=place): Pool(3, 12, 3) for place in range(9)}) is None
    assert interval({}) is None


def test_a_single_small_group_is_hidden_with_the_next_smallest() -> None:
    """Else the whole less the others would tell what was hidden."""
    assert hidden({"a": 100, "b": 9, "c": 2}, 5) == {"c", "b"}
    assert hidden({"a": 100, "b": 3, "c": 2}, 5) == {"c", "b"}
    assert hidden({"a": 2}, 5) == {"a"}
    assert hidden({"a": 100, "b": 9}, 5) == set()
    assert hidden({"a": 1}, 0) == set()


def test_days_of_a_group_are_gathered() -> None:
    pools = by_key([("a", MONDAY, day(1)), ("a", MONDAY, day(0)), ("b", MONDAY, day(1))])
    assert pools["a"][MONDAY].n == 200
    assert set(pools) == {"a", "b"}
