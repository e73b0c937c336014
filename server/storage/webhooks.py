"""Webhooks and their deliveries: queued, claimed, settled, listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from server.domain import privacy
from server.domain.delivering import ASIDE_AFTER
from server.storage.happenings import Transaction
from server.storage.tables import device, office, webhook, webhook_delivery

WebhookRow = Row[*tuple[Any, ...]]
"""A row of `webhook` with the office's code and seq and the name of its key."""
DeliveryRow = Row[*tuple[Any, ...]]
"""A row of `webhook_delivery`, with `url` and `secret` where it is to be sent."""

# Said literally, as the partial index says it: a bound value would not be known to fit it.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_WAITS = webhook_delivery.c.state == _WAITING
_IN_USE = and_(webhook.c.active, or_(webhook.c.device_id.is_(None), device.c.revoked_at.is_(None)))
_WHOLE = (
    select(
        webhook,
        office.c.code.label("office_code"),
        office.c.seq.label("office_seq"),
        device.c.name.label("integration"),
    )
    .join(office, office.c.id == webhook.c.office_id)
    .outerjoin(device, device.c.id == webhook.c.device_id)
)


def add(tx: Transaction, **values: Any) -> int:
    """A new webhook, told of every event from now on; its id."""
    now_at = select(office.c.seq).where(office.c.id == values["office_id"]).scalar_subquery()
    made = insert(webhook).values(**values, made_at=tx.now, active=True, seq=now_at)
    new: int = tx.connection.execute(made.returning(webhook.c.id)).scalar_one()
    return new


def of_office(tx: Transaction, office_id: int, *, device_id: int | None) -> list[WebhookRow]:
    """The webhooks of an office; with `device_id` those of one integration."""
    query = _WHOLE.where(webhook.c.office_id == office_id, webhook.c.active)
    if device_id is not None:
        query = query.where(webhook.c.device_id == device_id)
    return list(tx.connection.execute(query.order_by(webhook.c.id)).all())


def behind(tx: Transaction) -> list[WebhookRow]:
    """Webhooks in use whose office has events that are not queued yet."""
    return list(tx.connection.execute(_WHOLE.where(_IN_USE, office.c.seq > webhook.c.seq)).all())


def advance(tx: Transaction, hook: WebhookRow, seq: int) -> bool:
    """Note that events up to `seq` are queued; False when another process has done so."""
    mine = (webhook.c.id == hook.id, webhook.c.seq == hook.seq)
    return tx.connection.execute(update(webhook).where(*mine).values(seq=seq)).rowcount == 1


