"""How long a wait is likely to be: learned seconds between calls, shared by the open counters.

With n people ahead, a wait is n + 1 departures from s busy counters: on average (n + 1)u, u = 1/(sμ)
(Ibrahim & Whitt, "Real-time delay estimation based on delay history", 2009: the queue-length
predictor). Here the people ahead count with the pace of the service they came for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from math import fsum, sqrt
from statistics import fmean, stdev

LEAST_SAMPLES = 20
"""Fewer cycles of a service say too little: the mean of 20 is still off by a fifth (cv/√n)."""

LONGEST_CYCLE_S = 3 * 3600.0
"""Nobody is served for three hours: somebody forgot to finish. Such cycles are left out whole, because
one of them outweighs a whole morning."""

LONGEST_GAP_S = 600.0
"""A counter that lets people wait for longer than this has been left, which is no part of its pace:
paused counters are not among the open ones by which a wait is divided."""

_Z_90 = 1.2815515655446004
"""The 90 % point of the standard normal distribution."""


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One answered or unanswered call: who was called to which counter, and when it was free again.

    `waiting_since` is when that person began to wait; `counter_free_at` is None while the counter is
    still occupied.
    """

    counter: int
    service: str
    waiting_since: datetime
    called_at: datetime
    counter_free_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long one call kept a counter from making the next, in seconds."""

    service: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The cycles of a service: how many, their mean and their standard deviation, in seconds."""

    n: int
    mean_s: float
    sd_s: float


def cycles(calls: Iterable[CallRecord]) -> list[Cycle]:
    """The cycles that these calls show, absurd ones left out.

    A cycle goes from a call to the counter's next call when the next person was already waiting, else
    until the counter was free. (Taking only the first kind would favour long cycles, at whose end
    somebody is more likely to wait.) People who do not come are cycles too: some ahead will not come.
    """
    by_counter = sorted(calls, key=lambda call: (call.counter, call.called_at))
    found: list[Cycle] = []
    for _, of_counter in groupby(by_counter, key=lambda call: call.counter):
        found += _cycles_at_one_counter(list(of_counter))
    return [cycle for cycle in found if 0 < cycle.seconds <= LONGEST_CYCLE_S]


def _cycles_at_one_counter(calls: list[CallRecord]) -> Iterator[Cycle]:
    for call, following in pairwise([*calls, None]):
        if call is None or call.counter_free_at is None:
            continue
        end = call.counter_free_at
        if following is not None and following.waiting_since <= end:
            gap_s = (following.called_at - end).total_seconds()
            end = following.called_at if gap_s <= LONGEST_GAP_S else end
        yield Cycle(call.service, (end - call.called_at).total_seconds())


def learn(calls: Iterable[CallRecord]) -> dict[str, Pace]:
    """The pace of every service that these recent calls show."""
    by_service: defaultdict[str, list[float]] = defaultdict(list)
    for cycle in cycles(calls):
        by_service[cycle.service].append(cycle.seconds)
    return {
        service: Pace(len(seconds), fmean(seconds), stdev(seconds) if len(seconds) > 1 else 0.0)
        for service, seconds in by_service.items()
    }


def expected(
    ahead: Mapping[str, float], own_service: str, paces: Mapping[str, Pace], *, counters: int
) -> tuple[float, float] | None:
    """The 10 % and 90 % points of a wait in seconds, for somebody who finds no counter free.

    `ahead` counts the people ahead by service (parts of people where others help), `counters` the open
    ones that serve them. The
    departure after theirs is taken at the own service's pace. None when no counter is open, or as
    long as a service in the line has fewer than `LEAST_SAMPLES` cycles.
    """
    line = {service: people for service, people in ahead.items() if people > 0}
    line[own_service] = line.get(own_service, 0) + 1
    if counters <= 0 or any(service not in paces or paces[service].n < LEAST_SAMPLES for service in line):
        return None
    mean_s = fsum(people * paces[service].mean_s for service, people in line.items()) / counters
    spread_s = _variance_per_mean(paces.values()) / counters
    return _gamma_point(mean_s, spread_s, -_Z_90), _gamma_point(mean_s, spread_s, _Z_90)


def _variance_per_mean(paces: Iterable[Pace]) -> float:
    """The variance that one second of mean brings along, in seconds, over all services together.

    One value for the whole office, so that a longer line can only move the range up (a gamma
    distribution of fixed scale) and more counters can only shrink it.
    """
    known = [pace for pace in paces if pace.n >= LEAST_SAMPLES]
    variance = fsum(pace.n * pace.sd_s**2 for pace in known)
    return variance / fsum(pace.n * pace.mean_s for pace in known)


def _gamma_point(mean: float, spread: float, z: float) -> float:
    """A quantile of the gamma distribution with this mean and the variance mean · spread.

    Wilson & Hilferty, "The distribution of chi-square", PNAS 17 (1931) 684-688: the cube root of a
    gamma variable of shape k is nearly normal. Off by less than 7 % of the value from k = 1 on.
    """
    if spread == 0:
        return mean
    ninth = spread / (9 * mean)
    return float(mean * max(0.0, 1 - ninth + z * sqrt(ninth)) ** 3)
