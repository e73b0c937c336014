"""How far the figures of each office have followed its events."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.contract.events import Kind
from server.storage.happenings import Transaction
from server.storage.tables import event, figures_cursor, office


def take(tx: Transaction, office_id: int) -> int:
    """The last event that is in the figures; until the transaction ends nobody else takes this cursor."""
    tx.connection.execute(_MAKE[tx.connection.dialect.name], {"office": office_id})
    mine = select(figures_cursor.c.seq).where(figures_cursor.c.office_id == office_id).with_for_update()
    seq: int = tx.connection.execute(mine).scalar_one()
    return seq


def move(tx: Transaction, office_id: int, seq: int) -> None:
    """Everything up to `seq` is in the figures."""
    tx.connection.execute(
        update(figures_cursor).where(figures_cursor.c.office_id == office_id).values(seq=seq)
    )


def behind(tx: Transaction) -> dict[str, int]:
    """The offices whose figures do not know their latest events, by code: how many events."""
    done = func.coalesce(figures_cursor.c.seq, 0)
    query = (
        select(office.c.code, office.c.seq - done)
        .outerjoin(figures_cursor, figures_cursor.c.office_id == office.c.id)
        .where(office.c.seq > done)
    )
    return {code: count for code, count in tx.connection.execute(query)}


def knows_closed_days(tx: Transaction, office_id: int) -> bool:
    """Whether everything of the days that are closed is in the figures, whatever happened since."""
    closed = (
        select(event.c.seq)
        .where(event.c.office_id == office_id, event.c.kind == Kind.DAY_CLOSED.value)
        .order_by(event.c.seq.desc())
        .limit(1)
    )
    done = select(figures_cursor.c.seq).where(figures_cursor.c.office_id == office_id)
    last = tx.connection.execute(closed).scalar_one_or_none()
    return last is None or last <= (tx.connection.execute(done).scalar_one_or_none() or 0)


_MAKE = {
    dialect.dialect.name: dialect.insert(figures_cursor)
    .values(office_id=bindparam("office"), seq=0)
    .on_conflict_do_nothing()
    for dialect in (sqlite, postgresql)
}
