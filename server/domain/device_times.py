"""For how long a device was there within some hours, and how a day of it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.intervals import Span


@dataclass(frozen=True, slots=True)
class Stay:
    """A device was `online` or `offline` from one moment to another; without an end it still is."""

    state: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day as shares of its open hours, 0 to 1."""

    state: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a device: what it was within the open hours; closed days have no hours and no parts."""

    day: date
    open: bool
    parts: tuple[Part, ...]
    offline_s: float


def day_of(day: date, hours: Sequence[Span], stays: Iterable[Stay], now: datetime) -> Day:
    """A day of a device, up to now. Silence outside the open hours is none: machines are off at night."""
    if not hours:
        return Day(day, open=False, parts=(), offline_s=0.0)
    known = list(stays)
    first, whole = hours[0].start, (hours[-1].end - hours[0].start).total_seconds()
    parts = []
    for stay in known:
        start, end = _within(stay, Span(first, min(hours[-1].end, max(now, first))), now)
        if end > start:
            shares = ((start - first).total_seconds() / whole, (end - first).total_seconds() / whole)
            parts.append(Part(stay.state, *shares))
    offline = [stay for stay in known if stay.state == "offline"]
    return Day(day, open=True, parts=tuple(parts), offline_s=_seconds(offline, hours, now))


def _seconds(stays: Iterable[Stay], hours: Sequence[Span], now: datetime) -> float:
    return sum(
        max(0.0, (end - start).total_seconds())
        for stay in stays
        for span in hours
        for start, end in [_within(stay, span, now)]
    )


def _within(stay: Stay, span: Span, now: datetime) -> tuple[datetime, datetime]:
    ended = now if stay.ended_at is None else min(stay.ended_at, now)
    return max(stay.began_at, span.start), min(ended, span.end)
