"""Facts: what ended tickets amount to, kept so that figures need not go through their lives again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, or_, select

from server.domain.facts import EndedTicket, Measures, OfficeDays, measures
from server.domain.office import Office
from server.domain.tickets import OPEN, TicketState
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, day_figures, log_import, staff, ticket, ticket_fact, visit

FactRow = Row[*tuple[Any, ...]]
"""A row of `ticket_fact`."""
COLUMNS = tuple(column.name for column in ticket_fact.c if column.name != "id")
_SECOND_US = 1_000_000

visible = or_(
    ticket_fact.c.source == MEASURED_HERE,
    ticket_fact.c.source.in_(select(log_import.c.id).where(log_import.c.published_at.is_not(None))),
)
"""Facts of imports that are published, and our own."""


def fact_row(about: Mapping[str, Any], leg: EndedTicket, found: Measures) -> dict[str, Any]:
    """A whole row: `about` names the ticket (office, number, service, who served it…)."""
    return {
        **about,
        "office_day": leg.office_day,
        "day": found.day,
        "half_hour": found.half_hour,
        "outcome": leg.outcome.value,
        "arrived_at": leg.arrived_at,
        "slot": leg.slot,
        "waits_from": found.waits_from,
        "called_at": leg.called_at,
        "started_at": leg.started_at,
        "ended_at": leg.ended_at,
        "wait_us": found.wait_us,
        "raw_us": found.raw_us,
        "in_hours_us": found.in_hours_us,
        "way_us": found.way_us,
        "counter_us": found.counter_us,
        "held_us": leg.held_us,
        "lost_us": found.lost_us,
        "punctual": found.punctual,
    }


def refresh(tx: Transaction, office: Office, tickets: Collection[int]) -> Counter[date]:
    """Bring the facts of these tickets up to how they stand now; how many were not, by the days whose sums
    are no longer right.

    A ticket that has ended has a fact; one that waits again, or never ended, has none. Done twice it
    changes nothing the second time.
    """
    ids = sorted(tickets)
    have = {row.ticket_id: row for row in _kept(tx, ids)}
    wanted = _of_tickets(tx, office, ids)
    touched: Counter[date] = Counter()
    gone: list[int] = []
    fresh: list[dict[str, Any]] = []
    for ticket_id in ids:
        old, new = have.get(ticket_id), wanted.get(ticket_id)
        if old is not None and (new is None or _differs(old, new)):
            gone.append(old.id)
            touched[old.day] += 1
        if new is not None and (old is None or _differs(old, new)):
            fresh.append(new)
            touched[new["day"]] += 1
    if gone:
        tx.connection.execute(delete(ticket_fact).where(ticket_fact.c.id.in_(gone)))
    insert_many(tx, fresh)
    return touched


def _kept(tx: Transaction, ids: Sequence[int]) -> list[FactRow]:
    return list(tx.connection.execute(_KEPT, {"tickets": ids}).all()) if ids else []


_KEPT = select(ticket_fact).where(ticket_fact.c.ticket_id.in_(bindparam("tickets", expanding=True)))


def _differs(old: FactRow, new: Mapping[str, Any]) -> bool:
    return any(getattr(old, name) != new[name] for name in COLUMNS)


def _of_tickets(tx: Transaction, office: Office, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The facts that the tickets amount to; of those that have ended."""
    if not ids:
        return {}
    days = OfficeDays(office.hours)
    rows = tx.connection.execute(_ENDED, {"tickets": ids, "office": office.id}).all()
    facts = {row.id: _of_ticket(office, row, days) for row in rows}
    _complete_visits(tx, facts)
    return facts


_ENDED = (
    select(ticket, staff.c.username)
    .outerjoin(staff, staff.c.id == ticket.c.staff_id)
    .where(
        ticket.c.id.in_(bindparam("tickets", expanding=True)),
        ticket.c.office_id == bindparam("office"),
        ticket.c.state.not_in([state.value for state in OPEN]),
    )
)


