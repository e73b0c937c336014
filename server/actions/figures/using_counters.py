"""How counters were used: open and paused, serving and on the way; over a period, and drawn for one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from server.actions.figures.going_down import described
from server.contract.messages import figures as messages
from server.domain.hours import open_spans
from server.domain.office import Office
from server.domain.period_figures import gathered
from server.domain.periods import Period
from server.storage import counter_spans, day_figures, times
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

_US = 1_000_000


def uses(tx: Transaction, offices: Sequence[Office], period: Period) -> messages.CounterUses:
    """Every counter that was open or served somebody in the period, by office and number."""
    ids = [office.id for office in offices]
    open_s = _seconds_in_state(counter_spans.of_days(tx, ids, period.first, period.last), tx.now)
    apart: tuple[day_figures.Apart, ...] = ("office_id", "key")
    rows = [row for row in day_figures.between(tx, ids, "counter", period=period, apart=apart) if row.key]
    sums = gathered(rows, [(row.office_id, int(row.key)) for row in rows])
    by_id = {office.id: office for office in offices}
    told = []
    for office_id, number in sorted(sums.keys() | open_s.keys()):
        office = by_id[office_id]
        found = sums.get((office_id, number))
        spent = open_s.get((office_id, number), {})
        told.append(_use(office, number, spent, {} if found is None else dict(found.totals)))
    return messages.CounterUses(counters=told)


def _seconds_in_state(spans: Sequence[TicketRow], now: datetime) -> dict[tuple[int, int], dict[str, float]]:
    spent: defaultdict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for span in spans:
        seconds = ((span.ended_at or max(now, span.began_at)) - span.began_at).total_seconds()
        spent[span.office_id, span.counter][span.state] += seconds
    return spent


def _use(office: Office, number: int, spent: dict[str, float], totals: dict[str, int]) -> messages.CounterUse:
    opened = spent.get("open", 0.0)
    serving, way = totals.get("counter_us", 0) / _US, totals.get("way_us", 0) / _US
    served = totals.get("n", 0)
    place = office.counters.get(number)
    return messages.CounterUse(
        office=office.code,
        counter=number,
        names=dict(place.names) if place is not None else None,
        open_s=opened,
        paused_s=spent.get("paused", 0.0),
        serving_s=serving,
        way_s=way,
        served=served,
        occupancy=(serving + way) / opened if opened else None,
        per_open_hour=served / (opened / 3600) if opened else None,
    )


def of_day(tx: Transaction, office: Office, day: date) -> messages.CounterDay:
    """The counters of one day, to be drawn: when they were open, and which tickets they had."""
    period = Period(day, day)
    facts = times.facts(tx, times.which([office.id], period), most=10_000) or ()
    return messages.CounterDay(
        office=office.code,
        day=day,
        time_zone=office.time_zone,
        at=tx.now,
        goal_s=office.goal_s,
        hours=[messages.OpenHours(start=span.start, end=span.end) for span in open_spans(office.hours, day)],
        spans=[
            messages.CounterSpan(
                counter=span.counter,
                state=span.state,
                clerk=span.clerk,
                reason=span.reason,
                began_at=span.began_at,
                ended_at=span.ended_at,
            )
            for span in counter_spans.of_days(tx, [office.id], day, day)
        ],
        tickets=[described(fact, office.code) for fact in facts if fact.counter is not None],
    )
