"""Who is rated better: scores with intervals that know days, and ranks that say when nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Literal

from server.domain.satisfaction import Pool, pooled
from server.domain.verdict import LEAST_DAYS, t_975

Standing = Literal["ranked", "cannot_tell", "too_few_days"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the score (0 to 1) would be with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rank:
    """The best and the worst place that a group may have among its like; they are the same where
    `standing` is `ranked`, and both None with too few days."""

    best: int | None
    worst: int | None
    standing: Standing


def interval(days: Mapping[date, Pool]) -> Interval | None:
    """The 95 % interval of a score, clustered by day as `server.domain.verdict` does for waits: with P_d
    points out of M_d on day d and r = ΣP/ΣM, se = sqrt(D/(D-1) · Σ(P_d - r·M_d)²) / ΣM.

    Never narrower than 3/n to either side: n people who agree leave so much open (the rule of three,
    Hanley & Lippman-Hand, JAMA 1983), or five kind days would look like certainty. None with fewer than
    `LEAST_DAYS` days, or without points.
    """
    counted = [pool for pool in days.values() if pool.most]
    if len(counted) < LEAST_DAYS:
        return None
    whole, d = pooled(counted), len(counted)
    score = whole.points / whole.most
    residuals = sum(((pool.points - score * pool.most) / whole.most) ** 2 for pool in counted)
    margin = max(t_975(d - 1) * sqrt(d / (d - 1) * residuals), 3 / whole.n)
    return Interval(max(0.0, score - margin), min(1.0, score + margin))


def ranks(intervals: Mapping[str, Interval | None]) -> dict[str, Rank]:
    """The place of each group, 1 the best. A group stands above another only where its whole interval
    lies above the other's. One is *ranked* when every other is clearly above or below it; where an
    interval overlaps another's, both *cannot tell*, and the best and worst place that each may have is
    said. Groups without an interval have too few days; they are in nobody's way."""
    known = {key: one for key, one in intervals.items() if one is not None}
    return {key: _rank(key, known) for key in intervals}


def _rank(key: str, known: Mapping[str, Interval]) -> Rank:
    own = known.get(key)
    if own is None:
        return Rank(None, None, "too_few_days")
    others = [one for other, one in known.items() if other != key]
    best = 1 + sum(one.low > own.high for one in others)
    worst = 1 + len(others) - sum(one.high < own.low for one in others)
    return Rank(best, worst, "ranked" if best == worst else "cannot_tell")


def hidden(sizes: Mapping[str, int], least: int) -> set[str]:
    """Which groups are not shown where people could be recognised: those of fewer than `least`; and where
    that is a single one, the next smallest with it, because the whole less the others would tell it."""
    small = {key for key, n in sizes.items() if n < least}
    others = sorted((n, key) for key, n in sizes.items() if key not in small)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return small


def by_key(rows: Iterable[tuple[str, date, Pool]]) -> dict[str, dict[date, Pool]]:
    """Pools of key and day, gathered by key; what comes twice is added."""
    found: dict[str, dict[date, Pool]] = {}
    for key, day, pool in rows:
        days = found.setdefault(key, {})
        days[day] = days.get(day, Pool()) + pool
    return found
