"""A simulated past of one office, written as facts, counter spans and sums of days: the same at every run.

Mornings are fuller than afternoons and Mondays than Fridays; on Tuesdays two counters for land pause from
08:30 to 10:00, so that there is something to find.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from server.domain.facts import EndedTicket, OfficeDays, measures
from server.domain.office import Office
from server.domain.tickets import TicketState
from server.storage import day_figures, facts
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, counter_span

TICKETS_A_DAY = 315
_WEEKDAYS = (1.18, 1.04, 0.96, 0.92, 0.9)
_OPEN = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
_CLERKS = {3: "hoa", 4: "minh", 6: "lan"}
_BEST_LOVED = {"land": 3.2, "civil_status": 2.6, "results": 2.4, "business": 1.3}
_PAUSED = {4: (time(8, 30), time(10, 0)), 5: (time(8, 30), time(10, 0))}
"""On Tuesdays."""


@dataclass
class _Counter:
    """One counter of a simulated day: what it serves, and when it is free again."""

    number: int
    services: frozenset[str]
    free: datetime
    breaks: list[tuple[datetime, datetime]] = field(default_factory=list)

    def ready(self, wanted: datetime) -> datetime:
        """When it can call somebody who waits since `wanted`."""
        moment = max(self.free, wanted)
        for start, end in self.breaks:
            if start <= moment < end:
                moment = end
        return moment


def simulate(
    tx: Transaction, code: str, first: date, last: date, *, a_day: float = TICKETS_A_DAY, seed: int = 4
) -> int:
    """Write the weekdays from `first` to `last`, both included, `a_day` tickets each; how many there were."""
    office = tx.office(code)
    days = OfficeDays(office.hours)
    written = 0
    day = first
    while day <= last:
        if day.weekday() < 5:
            chance = random.Random(f"{seed} {code} {day}")
            written += _write_day(tx, _Day(office, days, day, chance), a_day)
        day += timedelta(days=1)
    return written


def _write_day(tx: Transaction, day: _Day, a_day: float) -> int:
    rows = list(day.rows(a_day))
    facts.insert_many(tx, rows)
    tx.connection.execute(insert(counter_span), list(day.spans()))
    day_figures.rebuild_day(tx, day.office.id, day.day, MEASURED_HERE)
    return len(rows)


class _Day:
    """One working day of an office, simulated ticket by ticket."""

    def __init__(self, office: Office, days: OfficeDays, day: date, chance: random.Random) -> None:
        self.office, self.days, self.day, self.chance = office, days, day, chance
        self.services = [code for code, service in office.services.items() if not service.children]
        self.counters = [
            _Counter(number, counter.configured, self.at(_OPEN[0][0]), self._breaks(number))
            for number, counter in office.counters.items()
        ]

    def at(self, moment: time) -> datetime:
        """A time on the office's wall."""
        return datetime.combine(self.day, moment, tzinfo=self.office.hours.time_zone).astimezone(UTC)

    def _breaks(self, number: int) -> list[tuple[datetime, datetime]]:
        lunch = [(self.at(_OPEN[0][1]) + timedelta(minutes=15), self.at(_OPEN[1][0]))]
        if self.day.weekday() == 1 and number in _PAUSED:
            start, end = _PAUSED[number]
            return [(self.at(start), self.at(end)), *lunch]
        return lunch

    def arrivals(self, a_day: float) -> list[datetime]:
        """When people come, in order: most of them early in each half of the day."""
        busy = a_day * _WEEKDAYS[self.day.weekday()] * self.chance.uniform(0.86, 1.14)
        found = []
        for (opens, closes), share in zip(_OPEN, (0.58, 0.42), strict=True):
            start = self.at(opens)
            length = (self.at(closes) - start - timedelta(minutes=25)).total_seconds()
            for _ in range(round(busy * share)):
                found.append(start + timedelta(seconds=length * self.chance.betavariate(1.15, 1.7)))
        return sorted(found)

    def rows(self, a_day: float) -> Iterator[dict[str, Any]]:
        """The facts of the day; some tickets have a second leg."""
        weights = [_BEST_LOVED.get(code, 0.8) for code in self.services]
        for place, arrived in enumerate(self.arrivals(a_day)):
            service = self.chance.choices(self.services, weights)[0]
            number = f"{self.office.services[service].letter or 'A'}{place + 1:03d}"
            yield from self.ticket(number, service, arrived)

    def ticket(self, number: str, service: str, arrived: datetime) -> Iterator[dict[str, Any]]:
        """One visit from its arrival to its end."""
        chance = self.chance
        slot = _slot_after(arrived) if chance.random() < 0.16 else None
        about = {
            "number": number,
            "service": service,
            "channel": "reception" if slot is not None and chance.random() < 0.3 else "kiosk",
            "category": chance.choice(list(self.office.categories)) if chance.random() < 0.07 else None,
        }
        gone = chance.random()
        if gone < 0.02:
            left = arrived + timedelta(minutes=chance.uniform(3, 40))
            yield self.fact(about, EndedTicket(self.day, arrived, TicketState.LEFT, left, slot))
        elif gone < 0.023:
            closed = self.at(_OPEN[1][1]) + timedelta(hours=1)
            yield self.fact(about, EndedTicket(self.day, arrived, TicketState.CLOSED_BY_SYSTEM, closed, slot))
        else:
            yield from self.legs(about, arrived, slot)

    def legs(
        self, about: dict[str, Any], arrived: datetime, slot: datetime | None
    ) -> Iterator[dict[str, Any]]:
        """The leg of somebody who is called, and the one after it where they are sent on."""
        first = self.served(about["service"], arrived, slot)
        kind = self.chance.random()
        if kind < 0.04:
            yield self.fact(about | {"counter": first[0]}, self._no_show(arrived, slot, first))
        elif kind < 0.07:
            sent = EndedTicket(self.day, arrived, TicketState.TRANSFERRED, first[3], slot, first[1], first[2])
            whole = self.fact(about | {"counter": first[0]}, sent)
            yield whole
            yield self._second(about, first[3], waited_us=whole["wait_us"])
        else:
            leg = EndedTicket(self.day, arrived, TicketState.SERVED, first[3], slot, first[1], first[2])
            yield self.fact(about | {"counter": first[0]}, leg)

    def _no_show(
        self, arrived: datetime, slot: datetime | None, first: tuple[int, datetime, datetime, datetime]
    ) -> EndedTicket:
        given_up = first[1] + timedelta(minutes=3)
        return EndedTicket(self.day, arrived, TicketState.NO_SHOW, given_up, slot, first[1])

    def _second(self, about: dict[str, Any], sent_on: datetime, *, waited_us: int) -> dict[str, Any]:
        counter, called, started, ended = self.served("results", sent_on, None)
        leg = EndedTicket(self.day, sent_on, TicketState.SERVED, ended, None, called, started)
        onward = about | {"counter": counter, "service": "results", "leg": 2, "waited_us": waited_us}
        return self.fact(onward, leg)

    def served(
        self, service: str, arrived: datetime, slot: datetime | None
    ) -> tuple[int, datetime, datetime, datetime]:
        """The counter that is ready first, and when it called, started and finished."""
        wanted = self.days.waits_from(arrived, slot)
        able = [counter for counter in self.counters if service in counter.services]
        counter = min(able, key=lambda one: (one.ready(wanted), one.number))
        called = counter.ready(wanted)
        started = called + timedelta(seconds=round(self.chance.uniform(10, 50)))
        usual = self.office.services[service].usual_s
        length = max(40.0, usual * self.chance.gammavariate(3, 1 / 3))
        ended = started + timedelta(seconds=round(length))
        counter.free = ended
        return counter.number, called, started, ended

    def fact(self, about: dict[str, Any], leg: EndedTicket) -> dict[str, Any]:
        """A whole row of `ticket_fact`."""
        found = measures(leg, self.days)
        counter = about.get("counter")
        served = leg.outcome is TicketState.SERVED
        earlier_us = about.pop("waited_us", 0)
        whole = {
            "office_id": self.office.id,
            "source": MEASURED_HERE,
            "ticket_id": None,
            "issued_at": leg.arrived_at,
            "leg": 1,
            "counter": counter,
            "clerk": None if counter is None else clerk_at(counter),
            "visit_us": None if found.wait_us is None or not served else found.wait_us + earlier_us,
            "dossiers": self.chance.choice((1, 1, 1, 2, 0)) if served else 0,
            "calls": 0 if leg.called_at is None else 1 + (self.chance.random() < 0.1),
            "out_of_order": self.chance.random() < 0.01,
            "inferred": leg.called_at is not None and self.chance.random() < 0.05,
            **_told(f"{self.day} {about['number']}", found.raw_us if about.get("leg", 1) == 1 else None),
            **about,
        }
        return facts.fact_row(whole, leg, found)

    def spans(self) -> Iterator[dict[str, Any]]:
        """When each counter was open and paused."""
        for counter in self.counters:
            at = self.at(_OPEN[0][0])
            for start, end in counter.breaks:
                yield self._span(counter.number, "open", at, start)
                if end < self.at(_OPEN[1][0]):
                    yield self._span(counter.number, "paused", start, end)
                at = end
            yield self._span(counter.number, "open", at, max(counter.free, self.at(_OPEN[1][1])))

    def _span(self, counter: int, state: str, start: datetime, end: datetime) -> dict[str, Any]:
        return {
            "office_id": self.office.id,
            "day": self.day,
            "counter": counter,
            "state": state,
            "clerk": clerk_at(counter),
            "reason": "họp" if state == "paused" else None,
            "began_at": start,
            "ended_at": end,
        }


def _told(seed: str, raw_us: int | None) -> dict[str, int | None]:
    """The range that was told: most are good, some too high or too low."""
    if raw_us is None:
        return {"told_low_us": None, "told_high_us": None}
    likely = max(60_000_000, round(raw_us * random.Random(seed).lognormvariate(0, 0.3)))
    return {"told_low_us": likely * 7 // 10, "told_high_us": likely * 14 // 10}


def clerk_at(counter: int) -> str:
    """Who sits at a counter, by the name of the account."""
    return _CLERKS.get(counter, f"quay{counter}")


def _slot_after(arrived: datetime) -> datetime:
    """The half-hour that somebody booked who came a little early, or late."""
    half = 1800
    seconds = arrived.timestamp() + 300
    return datetime.fromtimestamp(seconds // half * half + (half if seconds % half > 900 else 0), UTC)
