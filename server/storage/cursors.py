"""How far the figures of each office have followed its events."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.storage.happenings import Transaction
from server.storage.tables import figures_cursor, office


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


_MAKE = {
    dialect.dialect.name: dialect.insert(figures_cursor)
    .values(office_id=bindparam("office"), seq=0)
    .on_conflict_do_nothing()
    for dialect in (sqlite, postgresql)
}