def queue(tx: Transaction, webhook_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Deliveries that wait from now on; each row says `event_id`, `seq`, `kind` and `body`."""
    common = {"webhook_id": webhook_id, "state": "waiting", "tries": 0, "made_at": tx.now, "next_at": tx.now}
    if rows:
        tx.connection.execute(insert(webhook_delivery), [{**common, **row} for row in rows])


def next_test_seq(tx: Transaction, webhook_id: int) -> int:
    """Tests are numbered below zero: they are no events, and go before them."""
    least = func.coalesce(func.min(webhook_delivery.c.seq), 0)
    lowest: int = tx.connection.execute(
        select(least).where(webhook_delivery.c.webhook_id == webhook_id)
    ).scalar_one()
    return min(lowest, 0) - 1


def remove(tx: Transaction, webhook_id: int) -> None:
    """Tell this address nothing more; what waited is given up."""
    tx.connection.execute(update(webhook).where(webhook.c.id == webhook_id).values(active=False))
    waited = update(webhook_delivery).where(webhook_delivery.c.webhook_id == webhook_id, _WAITS)
    tx.connection.execute(waited.values(state="failed", ended_at=tx.now, error="the webhook was removed"))


def due_webhooks(tx: Transaction) -> list[int]:
    """Webhooks that have something to send now and that nobody is sending to."""
    query = select(webhook_delivery.c.webhook_id).distinct().where(_due(tx.now))
    rows = tx.connection.execute(
        query.join(webhook, webhook.c.id == webhook_delivery.c.webhook_id)
        .outerjoin(device, device.c.id == webhook.c.device_id)
        .where(_IN_USE)
    )
    return list(rows.scalars())


def claim(tx: Transaction, webhook_id: int, *, until: datetime) -> DeliveryRow | None:
    """Take the delivery that goes next; nobody else gets it before `until`. Counts as a try."""
    due = select(webhook_delivery.c.id).where(webhook_delivery.c.webhook_id == webhook_id, _due(tx.now))
    first = due.order_by(webhook_delivery.c.seq).limit(1).scalar_subquery()
    taken = tx.connection.execute(
        update(webhook_delivery)
        .where(webhook_delivery.c.id == first, _WAITS, _unclaimed(tx.now))
        .values(tries=webhook_delivery.c.tries + 1, claimed_until=until)
        .returning(webhook_delivery.c.id)
    ).scalar()
    return None if taken is None else _to_send(tx, taken)


def _to_send(tx: Transaction, delivery_id: int) -> DeliveryRow:
    query = select(webhook_delivery, webhook.c.url, webhook.c.secret)
    query = query.join(webhook, webhook.c.id == webhook_delivery.c.webhook_id)
    return tx.connection.execute(query.where(webhook_delivery.c.id == delivery_id)).one()


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    return or_(webhook_delivery.c.claimed_until.is_(None), webhook_delivery.c.claimed_until <= now)


def _due(now: datetime) -> ColumnElement[bool]:
    """Of each webhook the oldest that waits, or one that has stepped aside; one at a time."""
    other = webhook_delivery.alias("other")
    of_same = (other.c.webhook_id == webhook_delivery.c.webhook_id, other.c.state == _WAITING)
    earlier = exists().where(*of_same, other.c.seq < webhook_delivery.c.seq, other.c.tries < ASIDE_AFTER)
    being_sent = exists().where(*of_same, other.c.claimed_until > now)
    in_turn = or_(webhook_delivery.c.tries >= ASIDE_AFTER, ~earlier)
    return and_(_WAITS, webhook_delivery.c.next_at <= now, in_turn, ~being_sent)


def settle(tx: Transaction, delivery: DeliveryRow, **outcome: Any) -> None:
    """Write how a try went, unless somebody else is trying by now."""
    mine = (webhook_delivery.c.id == delivery.id, webhook_delivery.c.tries == delivery.tries, _WAITS)
    values = {"claimed_until": None, **outcome}
    tx.connection.execute(update(webhook_delivery).where(*mine).values(**values))


def deliveries(
    tx: Transaction, webhook_ids: Sequence[int], *, state: str | None, limit: int
) -> list[DeliveryRow]:
    """Deliveries of these webhooks, the newest first."""
    query = select(webhook_delivery).where(webhook_delivery.c.webhook_id.in_(webhook_ids))
    if state is not None:
        query = query.where(webhook_delivery.c.state == state)
    return list(tx.connection.execute(query.order_by(webhook_delivery.c.id.desc()).limit(limit)).all())


def delivery(tx: Transaction, webhook_id: int, delivery_id: int) -> DeliveryRow | None:
    """One delivery of a webhook."""
    query = select(webhook_delivery).where(webhook_delivery.c.id == delivery_id)
    return tx.connection.execute(query.where(webhook_delivery.c.webhook_id == webhook_id)).first()


def again(tx: Transaction, delivery_id: int) -> DeliveryRow:
    """Try again from the beginning, now."""
    values = {"state": "waiting", "tries": 0, "next_at": tx.now, "claimed_until": None, "ended_at": None}
    changed = update(webhook_delivery).where(webhook_delivery.c.id == delivery_id).values(**values)
    return tx.connection.execute(changed.returning(webhook_delivery)).one()


def counts(tx: Transaction, webhook_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """How many deliveries of each webhook are in each state."""
    state = (webhook_delivery.c.webhook_id, webhook_delivery.c.state)
    query = select(*state, func.count()).where(webhook_delivery.c.webhook_id.in_(webhook_ids))
    return {(row[0], row[1]): row[2] for row in tx.connection.execute(query.group_by(*state))}


def forget_ended(tx: Transaction, *, before: datetime) -> int:
    """Deliveries that ended before then are no longer kept; how many there were."""
    gone = delete(webhook_delivery).where(webhook_delivery.c.ended_at < before)
    return tx.connection.execute(gone).rowcount


KEPT = privacy.period("deliveries")
"""How long a delivery can be looked up, and tried again, after it has ended."""
