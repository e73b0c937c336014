"""The outbox: messages that wait, are being sent, were sent or were given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.outgoing import CLAIM
from server.storage.happenings import Transaction
from server.storage.tables import office, outbox

OutboxRow = Row[*tuple[Any, ...]]
"""A row of `outbox`."""

# Spelled as the partial index spells it.
_WAITS = and_(outbox.c.sent_at.is_(None), outbox.c.given_up_at.is_(None))


def put_in(tx: Transaction, row: dict[str, Any]) -> None:
    """Let a message wait, unless the same one was put in before."""
    about = {"appointment_id": None, "visit_id": None, "staff_letter_id": None}
    whole = {**about, **row, "made_at": tx.now, "next_at": row["due_at"], "tries": 0}
    tx.connection.execute(_PUT_IN[tx.connection.dialect.name], whole)


def withdraw(tx: Transaction, appointment_id: int, reason: str) -> None:
    """Nothing that still waits for this appointment goes out; who it was for is forgotten."""
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.appointment_id == appointment_id, _WAITS)
        .values(**_given_up(tx, reason))
    )


def anything_due(tx: Transaction, channel: str) -> bool:
    """Whether a channel has something to send now."""
    return tx.connection.execute(_due(tx, channel)).first() is not None


def claim(tx: Transaction, channel: str) -> OutboxRow | None:
    """Take the message that is due first; nobody else gets it for as long as `CLAIM`."""
    mine = _due(tx, channel).with_for_update(skip_locked=True).scalar_subquery()
    taken = (
        update(outbox)
        .where(outbox.c.id == mine, _WAITS)
        .values(tries=outbox.c.tries + 1, claimed_until=tx.now + CLAIM)
        .returning(outbox)
    )
    return tx.connection.execute(taken).first()


def _due(tx: Transaction, channel: str) -> Select[tuple[int]]:
    free = or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= tx.now)
    due = select(outbox.c.id).where(outbox.c.channel == channel, _WAITS, outbox.c.next_at <= tx.now, free)
    return due.order_by(outbox.c.next_at, outbox.c.id).limit(1)


def mark_sent(tx: Transaction, message: OutboxRow) -> None:
    """It went out, whatever was decided about it meanwhile."""
    gone = {"sent_at": tx.now, "given_up_at": None, "recipient": None, "claimed_until": None, "error": None}
    tx.connection.execute(update(outbox).where(outbox.c.id == message.id).values(**gone))


def put_off(tx: Transaction, message: OutboxRow, error: str, *, until: datetime) -> None:
    """Try again at a later moment, unless somebody else is trying already."""
    values = {"next_at": until, "claimed_until": None, "error": error}
    tx.connection.execute(_as_claimed(message).values(**values))


def give_up(tx: Transaction, message: OutboxRow, error: str) -> None:
    """Never try again; the reason is kept, and who it was for is forgotten."""
    tx.connection.execute(_as_claimed(message).values(**_given_up(tx, error)))


def _as_claimed(message: OutboxRow) -> Any:
    return update(outbox).where(outbox.c.id == message.id, outbox.c.tries == message.tries, _WAITS)


def _given_up(tx: Transaction, error: str) -> dict[str, Any]:
    return {"given_up_at": tx.now, "recipient": None, "claimed_until": None, "error": error}


def unfinished(tx: Transaction, *, since: datetime) -> list[OutboxRow]:
    """What waits, and what was given up since then; without whom it is for."""
    told = [column for column in outbox.c if column.name != "recipient"]
    query = select(office.c.code.label("office"), *told).join(office, office.c.id == outbox.c.office_id)
    query = query.where(or_(_WAITS, outbox.c.given_up_at >= since))
    return list(tx.connection.execute(query.order_by(outbox.c.next_at, outbox.c.id)).all())


def sent_since(tx: Transaction, since: datetime) -> int:
    """How many went out since then."""
    query = select(func.count()).select_from(outbox).where(outbox.c.sent_at >= since)
    count: int = tx.connection.execute(query).scalar_one()
    return count


_COLUMNS = (
    *("office_id", "message_id", "channel", "kind", "appointment_id", "visit_id", "staff_letter_id"),
    *("recipient", "made_at", "due_at", "next_at", "tries"),
)
_PUT_IN = {
    dialect.dialect.name: dialect.insert(outbox)
    .values({name: bindparam(name) for name in _COLUMNS})
    .on_conflict_do_nothing(index_elements=[outbox.c.message_id])
    for dialect in (sqlite, postgresql)
}
