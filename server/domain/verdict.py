"""Whether the goal is met, and whether that would hold: the mean wait with an interval that knows days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, fsum, pi, sin, sqrt
from typing import Literal

from server.domain.figures import DayWaits

LEAST_DAYS = 5

Holding = Literal["met", "not_met", "cannot_tell", "too_few_days"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The measured mean against the goal (`reached`), and whether that would hold (`verdict`).

    `low_s` and `high_s` bound the mean with 95 % confidence; None with fewer than `LEAST_DAYS` days.
    """

    mean_s: float
    reached: bool
    low_s: float | None
    high_s: float | None
    verdict: Holding


def verdict(days: Iterable[DayWaits], goal_s: float) -> Verdict | None:
    """Mean and verdict over office days; None when nobody was answered.

    The confidence interval clusters by day, because days differ more than people: with T_d and N_d
    the sum and the number of day d and m = ΣT/ΣN, se = sqrt(D/(D-1) · Σ(T_d - m·N_d)²) / ΣN.
    """
    counted = [day for day in days if day.n]
    if not counted:
        return None
    d, n = len(counted), sum(day.n for day in counted)
    mean = fsum(day.total_s for day in counted) / n
    if d < LEAST_DAYS:
        return Verdict(mean, mean <= goal_s, None, None, "too_few_days")
    residuals = fsum((day.total_s - mean * day.n) ** 2 for day in counted)
    margin = t_975(d - 1) * sqrt(d / (d - 1) * residuals) / n
    low, high = mean - margin, mean + margin
    return Verdict(mean, mean <= goal_s, low, high, _would_hold(low, high, goal_s))


def _would_hold(low_s: float, high_s: float, goal_s: float) -> Holding:
    if high_s <= goal_s:
        return "met"
    return "not_met" if low_s > goal_s else "cannot_tell"


@lru_cache(maxsize=1024)
def t_975(degrees: int) -> float:
    """The 97.5 % point of Student's t distribution with 1 or more degrees of freedom."""
    low, high = 0.0, 13.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_within(middle, degrees) < 0.95 else (low, middle)
    return (low + high) / 2


def _t_within(t: float, degrees: int) -> float:
    """The probability that |T| ≤ t: Abramowitz & Stegun (1964), 26.7.3 and 26.7.4."""
    angle = atan(t / sqrt(degrees))
    odd = degrees % 2
    term, series = 1.0, 0.0
    for step in range(degrees // 2):
        series += term
        term *= cos(angle) ** 2 * (2 * step + 1 + odd) / (2 * step + 2 + odd)
    if odd:
        return 2 / pi * (angle + sin(angle) * cos(angle) * series)
    return sin(angle) * series
