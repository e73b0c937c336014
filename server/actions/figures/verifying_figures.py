"""Verifying figures: every ended ticket has its fact, and the sums of every day are those of its facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, cast, func, literal, select

from server.domain.day_figures import DIMENSIONS, day_sums
from server.domain.hours import office_day
from server.domain.office import Office
from server.domain.tickets import OPEN, TicketState
from server.storage import day_figures, facts
from server.storage import tables as t
from server.storage.happenings import Transaction

MOST_TOLD = 20
"""So many tickets are named; more of them say nothing new."""
WHOLLY = timedelta(days=7)
"""Of these last days every sum and histogram is worked out again, of others what the database adds up."""


def problems(tx: Transaction, office: Office) -> Iterator[str]:
    """What is wrong with an office's figures, as far as they have followed its events."""
    seq = tx.connection.execute(select(t.office.c.seq).where(t.office.c.id == office.id)).scalar_one()
    mine = select(t.figures_cursor.c.seq).where(t.figures_cursor.c.office_id == office.id)
    followed = tx.connection.execute(mine).scalar() or 0
    if followed > seq:
        yield f"figures have followed event {followed} but the last event is {seq}"
    yield from _facts(tx, office, followed)
    yield from _days(tx, office)
    yield from _dimensions(tx, office)
    yield from _last_days(tx, office)
    yield from _months(tx, office)


def _facts(tx: Transaction, office: Office, followed: int) -> Iterator[str]:
    """A ticket has a fact just when it has ended, and they agree on how; but for those with events that are
    still to be followed."""
    told = select(t.event.c.ticket_id).where(
        t.event.c.office_id == office.id, t.event.c.seq > followed, t.event.c.ticket_id.is_not(None)
    )
    ended = t.ticket.c.state.not_in([state.value for state in OPEN])
    fact = t.ticket_fact.c.id
    wrong = (ended & fact.is_(None)) | (fact.is_not(None) & (t.ticket_fact.c.outcome != t.ticket.c.state))
    query = (
        select(t.ticket.c.id, t.ticket.c.state, t.ticket_fact.c.outcome)
        .outerjoin(t.ticket_fact, t.ticket_fact.c.ticket_id == t.ticket.c.id)
        .where(t.ticket.c.office_id == office.id, wrong, t.ticket.c.id.not_in(told))
        .order_by(t.ticket.c.id)
        .limit(MOST_TOLD)
    )
    for row in tx.connection.execute(query):
        counted = "is in no figure" if row.outcome is None else f"is {row.outcome} in the figures"
        yield f"ticket {row.id} is {row.state} but {counted}"


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return cast(func.sum(case((condition, 1), else_=0)), BigInteger)


def _sum(column: Any) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


_f, _d = t.ticket_fact.c, t.day_figures.c
_SEEN = _d.source.in_(
    select(t.log_import.c.id)
    .where(t.log_import.c.published_at.is_not(None))
    .union_all(select(literal(t.MEASURED_HERE)))
)
"""Sums that anybody sees: imports that are staged are not whole yet."""
_LOST = [
    TicketState.NO_SHOW.value,
    TicketState.LEFT.value,
    TicketState.REMOVED.value,
    TicketState.CLOSED_BY_SYSTEM.value,
]
_OF_FACTS = {
    "n": _count(_f.wait_us.is_not(None)),
    **{name: _sum(_f[name]) for name in ("wait_us", "raw_us", "in_hours_us", "visit_us", "way_us")},
    **{name: _sum(_f[name]) for name in ("counter_us", "calls")},
    "visits": _count(_f.visit_us.is_not(None)),
    "booked": _count(_f.punctual.is_not(None)),
    "told": _count(_f.told_low_us.is_not(None) & _f.wait_us.is_not(None)),
    "told_later": _count(_f.raw_us > _f.told_high_us),
    **{outcome: _count(_f.outcome == outcome) for outcome in _LOST},
    **{f"{outcome}_us": _sum(case((_f.outcome == outcome, _f.lost_us))) for outcome in _LOST},
}


