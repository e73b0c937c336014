"""Our own account of the line: who waits, since when and for whom, and who has to be called next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.server.web.month import almanac
from tests.server.web.month.almanac import COUNTERS

ALLOWANCE = {"walk_in": timedelta(minutes=15), "appointment": timedelta(minutes=5), "priority": timedelta(0)}
TRANSFER, PUT_BACK = timedelta(minutes=5), timedelta(seconds=300)
PUNCTUAL = timedelta(minutes=10)


@dataclass(eq=False)
class Person:
    """A visit as it stands: its present ticket, and when the first one was last called."""

    visit: int
    number: str
    day: date
    service: str
    due: datetime
    category: str | None
    ticket: int
    version: int
    token: str
    came: datetime
    state: str = "waiting"
    leg: int = 1
    callable_from: datetime | None = None
    for_counter: int | None = None
    return_to: int | None = None
    counter: int | None = None
    first_called: datetime | None = None
    booked: bool = False

    def may_be_called(self, counter: int, open_counters: set[int], now: datetime) -> bool:
        """Whether this counter may call the person right now."""
        if self.state != "waiting" or self.day != almanac.day_of(now):
            return False
        if self.callable_from is not None and now < self.callable_from:
            return False
        if self.for_counter == counter:
            return True
        sent = self.for_counter is not None and self.for_counter in open_counters
        return self.service in COUNTERS[counter] and not sent


@dataclass
class Line:
    """Everybody who ever came, and which counters are open."""

    people: dict[int, Person] = field(default_factory=dict)
    open_counters: set[int] = field(default_factory=set)

    def next_for(self, counter: int, now: datetime) -> Person | None:
        """The smallest due among those whom this counter may call; ties go to who came first."""
        ready = [one for one in self.people.values() if one.may_be_called(counter, self.open_counters, now)]
        return min(ready, key=lambda one: (one.due, one.visit), default=None)

    def at(self, counter: int) -> Person | None:
        """Who is called to, or served at, a counter."""
        here = [p for p in self.people.values() if p.counter == counter and p.state in ("called", "serving")]
        assert len(here) <= 1
        return here[0] if here else None

    def on_hold(self, counter: int) -> list[Person]:
        return [p for p in self.people.values() if p.counter == counter and p.state == "on_hold"]

    def of_day(self, day: date) -> list[Person]:
        return [person for person in self.people.values() if person.day == day]

    def close_day(self, day: date) -> None:
        """At midnight everybody who still is somewhere goes home."""
        self.open_counters.clear()
        for person in self.of_day(day):
            if person.state in ("waiting", "called", "serving", "on_hold"):
                person.state = "closed_by_system"


def due_of_walk_in(now: datetime, category: str | None, *, changed: bool) -> datetime:
    """The wait begins when the office does; without a priority category there is a quarter of an hour."""
    return _opened(now, changed=changed) + ALLOWANCE["priority" if category else "walk_in"]


def due_of_booking(now: datetime, slot: datetime, category: str | None, *, changed: bool) -> datetime:
    """In time, the wait begins with the slot; early gains nothing and late costs the minutes late."""
    if now > slot + almanac.WINDOW:
        return due_of_walk_in(now, category, changed=changed)
    return max(_opened(now, changed=changed), slot) + ALLOWANCE["priority" if category else "appointment"]


def _opened(now: datetime, *, changed: bool) -> datetime:
    hours = almanac.stretches(almanac.day_of(now), changed=changed)
    return max(now, hours[0].opens) if hours else now


def takes_tickets(now: datetime, *, changed: bool) -> bool:
    hours = almanac.stretches(almanac.day_of(now), changed=changed)
    return any(stretch.opens <= now < stretch.tickets_until for stretch in hours)
