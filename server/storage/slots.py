"""The places of slots as the database keeps them: taken, freed, and free for whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.appointments import AppointmentState
from server.domain.errors import SlotFull
from server.domain.office import Office, Service
from server.domain.slots import Offer, resource_steps
from server.storage.happenings import Transaction
from server.storage.tables import appointment, slot, slot_place


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One place that a booking takes: in a slot of a pool, or of a resource for one step of time."""

    pool: str
    start: datetime
    public: int
    internal: int

    @property
    def key(self) -> tuple[str, datetime]:
        return self.pool, self.start


def places_of(office: Office, service: Service, offer: Offer) -> tuple[Place, ...]:
    """Every place that booking `offer` for `service` takes, in the order in which they are locked."""
    slots = [Place(one.pool, one.start, one.public, one.internal) for one in offer.slots]
    resources = [
        Place(resource_pool(code), step, office.resources[code].quantity, 0)
        for code in service.resources
        if code in office.resources
        for step in resource_steps(offer.start, offer.end)
    ]
    return tuple(sorted([*slots, *resources]))


def resource_pool(code: str) -> str:
    """The name under which a resource's places are kept: no pool of slots begins with it."""
    return f"@{code}"


def pin_plans(tx: Transaction, office: Office) -> Office:
    """The office with its plans as they are now and stay until this transaction ends: a booking and a
    change of the plans would each not see the other. SQLite has one writer anyway."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_PIN_PLANS, {"office": office.id})
    return tx.offices.by_id(tx.connection, office.id)


def lock_plans(tx: Transaction, office_id: int) -> None:
    """Wait for bookings under way, and let none begin until the plans have changed."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_LOCK_PLANS, {"office": office_id})


def take(
    tx: Transaction, office: Office, appointment_id: int, places: Iterable[Place], *, staff: bool
) -> None:
    """Take one place of each; raises `SlotFull` when one of them has none left.

    Staff take internal places first, and what was freed and is not yet offered to the public. The
    check constraints of `slot` hold whatever happens here.
    """
    for place in places:
        key = {"office": office.id, "of_pool": place.pool, "at_start": place.start}
        _open(tx, key, place)
        settle(tx, key)
        overfull = _made_as_planned(tx, key, place)
        if staff and not overfull and _take_freed(tx, key, appointment_id):
            continue
        kind = next(
            (k for k in (("internal", "public") if staff else ("public",)) if _count(tx, key, k)), None
        )
        if kind is None:
            raise SlotFull(start=place.start)
        tx.connection.execute(
            insert(slot_place),
            {
                "office_id": office.id,
                "pool": place.pool,
                "start": place.start,
                "kind": kind,
                "appointment_id": appointment_id,
                "public_from": None,
            },
        )


def free(
    tx: Transaction,
    appointment_id: int,
    *,
    public_from: datetime | None = None,
    keep: Collection[tuple[str, datetime]] = (),
) -> None:
    """Give an appointment's places back, but for those to `keep`.

    With `public_from`, places of the public stay with staff until then.
    """
    rows = tx.connection.execute(
        select(slot_place).where(slot_place.c.appointment_id == appointment_id).order_by(*_LOCK_ORDER)
    ).all()
    for row in rows:
        if (row.pool, row.start) in keep:
            continue
        if public_from is not None and row.kind == "public":
            freed = {"appointment_id": None, "public_from": public_from}
            tx.connection.execute(update(slot_place).where(slot_place.c.id == row.id).values(**freed))
        else:
            _give_back(tx, row)


def keys_of(tx: Transaction, appointment_id: int) -> set[tuple[str, datetime]]:
    """Pool and start of every place that an appointment has."""
    rows = tx.connection.execute(
        select(slot_place.c.pool, slot_place.c.start).where(slot_place.c.appointment_id == appointment_id)
    )
    return {(row.pool, row.start) for row in rows}


def settle(tx: Transaction, key: dict[str, object]) -> None:
    """Bring one slot up to now: expired holds go, and freed places whose time has come are public."""
    tx.connection.execute(_LOCK_SLOT, key)
    for appointment_id in tx.connection.execute(_EXPIRED_HERE, {**key, "now": tx.now}).scalars().all():
        expire(tx, appointment_id)
    for row in tx.connection.execute(_RELEASED_HERE, {**key, "now": tx.now}).all():
        _give_back(tx, row)


def expire(tx: Transaction, appointment_id: int) -> bool:
    """End a hold whose time is over, and give its places back; False when somebody was first."""
    ended = tx.connection.execute(_EXPIRE, {"hold": appointment_id, "now": tx.now}).rowcount == 1
    if ended:
        free(tx, appointment_id)
    return ended


