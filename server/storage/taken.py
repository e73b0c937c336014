"""What is taken in the slots between two moments, for whoever looks for a free time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from server.domain.office import Office
from server.storage.happenings import Transaction
from server.storage.slots import LAPSED_HOLD, NOW
from server.storage.tables import appointment, slot, slot_place


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of a slot is taken for a stranger, and how much of all its places for staff."""

    public: int
    all: int


def taken_between(
    tx: Transaction, office: Office, pools: Collection[str], *, first: datetime, last: datetime
) -> dict[tuple[str, datetime], Taken]:
    """What is taken in the slots of these pools that start from `first` up to, without, `last`; slots
    nobody has asked for yet are not in it. Holds that have expired count as free."""
    where = {"office": office.id, "pools": list(pools), "first": first, "last": last, "now": tx.now}
    lapsed: Counter[tuple[str, datetime, str]] = Counter()
    for row in tx.connection.execute(_LAPSED, where):
        lapsed[row.pool, row.start, row.kind] += 1
    freed, released = Counter[tuple[str, datetime]](), Counter[tuple[str, datetime]]()
    for row in tx.connection.execute(_FREED, where):
        freed[row.pool, row.start], released[row.pool, row.start] = row.freed, row.released
    found = {}
    for row in tx.connection.execute(_TAKEN, where):
        key = row.pool, row.start
        public = row.public_taken - lapsed[*key, "public"]
        internal = row.internal_taken - lapsed[*key, "internal"]
        for_staff = public + internal - freed[key]
        found[key] = Taken(public - released[key], for_staff)
    return found


_IN_RANGE = and_(
    slot_place.c.office_id == bindparam("office"),
    slot_place.c.pool.in_(bindparam("pools", expanding=True)),
    slot_place.c.start >= bindparam("first", type_=slot_place.c.start.type),
    slot_place.c.start < bindparam("last", type_=slot_place.c.start.type),
)
_TAKEN = select(slot).where(
    slot.c.office_id == bindparam("office"),
    slot.c.pool.in_(bindparam("pools", expanding=True)),
    slot.c.start >= bindparam("first", type_=slot.c.start.type),
    slot.c.start < bindparam("last", type_=slot.c.start.type),
)
_LAPSED = (
    select(slot_place.c.pool, slot_place.c.start, slot_place.c.kind)
    .join(appointment, LAPSED_HOLD)
    .where(_IN_RANGE)
)
_FREED = (
    select(
        slot_place.c.pool,
        slot_place.c.start,
        func.count().label("freed"),
        func.count().filter(slot_place.c.public_from <= NOW).label("released"),
    )
    .where(_IN_RANGE, slot_place.c.appointment_id.is_(None))
    .group_by(slot_place.c.pool, slot_place.c.start)
)
