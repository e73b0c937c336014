"""How sure a score is: intervals that know days; and which groups are too small to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from math import sqrt

from server.domain.ranking import Interval
from server.domain.satisfaction import Pool, pooled
from server.domain.verdict import LEAST_DAYS, t_975


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
