"""Projecting: events become facts and sums of days, office by office, each event once.

Whatever an event says, the facts of its ticket are made from how the ticket stands, so that events that
come late, twice or in one heap lead to the same figures. Cursor and effect are one transaction: a process
that dies in the middle has done nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from server.domain.office import Office
from server.domain.periods import Period, period_of, whole_months
from server.storage import counter_spans, cursors, day_figures, facts, month_figures, queries
from server.storage.database import Database
from server.storage.happenings import Transaction

AT_ONCE = 2_000
"""Events that are followed in one transaction: a fraction of a second's work."""


def follow(tx: Transaction, code: str, *, most: int = AT_ONCE) -> int:
    """Follow the next events of an office; how many there were. Raises `UnknownOffice`."""
    office = tx.office(code)
    done = cursors.take(tx, office.id)
    events = queries.events_after(tx, office.id, done, limit=most)
    if not events:
        return 0
    _refresh(tx, office, {row.ticket_id for row in events if row.ticket_id is not None})
    counter_spans.follow(tx, office, events)
    cursors.move(tx, office.id, events[-1].seq)
    return len(events)


def _refresh(tx: Transaction, office: Office, tickets: set[int]) -> int:
    """Facts and sums of these tickets as they stand now; how many sums were not."""
    days = facts.refresh(tx, office, tickets)
    return sum(day_figures.rebuild_day(tx, office.id, day) for day in sorted(days))


def catch_up(database: Database, *, most: int = AT_ONCE) -> None:
    """Bring every office's figures up to its latest event, unless more than `most` are missing: that is
    work for the job, and nobody waits for it."""
    with database.read() as tx:
        missing = cursors.behind(tx)
    for code, count in missing.items():
        if count <= most:
            database.write(_following(code))


def follow_all(database: Database) -> int:
    """Follow every event there is, in short transactions; how many there were."""
    with database.read() as tx:
        missing = cursors.behind(tx)
    followed = 0
    for code in missing:
        while count := database.write(_following(code)):
            followed += count
    return followed


def _following(code: str) -> Callable[[Transaction], int]:
    return lambda tx: follow(tx, code)


def reconcile(tx: Transaction, code: str, first: date, last: date) -> int:
    """Make the facts and sums of some office days anew from the tickets; how many of either were wrong.

    What a late event changed is mended here at the latest, and so is what somebody changed by hand.
    """
    office = tx.office(code)
    cursors.take(tx, office.id)
    wrong = facts.refresh(tx, office, facts.ended_between(tx, office.id, first, last))
    days = {*wrong, *(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))}
    return wrong.total() + sum(day_figures.rebuild_day(tx, office.id, day) for day in sorted(days))


def keep_months(tx: Transaction, code: str, today: date) -> int:
    """Add up the months that are over and not kept, or changed since; how many. Reports of a province's
    year read them in the place of days."""
    office = tx.office(code)
    cursors.take(tx, office.id)
    over = [month for month in _months(tx, office.id) if month.last < today]
    kept = month_figures.kept(tx, [office.id], over)
    return sum(month_figures.keep(tx, office.id, month) for month in over if not kept[month.first])


def _months(tx: Transaction, office_id: int) -> list[Period]:
    """Every month from the first day with figures to the last, both included."""
    days = day_figures.first_and_last(tx, office_id)
    if days is None:
        return []
    first, last = (period_of("month", day) for day in days)
    return whole_months(Period(first.first, last.last))


def rebuild_spans(tx: Transaction, code: str) -> None:
    """Tell anew from the events when counters were open, as far as the cursor has come."""
    office = tx.office(code)
    counter_spans.rebuild(tx, office, through=cursors.take(tx, office.id))
