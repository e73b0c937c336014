"""Supervising: the live hall of an office, put together for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import fsum
from typing import Any

from server.actions.hall.foreseeing import Foreseen
from server.contract import messages
from server.domain import figures, hours, punctuality
from server.domain.alerts import AlertKind
from server.domain.figures import Leg
from server.domain.office import Counter, Office, Service
from server.domain.people import Caller, Role
from server.storage import alerts, booked_days, hall, queries
from server.storage.happenings import Transaction

HALF_HOUR = timedelta(minutes=30)
SHOWN_AFTER_CLOSING = timedelta(hours=2)
Answered = list[tuple[str, Leg]]


def hall_view(
    tx: Transaction, caller: Caller, code: str, *, foreseen: Foreseen | None, rate: float
) -> messages.HallView:
    """The hall as it stands, with the latest forecast. Raises `UnknownOffice`, `NotAllowed`."""
    office = tx.office(code)
    caller.must_be_of(office.id)
    day = hours.office_day(office.hours, tx.now)
    line, answered = hall.line(tx, office, day), hall.answered(tx, office, day)
    told = alerts.since(tx, office.id, hours.day_of(office.hours, tx.now).start)
    return messages.HallView(
        office=office.code,
        names=dict(office.names),
        short_name=office.short_name,
        time_zone=office.time_zone,
        at=tx.now,
        rate=rate,
        seq=queries.seq_of(tx, office),
        goal_s=office.goal_s,
        longest_wait_s=office.figures.warnings.longest_wait_s,
        **_opening(office, tx.now),
        waiting=len(line),
        longest=_longest(office, line),
        today=_today(answered, office.goal_s),
        bookings=_bookings(tx, office, day),
        half_hours=_half_hours(office, answered, tx.now, foreseen),
        services=[_service(office, s, line, answered, foreseen) for s in _leaves(office, line, answered)],
        counters=_counters(tx, caller, office),
        may_close=caller.role is Role.SUPERVISOR,
        foreseen=foreseen is not None,
        forecast=None if foreseen is None else _forecast(foreseen),
        advice=None if foreseen is None else _advice(foreseen, told),
        alerts=[_alert(row) for row in told],
    )


def _opening(office: Office, now: datetime) -> dict[str, Any]:
    day = hours.office_day(office.hours, now)
    spans = list(hours.open_spans(office.hours, day)) if office.in_force(day) else []
    open_now = any(span.start <= now < span.end for span in spans)
    reason = None if open_now else hours.closed_reason(office.hours, now)
    return {
        "open_now": open_now,
        "closes_at": spans[-1].end if spans else None,
        "opens_at": None if open_now else hours.opens_next(office.hours, now),
        "closed_reason": dict(reason) if reason else None,
    }


def _longest(office: Office, line: list[hall.HallRow]) -> messages.LongestWait | None:
    if not line:
        return None
    first = line[0]
    service = office.service_by_id(first.service_id).code
    return messages.LongestWait(number=first.number, service=service, since=first.waits_from)


def _waits(answered: Answered) -> list[float]:
    return [wait for _, leg in answered if (wait := figures.leg_wait_s(leg)) is not None]


def _today(answered: Answered, goal_s: float) -> messages.HallToday:
    summary = figures.summary(_waits(answered), goal_s)
    if summary is None:
        return messages.HallToday(n=0)
    return messages.HallToday(
        n=summary.n,
        mean_s=summary.mean_s,
        median_s=summary.median_s,
        p90_s=summary.p90_s,
        max_s=summary.max_s,
        share_within_goal=summary.share_within_goal,
    )


def _bookings(tx: Transaction, office: Office, day: date) -> messages.HallBookings | None:
    if office.booking is None:
        return None
    rows = booked_days.of_day(tx, office, day)
    found = punctuality.punctuality(map(booked_days.booking_of, rows), tx.now, office.booking)
    return messages.HallBookings(called=found.called, punctual=found.punctual, share=found.punctual_share)


# --- half-hours -----------------------------------------------------------------------------------


def _half_hours(
    office: Office, answered: Answered, now: datetime, foreseen: Foreseen | None
) -> list[messages.HalfHour]:
    """From the first half-hour in which the office was open or somebody was called to the last one, each
    by the call that was answered; those without anything measured or expected stay empty."""
    measured: defaultdict[datetime, list[float]] = defaultdict(list)
    for _, leg in answered:
        wait = figures.leg_wait_s(leg)
        if wait is not None and leg.called_at is not None:
            measured[_begin_of(office, leg.called_at)].append(wait)
    expected = _expected(office, now, foreseen)
    edges = [*measured, *expected, *_open_half_hours(office, now)]
    if not edges:
        return []
    found, start = [], min(edges)
    while start <= max(edges):
        waits, (n, mean) = measured.get(start, []), expected.get(start, (0.0, None))
        found.append(
            messages.HalfHour(
                start=start,
                n=len(waits),
                mean_s=fsum(waits) / len(waits) if waits else None,
                expected_n=n,
                expected_mean_s=mean,
            )
        )
        start += HALF_HOUR
    return found


def _begin_of(office: Office, moment: datetime) -> datetime:
    wall = moment.astimezone(office.hours.time_zone)
    into = timedelta(minutes=wall.minute % 30, seconds=wall.second, microseconds=wall.microsecond)
    return moment - into


def _expected(
    office: Office, now: datetime, foreseen: Foreseen | None
) -> dict[datetime, tuple[float, float | None]]:
    if foreseen is None or foreseen.forecast is None:
        return {}
    first = _begin_of(office, foreseen.at)
    bars = {
        first + HALF_HOUR * at: bar for at, bar in enumerate(foreseen.forecast.half_hours) if bar.n >= 0.5
    }
    this, last = _begin_of(office, now), _last_shown(office, now)
    return {start: (bar.n, bar.mean_s) for start, bar in bars.items() if this <= start < last}


def _last_shown(office: Office, now: datetime) -> datetime:
    """A line that lasts far beyond closing is told by its end, not by a night of bars."""
    spans = list(hours.open_spans(office.hours, hours.office_day(office.hours, now)))
    return max(now, spans[-1].end if spans else now) + SHOWN_AFTER_CLOSING


def _open_half_hours(office: Office, now: datetime) -> Iterable[datetime]:
    """The first and last half-hour of today's hours; none for an office that never closes."""
    day = hours.office_day(office.hours, now)
    if office.hours.always_open or not office.in_force(day):
        return
    for span in hours.open_spans(office.hours, day):
        yield _begin_of(office, span.start)
        yield _begin_of(office, span.end - timedelta(seconds=1))


