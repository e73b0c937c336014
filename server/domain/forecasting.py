"""Will the office be within its goal at closing: the rest of the day, simulated many times.

The day's mean at closing is what is measured already with what each run adds to it. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from server.domain.drawing import Desk, Drawn, Kind, Rest, draw
from server.domain.figures import DayWaits
from server.domain.simulating import Calls, Flags, Floats, called

MOST_RUNS = 400
LEAST_RUNS = 100
_WORK = 120_000.0
"""People called in all runs together, about: what half a second of one core is spent on."""
SURE = 0.9
"""A share of runs that is as good as certain; the range told is between its two tails."""
HALF_HOUR_S = 1800.0

Word = Literal["met", "not_met", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A half-hour still to come: how many calls are expected in it, and their mean wait."""

    n: float
    mean_s: float


@dataclass(frozen=True, slots=True)
class ToCome:
    """What a service still has before it: people called, the sum of their waits, people never called."""

    n: float
    total_s: float
    in_vain: float

    @property
    def mean_s(self) -> float | None:
        return self.total_s / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole day as it will have been at closing.

    `low_s` and `high_s` are the 10 % and 90 % points of its mean, `chance` the share of runs within the
    goal. `half_hours` begin with the one of now. `last_call_s` is the middle of the runs' last calls.
    """

    runs: int
    n: float
    mean_s: float
    low_s: float
    high_s: float
    chance: float
    word: Word
    half_hours: tuple[Bar, ...]
    services: dict[str, ToCome]
    last_call_s: float


def runs_for(people: float) -> int:
    """How many runs a rest of the day with so many people is worth."""
    return int(min(MOST_RUNS, max(LEAST_RUNS, _WORK / max(1.0, people))))


@dataclass(frozen=True)
class Outlook:
    """The rest of a day, drawn once and simulated with the counters as they stand."""

    rest: Rest
    done: DayWaits
    goal_s: float
    drawn: Drawn
    calls: Calls
    into_half_hour_s: float = 0.0

    def forecast(self) -> Forecast | None:
        """The day at closing; None when nobody was answered and nobody will be called."""
        total, n = self.sums(self.calls)
        if not n.any():
            return None
        means = total[n > 0] / n[n > 0]
        low, high = np.quantile(means, [1 - SURE, SURE])
        chance = float((means <= self.goal_s).mean())
        return Forecast(
            runs=self.drawn.people.runs,
            n=float(n.mean()),
            mean_s=float(total.sum() / n.sum()),
            low_s=float(low),
            high_s=float(high),
            chance=chance,
            word=_word(chance),
            half_hours=self._half_hours(),
            services=self.services(),
            last_call_s=_last_call(self.calls),
        )

    def sums(self, calls: Calls) -> tuple[Floats, Floats]:
        """Per row the sum of the day's waits and how many there are."""
        total = np.nansum(calls.wait, axis=0) + self.done.total_s
        return total, (calls.line >= 0).sum(axis=0) + float(self.done.n)

    def _half_hours(self) -> tuple[Bar, ...]:
        happened = self.calls.line >= 0
        if not happened.any():
            return ()
        bar = ((self.calls.at[happened] + self.into_half_hour_s) // HALF_HOUR_S).astype(np.intp)
        n = np.bincount(bar)
        total = np.bincount(bar, self.calls.wait[happened])
        runs = self.drawn.people.runs
        return tuple(
            Bar(float(count) / runs, float(waits) / max(1, count))
            for count, waits in zip(n, total, strict=True)
        )

    def services(self) -> dict[str, ToCome]:
        """What each service still has before it."""
        people, runs = self.drawn.people, self.drawn.people.runs
        somebody = served(self.drawn.kinds, self.rest.desks)
        found: dict[str, ToCome] = {}
        for at, kind in enumerate(people.kind_of_line):
            service = self.drawn.kinds[kind][0]
            mine = self.calls.line == at
            n, total = float(mine.sum()) / runs, float(self.calls.wait[mine].sum()) / runs
            lost = 0.0 if somebody[kind] else float(in_line(self.drawn, at).sum()) / runs
            before = found.get(service, ToCome(0.0, 0.0, 0.0))
            found[service] = ToCome(before.n + n, before.total_s + total, before.in_vain + lost)
        return found


def look_ahead(
    rest: Rest,
    random: np.random.Generator,
    *,
    done: DayWaits,
    goal_s: float,
    into_half_hour_s: float = 0.0,
    runs: int | None = None,
) -> Outlook:
    """Draw and simulate the rest of the day. `done` are the day's waits that are over; the half-hour of
    now began `into_half_hour_s` ago. Costs at most about half a second, advice as much again."""
    drawn = draw(rest, random, runs or runs_for(rest.expected))
    calls = called(drawn.people, serves(drawn.kinds, rest.desks), drawn.busy_until, pauses=rest.pauses)
    return Outlook(rest, done, goal_s, drawn, calls, into_half_hour_s)


def serves(kinds: Sequence[Kind], desks: Sequence[Desk]) -> Flags:
    """Counters × kinds: whom each may call."""
    may = [
        [service in desk.services if number is None else number == desk.number for service, number in kinds]
        for desk in desks
    ]
    return np.array(may, dtype=np.bool_).reshape(len(desks), len(kinds))


def served(kinds: Sequence[Kind], desks: Sequence[Desk]) -> Flags:
    """Which kinds any of the counters may call."""
    return np.asarray(serves(kinds, desks).any(axis=0), dtype=np.bool_)


def columns(drawn: Drawn, line: int) -> slice:
    """Where a line stands in the arrays of all people."""
    first = drawn.people.first
    end = first[line + 1] if line + 1 < len(first) else drawn.people.comes.shape[1] - 1
    return slice(int(first[line]), int(end) - 1)


def in_line(drawn: Drawn, line: int) -> Flags:
    """Runs × people: who of a line comes at all."""
    return np.isfinite(drawn.people.comes[:, columns(drawn, line)])


def _word(chance: float) -> Word:
    if chance >= SURE:
        return "met"
    return "not_met" if chance <= 1 - SURE else "cannot_tell"


def _last_call(calls: Calls) -> float:
    if not len(calls.at):
        return 0.0
    last = np.where(calls.line >= 0, calls.at, 0.0).max(axis=0)
    return float(np.median(last))
