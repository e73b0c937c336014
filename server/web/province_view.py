"""What the province's table shows: its period, its rows in the order asked for, and where to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from server.contract.messages.figures import WaitFigures, Waits
from server.domain.periods import Kind, Period, PeriodInvalid, period_of

LEVELS = ("province", "commune", "district")
ORDERS = ("rank", "worst", "name", "n")
KINDS: tuple[str, ...] = (*get_args(Kind), "free")
CHART = 260
"""Width of a row's drawing, in its own units."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `wrong` says that it made no sense and something else is shown."""

    kind: str
    period: Period
    level: str | None
    order: str
    wrong: bool = False


def asked(said: Mapping[str, str], today: date) -> Asked:
    """What an address asks for: the month that today is in unless it says otherwise."""
    said_level, said_order = said.get("level"), said.get("order", "rank")
    level = said_level if said_level in LEVELS else None
    order = said_order if said_order in ORDERS else "rank"
    try:
        kind, period = _period(said, today)
    except (PeriodInvalid, ValueError):
        return Asked("month", period_of("month", today), level, order, wrong=True)
    return Asked(kind, period, level, order)


def _period(said: Mapping[str, str], today: date) -> tuple[str, Period]:
    """Raises `PeriodInvalid`, `ValueError`."""
    kind = said.get("kind", "month")
    if kind == "free":
        return kind, Period(_day(said, "from", today), _day(said, "to", today))
    known = next((one for one in get_args(Kind) if one == kind), None)
    if known is None:
        raise PeriodInvalid("there is no such kind")
    return kind, period_of(known, _day(said, "of", today))


def _day(said: Mapping[str, str], name: str, today: date) -> date:
    """Raises `ValueError`."""
    return date.fromisoformat(said[name]) if said.get(name) else today


def beside(asked: Asked, steps: int) -> date | None:
    """A day in the next period of the same kind, or the one before; None where there is none."""
    try:
        if steps > 0:
            return asked.period.last + timedelta(days=1)
        return asked.period.first - timedelta(days=1)
    except OverflowError:
        return None


def in_order(told: Waits, order: str, lang: str) -> list[WaitFigures]:
    """The rows: by name, by tickets, or by mean (shortest or longest first), with who served nobody last."""
    if order == "name":
        return sorted(told.rows, key=lambda row: name_of(row, lang))
    if order == "n":
        return sorted(told.rows, key=lambda row: (-row.n, row.key))
    turn = -1 if order == "worst" else 1
    return sorted(told.rows, key=lambda row: (row.mean_s is None, turn * (row.mean_s or 0), row.key))


def name_of(row: WaitFigures, lang: str) -> str:
    """An office by its name."""
    names = row.names or {}
    return names.get(lang) or names.get("vi") or row.key


@dataclass(frozen=True, slots=True)
class Scale:
    """Where seconds are drawn: from 0 at the left to `longest_s` at the right."""

    longest_s: float

    @classmethod
    def of(cls, rows: Sequence[WaitFigures], goal_s: float) -> Scale:
        """Wide enough for every mean and the goal; an interval may be cut off at the edge."""
        means = [row.mean_s for row in rows if row.mean_s is not None]
        return cls(max([goal_s * 1.6, *(mean * 1.15 for mean in means)]))

    def x(self, seconds: float) -> float:
        return round(min(1.0, max(0.0, seconds / self.longest_s)) * CHART, 1)


def lost(row: WaitFigures) -> int:
    """Tickets that are in no mean."""
    return row.no_show + row.left + row.removed + row.closed_by_system


def rank_of(row: WaitFigures) -> str | None:
    """`3`, or `2–7` where nobody can tell; None where it cannot be ranked at all."""
    if row.rank_best is None:
        return None
    return str(row.rank_best) if row.rank_best == row.rank_worst else f"{row.rank_best}–{row.rank_worst}"
