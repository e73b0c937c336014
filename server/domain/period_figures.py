"""The figures of a period, from the sums of its days: pooled over tickets, with the verdict over days.

Seconds and shares from 0 to 1, rounded by nobody here; None where there is nothing to tell, never NaN.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any, Generic, TypeVar

import numpy as np

from server.domain import figures
from server.domain.day_figures import TOTALS, DayRow, Histogram, middles_us
from server.domain.figures import LONG_WAIT_S, DayWaits
from server.domain.verdict import Verdict, verdict

Key = TypeVar("Key", bound=Hashable)
_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Times:
    """Every wait and every time waited in vain, in microseconds: what exact quantiles are made of."""

    waits_us: Sequence[int]
    losses_us: Sequence[int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Added-up days: `totals` by the names of `TOTALS`, `days` by date."""

    totals: Mapping[str, int]
    longest_us: int
    waits: Histogram
    losses: Histogram
    days: Mapping[date, DayWaits]

    @classmethod
    def nothing(cls) -> Gathered:
        """Days on which nobody came."""
        return cls(dict.fromkeys(TOTALS, 0), 0, Histogram.of(()), Histogram.of(()), {})


@dataclass(frozen=True, slots=True)
class Waits:
    """The answered waits of a period, always told together; `exact` where quantiles are no estimates."""

    n: int
    mean_s: float
    median_s: float
    p90_s: float
    p95_s: float
    max_s: float
    share_within_goal: float
    share_over_30min: float
    raw_mean_s: float
    in_hours_mean_s: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Estimates:
    """What `n` citizens were told of their waits, beside what they felt: from then until the answered call.

    The estimate is the middle of the range that was told. `mae_s` is the mean of how far waits were from
    it, `bias_s` by how much longer they were (less than 0: shorter). The range goes from the 10 % to the
    90 % point of the wait, so that of good ranges 80 % hold (`share_inside`, both ends included) and at
    most 10 % are called later than their upper end.
    """

    n: int
    mae_s: float | None
    bias_s: float | None
    share_inside: float | None
    share_later: float | None


@dataclass(frozen=True, slots=True)
class Figures(Generic[Key]):
    """Everything that is told of one key. `waits` None: nobody was answered.

    `all_median_s` and `all_p90_s` count those who gave up as waiting longer (Kaplan–Meier); None where
    too many gave up to tell.
    """

    key: Key
    waits: Waits | None
    verdict: Verdict | None
    days: int
    totals: Mapping[str, int]
    visit_mean_s: float | None
    way_mean_s: float | None
    counter_time_mean_s: float | None
    counter_time_per_dossier_s: float | None
    held_mean_s: float | None
    all_median_s: float | None
    all_p90_s: float | None
    no_show_share: float | None
    punctual_share: float | None
    out_of_order_share: float | None
    estimates: Estimates


DayWait = tuple[Key, date, int, int]
"""A key, a day, how many were answered on it, and how long they waited in all, in microseconds."""


def gathered(
    rows: Sequence[DayRow], keys: Sequence[Key], days: Sequence[DayWait[Key]] | None = None
) -> dict[Key, Gathered]:
    """Days added up by key, one key for each row; keys in their order of appearance.

    `days` are told where the rows are sums of several days; else each row is of its own day.
    """
    number: dict[Key, int] = {}
    group = np.fromiter((number.setdefault(key, len(number)) for key in keys), np.int64, len(keys))
    if not len(group):
        return {}
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(number)))
    table = np.array([row.totals for row in rows], dtype=np.int64)
    longest = np.array([row.longest_us for row in rows], dtype=np.int64)
    totals = np.add.reduceat(table[order], starts, axis=0)
    longest = np.maximum.reduceat(longest[order], starts)
    if days is None:
        days = [
            (key, row.day, row.totals[_N], row.totals[_WAIT]) for key, row in zip(keys, rows, strict=True)
        ]
    of_days = _by_day(days)
    found = {}
    for (key, at), chosen in zip(number.items(), np.split(order, starts[1:]), strict=True):
        of_key = [rows[place] for place in chosen]
        found[key] = Gathered(
            totals=dict(zip(TOTALS, totals[at].tolist(), strict=True)),
            longest_us=int(longest[at]),
            waits=Histogram.unpacked(row.waits for row in of_key),
            losses=Histogram.unpacked(row.losses for row in of_key),
            days=_answered(of_days[key]),
        )
    return found


_N, _WAIT = TOTALS.index("n"), TOTALS.index("wait_us")
_Sums = tuple[int, int]


def _by_day(days: Sequence[DayWait[Key]]) -> defaultdict[Key, dict[date, _Sums]]:
    """How many were answered on each day, and the sum of their waits."""
    found: defaultdict[Key, dict[date, _Sums]] = defaultdict(dict)
    for key, day, n, wait_us in days:
        before = found[key].get(day, (0, 0))
        found[key][day] = before[0] + n, before[1] + wait_us
    return found


def _answered(days: Mapping[date, _Sums]) -> dict[date, DayWaits]:
    """The days with answered legs, in order."""
    return {day: DayWaits(n, wait_us / _US) for day, (n, wait_us) in sorted(days.items()) if n}


