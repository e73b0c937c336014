"""Sums of many facts: counts, totals in microseconds and fine histograms, which simply add up.

A mean is a sum divided by a count, over whatever was added: never an average of averages. Quantiles come
from the histogram: they are exact to within half the width of one of its bins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from server.domain.tickets import TicketState

DIMENSIONS = ("all", "hour", "service", "counter", "clerk", "category", "channel")
"""What sums are kept by, one at a time and never their product; `hour` is the half-hour."""

TOTALS = (
    *("n", "wait_us", "raw_us", "in_hours_us", "visits", "visit_us", "way_n", "way_us"),
    *("counter_n", "counter_us", "held_us", "dossiers", "dossier_us", "inferred", "too_short", "too_long"),
    *("no_show", "no_show_us", "left", "left_us", "removed", "removed_us"),
    *("closed_by_system", "closed_by_system_us", "calls", "out_of_order", "booked", "punctual"),
    *("told", "told_off_us", "told_over_us", "told_inside", "told_later"),
)
"""What adds up; `longest_us` is a maximum.

`told…` are of the answered ones with a range that was told when their number was given. The wait compared is
the raw one, from that moment on; the estimate is the middle of the range: `told_off_us` adds up how far waits
were from it, `told_over_us` by how much longer (shorter: less than 0). `told_inside` the range, both ends
included; `told_later` than its upper end.
"""

SHORT_SERVICE_US = 30 * 1_000_000
LONG_SERVICE_US = 3 * 3600 * 1_000_000
"""A service shorter or longer than this is told as doubtful data."""

_S = 1_000_000
_EDGES = np.concatenate(
    [
        np.arange(0, 3600 + 1, 5, dtype=np.int64),
        np.arange(3630, 4 * 3600 + 1, 30, dtype=np.int64),
        np.arange(4 * 3600 + 300, 36 * 3600 + 1, 300, dtype=np.int64),
    ]
) * np.int64(_S)
"""Upper edges of the bins in microseconds, each included in its bin, so that "at most 15 minutes" is a sum
of whole bins: 5 s wide up to an hour, 30 s up to 4 hours, 5 min up to 36 hours. The first is exactly 0."""
_BINS = len(_EDGES) + 1
_LOWER = np.concatenate([[0, 0], _EDGES[1:]])
_PAIR = np.dtype("<u2")
_MOST_IN_A_PAIR = 65_535

Ints = npt.NDArray[np.int64]


class Histogram:
    """How many durations fell into each bin."""

    __slots__ = ("counts",)

    def __init__(self, counts: Ints) -> None:
        self.counts = counts

    @classmethod
    def of(cls, durations_us: Iterable[int]) -> Histogram:
        """The histogram of these durations."""
        values = np.fromiter(durations_us, dtype=np.int64)
        return cls(np.bincount(_bin_of(values), minlength=_BINS).astype(np.int64))

    @classmethod
    def unpacked(cls, packed: Iterable[bytes]) -> Histogram:
        """The sum of packed histograms."""
        pairs = np.frombuffer(b"".join(packed), dtype=_PAIR).reshape(-1, 2)
        counts = np.bincount(pairs[:, 0], weights=pairs[:, 1], minlength=_BINS)
        return cls(counts.astype(np.int64))

    def packed(self) -> bytes:
        """Pairs of bin and count, each 16 bits; what does not fit is said again."""
        return _packed(np.flatnonzero(self.counts), self.counts[np.flatnonzero(self.counts)])

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    def at_most(self, limit_us: int) -> float:
        """How many durations are at most this long; exact where the limit is the edge of a bin."""
        bin_ = int(np.searchsorted(_EDGES, limit_us, side="left"))
        if bin_ >= len(_EDGES) or _EDGES[bin_] == limit_us:
            return float(self.counts[: bin_ + 1].sum())
        share = (limit_us - int(_LOWER[bin_])) / (int(_EDGES[bin_]) - int(_LOWER[bin_]))
        return float(self.counts[:bin_].sum()) + share * float(self.counts[bin_])

    def quantile_us(self, share: float, longest_us: int) -> float:
        """The type 7 quantile, every duration taken as the middle of its bin, and the longest as it is."""
        place = share * (self.n - 1)
        below = int(place)
        lower = self._ordered_us(below, longest_us)
        upper = self._ordered_us(min(below + 1, self.n - 1), longest_us)
        return lower + (place - below) * (upper - lower)

    def _ordered_us(self, rank: int, longest_us: int) -> float:
        """The duration of a rank (from 0), to within half a bin."""
        bin_ = int(np.searchsorted(np.cumsum(self.counts), rank, side="right"))
        if rank == self.n - 1 or bin_ >= len(_EDGES):
            return float(longest_us)
        return min(float(longest_us), (int(_LOWER[bin_]) + int(_EDGES[bin_])) / 2)


def middles_us() -> npt.NDArray[np.float64]:
    """The middle of every bin, in microseconds."""
    return np.append((_LOWER[:-1] + _EDGES) / 2, float(_EDGES[-1]))


def _bin_of(durations_us: Ints) -> Ints:
    return np.searchsorted(_EDGES, durations_us, side="left").astype(np.int64)


def _packed(bins: Ints, counts: Ints) -> bytes:
    """Most counts fit; one that does not is said several times."""
    while counts.size and int(counts.max()) > _MOST_IN_A_PAIR:
        over = np.flatnonzero(counts > _MOST_IN_A_PAIR)
        bins = np.concatenate([bins, bins[over]])
        counts = np.concatenate([np.minimum(counts, _MOST_IN_A_PAIR), counts[over] - _MOST_IN_A_PAIR])
    return np.stack([bins, counts], axis=1).astype(_PAIR).tobytes()


@dataclass(frozen=True, slots=True)
class DaySums:
    """The sums of one day under one key of a dimension, as they are kept; `totals` as in `TOTALS`."""

    dimension: str
    key: str
    totals: tuple[int, ...]
    longest_us: int
    waits: bytes
    losses: bytes


class DayRow(NamedTuple):
    """The sums of an office's day under one key, to be added up with others."""

    office_id: int
    day: date
    key: str
    longest_us: int
    waits: bytes
    losses: bytes
    totals: tuple[int, ...]


