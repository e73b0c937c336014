"""What the office's figures mean: waits, counter times, and their summary.

Everything is in seconds and rounded by nobody here. A wait is one leg's; means are sums over legs
divided by their number, never averages of averages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
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
class Uncounted:
    """Legs of one outcome that have no wait: how many, and how long they had waited in all."""

    n: int
    waited_s: float


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


def answered_call(calls: Iterable[datetime], started_at: datetime) -> datetime | None:
    """The call that was answered by this start: the last one before it, so a recall moves it."""
    return max((call for call in calls if call <= started_at), default=None)


def wait_s(start: datetime, answered: datetime) -> float:
    """Seconds from the start of a wait to the answered call; 0 for who was called before the slot."""
    return max(0.0, (answered - start).total_seconds())


def leg_wait_s(leg: Leg) -> float | None:
    """The wait of a leg that counts, else None."""
    if leg.outcome not in ANSWERED or leg.called_at is None:
        return None
    return wait_s(leg.waits_from, leg.called_at)


def raw_wait_s(leg: Leg) -> float | None:
    """What the citizen felt: the wait from check-in, early birds included; None where none counts."""
    if leg.outcome not in ANSWERED or leg.called_at is None:
        return None
    return wait_s(leg.arrived_at, leg.called_at)


def way_s(leg: Leg) -> float | None:
    """From the answered call to the start; None if nobody started."""
    if leg.called_at is None or leg.started_at is None:
        return None
    return (leg.started_at - leg.called_at).total_seconds()


def counter_time_s(leg: Leg) -> float | None:
    """From start to finish without holds; None for a leg that does not count."""
    if leg.outcome not in ANSWERED or leg.started_at is None:
        return None
    return (leg.ended_at - leg.started_at).total_seconds() - leg.held_s


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


def visit_total(legs: Iterable[Leg]) -> float | None:
    """The wait of a whole visit: the sum over its legs; None if a leg of it has no wait."""
    waits = [leg_wait_s(leg) for leg in legs]
    known = [wait for wait in waits if wait is not None]
    return fsum(known) if known and len(known) == len(waits) else None


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


def uncounted(legs: Iterable[Leg]) -> dict[TicketState, Uncounted]:
    """The legs that are in no mean, by outcome, with the time they had waited when that ended."""
    waited: defaultdict[TicketState, list[float]] = defaultdict(list)
    for leg in legs:
        if leg_wait_s(leg) is None:
            waited[leg.outcome].append(_waited_s(leg))
    return {outcome: Uncounted(len(times), fsum(times)) for outcome, times in waited.items()}


def survival_quantile(legs: Collection[Leg], share: float) -> float | None:
    """The time by which `share` of all who came were called, those who gave up counted as longer.

    Kaplan & Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958): legs
    without a wait are censored when they ended. None if too many gave up to tell.
    """
    ended = Counter(_waited_s(leg) for leg in legs)
    called = Counter(wait for leg in legs if (wait := leg_wait_s(leg)) is not None)
    at_risk, still_waiting = len(legs), 1.0
    for waited in sorted(ended):
        still_waiting *= 1 - called[waited] / at_risk
        if still_waiting <= 1 - share + 1e-12:  # what rounding may add to a product of shares
            return waited
        at_risk -= ended[waited]
    return None


def _waited_s(leg: Leg) -> float:
    """How long a leg waited, whatever became of it: until its last call, else until it ended."""
    return wait_s(leg.waits_from, leg.called_at or leg.ended_at)


def days_of(legs: Iterable[Leg], zone: tzinfo) -> dict[date, DayWaits]:
    """The answered legs by the office-local date of their call."""
    waits: defaultdict[date, list[float]] = defaultdict(list)
    for leg in legs:
        wait = leg_wait_s(leg)
        if wait is not None and leg.called_at is not None:
            waits[leg.called_at.astimezone(zone).date()].append(wait)
    return {day: DayWaits(len(of_day), fsum(of_day)) for day, of_day in sorted(waits.items())}
