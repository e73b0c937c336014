"""Ranks that say when nobody can tell: a place is given only where intervals lie clear of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Standing = Literal["ranked", "cannot_tell", "too_few_days"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure would be with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rank:
    """The best and the worst place that one may have among its like; they are the same where `standing` is
    `ranked`, and both None with too few days."""

    best: int | None
    worst: int | None
    standing: Standing


def ranks(intervals: Mapping[str, Interval | None], *, lowest_first: bool) -> dict[str, Rank]:
    """The place of each, 1 the best: the lowest figure, or the highest.

    One stands before another only where its whole interval lies clear of the other's. It is *ranked* when
    every other is clearly before or behind it; else nobody *can tell*, and the best and the worst place that
    it may have is said. Those without an interval have too few days; they are in nobody's way.
    """
    known = {
        key: _turned(one, lowest_first=lowest_first) for key, one in intervals.items() if one is not None
    }
    return {key: _rank(key, known) for key in intervals}


def _turned(interval: Interval, *, lowest_first: bool) -> Interval:
    """So that lower is better."""
    return interval if lowest_first else Interval(-interval.high, -interval.low)


def _rank(key: str, known: Mapping[str, Interval]) -> Rank:
    own = known.get(key)
    if own is None:
        return Rank(None, None, "too_few_days")
    others = [one for other, one in known.items() if other != key]
    best = 1 + sum(one.high < own.low for one in others)
    worst = 1 + len(others) - sum(one.low > own.high for one in others)
    return Rank(best, worst, "ranked" if best == worst else "cannot_tell")
