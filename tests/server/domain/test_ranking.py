"""Ranks: who stands before whom, and when nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.ranking import Interval, Rank, ranks

BOUNDS = st.dictionaries(st.text(max_size=3), st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=12)


def placed(*, lowest_first: bool, **bounds: tuple[float, float] | None) -> dict[str, Rank]:
    known = {key: None if pair is None else Interval(*pair) for key, pair in bounds.items()}
    return ranks(known, lowest_first=lowest_first)


@pytest.mark.parametrize(("lowest_first", "order"), [(True, "bca"), (False, "acb")])
def test_those_whose_intervals_lie_apart_are_ranked_from_the_lowest_or_the_highest(
    lowest_first: bool, order: str
) -> None:
    found = placed(lowest_first=lowest_first, a=(90, 95), b=(50, 60), c=(70, 80))
    assert found == {key: Rank(place, place, "ranked") for place, key in enumerate(order, 1)}


def test_those_whose_intervals_overlap_cannot_tell_and_know_their_best_and_worst_place() -> None:
    found = placed(lowest_first=True, a=(10, 20), b=(15, 25), c=(80, 90), new=None)
    assert found["a"] == found["b"] == Rank(1, 2, "cannot_tell")
    assert found["c"] == Rank(3, 3, "ranked")
    assert found["new"] == Rank(None, None, "too_few_days")


def test_intervals_that_touch_cannot_tell() -> None:
    assert placed(lowest_first=True, a=(10, 20), b=(20, 30))["a"].standing == "cannot_tell"


@given(BOUNDS, st.booleans())
def test_who_is_ranked_has_a_place_of_their_own(
    bounds: dict[str, tuple[float, float]], lowest_first: bool
) -> None:
    known = {key: Interval(min(pair), max(pair)) for key, pair in bounds.items()}
    found = ranks(known, lowest_first=lowest_first)
    own = [rank.best for rank in found.values() if rank.standing == "ranked"]
    assert len(own) == len(set(own))
    assert all(1 <= (rank.best or 0) <= (rank.worst or 0) <= len(found) for rank in found.values())
