"""Foreseeing: what is known of the rest of an office's day, and what the simulation makes of it.

What is known is read in one short transaction; the simulation runs outside of any.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import fsum

import numpy as np

from server.actions.hall.expecting import Source, bookings_of, coming_to
from server.domain import figures, hours
from server.domain.advising import Advice, advice
from server.domain.drawing import LEAST_SAMPLES, Desk, Person, Rest
from server.domain.figures import DayWaits
from server.domain.forecasting import Forecast, look_ahead
from server.domain.intervals import Span
from server.domain.office import Counter, Office
from server.domain.ordering import ArrivalClass
from server.storage import hall
from server.storage.happenings import Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """All that a forecast needs of one office, as one transaction saw it."""

    office: str
    at: datetime
    rest: Rest
    done: DayWaits
    goal_s: float
    into_half_hour_s: float
    source: Source


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast with its advice and what both rest on; `forecast` None: nothing can be said yet."""

    at: datetime
    forecast: Forecast | None
    advice: Advice | None
    source: Source
    expected: float
    busyness: float
    measured: tuple[str, ...]
    assumed: tuple[str, ...]


def foresee(known: Known, *, advise: bool = True) -> Foreseen:
    """Simulate the rest of the day: up to about a second of one core, so never within a transaction.

    The seed is the moment of the look: who repeats it gets the same answer.
    """
    random = np.random.default_rng(int(known.at.timestamp()))
    outlook = look_ahead(
        known.rest,
        random,
        done=known.done,
        goal_s=known.goal_s,
        into_half_hour_s=known.into_half_hour_s,
    )
    forecast = outlook.forecast()
    rest = known.rest
    services = sorted({s.service for s in rest.coming} | {p.service for p in rest.line})
    measured = tuple(code for code in services if len(rest.seconds.get(code, ())) >= LEAST_SAMPLES)
    said = advice(outlook, forecast) if advise else None
    if forecast is None and said is not None and said.kind == "none_needed":
        said = None  # nobody came: there is nothing to say yet
    return Foreseen(
        at=known.at,
        forecast=forecast,
        advice=said,
        source=known.source,
        expected=rest.expected,
        busyness=rest.busyness,
        measured=measured,
        assumed=tuple(code for code in services if code not in measured),
    )


def known_of(tx: Transaction, code: str) -> Known:
    """What is known of an office now; raises `UnknownOffice`."""
    office = tx.office(code)
    now, day = tx.now, hours.office_day(office.hours, tx.now)
    spans = list(hours.open_spans(office.hours, day)) if office.in_force(day) else []
    at_counters = hall.at_counters(tx, office)
    expected = coming_to(tx, office, day)
    booked, kept_share = bookings_of(tx, office, day)
    desks, spare = _desks(office, at_counters, now, spans)
    rest = Rest(
        line=_line(tx, office, day),
        desks=desks,
        spare=spare,
        coming=expected.streams,
        booked=booked,
        usual_s={service.code: float(service.usual_s) for service in office.services.values()},
        seconds=hall.measured_times(tx, office, day),
        seen=expected.seen,
        foreseen=expected.foreseen,
        kept_share=kept_share,
        booked_allowance_s=office.policy.allowance[ArrivalClass.APPOINTMENT].total_seconds(),
        pauses=tuple(_pauses(spans, now)),
        closing_s=max(0.0, (spans[-1].end - now).total_seconds()) if spans else 0.0,
    )
    done = _done(tx, office, day, at_counters)
    return Known(office.code, now, rest, done, office.goal_s, _into_half_hour_s(office, now), expected.source)


def _line(tx: Transaction, office: Office, day: date) -> tuple[Person, ...]:
    """Who waits. Whoever was sent to a counter waits for that one alone, while it is open."""
    return tuple(
        Person(
            office.service_by_id(row.service_id).code,
            (row.waits_from - tx.now).total_seconds(),
            (row.due - tx.now).total_seconds(),
            row.for_counter if _waits_for(office, row) else None,
        )
        for row in hall.line(tx, office, day)
    )


def _waits_for(office: Office, row: hall.HallRow) -> bool:
    """Whether the counter that somebody was sent to is open, with a clerk who may serve them."""
    there = office.counters.get(row.for_counter)
    return there is not None and there.open and there.knows(office.service_by_id(row.service_id).code)


def _done(tx: Transaction, office: Office, day: date, at_counters: Iterable[hall.HallRow]) -> DayWaits:
    """The waits that are over: of who was answered, and of who is at a counter or on hold."""
    waits = [
        wait for _, leg in hall.answered(tx, office, day) if (wait := figures.leg_wait_s(leg)) is not None
    ]
    waits += [figures.wait_s(row.waits_from, row.called_at) for row in at_counters]
    return DayWaits(len(waits), fsum(waits))


def _desks(
    office: Office, at_counters: Iterable[hall.HallRow], now: datetime, spans: list[Span]
) -> tuple[tuple[Desk, ...], tuple[Desk, ...]]:
    """The open counters with what they are busy with, and those that could open: paused ones first.

    In a break within the day, paused counters are taken to go on after it.
    """
    resting = bool(spans) and spans[0].end <= now < spans[-1].start
    busy = {row.counter_number: row for row in at_counters if row.state in ("called", "serving")}
    there = [c for c in office.counters.values() if c.open or (resting and c.state == "paused")]
    others = [c for c in office.counters.values() if c not in there]
    desks = tuple(_desk(office, counter, busy.get(counter.number), now) for counter in there)
    others.sort(key=lambda counter: (counter.state != "paused", counter.number))
    return desks, tuple(Desk(counter.number, counter.configured) for counter in others)


def _desk(office: Office, counter: Counter, row: hall.HallRow | None, now: datetime) -> Desk:
    if row is None:
        return Desk(counter.number, counter.services)
    service = office.service_by_id(row.service_id).code
    return Desk(counter.number, counter.services, service, max(0.0, (now - row.called_at).total_seconds()))


def _pauses(spans: list[Span], now: datetime) -> Iterable[tuple[float, float]]:
    """The stretches between the hours of the day, and before them, from now on."""
    ends = datetime.min.replace(tzinfo=now.tzinfo)
    for span in spans:
        if span.start > now:
            yield max(0.0, (max(ends, now) - now).total_seconds()), (span.start - now).total_seconds()
        ends = span.end


def _into_half_hour_s(office: Office, now: datetime) -> float:
    wall = now.astimezone(office.hours.time_zone)
    return (wall.minute % 30) * 60 + wall.second + wall.microsecond / 1e6
