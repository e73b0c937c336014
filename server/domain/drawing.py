"""Possible rests of a day: who may still come, when, and how long each keeps a counter.

Everything is drawn from what was measured or is known: the line as it stands, bookings of today, arrivals
of like days, and the seconds that calls have kept counters. Times are seconds from now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from server.domain.simulating import Floats, Line, People, side_by_side

LEAST_SAMPLES = 20
"""With fewer measured times of a service, its usual time is taken, with the spread below."""
SCV = 0.216
"""Squared coefficient of variation of face-to-face service times, as measured in a clinic: they are far
less random than exponential ones."""
PRIOR_PEOPLE = 20.0
"""How many people of today it takes until today counts as much as the days before: a day is busier or
quieter than the mean of its like by 1/√20, a good fifth."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the line. `for_counter`: only that one may call."""

    service: str
    waits_from_s: float
    due_s: float
    for_counter: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter, and what it is busy with, for how long already."""

    number: int
    services: frozenset[str]
    busy_with: str | None = None
    busy_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Coming:
    """People expected without a booking: in each piece (start, end, how many) evenly spread."""

    service: str
    allowance_s: float
    pieces: tuple[tuple[float, float, float], ...]

    @property
    def expected(self) -> float:
        return sum(people for _, _, people in self.pieces)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of today that has not been checked in, at its slot."""

    service: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Rest:
    """The hall now, and what is known of the rest of its day.

    `spare` are the counters that are not open. `seen` people came today without a booking, where
    `foreseen` were to be expected. `seconds` are measured times at a counter by service, `usual_s` the
    time that the set-up gives each. Nobody is called in `pauses`; the office closes at `closing_s`.
    """

    line: tuple[Person, ...]
    desks: tuple[Desk, ...]
    spare: tuple[Desk, ...]
    coming: tuple[Coming, ...]
    booked: tuple[Booked, ...]
    usual_s: Mapping[str, float]
    seconds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    seen: float = 0.0
    foreseen: float = 0.0
    kept_share: float = 1.0
    booked_allowance_s: float = 300.0
    pauses: tuple[tuple[float, float], ...] = ()
    closing_s: float = 0.0

    @property
    def expected(self) -> float:
        """How many people are still to be called, about."""
        return (
            len(self.line)
            + self.kept_share * len(self.booked)
            + self.busyness * sum(stream.expected for stream in self.coming)
        )

    @property
    def busyness(self) -> float:
        """How much busier than foreseen the rest of today is, on the mean."""
        return (self.seen + PRIOR_PEOPLE) / (self.foreseen + PRIOR_PEOPLE)


Kind = tuple[str, int | None]
"""Whom the same counters may call: a service, or a service and the one counter somebody was sent to."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The people of every run, the kinds that they are of, and until when each open counter is busy."""

    people: People
    kinds: tuple[Kind, ...]
    busy_until: Floats


def draw(rest: Rest, random: np.random.Generator, runs: int) -> Drawn:
    """So many possible rests of the day."""
    maker = _Maker(rest, random, runs)
    lines = [*maker.line(), *maker.bookings(), *maker.walk_ins()]
    busy = (
        np.column_stack([maker.left_at(desk) for desk in rest.desks]) if rest.desks else np.empty((runs, 0))
    )
    return Drawn(side_by_side(lines, runs), tuple(maker.kinds), busy)


class _Maker:
    def __init__(self, rest: Rest, random: np.random.Generator, runs: int) -> None:
        self.rest, self.random, self.runs = rest, random, runs
        self.kinds: list[Kind] = []

    def line(self) -> list[Line]:
        """Who waits already: the same people in every run."""
        by_kind: dict[Kind, list[Person]] = {}
        for person in sorted(self.rest.line, key=lambda person: person.due_s):
            by_kind.setdefault((person.service, person.for_counter), []).append(person)
        return [
            self._line(
                kind,
                comes=np.zeros((self.runs, len(persons))),
                waits_from=np.tile([person.waits_from_s for person in persons], (self.runs, 1)),
                due=np.tile([person.due_s for person in persons], (self.runs, 1)),
            )
            for kind, persons in by_kind.items()
        ]

    def bookings(self) -> list[Line]:
        """Who has booked comes at the slot, or does not come at all."""
        by_service: dict[str, list[float]] = {}
        for booked in sorted(self.rest.booked, key=lambda booked: booked.at_s):
            by_service.setdefault(booked.service, []).append(max(0.0, booked.at_s))
        return [self._arriving(service, self._kept(slots)) for service, slots in by_service.items()]

    def _kept(self, slots: list[float]) -> Floats:
        comes = self.random.random((self.runs, len(slots))) < self.rest.kept_share
        return np.sort(np.where(comes, np.array(slots), np.inf), axis=1)

    def _arriving(self, service: str, comes: Floats) -> Line:
        return self._line(
            (service, None), comes=comes, waits_from=comes, due=comes + self.rest.booked_allowance_s
        )

    def walk_ins(self) -> list[Line]:
        """Poisson arrivals, in each run on a day that is busier or quieter than foreseen (a gamma
        distributed level, learned from those who came today)."""
        rest = self.rest
        shape, rate = rest.seen + PRIOR_PEOPLE, rest.foreseen + PRIOR_PEOPLE
        level = self.random.gamma(shape, 1 / rate, self.runs)
        lines = []
        for stream in rest.coming:
            comes = np.concatenate([self._spread(piece, level) for piece in stream.pieces], axis=1)
            comes = np.sort(comes, axis=1)
            comes = comes[:, : int(np.isfinite(comes).sum(axis=1).max(initial=0))]
            if comes.shape[1]:
                kind = (stream.service, None)
                due = comes + stream.allowance_s
                lines.append(self._line(kind, comes=comes, waits_from=comes, due=due))
        return lines

    def _spread(self, piece: tuple[float, float, float], level: Floats) -> Floats:
        start, end, people = piece
        count = self.random.poisson(level * people)
        at = self.random.uniform(start, end, (self.runs, int(count.max(initial=0))))
        return np.where(np.arange(at.shape[1]) < count[:, None], at, np.inf)

    def left_at(self, desk: Desk) -> Floats:
        """Seconds until a counter is free: what is left of a measured time that is longer than it is
        busy already; half of one where nothing measured is."""
        if desk.busy_with is None:
            return np.zeros(self.runs)
        known = self._known(desk.busy_with)
        longer = known[known > desk.busy_s]
        if len(longer):
            return self.random.choice(longer, self.runs) - desk.busy_s
        return self.random.choice(known, self.runs) / 2

    def _line(self, kind: Kind, *, comes: Floats, waits_from: Floats, due: Floats) -> Line:
        if kind not in self.kinds:
            self.kinds.append(kind)
        seconds = self.random.choice(self._known(kind[0]), comes.shape)
        return Line(self.kinds.index(kind), comes, waits_from, due, seconds)

    def _known(self, service: str) -> Floats:
        """Times at a counter: the measured ones, or a gamma spread around the usual one."""
        measured = self.rest.seconds.get(service, ())
        if len(measured) >= LEAST_SAMPLES:
            return np.asarray(measured, dtype=np.float64)
        mean = self.rest.usual_s.get(service, 600.0)
        return self.random.gamma(1 / SCV, mean * SCV, 400)
