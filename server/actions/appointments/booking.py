"""Booking: a citizen holds a time, makes it an appointment, moves it or gives it back."""

from __future__ import annotations

import random
import secrets
from datetime import datetime
from typing import Any

from server.actions.appointments import appearing, booking_keys, challenging, personal, rebooking, slotting
from server.actions.appointments.challenging import Visitor
from server.actions.appointments.recognising import Desk
from server.actions.outgoing import messaging
from server.contract import booking_qr, messages
from server.contract.events import Kind
from server.domain import appointments
from server.domain.appointments import AppointmentState, BookingStep
from server.domain.errors import (
    HoldExpired,
    UnknownBooking,
)
from server.domain.office import Office, Service
from server.domain.people import Caller, Role
from server.domain.slots import Offer
from server.storage import bookings
from server.storage import slots as places
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

Personal = messages.BookSlot | messages.BookByStaff
_CHANNEL = {Role.INTEGRATION: "api", Role.KIOSK: "kiosk"}
_chance = random.SystemRandom()


def hold(
    tx: Transaction,
    caller: Caller | None,
    office_code: str,
    wish: messages.HoldSlot,
    *,
    visitor: Visitor,
) -> messages.SlotHold:
    """Hold a time while the form is filled in. A stranger may have to solve a challenge first.

    Raises `UnknownOffice`, `UnknownService`, `NoBookings`, `NoSuchSlot`, `SlotFull`,
    `ServiceUnavailable`, `ChallengeRequired`, `LimitReached`.
    """
    office = places.pin_plans(tx, tx.office(office_code))
    service, rules = slotting.bookable(office, wish.service)
    if caller is not None:
        caller.must_be_of(office.id)
    else:
        challenging.let_pass(tx, office, visitor, solution=wish.solution)
    address_key = None if caller else challenging.address_key(visitor)
    row = _new_row(caller, office, service, wish.language) | {
        "state": AppointmentState.HELD.value,
        "expires_at": appointments.expires_at(tx.now, rules),
        "address_key": address_key,
    }
    offer = _place(tx, office, service, wish.start, row, staff=slotting.is_staff(caller, office))
    return messages.SlotHold(
        hold=row["token"],
        service=service.code,
        start=offer.start,
        end=offer.end,
        expires_at=row["expires_at"],
    )


def release(tx: Transaction, token: str) -> messages.Done:
    """Give a hold back before it expires; raises `UnknownBooking` when there is none."""
    row = bookings.by_token(tx, token)
    if row is None or row.state != AppointmentState.HELD.value:
        raise UnknownBooking()
    bookings.step(tx, row, BookingStep.EXPIRE, ended_at=tx.now)
    places.free(tx, row.id)
    return messages.Done()


def book(
    tx: Transaction, caller: Caller | None, form: messages.BookSlot, *, desk: Desk
) -> messages.Appointment:
    """Make a hold an appointment.

    Raises `HoldExpired`, `ConsentRequired`, `LimitReached`, `UnknownCategory`, `UnknownBooking`.
    """
    row = bookings.by_token(tx, form.hold)
    if row is None or (caller is not None and caller.office_id not in (None, row.office_id)):
        raise UnknownBooking()
    if row.state != AppointmentState.HELD.value or row.expires_at <= tx.now:
        raise HoldExpired()
    office = tx.offices.by_id(tx.connection, row.office_id)
    personal.must_consent(form)
    personal.keep_limits(tx, office, (row.start, row.service_id), form, desk=desk)
    known = personal.category(office, form.category)
    bookings.step(tx, row, BookingStep.CONFIRM, booked_at=tx.now, expires_at=None, category=known)
    personal.write_contact(tx, row.id, form, desk=desk)
    booking_keys.ensure_key(tx)
    rebooking.tell(tx, caller, row, Kind.APPOINTMENT_BOOKED)
    booked = rebooking.again(tx, row)
    messaging.booked(tx, office, booked)
    return appearing.appointment(tx, booked, desk=desk)


