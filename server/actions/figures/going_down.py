"""Going down from a figure: to how long people waited, and to the tickets behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from server.actions.figures.asking import Only, goal_of
from server.contract.messages import figures as messages
from server.domain.day_figures import Histogram
from server.domain.office import Office
from server.domain.periods import Period
from server.storage import day_figures, times
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, ticket_fact

_US = 1_000_000
MINUTE_BINS = 240


def distribution(
    tx: Transaction, offices: Sequence[Office], period: Period, *, only: Only | None
) -> messages.Distribution:
    """How many answered tickets waited how many minutes."""
    dimension, key = ("all", "") if only is None else only
    ids = [office.id for office in offices]
    rows = day_figures.between(tx, ids, dimension, period=period, apart=(), key=key)
    waits = Histogram.unpacked(row.waits for row in rows)
    at_most = [0.0, *(waits.at_most(minute * 60 * _US) for minute in range(1, MINUTE_BINS + 1))]
    bins = [
        messages.WaitBin(from_s=minute * 60.0, to_s=minute * 60.0 + 60, n=round(upto - before))
        for minute, (before, upto) in enumerate(pairwise(at_most))
    ]
    beyond = waits.n - round(at_most[-1])
    if beyond:
        bins.append(messages.WaitBin(from_s=MINUTE_BINS * 60.0, to_s=None, n=beyond))
    while bins and bins[-1].n == 0:
        bins.pop()
    return messages.Distribution(goal_s=goal_of(offices), n=waits.n, bins=bins)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets behind a figure: under keys, of a half-hour (0 to 47), an ISO weekday, an outcome, over a
    wait and up to one."""

    under: tuple[Only, ...] = ()
    half_hour: int | None = None
    weekday: int | None = None
    outcome: str | None = None
    over_s: float | None = None
    upto_s: float | None = None
    booked: bool = False
    longest_first: bool = False
    skip: int = 0
    limit: int = 50


def tickets(
    tx: Transaction, offices: Sequence[Office], period: Period, *, wanted: Wanted
) -> messages.TicketFacts:
    """The tickets behind a figure, by time or the longest first; nobody's name is among them."""
    which = and_(times.which([office.id for office in offices], period), *_conditions(wanted))
    waited = func.coalesce(ticket_fact.c.wait_us, ticket_fact.c.lost_us)
    order = (waited.desc(),) if wanted.longest_first else (ticket_fact.c.waits_from,)
    rows = select(ticket_fact).where(which).order_by(*order, ticket_fact.c.id)
    total: int = tx.connection.execute(
        select(func.count()).select_from(ticket_fact).where(which)
    ).scalar_one()
    codes = {office.id: office.code for office in offices}
    found = tx.connection.execute(rows.offset(wanted.skip).limit(wanted.limit))
    return messages.TicketFacts(
        total=total, skip=wanted.skip, tickets=[described(row, codes[row.office_id]) for row in found]
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [times.under(*one) for one in wanted.under]
    if wanted.half_hour is not None:
        conditions.append(ticket_fact.c.half_hour == wanted.half_hour)
    if wanted.weekday is not None:
        conditions.append(times.on_weekday(wanted.weekday))
    if wanted.outcome is not None:
        conditions.append(ticket_fact.c.outcome == wanted.outcome)
    if wanted.over_s is not None:
        conditions.append(ticket_fact.c.wait_us > round(wanted.over_s * _US))
    if wanted.upto_s is not None:
        conditions.append(ticket_fact.c.wait_us <= round(wanted.upto_s * _US))
    if wanted.booked:
        conditions.append(ticket_fact.c.slot.is_not(None))
    return conditions


def described(row: Any, office: str) -> messages.TicketFact:
    """A fact as staff see it."""
    counted = row.wait_us is not None
    return messages.TicketFact(
        office=office,
        **{name: getattr(row, name) for name in _AS_IT_IS},
        counted=counted,
        waited_s=(row.wait_us if counted else row.lost_us) / _US,
        raw_wait_s=_seconds(row.raw_us),
        in_hours_wait_s=_seconds(row.in_hours_us),
        way_s=_seconds(row.way_us),
        counter_time_s=_seconds(row.counter_us),
        inferred_start=row.inferred,
        imported=row.source != MEASURED_HERE,
    )


_AS_IT_IS = (
    *("day", "number", "leg", "service", "counter", "clerk", "channel", "outcome", "arrived_at", "slot"),
    *("waits_from", "called_at", "started_at", "ended_at", "dossiers", "calls", "out_of_order"),
)


def _seconds(us: int | None) -> float | None:
    return None if us is None else us / _US
