"""From the ticket of a log to its fact, as the database keeps it: in whole microseconds since 1970.

The rules are those of `server.domain.facts`, which tickets measured here go through; imports come by the
million, so they are worked out here on integers alone. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from server.domain.facts import OfficeDays
from server.domain.figures import ANSWERED, PUNCTUAL_WITHIN
from server.domain.hours import Hours, day_of, waiting_starts
from server.domain.office import Office
from server.domain.tickets import TicketState
from server.ticket_log.logged import LoggedTicket

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HALF_HOUR_US = 1_800_000_000
_QUARTER_US = 900_000_000
_PUNCTUAL_US = PUNCTUAL_WITHIN // _MICROSECOND
Fact = tuple[Any, ...]
"""A row of `ticket_fact` in the order of `server.storage.facts.COLUMNS`, as the database keeps it."""
NOTHING_TOLD = (None, None)
"""No log says what citizens were told of their waits."""
NO_CALLS = 0
"""How many calls an import tells of: it does not say whether they were in the order of the line."""


@dataclass(frozen=True, slots=True)
class _Day:
    """One office day: its spelling, when its tickets begin, and the stretches in which the office is open."""

    day: date
    spelled: str
    opens: int
    spans: tuple[tuple[int, int], ...]


class _Wall:
    """The office's days and half-hours by the quarter of an hour: no time zone changes within one."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._days: dict[date, _Day] = {}
        self._quarters: dict[int, tuple[_Day, int]] = {}

    def at(self, moment: int) -> tuple[_Day, int]:
        """The office day and the half-hour of a moment."""
        quarter = moment // _QUARTER_US
        found = self._quarters.get(quarter)
        if found is None:
            local = (_EPOCH + quarter * _QUARTER_US * _MICROSECOND).astimezone(self._hours.time_zone)
            found = self.day(local.date()), local.hour * 2 + local.minute // 30
            self._quarters[quarter] = found
        return found

    def day(self, day: date) -> _Day:
        """An office day by its date."""
        found = self._days.get(day)
        if found is None:
            noon = datetime.combine(day, time(12), self._hours.time_zone)
            opens = waiting_starts(self._hours, day_of(self._hours, noon).start)
            spans = OfficeDays(self._hours).spans(day)
            ints = tuple((_us(span.start), _us(span.end)) for span in spans)
            found = self._days[day] = _Day(day, day.isoformat(), _us(opens), ints)
        return found

    def open_us(self, start: int, end: int) -> int:
        """Microseconds of opening hours between two moments."""
        day, last = self.at(start)[0], self.at(end)[0]
        inside = _overlap(day.spans, start, end)
        while day is not last:
            day = self.day(day.day + timedelta(days=1))
            inside += _overlap(day.spans, start, end)
        return inside


class LoggedFacts:
    """Makes facts of one import; the hours of every office day are worked out once."""

    def __init__(self, offices: Mapping[str, Office], source: int) -> None:
        self._ids = {code: office.id for code, office in offices.items()}
        self._source = source
        self._walls = {code: _Wall(office.hours) for code, office in offices.items()}

    def fact(self, ticket: LoggedTicket) -> Fact:
        """The fact of a ticket."""
        wall = self._walls[ticket.office]
        issued, slot = _us(ticket.issued_at), _maybe_us(ticket.slot)
        arrived = issued if ticket.checked_in_at is None else _us(ticket.checked_in_at)
        called, started = _maybe_us(ticket.called_at), _maybe_us(ticket.started_at)
        ended = _us(ticket.finished_at)
        waits_from = max(arrived, wall.at(arrived)[0].opens, arrived if slot is None else slot)
        own_day = wall.day(ticket.office_day)
        punctual = None
        if slot is not None and called is not None:
            punctual = called <= max(slot, arrived) + _PUNCTUAL_US
        measured: tuple[int | None, ...]
        if called is not None and ticket.outcome in ANSWERED:
            day, half_hour = wall.at(called)
            measured = _answered(wall, ticket, (arrived, waits_from, called, started, ended))
        else:
            until = called or _given_up(ticket, own_day, ended)
            day, half_hour = own_day, wall.at(until)[1]
            measured = (None, None, None, None, None, None, 0, max(0, until - waits_from))
        return (
            *(self._ids[ticket.office], self._source, None, own_day.spelled, ticket.number, issued, 1),
            *(day.spelled, half_hour, ticket.service, ticket.counter, ticket.clerk, ticket.category),
            *(ticket.channel, ticket.outcome.value, arrived, slot, waits_from, called, started, ended),
            *measured,
            *(0, NO_CALLS, False, ticket.inferred, punctual, *NOTHING_TOLD),
        )


def _answered(
    wall: _Wall, ticket: LoggedTicket, times: tuple[int, int, int, int | None, int]
) -> tuple[int | None, ...]:
    """Wait, raw wait, wait within hours, of the visit, way, counter time, time on hold, time lost."""
    arrived, waits_from, called, started, ended = times
    wait = max(0, called - waits_from)
    return (
        wait,
        max(0, called - arrived),
        wall.open_us(waits_from, called) if wait else 0,
        wait if ticket.outcome is TicketState.SERVED else None,
        None if started is None else max(0, started - called),
        None if started is None else max(0, ended - started),
        0,
        None,
    )


def _given_up(ticket: LoggedTicket, day: _Day, ended: int) -> int:
    """Until when somebody waited who was never called; whom the system closed, until the office closed."""
    if ticket.outcome is TicketState.CLOSED_BY_SYSTEM and day.spans:
        return min(ended, day.spans[-1][1])
    return ended


def _overlap(spans: tuple[tuple[int, int], ...], start: int, end: int) -> int:
    inside = 0
    for opens, closes in spans:
        if opens <= start and end <= closes:
            return end - start
        if opens < end and start < closes:
            inside += min(closes, end) - max(opens, start)
    return inside


def _us(moment: datetime) -> int:
    """As `server.storage.column_types.Instant` keeps it."""
    return (moment - _EPOCH) // _MICROSECOND


def _maybe_us(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND
