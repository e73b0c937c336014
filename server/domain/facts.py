"""What one ended ticket amounts to in the figures: whole microseconds, and the half-hour it counts in.

The rules are those of `server.domain.figures`; integers are used because their sums do not depend on
the order of adding, so that figures made anew equal those that grew by and by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.figures import ANSWERED, called_in_time, wait_start
from server.domain.hours import Hours, day_of, open_spans, waiting_starts
from server.domain.intervals import Span
from server.domain.tickets import TicketState

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class EndedTicket:
    """The times of one leg that has ended; `office_day` is the day of its number.

    `arrived_at` is the issue, check-in or transfer; `called_at` the last call; `started_at` the call
    itself where the start was inferred. `held_us` is the time set aside. `waits_from` is known of tickets
    measured here and worked out for others.
    """

    office_day: date
    arrived_at: datetime
    outcome: TicketState
    ended_at: datetime
    slot: datetime | None = None
    called_at: datetime | None = None
    started_at: datetime | None = None
    held_us: int = 0
    waits_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What a leg amounts to, in microseconds; `wait_us` None for one that is in no mean.

    `half_hour` counts from 0 at midnight of the office's wall; 08:00–08:30 is 16 and includes 08:00.
    `lost_us` is how long somebody waited who was not served, None for who was.
    """

    day: date
    half_hour: int
    waits_from: datetime
    wait_us: int | None
    raw_us: int | None
    in_hours_us: int | None
    way_us: int | None
    counter_us: int | None
    lost_us: int | None
    punctual: bool | None


class OfficeDays:
    """The hours of one office, each day worked out once: facts are made by the million."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self._open: dict[date, tuple[Span, ...]] = {}
        self._first_ticket: dict[date, datetime] = {}

    def waits_from(self, arrived_at: datetime, slot: datetime | None) -> datetime:
        """When a wait begins: not before the slot of a booking, nor before the day's tickets begin."""
        day = arrived_at.astimezone(self.hours.time_zone).date()
        opens = self._first_ticket.get(day)
        if opens is None:
            opens = self._first_ticket[day] = waiting_starts(self.hours, day_of(self.hours, arrived_at).start)
        return wait_start(arrived_at, slot=slot, tickets_open=opens)

    def open_us(self, start: datetime, end: datetime) -> int:
        """Microseconds of opening hours between two moments; lunch, nights and holidays are none."""
        zone = self.hours.time_zone
        day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        inside = 0
        while day <= last:
            for span in self.spans(day):
                inside += max(0, _us(max(span.start, start), min(span.end, end)))
            day += timedelta(days=1)
        return inside

    def closes(self, day: date) -> datetime | None:
        """When the office closes for the day, None when it does not open."""
        spans = self.spans(day)
        return spans[-1].end if spans else None

    def spans(self, day: date) -> tuple[Span, ...]:
        """The stretches of an office day."""
        found = self._open.get(day)
        if found is None:
            found = self._open[day] = tuple(open_spans(self.hours, day))
        return found


def measures(leg: EndedTicket, days: OfficeDays) -> Measures:
    """What a leg amounts to. An answered one counts on the date of its last call, others on their office day.

    A clock that was stepped back gives no negative durations: they are 0.
    """
    start = leg.waits_from or days.waits_from(leg.arrived_at, leg.slot)
    call = leg.called_at
    if call is None or leg.outcome not in ANSWERED:
        return _lost(leg, start, days)
    local = call.astimezone(days.hours.time_zone)
    begun = leg.started_at
    return Measures(
        day=local.date(),
        half_hour=_half_hour(local),
        waits_from=start,
        wait_us=_span_us(start, call),
        raw_us=_span_us(leg.arrived_at, call),
        in_hours_us=days.open_us(start, call) if call > start else 0,
        way_us=None if begun is None else _span_us(call, begun),
        counter_us=None if begun is None else max(0, _us(begun, leg.ended_at) - leg.held_us),
        lost_us=None,
        punctual=_punctual(leg, call),
    )


def _lost(leg: EndedTicket, start: datetime, days: OfficeDays) -> Measures:
    """Who was not served waited until the last call, else until the end; whom the system closed, at most
    until the office closed, whenever the day was cleared up."""
    until = leg.called_at or leg.ended_at
    if leg.outcome is TicketState.CLOSED_BY_SYSTEM and leg.called_at is None:
        until = min(until, days.closes(leg.office_day) or until)
    local = until.astimezone(days.hours.time_zone)
    return Measures(
        day=leg.office_day,
        half_hour=_half_hour(local),
        waits_from=start,
        wait_us=None,
        raw_us=None,
        in_hours_us=None,
        way_us=None,
        counter_us=None,
        lost_us=_span_us(start, until),
        punctual=None if leg.called_at is None else _punctual(leg, leg.called_at),
    )


def _punctual(leg: EndedTicket, called_at: datetime) -> bool | None:
    return None if leg.slot is None else called_in_time(leg.slot, leg.arrived_at, called_at)


def _half_hour(local: datetime) -> int:
    return local.hour * 2 + local.minute // 30


def _us(start: datetime, end: datetime) -> int:
    return (end - start) // _MICROSECOND


def _span_us(start: datetime, end: datetime) -> int:
    return max(0, (end - start) // _MICROSECOND)