# --- services and counters ------------------------------------------------------------------------


def _leaves(office: Office, line: list[hall.HallRow], answered: Answered) -> list[Service]:
    """The services that take tickets, and those that had somebody today although they no longer do."""
    busy = {office.service_by_id(row.service_id).code for row in line} | {code for code, _ in answered}
    return [s for s in office.services.values() if s.code in busy or (s.active and not s.children)]


def _service(
    office: Office,
    service: Service,
    line: list[hall.HallRow],
    answered: Answered,
    foreseen: Foreseen | None,
) -> messages.HallService:
    mine = [row for row in line if row.service_id == service.id]
    waits = _waits([(code, leg) for code, leg in answered if code == service.code])
    ahead = None
    if foreseen is not None and foreseen.forecast is not None:
        ahead = foreseen.forecast.services.get(service.code)
    return messages.HallService(
        code=service.code,
        letter=service.letter,
        names=dict(service.names),
        waiting=len(mine),
        oldest_since=mine[0].waits_from if mine else None,
        oldest_number=mine[0].number if mine else None,
        n=len(waits),
        mean_s=fsum(waits) / len(waits) if waits else None,
        counters=[counter.number for counter in office.serving(service.code)],
        expected_mean_s=ahead.mean_s if ahead else None,
        in_vain=ahead.in_vain if ahead else 0.0,
    )


def _counters(tx: Transaction, caller: Caller, office: Office) -> list[messages.HallCounter]:
    busy = {row.counter_number: row for row in hall.at_counters(tx, office) if row.state != "on_hold"}
    since = hall.counters_since(tx, [office.id])
    staff = caller.role is not Role.INTEGRATION
    return [
        _counter(
            office, counter, busy.get(counter.number), since.get((office.id, counter.number)), staff=staff
        )
        for counter in office.counters.values()
    ]


def _counter(
    office: Office, counter: Counter, row: hall.HallRow | None, since: datetime | None, *, staff: bool
) -> messages.HallCounter:
    return messages.HallCounter(
        number=counter.number,
        names=dict(counter.names),
        state=counter.state,
        since=since,
        reason=counter.reason,
        staff_name=counter.staff_name if staff else None,
        services=[code for code in office.services if code in counter.services],
        ticket=row.number if row else None,
        ticket_state=row.state if row else None,
        ticket_since=(row.started_at or row.called_at) if row else None,
    )


# --- what is foreseen, and what is told -----------------------------------------------------------


def _forecast(foreseen: Foreseen) -> messages.HallForecast | None:
    found = foreseen.forecast
    if found is None:
        return None
    return messages.HallForecast(
        at=foreseen.at,
        runs=found.runs,
        n=found.n,
        mean_s=found.mean_s,
        low_s=found.low_s,
        high_s=found.high_s,
        chance=found.chance,
        word=found.word,
        last_call_at=foreseen.at + timedelta(seconds=found.last_call_s),
        learned_from=foreseen.source.kind,
        learned_days=foreseen.source.days,
        people=foreseen.expected,
        busyness=foreseen.busyness,
        measured=list(foreseen.measured),
        assumed=list(foreseen.assumed),
    )


def _advice(foreseen: Foreseen, told: list[alerts.AlertRow]) -> messages.HallAdvice | None:
    found = foreseen.advice
    if found is None:
        return None
    wanted = any(
        row.kind == AlertKind.COUNTER_WANTED and row.subject == str(found.counter) and row.ended_at is None
        for row in told
    )
    return messages.HallAdvice(
        kind=found.kind,
        service=found.service,
        counter=found.counter if found.kind == "open" else None,
        before_s=found.before_s,
        after_s=found.after_s,
        noise_s=found.noise_s,
        chance=found.chance,
        runs=found.runs,
        wanted=wanted,
    )


def _alert(row: alerts.AlertRow) -> messages.HallAlert:
    return messages.HallAlert(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        detail=row.detail,
        began_at=row.began_at,
        ended_at=row.ended_at,
    )
