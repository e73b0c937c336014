"""When each device was there: spans of being heard of, kept for a while, and of silence, kept for figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import case, delete, insert, literal, or_, select, update

from server.domain.device_times import OFFLINE, Stay
from server.storage.column_types import Instant
from server.storage.hall import GUARDED_DEVICES
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device, device_span

ONLINE = "online"
KEPT = timedelta(days=35)


def standing(tx: Transaction) -> list[TicketRow]:
    """Every device that stands somewhere and was ever heard of, with the state that its span says."""
    query = (
        select(
            device.c.id,
            device.c.office_id,
            device.c.name,
            device.c.seen_at,
            device_span.c.state,
            device_span.c.began_at,
        )
        .outerjoin(device_span, (device_span.c.device_id == device.c.id) & device_span.c.ended_at.is_(None))
        .where(device.c.role.in_(GUARDED_DEVICES), device.c.seen_at.is_not(None))
        .where(device.c.revoked_at.is_(None))
        .order_by(device.c.id)
    )
    return list(tx.connection.execute(query).all())


def turn(tx: Transaction, device_id: int, state: str, moment: datetime) -> bool:
    """End what the device was and begin what it is; False when another process has told it already.

    A span never ends before it began, wherever the clock was set to meanwhile.
    """
    current = tx.connection.execute(
        select(device_span)
        .where(device_span.c.device_id == device_id, device_span.c.ended_at.is_(None))
        .with_for_update()
    ).first()
    if current is not None:
        if current.state == state:
            return False
        moment = max(moment, current.began_at)
        tx.connection.execute(
            update(device_span).where(device_span.c.id == current.id).values(ended_at=moment)
        )
    tx.connection.execute(insert(device_span).values(device_id=device_id, state=state, began_at=moment))
    return True


def of_devices(tx: Transaction, devices: Collection[int], since: datetime) -> list[TicketRow]:
    """The spans of these devices that reach into the time from `since` on, in order."""
    query = (
        select(device_span)
        .where(device_span.c.device_id.in_(devices))
        .where(or_(device_span.c.ended_at.is_(None), device_span.c.ended_at > since))
        .order_by(device_span.c.device_id, device_span.c.began_at, device_span.c.id)
    )
    return list(tx.connection.execute(query).all())


def silent(
    tx: Transaction, offices: Collection[int], start: datetime, end: datetime
) -> dict[int, list[Stay]]:
    """By device: when those of these offices were offline, as far as it reaches between two moments."""
    query = (
        select(device_span)
        .join(device, device.c.id == device_span.c.device_id)
        .where(device.c.office_id.in_(offices), device_span.c.state == OFFLINE)
        .where(device_span.c.began_at < end)
        .where(or_(device_span.c.ended_at.is_(None), device_span.c.ended_at > start))
    )
    return stays(tx.connection.execute(query).all())


def stays(rows: Iterable[TicketRow]) -> defaultdict[int, list[Stay]]:
    """Spans by device, in their order; a device without any has none."""
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    for row in rows:
        found[row.device_id].append(Stay(row.state, row.began_at, row.ended_at))
    return found


def close(tx: Transaction, devices: Collection[int]) -> None:
    """What these devices were ends now: they are revoked."""
    tx.connection.execute(
        update(device_span)
        .where(device_span.c.ended_at.is_(None), device_span.c.device_id.in_(devices))
        .values(
            ended_at=case(
                (device_span.c.began_at > tx.now, device_span.c.began_at), else_=literal(tx.now, Instant())
            )
        )
    )


def close_revoked(tx: Transaction) -> None:
    """The watch may have looked at a device in the moment in which it was revoked."""
    query = (
        select(device_span.c.device_id)
        .join(device, device.c.id == device_span.c.device_id)
        .where(device_span.c.ended_at.is_(None), device.c.revoked_at.is_not(None))
    )
    close(tx, tx.connection.execute(query).scalars().all())


def forget(tx: Transaction) -> int:
    """Take away when devices were there, once that ended longer ago than is kept; how many spans. Silence
    stays: the figures of past months are made of it."""
    old = device_span.c.ended_at < tx.now - KEPT
    return tx.connection.execute(delete(device_span).where(old, device_span.c.state == ONLINE)).rowcount
