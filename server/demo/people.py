"""What simulated people are like and wish for; nothing here knows of a network or a real clock.

A person is a script: a generator that yields wishes and is sent what came of each. Times are seconds
since the day began.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from server.contract.messages import CounterView, Json, Ticket
from server.demo.crowd import Arrival

SCV = 0.2
"""Squared coefficient of variation of the time at a counter. Measured face to face: 0.216, far less
random than exponential (1)."""

NO_SHOW_SHARE = 0.04
COPY_SHARE = 0.03
ELSEWHERE_SHARE = 0.03
WALK_S = 30.0
"""Mean seconds from a call to the counter."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing until then."""

    until_s: float


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody waits: look again at `until_s`, or as soon as somebody comes for one of `services`."""

    until_s: float
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class Press:
    """Take a number."""

    arrival: Arrival


@dataclass(frozen=True, slots=True)
class Leave:
    """Give the turn back."""

    token: str


@dataclass(frozen=True, slots=True)
class Do:
    """Take a step at a counter."""

    counter: int
    step: str
    body: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """Look at the counter's page."""

    counter: int


Request = Press | Leave | Do | Look
Wish = Wait | Idle | Request


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a wish: the moment, and what the server said; `refused` is its stable code.

    `taken`: a real person has signed in at this counter.
    """

    now_s: float
    ticket: Ticket | None = None
    view: CounterView | None = None
    refused: str | None = None
    taken: bool = False


Script = Generator[Wish, Reply, None]


def citizen(arrival: Arrival) -> Script:
    """Comes, takes a number, and leaves again when it takes too long."""
    yield Wait(arrival.after_s)
    reply = yield Press(arrival)
    if reply.ticket is None or reply.ticket.token is None or arrival.patience_s is None:
        return
    yield Wait(reply.now_s + arrival.patience_s)
    yield Leave(reply.ticket.token)  # refused when the call was quicker; then they are served


class Errand(StrEnum):
    """What can come between a citizen and the end at this counter."""

    NONE = "none"
    COPY = "copy"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Nature:
    """How one leg of a visit goes at the counter. Seconds; `walk_s` None: does not come when called."""

    walk_s: float | None
    work_s: float
    dossiers: int
    errand: Errand
    away_s: float


def nature(seed: int, visit: int, leg: int, *, usual_s: float) -> Nature:
    """The nature of a leg; always the same for the same visit, whoever asks.

    The work is gamma distributed around `usual_s` with `SCV`. Who was sent on from another counter comes,
    and is not sent on again.
    """
    random = chance(seed, visit, leg)
    comes = leg > 1 or random.random() >= NO_SHOW_SHARE
    draw = random.random() if leg == 1 else 1.0
    errand = (
        Errand.COPY
        if draw < COPY_SHARE
        else Errand.ELSEWHERE
        if draw < COPY_SHARE + ELSEWHERE_SHARE
        else Errand.NONE
    )
    return Nature(
        walk_s=gamma(random, WALK_S, 0.5) if comes else None,
        work_s=gamma(random, usual_s, SCV),
        dossiers=random.choices((0, 1, 2), (20, 70, 10))[0],
        errand=errand,
        away_s=random.uniform(4 * 60, 12 * 60),
    )


def chance(*what: object) -> Random:
    """Chance that comes out the same for the same `what`."""
    return Random(":".join(map(str, what)))  # noqa: S311  # simulated people keep no secrets


def gamma(random: Random, mean: float, scv: float) -> float:
    """A gamma variable of this mean and squared coefficient of variation (shape 1/scv)."""
    return random.gammavariate(1 / scv, mean * scv)
