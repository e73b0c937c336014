"""What helps: which counter to open now, tried on the people of a forecast.

Every counter meets the same people as the forecast did, so that the difference is the counter's doing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from server.domain.drawing import Desk
from server.domain.forecasting import Forecast, Outlook, columns, in_line, served, serves
from server.domain.simulating import Calls, Floats, called

OPENS_AFTER_S = 180.0
"""Until somebody sits at a counter that is asked to open now."""
MOST_TRIED = 6
MOST_RUNS = 200
LEAST_GAIN_S = 60.0
"""A counter is advised when it saves those still to be called a minute each, and more than noise."""
SURE_ERRORS = 3
"""A gain is no noise when it is more than so many of its standard errors."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What helps. `open`: this counter, for this service, changes the day's mean from `before_s` to
    `after_s`, in which whoever is never called has waited until closing; `chance` is that of the goal
    then. Otherwise why nothing is advised: none is needed, no counter could help, or none would."""

    kind: Literal["open", "none_needed", "no_counter", "none_helps"]
    service: str | None = None
    counter: int | None = None
    before_s: float | None = None
    after_s: float | None = None
    noise_s: float | None = None
    chance: float | None = None
    runs: int = 0


def advice(outlook: Outlook, forecast: Forecast | None) -> Advice:
    """The counter whose opening now helps most those who want the service that hurts most; `forecast` is
    None where nobody was called and, as the counters stand, nobody will be.

    Counters that serve the same services are one choice: the first of them is tried.
    """
    service = hurts_most(outlook, forecast)
    if service is None:
        return Advice("none_needed")
    choices: dict[frozenset[str], Desk] = {}
    for desk in outlook.rest.spare:
        if service in desk.services:
            choices.setdefault(desk.services, desk)
    tried = list(choices.values())[:MOST_TRIED]
    if not tried:
        return Advice("no_counter", service)
    return max((_trial(outlook, desk, service) for desk in tried), key=_gain)


def hurts_most(outlook: Outlook, forecast: Forecast | None) -> str | None:
    """The service with the most waiting before it; None when nothing is out of order: the goal will be
    met, each service is within it for who is still to come, and somebody serves everybody."""
    worst_wait = max(0.0, outlook.rest.closing_s, outlook.goal_s)
    services = outlook.services()
    pain = {code: left.total_s + left.in_vain * worst_wait for code, left in services.items()}
    wrong = (
        forecast is None
        or forecast.word != "met"
        or any(left.in_vain >= 0.5 or (left.mean_s or 0.0) > outlook.goal_s for left in services.values())
    )
    worst = max(pain, key=lambda code: pain[code], default=None)
    return worst if wrong and worst is not None and pain[worst] > 0 else None


def _trial(outlook: Outlook, desk: Desk, service: str) -> Advice:
    """The same people, with one counter more."""
    drawn, rest = outlook.drawn, outlook.rest
    runs = min(MOST_RUNS, drawn.people.runs)
    later = np.full((runs, 1), OPENS_AFTER_S)
    free = np.concatenate([drawn.busy_until[:runs], later], axis=1)
    desks = (*rest.desks, desk)
    calls = called(drawn.people, serves(drawn.kinds, desks), free, pauses=rest.pauses)
    base, _ = _all_means(outlook, _first(outlook.calls, runs), rest.desks)
    mean, n = _all_means(outlook, calls, desks)
    gain = base - mean
    still = max(1.0, float(n.mean()) - outlook.done.n)
    least_s = LEAST_GAIN_S * still / float(n.mean())
    return Advice(
        kind="open" if convincing(gain, least_s) else "none_helps",
        service=service,
        counter=desk.number,
        before_s=float(base.mean()),
        after_s=float(mean.mean()),
        noise_s=standard_error(gain),
        chance=float((mean <= outlook.goal_s).mean()),
        runs=runs,
    )


def convincing(gain: Floats, least_s: float) -> bool:
    """Whether a gain, told by every run, is worth a counter and no noise."""
    return float(gain.mean()) > max(least_s, SURE_ERRORS * standard_error(gain))


def standard_error(gain: Floats) -> float:
    """Of the mean over the runs."""
    return float(gain.std(ddof=1)) / sqrt(len(gain))


def _first(calls: Calls, runs: int) -> Calls:
    return Calls(calls.at[:, :runs], calls.wait[:, :runs], calls.line[:, :runs])


def _all_means(outlook: Outlook, calls: Calls, desks: Sequence[Desk]) -> tuple[Floats, Floats]:
    """Per row the mean of the day's waits, and of how many: those whom no counter serves have waited
    until closing."""
    drawn, closing = outlook.drawn, outlook.rest.closing_s
    total, n = outlook.sums(calls)
    somebody = served(drawn.kinds, desks)
    for line, kind in enumerate(drawn.people.kind_of_line):
        if not somebody[kind]:
            there = in_line(drawn, line)[: len(n)]
            since = drawn.people.waits_from[: len(n), columns(drawn, line)]
            lost = np.maximum(0.0, closing - np.where(there, since, closing))
            total, n = total + lost.sum(axis=1), n + there.sum(axis=1)
    n = np.maximum(n, 1.0)
    return total / n, n


def _gain(said: Advice) -> float:
    return (said.before_s or 0.0) - (said.after_s or 0.0)
