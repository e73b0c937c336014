"""What the office's figures mean: waits, counter times, and their summary.

Everything is in seconds and rounded by nobody here. A wait is one leg's; means are sums over legs
divided by their number, never averages of averages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor, fsum

from server.domain.tickets import TicketState

PUNCTUAL_WITHIN = timedelta(minutes=10)
LONG_WAIT_S = 1800.0

ANSWERED = frozenset({TicketState.SERVED, TicketState.TRANSFERRED})
"""Outcomes whose wait is measured; all others are counted beside the mean and never within."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What happened to one ticket that has ended, as the figures need it.

    `arrived_at` is the issue, check-in or transfer; `waits_from` the start of the wait (`wait_start`);
    `called_at` the last call; `started_at` is the call itself where the start was inferred.
    """

    visit: int
    arrived_at: datetime
    waits_from: datetime
    outcome: TicketState
    ended_at: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    held_s: float = 0.0
    slot: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitSummary:
    """The waits of some legs, always told together. Seconds; shares from 0 to 1."""

    n: int
    mean_s: float
    median_s: float
    p90_s: float
    p95_s: float
    max_s: float
    share_within_goal: float
    share_over_30min: float


@dataclass(frozen=True, slots=True)
class DayWaits:
    """The answered legs of one office day: how many, and the sum of their waits."""

    n: int
    total_s: float


# --- one leg --------------------------------------------------------------------------------------


def wait_start(
    arrived_at: datetime, *, slot: datetime | None = None, tickets_open: datetime | None = None
) -> datetime:
    """When a wait begins: not before a booking's slot, nor before the office opens for tickets."""
    return max(moment for moment in (arrived_at, slot, tickets_open) if moment is not None)


def wait_s(start: datetime, answered: datetime) -> float:
    """Seconds from the start of a wait to the answered call; 0 for who was called before the slot."""
    return max(0.0, (answered - start).total_seconds())


def leg_wait_s(leg: Leg) -> float | None:
    """The wait of a leg that counts, else None."""
    if leg.outcome not in ANSWERED or leg.called_at is None:
        return None
    return wait_s(leg.waits_from, leg.called_at)


def counter_time_s(leg: Leg) -> float | None:
    """From start to finish without holds, 0 if a clock stepped back; None for a leg that does not count."""
    if leg.outcome not in ANSWERED or leg.started_at is None:
        return None
    return max(0.0, (leg.ended_at - leg.started_at).total_seconds() - leg.held_s)


def punctual(leg: Leg) -> bool | None:
    """Whether a booking was called by 10 minutes after its slot, or its check-in if that was later.

    A call before the slot is punctual. None for a walk-in or a leg that was never called.
    """
    if leg.slot is None or leg.called_at is None:
        return None
    return called_in_time(leg.slot, leg.arrived_at, leg.called_at)


def called_in_time(slot: datetime, checked_in_at: datetime, called_at: datetime) -> bool:
    """Punctuality of bookings: within 10 minutes of the slot, or of the check-in if that was later."""
    return called_at <= max(slot, checked_in_at) + PUNCTUAL_WITHIN


# --- many legs ------------------------------------------------------------------------------------


def quantile(ordered: Sequence[float], share: float) -> float:
    """The type 7 quantile of ascending values: linear between order statistics.

    Hyndman & Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996).
    """
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def summary(waits: Iterable[float], goal_s: float) -> WaitSummary | None:
    """The figures of these waits, or None when there are none. A wait of exactly the goal meets it."""
    ordered = sorted(waits)
    if not ordered:
        return None
    n = len(ordered)
    return WaitSummary(
        n=n,
        mean_s=fsum(ordered) / n,
        median_s=quantile(ordered, 0.5),
        p90_s=quantile(ordered, 0.9),
        p95_s=quantile(ordered, 0.95),
        max_s=ordered[-1],
        share_within_goal=sum(wait <= goal_s for wait in ordered) / n,
        share_over_30min=sum(wait > LONG_WAIT_S for wait in ordered) / n,
    )
