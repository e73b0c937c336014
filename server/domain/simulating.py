"""Many possible rests of a day at once: every free counter takes whoever is due first of those it may serve.

The rule is `ordering.in_order`, for many runs in step. People are drawn before, so that the same people
can meet different counters: what differs then is the counters' doing and not chance (common random
numbers). Times are seconds from now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """People of one kind, one row for every run: whoever may come first is due first.

    All arrays are runs × people. `comes` is when somebody may be called, infinite where nobody comes;
    `waits_from` is where the measured wait begins, `seconds` how long the counter is kept.
    """

    kind: int
    comes: Floats
    waits_from: Floats
    due: Floats
    seconds: Floats


@dataclass(frozen=True, slots=True)
class People:
    """The lines of all kinds side by side, each closed by a column in which nobody comes."""

    kind_of_line: Whole
    first: Whole
    comes: Floats
    waits_from: Floats
    due: Floats
    seconds: Floats

    @property
    def runs(self) -> int:
        return int(self.comes.shape[0])


@dataclass(frozen=True, slots=True)
class Calls:
    """Every call of every row, calls × rows: when, after which wait, of which line (−1: none)."""

    at: Floats
    wait: Floats
    line: Whole


def side_by_side(lines: Sequence[Line], runs: int) -> People:
    """The lines as one crowd; there may be none."""
    none = np.full((runs, 1), np.inf)

    def joined(name: str) -> Floats:
        columns = [part for line in lines for part in (getattr(line, name), none)]
        return np.concatenate([*columns, none], axis=1)

    widths = [line.comes.shape[1] + 1 for line in lines]
    return People(
        kind_of_line=np.array([line.kind for line in lines], dtype=np.intp),
        first=np.concatenate([[0], np.cumsum(widths)])[: len(lines)].astype(np.intp),
        **{name: joined(name) for name in ("comes", "waits_from", "due", "seconds")},
    )


def called(
    people: People, serves: Flags, free_at: Floats, *, pauses: Sequence[tuple[float, float]] = ()
) -> Calls:
    """Let the counters call until nobody is left whom they may serve.

    `serves` is counters × kinds. `free_at` is rows × counters, infinite for a counter that is not there;
    rows beyond the runs begin with the first run again, so that several ways to staff the hall meet the
    same people. Nobody is called in a pause, a half-open range of seconds.
    """
    nobody = np.empty((0, len(free_at)))
    if not len(people.kind_of_line) or not free_at.shape[1]:
        return Calls(nobody, nobody, nobody.astype(np.intp))
    hall = _Hall(people, serves[:, people.kind_of_line], free_at.copy(), tuple(pauses))
    while hall.step():
        pass
    if not hall.at:
        return Calls(nobody, nobody, nobody.astype(np.intp))
    return Calls(np.array(hall.at), np.array(hall.wait), np.array(hall.line))


class _Hall:
    """All rows at their next call; heads are the first of every line who were not called yet."""

    def __init__(
        self, people: People, may: Flags, free_at: Floats, pauses: tuple[tuple[float, float], ...]
    ) -> None:
        rows = len(free_at)
        self.people, self.may, self.free_at, self.pauses = people, may, free_at, pauses
        self.run = np.arange(rows) % people.runs
        self.head = np.tile(people.first, (rows, 1))
        self.comes = people.comes[self.run[:, None], self.head]
        self.due = people.due[self.run[:, None], self.head]
        # Counters that serve the same lines look at the same heads.
        alike, self.group = np.unique(may, axis=0, return_inverse=True)
        self.groups = [np.flatnonzero(lines) for lines in alike]
        self.at: list[Floats] = []
        self.wait: list[Floats] = []
        self.line: list[Whole] = []

    def step(self) -> bool:
        """The next call of every row; False when no row has one."""
        at, counter = self._next()
        rows = np.flatnonzero(np.isfinite(at))
        if not len(rows):
            return False
        ready = (self.comes <= at[:, None]) & self.may[counter]
        line = np.where(ready, self.due, np.inf).argmin(axis=1)
        self._call(rows, at, counter, line)
        return True

    def _next(self) -> tuple[Floats, Whole]:
        """When the next call of each row is, and at which counter: the one that has been free for longest."""
        first = np.stack(
            [
                self.comes[:, lines].min(axis=1) if len(lines) else np.full(len(self.comes), np.inf)
                for lines in self.groups
            ],
            axis=1,
        )
        at = np.maximum(self.free_at, first[:, self.group])
        for begins, ends in self.pauses:
            at[(at >= begins) & (at < ends)] = ends
        soonest = at.min(axis=1)
        idle = np.where(at <= soonest[:, None], self.free_at, np.inf)
        return soonest, idle.argmin(axis=1)

    def _call(self, rows: Whole, at: Floats, counter: Whole, line: Whole) -> None:
        people, run = self.people, self.run[rows]
        moment, counter, chosen = at[rows], counter[rows], line[rows]
        who = self.head[rows, chosen]
        wait = np.full(len(at), np.nan)
        wait[rows] = np.maximum(0.0, moment - people.waits_from[run, who])
        self.free_at[rows, counter] = moment + people.seconds[run, who]
        self.head[rows, chosen] = who + 1
        self.comes[rows, chosen] = people.comes[run, who + 1]
        self.due[rows, chosen] = people.due[run, who + 1]
        told = np.full(len(at), -1, dtype=np.intp)
        told[rows] = chosen
        self.at.append(at)
        self.wait.append(wait)
        self.line.append(told)
