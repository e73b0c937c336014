"""How devices kept up: which there were, and how far their clocks were off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.periods import Period
from server.storage.hall import GUARDED_DEVICES
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device, device_clock


def note_clock(tx: Transaction, device_id: int, day: date, off: timedelta) -> None:
    """A device's own clock is `off` (ahead: more than 0); the largest difference of each day is kept."""
    row = {"device": device_id, "day": day, "off_us": off // timedelta(microseconds=1)}
    tx.connection.execute(_NOTE[tx.connection.dialect.name], row)


def clocks(tx: Transaction, offices: Collection[int], period: Period) -> dict[int, int]:
    """By device: the largest difference of its clock in the period, in microseconds, ahead more than 0."""
    ends = func.min(device_clock.c.off_us), func.max(device_clock.c.off_us)
    query = (
        select(device_clock.c.device_id, *ends)
        .join(device, device.c.id == device_clock.c.device_id)
        .where(device.c.office_id.in_(offices), device_clock.c.day.between(period.first, period.last))
        .group_by(device_clock.c.device_id)
    )
    return {id_: max(low, high, key=abs) for id_, low, high in tx.connection.execute(query)}


def guarded(tx: Transaction, offices: Collection[int], start: datetime, end: datetime) -> list[TicketRow]:
    """The guarded devices that these offices had at any time between two moments, by office and name."""
    query = (
        select(device.c.id, device.c.office_id, device.c.name, device.c.role, device.c.seen_at)
        .where(device.c.office_id.in_(offices), device.c.role.in_(GUARDED_DEVICES))
        .where(device.c.created_at < end, or_(device.c.revoked_at.is_(None), device.c.revoked_at >= start))
        .order_by(device.c.office_id, device.c.role.desc(), device.c.name, device.c.id)
    )
    return list(tx.connection.execute(query).all())


_NOTE = {}
for _dialect in (sqlite, postgresql):
    _said = _dialect.insert(device_clock).values(
        device_id=bindparam("device"), day=bindparam("day"), off_us=bindparam("off_us")
    )
    _NOTE[_dialect.dialect.name] = _said.on_conflict_do_update(
        index_elements=[device_clock.c.device_id, device_clock.c.day],
        set_={"off_us": _said.excluded.off_us},
        where=func.abs(_said.excluded.off_us) > func.abs(device_clock.c.off_us),
    )
