"""What a counter serves at a moment: its set-up by weekday and time, its clerk's choice and skills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.domain import hours as office_hours
from server.domain.hours import Hours
from server.domain.intervals import MIDNIGHT, Span

Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class TimedServices:
    """On these weekdays (0 = Monday), from `begins` up to, but without, `ends`, a counter serves these
    services and no others. An end of 00:00 is the midnight that ends the day."""

    services: Codes
    days: frozenset[int]
    begins: time
    ends: time

    def rules(self, weekday: int, wall: time) -> bool:
        """Whether this entry rules at that time of that weekday."""
        return weekday in self.days and self.begins <= wall and (self.ends == MIDNIGHT or wall < self.ends)


@dataclass(frozen=True, slots=True)
class CounterPlan:
    """What a counter is set up for: `usual`, but for the times of its `timed` entries."""

    usual: Codes
    timed: tuple[TimedServices, ...] = ()

    @property
    def ever(self) -> Codes:
        """Everything it serves at some time."""
        return self.usual.union(*(entry.services for entry in self.timed))

    def at(self, hours: Hours, moment: datetime) -> Codes:
        """What it is set up for at a moment. A day that is worked in exchange for another keeps that
        weekday's ways."""
        wall = moment.astimezone(hours.time_zone)
        return self.on(hours.rules_like(wall.date()), wall.time())

    def on(self, weekday: int, wall: time) -> Codes:
        """What it is set up for at that time of that weekday (0 = Monday); of entries that overlap the
        first rules."""
        ruling = (entry for entry in self.timed if entry.rules(weekday, wall))
        return next((entry.services for entry in ruling), self.usual)

    def same_since(self, hours: Hours, since: datetime, now: datetime) -> bool:
        """Whether nothing has changed by itself between two moments."""
        return not any(since < edge <= now for edge in edges((self,), hours, since=since, until=now))


@dataclass(frozen=True, slots=True)
class Choice:
    """The services that somebody opened a counter for, and when."""

    services: Codes
    at: datetime | None = None


def served(
    plan: CounterPlan, choice: Choice | None, skills: Codes | None, *, hours: Hours, now: datetime
) -> Codes:
    """The services that an open counter calls for at `now`.

    A choice made at the opening holds until the counter's set-up next changes by the clock: whoever chose
    in the morning did not choose for the afternoon. `skills` are what its clerk may serve, None: anything.
    """
    chosen = choice is not None and (choice.at is None or plan.same_since(hours, choice.at, now))
    wanted = choice.services if chosen and choice is not None else plan.at(hours, now)
    return wanted if skills is None else wanted & skills


def unchanged(plans: Iterable[CounterPlan], hours: Hours, now: datetime) -> Span | None:
    """The stretch around `now` in which no counter changes by the clock; None: none ever does."""
    timed = [plan for plan in plans if plan.timed]
    if not timed:
        return None
    found = list(edges(timed, hours, since=now - timedelta(days=1), until=now + timedelta(days=1)))
    day = office_hours.day_of(hours, now)
    before = max((edge for edge in found if edge <= now), default=day.start)
    after = min((edge for edge in found if edge > now), default=day.end)
    return Span(max(before, day.start), min(after, day.end))


def edges(
    plans: Iterable[CounterPlan], hours: Hours, *, since: datetime, until: datetime
) -> Iterator[datetime]:
    """The moments after `since`, up to and with `until`, at which an entry begins or ends; unordered."""
    entries = [entry for plan in plans for entry in plan.timed]
    day, last = office_hours.office_day(hours, since), office_hours.office_day(hours, until)
    while entries and day <= last:
        weekday = hours.rules_like(day)
        for entry in entries:
            if weekday in entry.days:
                yield from (edge for edge in _ends_on(entry, hours, day) if since < edge <= until)
        day += timedelta(days=1)


def _ends_on(entry: TimedServices, hours: Hours, day: date) -> tuple[datetime, datetime]:
    last = day + timedelta(days=1) if entry.ends == MIDNIGHT else day
    walls = (datetime.combine(day, entry.begins), datetime.combine(last, entry.ends))
    begins, ends = (office_hours.wall_moment(hours.time_zone, wall) for wall in walls)
    return begins, ends
