"""Alerts in the database: one thing is open once at most, whoever and however many look."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.alerts import Found, Key
from server.storage.happenings import Transaction
from server.storage.tables import alert

AlertRow = Row[*tuple[Any, ...]]
"""A row of `alert`."""

_OPEN = alert.c.ended_at.is_(None)


def open_by_office(tx: Transaction) -> dict[int, dict[Key, int]]:
    """The ids of what is open now, by office and by what it is about."""
    found: defaultdict[int, dict[Key, int]] = defaultdict(dict)
    for row in tx.connection.execute(select(alert.c.id, alert.c.office_id, *_KEY).where(_OPEN)):
        found[row.office_id][row.kind, row.subject] = row.id
    return dict(found)


def open_of(tx: Transaction, office_id: int) -> dict[Key, AlertRow]:
    """What is open at an office, by what it is about."""
    rows = tx.connection.execute(select(alert).where(alert.c.office_id == office_id, _OPEN))
    return {(row.kind, row.subject): row for row in rows}


def begin(tx: Transaction, office_id: int, found: Found) -> int | None:
    """Open an alert; its id, or None when the same is open already: somebody else has told of it."""
    row = {"office": office_id, "kind": found.kind, "subject": found.subject, "detail": dict(found.detail)}
    made: int | None = tx.connection.execute(
        _BEGIN[tx.connection.dialect.name], {**row, "at": tx.now}
    ).scalar()
    return made


def end(tx: Transaction, alert_id: int) -> bool:
    """Close an alert; False when somebody else has closed it."""
    closed = update(alert).where(alert.c.id == alert_id, _OPEN).values(ended_at=tx.now)
    return tx.connection.execute(closed).rowcount == 1


def since(tx: Transaction, office_id: int, moment: datetime, *, limit: int = 200) -> list[AlertRow]:
    """What began since a moment or is open still; the open ones first, then the newest."""
    query = select(alert).where(alert.c.office_id == office_id, or_(alert.c.began_at >= moment, _OPEN))
    newest = query.order_by(alert.c.ended_at.is_not(None), alert.c.began_at.desc(), alert.c.id.desc())
    return list(tx.connection.execute(newest.limit(limit)).all())


_KEY = (alert.c.kind, alert.c.subject)
_BEGIN = {
    dialect.dialect.name: dialect.insert(alert)
    .values(
        office_id=bindparam("office"),
        kind=bindparam("kind"),
        subject=bindparam("subject"),
        detail=bindparam("detail"),
        began_at=bindparam("at"),
        ended_at=None,
    )
    .on_conflict_do_nothing(
        index_elements=[alert.c.office_id, alert.c.kind, alert.c.subject],
        index_where=text("ended_at IS NULL"),
    )
    .returning(alert.c.id)
    for dialect in (sqlite, postgresql)
}
