"""All strangers at an office together: how much they hold, and how the oldest hold gives way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from server.domain import abuse, slots
from server.domain.abuse import Crowd
from server.domain.appointments import AppointmentState, BookingStep
from server.domain.office import Office
from server.storage import bookings
from server.storage import slots as places
from server.storage.happenings import Transaction
from server.storage.tables import appointment, slot_place

NETWORK_LETTERS = 24
"""The first letters of an `address_key` say which network the address is in."""


def crowd_at(tx: Transaction, office: Office) -> Crowd:
    """The crowd at this office now."""
    row = tx.connection.execute(
        _CROWD, {"office": office.id, "now": tx.now, "hour": tx.now - abuse.AN_HOUR}
    ).one()
    taken = row.taken + _kept_back(tx, office)
    return Crowd(live=row.live, taken=taken, places=_bookable_places(tx, office))


def much_is_kept_back(tx: Transaction, office: Office) -> bool:
    """Whether so many freed places wait to be offered again that one more should be offered at once.

    Else whoever moves appointments to and fro would keep more from the public than by holding.
    """
    return _kept_back(tx, office) >= abuse.most_kept_back(_bookable_places(tx, office))


def _kept_back(tx: Transaction, office: Office) -> int:
    found: int = tx.connection.execute(_KEPT_BACK, {"office": office.id, "now": tx.now}).scalar_one()
    return found


def make_room(tx: Transaction, office: Office) -> None:
    """End the hold that has stood longest of the network that holds the most.

    Whoever walks in through many doors loses first. Somebody who fills in the form meanwhile may be met
    too: what was typed is kept, and the next hold costs seconds.
    """
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_ONE_MAKES_ROOM, {"office": office.id})
    found = tx.connection.execute(_GIVES_WAY, {"office": office.id, "now": tx.now}).scalar()
    row = None if found is None else bookings.by_id(tx, office, found)
    if row is not None and row.state == AppointmentState.HELD.value:
        bookings.step(tx, row, BookingStep.EXPIRE, ended_at=tx.now)
        places.free(tx, row.id)


@dataclass(frozen=True, slots=True)
class _Offered:
    """What an office offers to the public from a day on: starts in order, and the places from each on."""

    office: Office
    day: date
    starts: tuple[datetime, ...]
    left: tuple[int, ...]


_kept: dict[int, _Offered] = {}
"""By office, as it was set up when this was counted: counting takes ten milliseconds."""


def _bookable_places(tx: Transaction, office: Office) -> int:
    """Every place that citizens can book from now to the last bookable day, taken or free."""
    if office.booking is None:
        return 0
    first, last = slots.bookable_days(office.hours, tx.now, office.booking)
    known = _kept.get(office.id)
    if known is None or known.office is not office or known.day != first:
        known = _kept[office.id] = _count(office, first, last)
    return known.left[bisect_left(known.starts, tx.now + office.booking.notice)]


def _count(office: Office, first: date, last: date) -> _Offered:
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    found = sorted(
        (slot.start, slot.public)
        for day in days
        if office.in_force(day)
        for slot in slots.slots_on(office.plans, office.hours, day)
    )
    left = [0]
    for _, public in reversed(found):
        left.append(left[-1] + public)
    return _Offered(office, first, tuple(start for start, _ in found), tuple(reversed(left)))


def _moment(name: str) -> Any:
    return bindparam(name, type_=appointment.c.made_at.type)


_OF_STRANGERS = (appointment.c.office_id == bindparam("office")) & appointment.c.address_key.is_not(None)
_HELD = (appointment.c.state == AppointmentState.HELD.value) & (appointment.c.expires_at > _moment("now"))
_NETWORK = func.substr(appointment.c.address_key, 1, NETWORK_LETTERS)
_CROWD = select(
    func.count().filter(_HELD).label("live"),
    func.count().filter(or_(_HELD, appointment.c.booked_at > _moment("hour"))).label("taken"),
).where(_OF_STRANGERS, appointment.c.state.in_((AppointmentState.HELD.value, AppointmentState.BOOKED.value)))
_KEPT_BACK = select(func.count()).where(
    slot_place.c.office_id == bindparam("office"),
    slot_place.c.kind == "public",
    slot_place.c.public_from > bindparam("now", type_=slot_place.c.public_from.type),
)
_BY_NETWORK = (
    select(_NETWORK.label("network"), func.count().label("holds"))
    .where(_OF_STRANGERS, _HELD)
    .group_by(_NETWORK)
    .subquery()
)
_GIVES_WAY = (
    select(appointment.c.id)
    .join(_BY_NETWORK, _BY_NETWORK.c.network == _NETWORK)
    .where(_OF_STRANGERS, _HELD)
    .order_by(_BY_NETWORK.c.holds.desc(), appointment.c.made_at, appointment.c.id)
    .limit(1)
)
_ONE_MAKES_ROOM = select(func.pg_advisory_xact_lock(2, bindparam("office")))