def _days(tx: Transaction, office: Office) -> Iterator[str]:
    """What adds up in the facts of each day, and in its sums."""
    place = select(_f.day, _f.source, *_OF_FACTS.values()).where(_f.office_id == office.id, facts.visible)
    of_facts = {row[:2]: row[2:] for row in tx.connection.execute(place.group_by(_f.day, _f.source))}
    kept = select(_d.day, _d.source, *(_d[name] for name in _OF_FACTS))
    stored = tx.connection.execute(kept.where(_d.office_id == office.id, _d.dimension == "all", _SEEN))
    sums = {row[:2]: row[2:] for row in stored}
    for key in sorted(of_facts.keys() | sums.keys()):
        expected, found = of_facts.get(key), sums.get(key)
        if expected is None or found is None:
            yield f"figures of {key[0]} have {'no facts' if expected is None else 'no sums'}"
        elif wrong := [n for n, a, b in zip(_OF_FACTS, expected, found, strict=True) if a != b]:
            yield f"figures of {key[0]} do not add up: {', '.join(wrong)}"


def _dimensions(tx: Transaction, office: Office) -> Iterator[str]:
    """Every dimension counts everybody of a day."""
    told = select(_d.day, _d.source, _d.dimension, _sum(_d.n), _sum(_d.wait_us), _sum(_d.calls))
    found: dict[tuple[date, int], dict[str, tuple[int, ...]]] = {}
    query = told.where(_d.office_id == office.id, _SEEN).group_by(_d.day, _d.source, _d.dimension)
    for day, source, dimension, *sums in tx.connection.execute(query):
        found.setdefault((day, source), {})[dimension] = tuple(sums)
    for (day, _), by in sorted(found.items()):
        for dimension in DIMENSIONS:
            if by.get(dimension) != by.get("all"):
                yield f"figures of {day} by {dimension} do not add up to the whole"


def _last_days(tx: Transaction, office: Office) -> Iterator[str]:
    """Every sum and histogram of the last days, worked out again."""
    today = office_day(office.hours, tx.now)
    for ahead in range(WHOLLY.days + 1):
        day = today - WHOLLY + timedelta(days=ahead)
        wanted = {
            (s.dimension, s.key): s for s in day_sums(facts.of_day(tx, office.id, day, t.MEASURED_HERE))
        }
        kept = {(s.dimension, s.key): s for s in day_figures.of_day(tx, office.id, day, t.MEASURED_HERE)}
        for dimension, key in sorted(wanted.keys() | kept.keys()):
            if wanted.get((dimension, key)) != kept.get((dimension, key)):
                yield f"figures of {day} by {dimension} {key or '(none)'} are not those of its facts"


def _months(tx: Transaction, office: Office) -> Iterator[str]:
    """What is kept of a month adds up to what is kept of its days."""
    told = select(_d.day, _d.dimension, _sum(_d.n), _sum(_d.wait_us), _sum(_d.calls))
    own = told.where(_d.office_id == office.id, _d.source == t.MEASURED_HERE)
    of_days: defaultdict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    for day, dimension, n, wait_us, calls in tx.connection.execute(own.group_by(_d.day, _d.dimension)):
        of_days[day.replace(day=1), dimension].update(n=n, wait_us=wait_us, calls=calls)
    m = t.month_figures.c
    kept = select(m.month, m.dimension, _sum(m.n), _sum(m.wait_us), _sum(m.calls))
    mine = kept.where(m.office_id == office.id).group_by(m.month, m.dimension)
    for month, dimension, n, wait_us, calls in tx.connection.execute(mine.order_by(m.month, m.dimension)):
        if of_days[month, dimension] != {"n": n, "wait_us": wait_us, "calls": calls}:
            yield f"figures of the month {month:%Y-%m} by {dimension} are not those of its days"
