"""Expecting: who will still come today, as days alike and today itself let expect."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import fsum
from typing import Literal

from server.domain import hours
from server.domain.appointments import AppointmentState, missed_at
from server.domain.drawing import Booked, Coming
from server.domain.office import Office
from server.domain.ordering import ArrivalClass
from server.domain.slots import BookingRules
from server.storage import booked_days, hall
from server.storage.happenings import Transaction

LIKE_DAYS = 8
"""Days of the same weekday that arrivals are learned from, if there are as many."""
_BACK_DAYS = 70
_LEAST_ELAPSED_S = 3600.0
"""Without history a day is taken to have begun an hour ago at least: who stands at the door when it opens
is no rate of a day."""
_KEPT_BEFORE = (9.0, 10.0)
"""Of ten bookings nine are kept, until today's own say something else."""
_HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Source:
    """What the expected arrivals were learned from: so many `weekdays` alike, or `today` so far."""

    kind: Literal["weekdays", "today"]
    days: int


@dataclass(frozen=True, slots=True)
class Expected:
    """Who is expected without a booking, from what it was learned, how many of them came today, and how
    many were to be expected until now."""

    streams: tuple[Coming, ...]
    source: Source
    seen: float
    foreseen: float


Stream = tuple[str, float]
"""A service, and the allowance of the class that comes for it."""


def coming_to(tx: Transaction, office: Office, day: date) -> Expected:
    """Who is expected on the rest of the day, by half-hours of days alike, or by today's own rate."""
    today = [(_stream(office, row), row.arrived_at) for row in hall.came_today(tx, office, day)]
    rows = hall.came_on(tx, office, _like_days(office, day))
    days = len({row.office_day for row in rows})
    if not days:
        return _by_today(tx.now, office, today)
    zone = office.hours.time_zone
    tally = Tally((_stream(office, row), _half_hour(row.arrived_at.astimezone(zone))) for row in rows)
    pieces: dict[Stream, list[tuple[float, float, float]]] = {}
    foreseen = 0.0
    for (stream, half_hour), count in tally.items():
        start = hours.wall_moment(zone, datetime.combine(day, time(half_hour // 2, half_hour % 2 * 30)))
        begins, ends = (start - tx.now).total_seconds(), (start + _HALF_HOUR - tx.now).total_seconds()
        left = min(1.0, max(0.0, ends / (ends - begins)))
        foreseen += (1 - left) * count / days
        if left and stream[0] in office.services:
            pieces.setdefault(stream, []).append((max(0.0, begins), ends, left * count / days))
    coming = tuple(Coming(*stream, tuple(sorted(parts))) for stream, parts in sorted(pieces.items()))
    return Expected(coming, Source("weekdays", days), float(len(today)), foreseen)


def _half_hour(wall: datetime) -> int:
    return wall.hour * 2 + wall.minute // 30


def _stream(office: Office, row: hall.HallRow) -> Stream:
    """Which class somebody came as: of a priority category, transferred, or just so."""
    code = row.service if hasattr(row, "service") else office.service_by_id(row.service_id).code
    if row.category is not None:
        return code, office.policy.allowance[ArrivalClass.PRIORITY].total_seconds()
    if row.leg > 1:
        return code, office.policy.transfer.total_seconds()
    return code, office.policy.allowance[ArrivalClass.WALK_IN].total_seconds()


def _like_days(office: Office, day: date) -> list[date]:
    """The last days that kept the same weekday's hours, open ones, the latest first."""
    like = office.hours.rules_like(day)
    past = (day - timedelta(days=back) for back in range(1, _BACK_DAYS + 1))
    alike = (d for d in past if office.hours.rules_like(d) == like and hours.intervals_on(office.hours, d))
    return list(alike)[:LIKE_DAYS]


def _by_today(now: datetime, office: Office, today: list[tuple[Stream, datetime]]) -> Expected:
    """As many an hour as have come since the first one, as long as tickets are given."""
    spans = list(hours.ticket_spans(office.hours, hours.office_day(office.hours, now)))
    first = min((arrived for _, arrived in today), default=now)
    gone = fsum(max(0.0, (min(span.end, now) - max(span.start, first)).total_seconds()) for span in spans)
    ahead = [
        (max(0.0, (span.start - now).total_seconds()), (span.end - now).total_seconds())
        for span in spans
        if span.end > now
    ]
    rates = {
        stream: count / max(gone, _LEAST_ELAPSED_S) for stream, count in Tally(s for s, _ in today).items()
    }
    coming = tuple(
        Coming(*stream, tuple((start, end, rate * (end - start)) for start, end in ahead))
        for stream, rate in sorted(rates.items())
        if ahead
    )
    return Expected(coming, Source("today", 0), float(len(today)), float(len(today)))


def bookings_of(tx: Transaction, office: Office, day: date) -> tuple[tuple[Booked, ...], float]:
    """Today's bookings that may still be checked in, and the share that is likely to be kept."""
    rules = office.booking or BookingRules()
    rows = booked_days.of_day(tx, office, day)
    states = Tally(row.state for row in rows)
    kept, all_decided = _KEPT_BEFORE
    kept += states[AppointmentState.ARRIVED.value]
    all_decided += states[AppointmentState.ARRIVED.value] + states[AppointmentState.MISSED.value]
    booked = AppointmentState.BOOKED.value
    waiting = [row for row in rows if row.state == booked and missed_at(row.start, rules) >= tx.now]
    still = tuple(
        Booked(office.service_by_id(row.service_id).code, (row.start - tx.now).total_seconds())
        for row in waiting
    )
    return still, kept / all_decided