_LOST = {
    state.value: name
    for state, name in (
        (TicketState.NO_SHOW, "no_show"),
        (TicketState.LEFT, "left"),
        (TicketState.REMOVED, "removed"),
        (TicketState.CLOSED_BY_SYSTEM, "closed_by_system"),
    )
}
_AT = {name: place for place, name in enumerate(TOTALS)}
_MEASURES = (
    *("wait_us", "lost_us", "raw_us", "in_hours_us", "visit_us", "way_us", "counter_us", "held_us"),
    *("dossiers", "calls", "out_of_order", "inferred", "punctual"),
    *("told_low_us", "told_high_us"),
)
_measures_of = attrgetter(*_MEASURES)


def day_sums(facts: Sequence[Any]) -> list[DaySums]:
    """The sums of one office day, for every dimension and key; `facts` are rows of `ticket_fact`.

    The result is in order of dimension and key, and does not depend on the order of the facts.
    """
    if not facts:
        return []
    measured = _measured(facts)
    table = _table(measured, [fact.outcome for fact in facts])
    keys = _keys(facts)
    return [
        sums
        for dimension in DIMENSIONS
        for sums in _by_key(
            dimension, keys[dimension], table=table, wait=measured["wait_us"], lost=measured["lost_us"]
        )
    ]


def _measured(facts: Sequence[Any]) -> dict[str, Ints]:
    """What was measured of each fact, a column each; -1 where there is nothing."""
    rows = [[-1 if value is None else value for value in _measures_of(fact)] for fact in facts]
    return dict(zip(_MEASURES, np.array(rows, dtype=np.int64).T, strict=True))


