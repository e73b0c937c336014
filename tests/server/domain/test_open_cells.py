"""What open data hides cannot be computed from what it tells and the sum of the day."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from server.domain.open_cells import hidden

Counts = dict[str, int]


@pytest.mark.parametrize(
    ("counts", "hides"),
    [
        ({"a": 9, "b": 7, "c": 0}, ""),
        ({"a": 9, "b": 7, "c": 3}, "bc"),  # the smallest other one hides it
        ({"a": 9, "b": 4, "c": 3, "d": 8}, "bcd"),  # two small ones could be known to be small
        ({"a": 9, "b": 1, "c": 1}, "abc"),  # but not two ones alone, whose sum of 2 says it all
        ({"a": 0, "b": 0, "c": 3}, "abc"),  # nothing to hide it: the whole day, its zeros too
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, "abcde"),
        ({"a": 5, "b": 5}, ""),
        ({"a": 5, "b": 0, "c": 0}, "abc"),  # five in all: whoever they came for
        ({"a": 3}, "a"),
        ({}, ""),
    ],
)
def test_small_counts_are_hidden_and_others_with_them(counts: Counts, hides: str) -> None:
    assert hidden(counts, 5) == frozenset(hides)


def test_nothing_is_hidden_where_an_office_hides_nothing() -> None:
    assert hidden({"a": 1, "b": 2}, 1) == frozenset()


def possible(counts: Mapping[str, int], hides: frozenset[str]) -> dict[str, range]:
    """What each hidden count may be for somebody who knows the sum of the day, what is told, and that who is
    hidden was there, unless the whole day is hidden."""
    rest = sum(counts[key] for key in hides)
    least = 0 if hides == counts.keys() else 1
    return {key: range(least, rest - least * (len(hides) - 1) + 1) for key in hides}


@given(
    counts=some.dictionaries(some.sampled_from("abcdefghij"), some.integers(0, 40), min_size=2),
    least=some.integers(1, 12),
)
def test_no_hidden_count_can_be_computed_by_subtraction(counts: Counts, least: int) -> None:
    hides = hidden(counts, least)
    assert all(key in hides for key, count in counts.items() if 0 < count < least)
    for key, values in possible(counts, hides).items():
        assert counts[key] in values
        assert len(values) >= 2, "the sum says it all"
        if hides != counts.keys():
            assert len(values) >= least, "who is hidden could be known to be few"


@given(counts=some.dictionaries(some.sampled_from("abcdef"), some.integers(0, 20)), least=some.integers(1, 9))
def test_what_is_hidden_does_not_depend_on_the_order_of_services(counts: Counts, least: int) -> None:
    assert hidden(dict(reversed(counts.items())), least) == hidden(counts, least)
