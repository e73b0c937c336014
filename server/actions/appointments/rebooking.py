"""Moving and cancelling: places go over from one time to another, or back to those who wait for one."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from server.actions.appointments import crowding, personal, slotting
from server.actions.outgoing import messaging
from server.contract import messages
from server.contract.events import Kind
from server.domain import abuse, appointments, hours
from server.domain.appointments import AppointmentState, BookingStep
from server.domain.errors import LimitReached
from server.domain.office import Office
from server.domain.people import Caller
from server.domain.slots import BookingRules, Offer
from server.storage import bookings
from server.storage import slots as places
from server.storage.happenings import NOBODY, Actor, Happening, Transaction
from server.storage.queries import TicketRow

_MOST_MOVES = 200
"""By staff: the QR names the revision in one byte."""
_chance = random.SystemRandom()


def move(tx: Transaction, caller: Caller | None, row: TicketRow, start: datetime) -> TicketRow:
    """Take the new places, then free the old ones; the row as it stands then."""
    office = places.pin_plans(tx, tx.offices.by_id(tx.connection, row.office_id))
    _must_allow(tx, office, row, BookingStep.MOVE)
    if row.start == start:
        return row
    if row.revision >= (abuse.MOST_MOVES if caller is None else _MOST_MOVES):
        raise LimitReached("It was moved too often; cancel it and book anew.", limit="moves")
    service, rules = slotting.bookable(office, office.service_by_id(row.service_id).code)
    personal.keep_limits_of_day(tx, office, row, start)
    staff = slotting.is_staff(caller, office)
    has = places.keys_of(tx, row.id)
    offer = slotting.offer_at(tx, office, service, start, staff=staff, own=has)
    wanted = places.places_of(office, service, offer)
    places.take(tx, office, row.id, [place for place in wanted if place.key not in has], staff=staff)
    until = _kept_until(tx, office, rules)
    places.free(tx, row.id, public_from=until, keep={place.key for place in wanted})
    bookings.step(
        tx, row, BookingStep.MOVE, revision=row.revision + 1, **time_of(office, offer), pool=offer.pool
    )
    moved = again(tx, row)
    tell(tx, caller, moved, Kind.APPOINTMENT_MOVED)
    messaging.moved(tx, office, moved)
    return moved


def cancel(tx: Transaction, caller: Caller | None, row: TicketRow) -> TicketRow:
    """Give the places back: staff may take them at once, the public after a while."""
    office = tx.offices.by_id(tx.connection, row.office_id)
    _must_allow(tx, office, row, BookingStep.CANCEL)
    bookings.step(tx, row, BookingStep.CANCEL, ended_at=tx.now)
    rules = office.booking or BookingRules()
    places.free(tx, row.id, public_from=_kept_until(tx, office, rules))
    cancelled = again(tx, row)
    tell(tx, caller, cancelled, Kind.APPOINTMENT_CANCELLED)
    messaging.cancelled(tx, office, cancelled)
    return cancelled


def _kept_until(tx: Transaction, office: Office, rules: BookingRules) -> datetime | None:
    """When a freed place is offered to the public again; None, at once, where moving to and fro would
    keep many from it."""
    if crowding.much_is_kept_back(tx, office):
        return None
    return appointments.freed_until(tx.now, rules, _chance.random())


def _must_allow(tx: Transaction, office: Office, row: TicketRow, step: BookingStep) -> None:
    """Raises `ImpossibleBookingStep`, for what is a no-show by now too."""
    rules = office.booking or BookingRules()
    appointments.after(appointments.standing(AppointmentState(row.state), row.start, tx.now, rules), step)


def tell(tx: Transaction, caller: Caller | None, row: TicketRow, kind: Kind, **more: Any) -> None:
    """Write the event of a step of an appointment; ids and times only."""
    office = tx.offices.by_id(tx.connection, row.office_id)
    public = {
        "appointment": row.id,
        "service": office.service_by_id(row.service_id).code,
        "start": messages.as_rfc3339(row.start),
        **more,
    }
    actor = NOBODY if caller is None else Actor(caller.staff_id, caller.device_id)
    tx.tell(Happening(row.office_id, kind, actor=actor, public=public))


def again(tx: Transaction, row: TicketRow) -> TicketRow:
    found = bookings.by_token(tx, row.token)
    if found is None:
        raise AssertionError("an appointment of this transaction has vanished")
    return found


def time_of(office: Office, offer: Offer) -> dict[str, Any]:
    return {
        "day": hours.office_day(office.hours, offer.start),
        "start": offer.start,
        "ends": offer.end,
    }