def book_by_staff(
    tx: Transaction, caller: Caller, office_code: str, form: messages.BookByStaff, *, desk: Desk
) -> TicketRow:
    """Book for somebody at the desk or on the phone, in one step; the new row.

    Raises what `hold` and `book` raise, but for challenges.
    """
    office = places.pin_plans(tx, tx.office(office_code))
    caller.must_be_of(office.id)
    service, _ = slotting.bookable(office, form.service)
    personal.must_consent(form)
    row = _new_row(caller, office, service, form.language) | {
        "state": AppointmentState.BOOKED.value,
        "booked_at": tx.now,
        "category": personal.category(office, form.category),
    }
    personal.keep_limits(tx, office, (form.start, service.id), form, desk=desk)
    _place(tx, office, service, form.start, row, staff=slotting.is_staff(caller, office))
    personal.write_contact(tx, row["id"], form, desk=desk)
    return confirmed(tx, caller, office, row["id"])


def confirmed(tx: Transaction, caller: Caller | None, office: Office, appointment_id: int) -> TicketRow:
    """Tell of an appointment that was booked in one step; its row."""
    booking_keys.ensure_key(tx)
    row = bookings.by_id(tx, office, appointment_id)
    if row is None:
        raise AssertionError("an appointment of this transaction has vanished")
    rebooking.tell(tx, caller, row, Kind.APPOINTMENT_BOOKED)
    messaging.booked(tx, office, row)
    return row


def show(tx: Transaction, token: str, *, desk: Desk) -> messages.Appointment:
    """The appointment behind a link; raises `UnknownBooking`."""
    row = bookings.seen_by_token(tx, token)
    if row is None or row.booked_at is None:
        raise UnknownBooking()
    return appearing.appointment(tx, row, desk=desk, personal=True)


def move(tx: Transaction, token: str, wish: messages.MoveAppointment, *, desk: Desk) -> messages.Appointment:
    """Another time for the appointment behind a link. Raises `UnknownBooking`, `ImpossibleBookingStep`,
    `NoSuchSlot`, `SlotFull`, `LimitReached`, `ServiceUnavailable`."""
    row = _behind(tx, token)
    moved = rebooking.move(tx, None, row, wish.start)
    return appearing.appointment(tx, moved, desk=desk)


def cancel(tx: Transaction, token: str, *, desk: Desk) -> messages.Appointment:
    """Give the time back; raises `UnknownBooking`, `ImpossibleBookingStep`. A second time changes nothing."""
    row = _behind(tx, token)
    if row.state != AppointmentState.CANCELLED.value:
        row = rebooking.cancel(tx, None, row)
    return appearing.appointment(tx, row, desk=desk)


def place_new(
    tx: Transaction, caller: Caller, office: Office, service: Service, *, start: datetime, **about: Any
) -> int:
    """A booked appointment made by staff without anybody's data; its id."""
    row = _new_row(caller, office, service, about.pop("language")) | {
        "state": AppointmentState.BOOKED.value,
        "booked_at": tx.now,
        **about,
    }
    _place(tx, office, service, start, row, staff=True)
    made: int = row["id"]
    return made


def _behind(tx: Transaction, token: str) -> TicketRow:
    row = bookings.by_token(tx, token)
    if row is None or row.booked_at is None:
        raise UnknownBooking()
    return row


def _new_row(caller: Caller | None, office: Office, service: Service, language: str) -> dict[str, Any]:
    channel = "web" if caller is None else _CHANNEL.get(caller.role, "reception")
    return {
        "office_id": office.id,
        "service_id": service.id,
        "code": "".join(secrets.choice(booking_qr.ALPHABET) for _ in range(booking_qr.CODE_LETTERS)),
        "token": secrets.token_urlsafe(24),
        "channel": channel,
        "language": language,
        "device_id": caller.device_id if caller else None,
        "staff_id": caller.staff_id if caller else None,
    }


def _place(
    tx: Transaction, office: Office, service: Service, start: datetime, row: dict[str, Any], *, staff: bool
) -> Offer:
    """Write the row and take its places; what was chosen."""
    offer = slotting.offer_at(tx, office, service, start, staff=staff)
    row |= rebooking.time_of(office, offer) | {"pool": offer.pool, "made_at": tx.now}
    row["id"] = bookings.make(tx, row)
    places.take(tx, office, row["id"], places.places_of(office, service, offer), staff=staff)
    return offer