def release_freed(tx: Transaction) -> int:
    """Offer to the public what was freed long enough ago; how many places that were."""
    rows = tx.connection.execute(
        select(slot_place)
        .where(slot_place.c.public_from <= tx.now)
        .order_by(*_LOCK_ORDER)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        _give_back(tx, row)
    return len(rows)


def _open(tx: Transaction, key: dict[str, object], place: Place) -> None:
    """The slot's row, made when its first place is asked for."""
    row = {**key, "public_places": place.public, "internal_places": place.internal}
    tx.connection.execute(_OPEN[tx.connection.dialect.name], row)


def _made_as_planned(tx: Transaction, key: dict[str, object], place: Place) -> bool:
    """Give the slot the places of its plan; whether more are taken than that."""
    planned = {"of_public": place.public, "of_internal": place.internal}
    row = tx.connection.execute(_AS_PLANNED, {**key, **planned}).one()
    return bool(row.public > place.public or row.internal > place.internal)


def _count(tx: Transaction, key: dict[str, object], kind: str) -> bool:
    """Count one place more as taken; False when none is left."""
    return tx.connection.execute(_TAKE[kind], key).rowcount == 1


def _take_freed(tx: Transaction, key: dict[str, object], appointment_id: int) -> bool:
    row = tx.connection.execute(_FREED_HERE, key).first()
    if row is None:
        return False
    taken = {"appointment_id": appointment_id, "public_from": None}
    tx.connection.execute(update(slot_place).where(slot_place.c.id == row.id).values(**taken))
    return True


def _give_back(tx: Transaction, row: Row[Any]) -> None:
    """Once, whoever else gives it back at the same time."""
    gone = tx.connection.execute(delete(slot_place).where(slot_place.c.id == row.id))
    if gone.rowcount == 1:
        key = {"office": row.office_id, "of_pool": row.pool, "at_start": row.start}
        tx.connection.execute(_GIVE_BACK[row.kind], key)


_PLANS = func.hashtextextended("plans", bindparam("office"))
_PIN_PLANS = select(func.pg_advisory_xact_lock_shared(_PLANS))
_LOCK_PLANS = select(func.pg_advisory_xact_lock(_PLANS))
_LOCK_ORDER = (slot_place.c.pool, slot_place.c.start)
_HERE = and_(
    slot_place.c.office_id == bindparam("office"),
    slot_place.c.pool == bindparam("of_pool"),
    slot_place.c.start == bindparam("at_start", type_=slot_place.c.start.type),
)
_THIS_SLOT = and_(
    slot.c.office_id == bindparam("office"),
    slot.c.pool == bindparam("of_pool"),
    slot.c.start == bindparam("at_start", type_=slot.c.start.type),
)


def _larger(taken: ColumnElement[int], planned: ColumnElement[int]) -> ColumnElement[int]:
    return case((taken > planned, taken), else_=planned)


_LOCK_SLOT = select(slot.c.pool).where(_THIS_SLOT).with_for_update()
_OPEN = {
    dialect.dialect.name: dialect.insert(slot)
    .values(
        office_id=bindparam("office"),
        pool=bindparam("of_pool"),
        start=bindparam("at_start"),
        public=bindparam("public_places"),
        internal=bindparam("internal_places"),
        public_taken=0,
        internal_taken=0,
    )
    .on_conflict_do_nothing()
    for dialect in (sqlite, postgresql)
}
_TAKE = {
    "public": update(slot)
    .where(_THIS_SLOT, slot.c.public_taken < slot.c.public)
    .values(public_taken=slot.c.public_taken + 1),
    "internal": update(slot)
    .where(_THIS_SLOT, slot.c.internal_taken < slot.c.internal)
    .values(internal_taken=slot.c.internal_taken + 1),
}
# Those who have a place keep it, though the plan may have fewer by now.
_AS_PLANNED = (
    update(slot)
    .where(_THIS_SLOT)
    .values(
        public=_larger(slot.c.public_taken, bindparam("of_public")),
        internal=_larger(slot.c.internal_taken, bindparam("of_internal")),
    )
    .returning(slot.c.public, slot.c.internal)
)
_GIVE_BACK = {
    "public": update(slot).where(_THIS_SLOT).values(public_taken=slot.c.public_taken - 1),
    "internal": update(slot).where(_THIS_SLOT).values(internal_taken=slot.c.internal_taken - 1),
}
NOW = bindparam("now", type_=appointment.c.expires_at.type)
LAPSED_HOLD = and_(
    appointment.c.id == slot_place.c.appointment_id,
    appointment.c.state == AppointmentState.HELD.value,
    appointment.c.expires_at <= NOW,
)
# Who ends a hold by itself locks it before its slot: whoever has the slot passes over it, and does not wait.
_EXPIRED_HERE = (
    select(appointment.c.id)
    .join(slot_place, LAPSED_HOLD)
    .where(_HERE)
    .with_for_update(of=appointment, skip_locked=True)
)
_RELEASED_HERE = select(slot_place).where(
    _HERE, slot_place.c.public_from <= bindparam("now", type_=slot_place.c.public_from.type)
)
_FREED_HERE = (
    select(slot_place.c.id)
    .where(_HERE, slot_place.c.appointment_id.is_(None))
    .order_by(slot_place.c.id)
    .limit(1)
    .with_for_update()
)
_EXPIRE = (
    update(appointment)
    .where(appointment.c.id == bindparam("hold"), appointment.c.state == AppointmentState.HELD.value)
    .where(appointment.c.expires_at <= NOW)
    .values(state=AppointmentState.EXPIRED.value, version=appointment.c.version + 1, ended_at=NOW)
)