def _table(measured: Mapping[str, Ints], outcomes: Sequence[str]) -> Ints:
    """What each fact adds, one row each, columns as in `TOTALS`."""
    rows = np.zeros((len(outcomes), len(TOTALS)), dtype=np.int64)
    answered = measured["wait_us"] >= 0

    def add(name: str, value: Ints | npt.NDArray[np.bool_], which: npt.NDArray[np.bool_]) -> None:
        rows[:, _AT[name]] = np.where(which, value, 0)

    for name in ("calls", "out_of_order"):
        add(name, measured[name], measured[name] > 0)
    punctual = measured["punctual"]
    add("booked", punctual >= 0, punctual >= 0)
    add("punctual", punctual, punctual >= 0)
    for outcome in set(outcomes) & _LOST.keys():
        lost = np.array([one == outcome for one in outcomes]) & ~answered
        add(_LOST[outcome], lost, lost)
        add(f"{_LOST[outcome]}_us", measured["lost_us"], lost)
    add("n", answered, answered)
    for name in ("wait_us", "raw_us", "in_hours_us", "held_us", "dossiers", "inferred"):
        add(name, measured[name], answered)
    for count, name in (("visits", "visit_us"), ("way_n", "way_us"), ("counter_n", "counter_us")):
        there = answered & (measured[name] >= 0)
        add(count, there, there)
        add(name, measured[name], there)
    served = answered & (measured["counter_us"] >= 0)
    add("dossier_us", measured["counter_us"], served & (measured["dossiers"] > 0))
    add("too_short", served, served & (measured["counter_us"] < SHORT_SERVICE_US))
    add("too_long", served, served & (measured["counter_us"] > LONG_SERVICE_US))
    _add_told(measured, add)
    return rows


def _add_told(measured: Mapping[str, Ints], add: Callable[[str, Any, npt.NDArray[np.bool_]], None]) -> None:
    """How what citizens were told compares with what they felt."""
    raw, low, high = measured["raw_us"], measured["told_low_us"], measured["told_high_us"]
    told = (measured["wait_us"] >= 0) & (low >= 0)
    over = raw - (low + high) // 2
    add("told", told, told)
    add("told_off_us", np.abs(over), told)
    add("told_over_us", over, told)
    add("told_inside", told, told & (low <= raw) & (raw <= high))
    add("told_later", told, told & (raw > high))


def _keys(facts: Sequence[Any]) -> Mapping[str, list[str]]:
    """The key of each fact in every dimension; empty where there is none."""
    return {
        "all": [""] * len(facts),
        "hour": [f"{f.half_hour // 2:02d}:{f.half_hour % 2 * 30:02d}" for f in facts],
        "service": [f.service for f in facts],
        "counter": ["" if f.counter is None else str(f.counter) for f in facts],
        "clerk": [f.clerk or "" for f in facts],
        "category": [f.category or "" for f in facts],
        "channel": [f.channel for f in facts],
    }


def _by_key(dimension: str, keys: list[str], *, table: Ints, wait: Ints, lost: Ints) -> list[DaySums]:
    names = sorted(set(keys))
    number = {name: place for place, name in enumerate(names)}
    group = np.fromiter((number[key] for key in keys), dtype=np.int64, count=len(keys))
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(names)))
    totals = np.add.reduceat(table[order], starts, axis=0)
    longest = np.maximum.reduceat(wait[order], starts)
    waits, losses = _histograms(group, wait, len(names)), _histograms(group, lost, len(names))
    return [
        DaySums(dimension, name, tuple(totals[at].tolist()), max(0, int(longest[at])), waits[at], losses[at])
        for at, name in enumerate(names)
    ]


def _histograms(group: Ints, durations_us: Ints, groups: int) -> list[bytes]:
    """The packed histogram of each group; negative durations are none."""
    there = durations_us >= 0
    codes, counts = np.unique(group[there] * _BINS + _bin_of(durations_us[there]), return_counts=True)
    cuts = np.searchsorted(codes, np.arange(groups + 1) * _BINS)
    if not counts.size or int(counts.max()) <= _MOST_IN_A_PAIR:
        packed = _packed(codes % _BINS, counts)
        return [packed[begin:end] for begin, end in pairwise(cuts * 2 * _PAIR.itemsize)]
    return [
        _packed(codes[begin:end] - at * _BINS, counts[begin:end])
        for at, (begin, end) in enumerate(pairwise(cuts))
    ]