def _of_ticket(office: Office, row: Any, days: OfficeDays) -> dict[str, Any]:
    leg = EndedTicket(
        office_day=row.day,
        arrived_at=row.arrived_at,
        outcome=TicketState(row.state),
        ended_at=row.ended_at,
        slot=row.slot,
        called_at=row.called_at,
        started_at=row.started_at,
        held_us=max(0, row.held_s) * _SECOND_US,  # a clock was stepped back meanwhile
        waits_from=row.waits_from,
    )
    about = {
        "office_id": office.id,
        "source": MEASURED_HERE,
        "ticket_id": row.id,
        "number": row.number,
        "issued_at": row.issued_at,
        "leg": row.leg,
        "service": office.service_by_id(row.service_id).code,
        "counter": row.counter_number,
        "clerk": row.username,
        "category": row.category,
        "channel": row.channel,
        "visit_us": None,
        "dossiers": len(row.dossiers),
        "calls": row.calls,
        "out_of_order": row.out_of_order,
        "inferred": row.start_inferred,
        "told_low_us": row.told_low_us,
        "told_high_us": row.told_high_us,
    }
    return fact_row(about, leg, measures(leg, days))


def _complete_visits(tx: Transaction, facts: dict[int, dict[str, Any]]) -> None:
    """A served leg completes its visit: it carries the waits of all its legs. The legs before it were
    answered, or there would be no later one."""
    served = [id_ for id_, fact in facts.items() if fact["outcome"] == TicketState.SERVED.value]
    earlier: dict[int, int] = {}
    if any(facts[id_]["leg"] > 1 for id_ in served):
        for row in tx.connection.execute(_EARLIER_LEGS, {"tickets": served}):
            waited = max(timedelta(), row.called_at - row.waits_from) // timedelta(microseconds=1)
            earlier[row.completes] = earlier.get(row.completes, 0) + waited
    for id_ in served:
        facts[id_]["visit_us"] = facts[id_]["wait_us"] + earlier.get(id_, 0)


_last = ticket.alias("last")
_EARLIER_LEGS = (
    select(_last.c.id.label("completes"), ticket.c.called_at, ticket.c.waits_from)
    .join(_last, (_last.c.visit_id == ticket.c.visit_id) & (_last.c.leg > ticket.c.leg))
    .where(_last.c.id.in_(bindparam("tickets", expanding=True)), ticket.c.called_at.is_not(None))
)


def of_day(tx: Transaction, office_id: int, day: date, source: int) -> list[FactRow]:
    """The facts that count on a day, of one source."""
    query = select(ticket_fact).where(
        ticket_fact.c.office_id == office_id, ticket_fact.c.day == day, ticket_fact.c.source == source
    )
    return list(tx.connection.execute(query).all())


def ended_between(tx: Transaction, office_id: int, first: date, last: date) -> list[int]:
    """The ended tickets of some office days, by id; and those that have a fact on one of these days."""
    ended = (
        select(ticket.c.id)
        .join(visit, visit.c.id == ticket.c.visit_id)  # which has an index of days
        .where(
            visit.c.office_id == office_id,
            visit.c.day.between(first, last),
            ticket.c.state.not_in([state.value for state in OPEN]),
        )
    )
    kept = select(ticket_fact.c.ticket_id).where(
        ticket_fact.c.office_id == office_id,
        ticket_fact.c.day.between(first, last),
        ticket_fact.c.ticket_id.is_not(None),
    )
    return sorted({*tx.connection.execute(ended).scalars(), *tx.connection.execute(kept).scalars()})


def office_days(tx: Transaction, office_id: int) -> tuple[date, date] | None:
    """The first and last day with tickets or sums measured here, None when there are none: who is called
    after midnight counts on the day after the last."""
    own = day_figures.c.office_id == office_id, day_figures.c.source == MEASURED_HERE
    days = (
        select(visit.c.day).where(visit.c.office_id == office_id),
        select(day_figures.c.day).where(*own, day_figures.c.dimension == "all"),
    )
    ends = [end for query in days for end in tx.connection.execute(_ends(query)).one() if end is not None]
    return (min(ends), max(ends)) if ends else None


def _ends(days: Select[tuple[date]]) -> Select[tuple[date, date]]:
    found = days.subquery()
    return select(func.min(found.c.day), func.max(found.c.day))


def insert_many(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write many facts at once."""
    whole = [dict(row) for row in rows]
    if whole:
        tx.connection.execute(insert(ticket_fact), whole)