def together(parts: Collection[Gathered]) -> Gathered:
    """The parts added up."""
    if not parts:
        return Gathered.nothing()
    n: Counter[date] = Counter()
    total_s: defaultdict[date, list[float]] = defaultdict(list)
    for part in parts:
        for day, waits in part.days.items():
            n[day] += waits.n
            total_s[day].append(waits.total_s)
    return Gathered(
        totals={name: sum(part.totals[name] for part in parts) for name in TOTALS},
        longest_us=max(part.longest_us for part in parts),
        waits=Histogram(np.sum([part.waits.counts for part in parts], axis=0)),
        losses=Histogram(np.sum([part.losses.counts for part in parts], axis=0)),
        days={day: DayWaits(n[day], fsum(total_s[day])) for day in sorted(n)},
    )


def figures_of(key: Key, found: Gathered, goal_s: float, times: Times | None = None) -> Figures[Key]:
    """The figures of one key; with `times` the quantiles are exact."""
    totals = found.totals
    all_median, all_p90 = _survival(found, times, (0.5, 0.9))
    ended = sum(totals[name] for name in ("n", "no_show", "left", "removed", "closed_by_system"))
    return Figures(
        key=key,
        waits=_waits(found, goal_s, times),
        verdict=verdict(found.days.values(), goal_s),
        days=len(found.days),
        totals=totals,
        visit_mean_s=_seconds(totals["visit_us"], totals["visits"]),
        way_mean_s=_seconds(totals["way_us"], totals["way_n"]),
        counter_time_mean_s=_seconds(totals["counter_us"], totals["counter_n"]),
        counter_time_per_dossier_s=_seconds(totals["dossier_us"], totals["dossiers"]),
        held_mean_s=_seconds(totals["held_us"], totals["n"]),
        all_median_s=all_median,
        all_p90_s=all_p90,
        no_show_share=_share(totals["no_show"], ended),
        punctual_share=_share(totals["punctual"], totals["booked"]),
        out_of_order_share=_share(totals["out_of_order"], totals["calls"]),
        estimates=_estimates(totals),
    )


def _estimates(totals: Mapping[str, int]) -> Estimates:
    told = totals["told"]
    return Estimates(
        n=told,
        mae_s=_seconds(totals["told_off_us"], told),
        bias_s=_seconds(totals["told_over_us"], told),
        share_inside=_share(totals["told_inside"], told),
        share_later=_share(totals["told_later"], told),
    )


def _waits(found: Gathered, goal_s: float, times: Times | None) -> Waits | None:
    totals, n = found.totals, found.totals["n"]
    if not n:
        return None
    shape = _exact(times, goal_s) if times is not None else _estimated(found, goal_s)
    return Waits(
        n=n,
        mean_s=totals["wait_us"] / n / _US,
        max_s=found.longest_us / _US,
        raw_mean_s=totals["raw_us"] / n / _US,
        in_hours_mean_s=totals["in_hours_us"] / n / _US,
        exact=times is not None,
        **shape,
    )


def _exact(times: Times, goal_s: float) -> dict[str, float]:
    ordered = sorted(times.waits_us)
    within = sum(wait <= goal_s * _US for wait in ordered)
    over = sum(wait > LONG_WAIT_S * _US for wait in ordered)
    return {
        "median_s": figures.quantile(ordered, 0.5) / _US,
        "p90_s": figures.quantile(ordered, 0.9) / _US,
        "p95_s": figures.quantile(ordered, 0.95) / _US,
        "share_within_goal": within / len(ordered),
        "share_over_30min": over / len(ordered),
    }


def _estimated(found: Gathered, goal_s: float) -> dict[str, float]:
    waits, n = found.waits, found.waits.n
    return {
        "median_s": waits.quantile_us(0.5, found.longest_us) / _US,
        "p90_s": waits.quantile_us(0.9, found.longest_us) / _US,
        "p95_s": waits.quantile_us(0.95, found.longest_us) / _US,
        "share_within_goal": waits.at_most(round(goal_s * _US)) / n,
        "share_over_30min": 1 - waits.at_most(round(LONG_WAIT_S * _US)) / n,
    }


def _survival(found: Gathered, times: Times | None, shares: Iterable[float]) -> list[float | None]:
    """By when each share of all who came was called: Kaplan & Meier, JASA 53 (1958).

    Those who gave up are censored at the time they had waited; at equal times calls come first.
    """
    if times is not None:
        moments, place = np.unique(
            np.array([*times.waits_us, *times.losses_us], dtype=np.float64), return_inverse=True
        )
        called = np.bincount(place[: len(times.waits_us)], minlength=len(moments))
        lost = np.bincount(place[len(times.waits_us) :], minlength=len(moments))
    else:
        moments, called, lost = middles_us(), found.waits.counts, found.losses.counts
    gone = called + lost
    at_risk = gone.sum() - np.cumsum(gone) + gone
    with np.errstate(invalid="ignore", divide="ignore"):
        remaining = np.cumprod(np.where(at_risk > 0, 1 - called / at_risk, 1.0))
    return [_first_below(moments, remaining, share) for share in shares]


def _first_below(moments: Any, remaining: Any, share: float) -> float | None:
    reached = np.flatnonzero(remaining <= 1 - share + 1e-12)  # what rounding may add to a product of shares
    return float(moments[reached[0]]) / _US if len(reached) else None


def _seconds(total_us: int, count: int) -> float | None:
    return total_us / count / _US if count else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
