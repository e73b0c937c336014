"""For how long a device was offline within the open hours, and how a day of it is drawn.

A device is offline from its last sign of life before a silence that was longer than its office allows
(`device_gone_s`) until it is heard of again, or revoked. This is the one definition, of the page of devices
and of the figures; alerts begin later, when a silence is too long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.facts import OfficeDays
from server.domain.intervals import Span

OFFLINE = "offline"
_US = 1_000_000


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


def offline_us(stays: Iterable[Stay], days: OfficeDays, within: Span, now: datetime) -> int:
    """Microseconds of silence between two moments, up to now. Outside the open hours it is none: machines
    are off at night."""
    reaches = (_within(stay, within, now) for stay in stays if stay.state == OFFLINE)
    return sum(days.open_us(start, end) for start, end in reaches if start < end)


def day_of(day: date, days: OfficeDays, stays: Iterable[Stay], now: datetime) -> Day:
    """A day of a device, up to now."""
    hours = days.spans(day)
    if not hours:
        return Day(day, open=False, parts=(), offline_s=0.0)
    known, whole = list(stays), Span(hours[0].start, hours[-1].end)
    parts = (_part(stay, whole, now) for stay in known)
    offline_s = offline_us(known, days, whole, now) / _US
    return Day(day, open=True, parts=tuple(part for part in parts if part), offline_s=offline_s)


def _part(stay: Stay, whole: Span, now: datetime) -> Part | None:
    start, end = _within(stay, whole, now)
    if end <= start:
        return None
    length = whole.end - whole.start
    return Part(stay.state, (start - whole.start) / length, (end - whole.start) / length)


def _within(stay: Stay, span: Span, now: datetime) -> tuple[datetime, datetime]:
    ended = now if stay.ended_at is None else min(stay.ended_at, now)
    return max(stay.began_at, span.start), min(ended, span.end)
