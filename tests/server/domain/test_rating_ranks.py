"""Ranks of ratings: told where the days agree, and otherwise that nobody can tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.rating_ranks import Interval, by_key, hidden, interval, ranks
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


def test_groups_are_ranked_where_their_intervals_lie_apart() -> None:
    placed = ranks({"a": Interval(0.9, 0.95), "b": Interval(0.5, 0.6), "c": Interval(0.7, 0.8)})
    assert {key: (rank.best, rank.worst, rank.standing) for key, rank in placed.items()} == {
        "a": (1, 1, "ranked"),
        "c": (2, 2, "ranked"),
        "b": (3, 3, "ranked"),
    }


def test_groups_whose_intervals_overlap_cannot_tell() -> None:
    placed = ranks({"a": Interval(0.8, 0.9), "b": Interval(0.85, 0.95), "c": Interval(0.1, 0.2), "new": None})
    assert [(placed[key].best, placed[key].worst) for key in ("a", "b", "c")] == [(1, 2), (1, 2), (3, 3)]
    assert (placed["a"].standing, placed["c"].standing) == ("cannot_tell", "ranked")
    assert (placed["new"].best, placed["new"].standing) == (None, "too_few_days")


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12))
def test_who_is_ranked_has_a_place_of_their_own(bounds: dict[str, tuple[float, float]]) -> None:
    placed = ranks({key: Interval(min(pair), max(pair)) for key, pair in bounds.items()})
    own = [rank.best for rank in placed.values() if rank.standing == "ranked"]
    assert len(own) == len(set(own))
    assert all(1 <= (rank.best or 0) <= (rank.worst or 0) <= len(placed) for rank in placed.values())


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
