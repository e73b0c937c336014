"""When counters were open or paused, told from the events of opening, pausing and closing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from server.contract.events import Kind
from server.domain.facts import OfficeDays
from server.domain.hours import office_day
from server.domain.office import Office
from server.domain.people import Role
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import counter_span, event, staff

_STATES = {
    Kind.COUNTER_OPENED.value: "open",
    Kind.COUNTER_PAUSED.value: "paused",
    Kind.COUNTER_CLOSED.value: None,
}


def follow(tx: Transaction, office: Office, events: Iterable[TicketRow]) -> None:
    """Begin and end spans as these events tell; they come in order of seq and each only once."""
    told = [row for row in events if row.kind in _STATES]
    clerks = _clerks(tx, {row.staff_id for row in told if row.staff_id is not None})
    days = OfficeDays(office.hours)
    for row in told:
        number = row.public["counter"]
        left = _end(tx, office, number, at=row.at, days=days)
        state = _STATES[row.kind]
        if state is not None:
            clerk = clerks.get(row.staff_id) or (
                left.clerk if left is not None and state == "paused" else None
            )
            _begin(tx, office, number, state=state, clerk=clerk, row=row)


def _clerks(tx: Transaction, ids: Collection[int]) -> dict[int, str]:
    rows = tx.connection.execute(
        select(staff.c.id, staff.c.username).where(staff.c.id.in_(ids), staff.c.role == Role.CLERK.value)
    )
    return {row.id: row.username for row in rows}


def _end(tx: Transaction, office: Office, number: int, *, at: datetime, days: OfficeDays) -> Any:
    """End what the counter was in. One that was forgotten ends when the office closed on its own day."""
    row = tx.connection.execute(
        select(counter_span).where(
            counter_span.c.office_id == office.id,
            counter_span.c.counter == number,
            counter_span.c.ended_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    ended = at
    if office_day(office.hours, at) > row.day:
        ended = max(row.began_at, min(at, days.closes(row.day) or row.began_at))
    tx.connection.execute(
        update(counter_span).where(counter_span.c.id == row.id).values(ended_at=max(row.began_at, ended))
    )
    return row


def _begin(
    tx: Transaction, office: Office, number: int, *, state: str, clerk: str | None, row: TicketRow
) -> None:
    values = {
        "office_id": office.id,
        "day": office_day(office.hours, row.at),
        "counter": number,
        "state": state,
        "clerk": clerk,
        "reason": row.detail.get("reason"),
        "began_at": row.at,
    }
    tx.connection.execute(insert(counter_span).values(**values))


def of_days(tx: Transaction, offices: Collection[int], first: date, last: date) -> list[TicketRow]:
    """Every span that began on these days, in order."""
    query = select(counter_span).where(
        counter_span.c.office_id.in_(offices), counter_span.c.day.between(first, last)
    )
    return list(tx.connection.execute(query.order_by(counter_span.c.began_at, counter_span.c.id)).all())


def rebuild(tx: Transaction, office: Office, *, through: int) -> None:
    """Tell all spans anew from the office's log up to an event."""
    tx.connection.execute(counter_span.delete().where(counter_span.c.office_id == office.id))
    rows = select(event).where(
        event.c.office_id == office.id, event.c.kind.in_(list(_STATES)), event.c.seq <= through
    )
    follow(tx, office, tx.connection.execute(rows.order_by(event.c.seq)).all())
