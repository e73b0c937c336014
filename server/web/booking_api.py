"""Doors of booking: free times, holds and appointments, for anyone; lists and steps, for staff."""

from __future__ import annotations

from server.actions.appointments import (
    appearing,
    appointment_list,
    booking,
    booking_keys,
    checking_in,
    receiving,
    slotting,
)
from server.actions.appointments.recognising import Desk
from server.contract import messages
from server.domain import errors
from server.domain.people import Permission
from server.settings import Settings
from server.storage.happenings import Transaction
from server.storage.person_keys import KeyFolder
from server.web.booking_queries import DayQuery, SlotsQuery
from server.web.doors import Again, Ask, Doors, Key
from server.web.visiting import visitor

_PLACE = (errors.NoBookings, errors.NoSuchSlot, errors.SlotFull, errors.ServiceUnavailable)
_TIME = (errors.UnknownOffice, errors.UnknownService, *_PLACE)
_PERSON = (errors.ConsentRequired, errors.LimitReached, errors.UnknownCategory)
# No `Stale`: an appointment is locked before it is read, so whoever comes second sees what the first did.
_LINK = (errors.UnknownBooking, errors.ImpossibleBookingStep)
_STAFF = (errors.UnknownOffice, *_LINK)
_READ, _WRITE = "bookings:read", "bookings:write"


def desk_of(settings: Settings) -> Desk:
    """What booking needs from the settings."""
    return Desk(settings.signing_key(), KeyFolder(settings.person_keys_folder()), settings.public_url)


def doors(settings: Settings) -> Doors:
    """The doors of this module."""
    group = Doors("booking_api")
    desk = desk_of(settings)
    _add_slot_doors(group, settings)
    _add_appointment_doors(group, desk)
    _add_list_doors(group, desk)
    _add_staff_doors(group, desk)
    _add_staff_steps(group)
    _add_check_in_doors(group, desk)
    return group


def _add_slot_doors(group: Doors, settings: Settings) -> None:
    @group.add(
        "GET",
        "/offices/<office>/slots",
        answer=messages.FreeSlots,
        query=SlotsQuery,
        welcome=True,
        scope=_READ,
        writes=False,
        refusals=(errors.UnknownOffice, errors.UnknownService, errors.NoBookings),
    )
    def show_slots(tx: Transaction, ask: Ask) -> messages.FreeSlots:
        """The times of a service that can be booked; staff see internal places and the usual walk-ins too."""
        said = ask.query
        return slotting.free_slots(
            tx, ask.caller, ask.path["office"], said.service, first=said.first, last=said.last
        )

    @group.add(
        "POST",
        "/offices/<office>/holds",
        answer=messages.SlotHold,
        body=messages.HoldSlot,
        welcome=True,
        scope=_WRITE,
        status=201,
        key=Key.REQUIRED,
        refusals=(*_TIME, errors.NotAllowed, errors.ChallengeRequired, errors.LimitReached),
    )
    def hold_slot(tx: Transaction, ask: Ask) -> messages.SlotHold:
        """Hold a time for some minutes, while the form is filled in."""
        return booking.hold(tx, ask.caller, ask.path["office"], ask.body, visitor=visitor(settings))

    @group.add("DELETE", "/holds/<hold>", answer=messages.Done, refusals=(errors.UnknownBooking,))
    def release_hold(tx: Transaction, ask: Ask) -> messages.Done:
        """Give a hold back before it expires."""
        return booking.release(tx, ask.path["hold"])


def _add_appointment_doors(group: Doors, desk: Desk) -> None:
    @group.add(
        "POST",
        "/appointments",
        answer=messages.Appointment,
        body=messages.BookSlot,
        welcome=True,
        scope=_WRITE,
        status=201,
        key=Key.REQUIRED,
        refusals=(errors.UnknownBooking, errors.HoldExpired, *_PERSON),
    )
    def book_slot(tx: Transaction, ask: Ask) -> messages.Appointment:
        """Make a hold an appointment."""
        return booking.book(tx, ask.caller, ask.body, desk=desk)

    link = "/appointments/<token>"

    @group.add("GET", link, answer=messages.Appointment, writes=False, refusals=(errors.UnknownBooking,))
    def show_appointment(tx: Transaction, ask: Ask) -> messages.Appointment:
        """The appointment behind a link."""
        return booking.show(tx, ask.path["token"], desk=desk)

    @group.add(
        "PATCH",
        link,
        answer=messages.Appointment,
        body=messages.MoveAppointment,
        key=Key.HONOURED,
        refusals=(*_LINK, errors.UnknownService, *_PLACE, errors.LimitReached),
    )
    def move_appointment(tx: Transaction, ask: Ask) -> messages.Appointment:
        """Another time for the appointment; its code stays."""
        return booking.move(tx, ask.path["token"], ask.body, desk=desk)

    @group.add("DELETE", link, answer=messages.Appointment, key=Key.HONOURED, refusals=_LINK)
    def cancel_appointment(tx: Transaction, ask: Ask) -> messages.Appointment:
        """Give the time back."""
        return booking.cancel(tx, ask.path["token"], desk=desk)


def _add_list_doors(group: Doors, desk: Desk) -> None:
    @group.add(
        "GET",
        "/offices/<office>/appointments",
        answer=messages.BookedDay,
        query=DayQuery,
        permission=Permission.READ_BOOKINGS,
        scope=_READ,
        writes=False,
        refusals=(errors.UnknownOffice, errors.NoBookings),
    )
    def list_appointments(tx: Transaction, ask: Ask) -> messages.BookedDay:
        """An office day's appointments, against who has arrived."""
        return appointment_list.day(
            tx, ask.known, ask.path["office"], day=ask.query.day, q=ask.query.q, desk=desk
        )

    @group.add(
        "POST",
        "/offices/<office>/appointments/search",
        answer=messages.BookedDay,
        body=messages.SearchAppointments,
        permission=Permission.READ_BOOKINGS,
        scope=_READ,
        writes=False,
        refusals=(errors.UnknownOffice, errors.NoBookings),
    )
    def search_appointments(tx: Transaction, ask: Ask) -> messages.BookedDay:
        """Whoever fits a code, phone, number or name, with the day's counts."""
        return appointment_list.day(
            tx, ask.known, ask.path["office"], day=ask.body.day, q=ask.body.q, desk=desk
        )


def _add_staff_doors(group: Doors, desk: Desk) -> None:
    @group.add(
        "POST",
        "/offices/<office>/appointments",
        answer=messages.Booked,
        body=messages.BookByStaff,
        permission=Permission.BOOK_FOR_OTHERS,
        scope=_WRITE,
        status=201,
        key=Key.REQUIRED,
        refusals=(*_TIME, *_PERSON),
    )
    def book_by_staff(tx: Transaction, ask: Ask) -> messages.Booked:
        """Book for somebody in one step."""
        row = booking.book_by_staff(tx, ask.known, ask.path["office"], ask.body, desk=desk)
        return appearing.booked(tx, tx.office(ask.path["office"]), row.id)

    @group.add(
        "POST",
        "/offices/<office>/appointments/from-ticket",
        answer=messages.Booked,
        body=messages.BookForLater,
        permission=Permission.RECEIVE,
        status=201,
        key=Key.REQUIRED,
        refusals=(errors.UnknownOffice, *_PLACE, errors.UnknownTicket, errors.Stale, errors.ImpossibleStep),
    )
    def book_for_later(tx: Transaction, ask: Ask) -> messages.Booked:
        """A walk-in who waits comes back at a booked time."""
        return receiving.book_for_later(tx, ask.known, ask.path["office"], ask.body)


def _add_staff_steps(group: Doors) -> None:
    one = "/offices/<office>/appointments/<int(max=4611686018427387904):appointment>"

    @group.add(
        "POST",
        f"{one}/undo-check-in",
        answer=messages.Booked,
        body=messages.UndoCheckIn,
        permission=Permission.RECEIVE,
        key=Key.HONOURED,
        refusals=(*_STAFF, errors.AlreadyCalled, errors.Stale),
    )
    def undo_check_in(tx: Transaction, ask: Ask) -> messages.Booked:
        """The person has not come after all: the appointment stands again."""
        return receiving.undo(tx, ask.known, ask.path["office"], ask.path["appointment"])

    @group.add(
        "POST",
        f"{one}/cancel",
        answer=messages.Booked,
        body=messages.CancelAppointment,
        permission=Permission.BOOK_FOR_OTHERS,
        scope=_WRITE,
        key=Key.HONOURED,
        refusals=_STAFF,
    )
    def cancel_by_staff(tx: Transaction, ask: Ask) -> messages.Booked:
        """Cancel for a citizen."""
        return receiving.cancel(tx, ask.known, ask.path["office"], ask.path["appointment"])

    @group.add(
        "POST",
        f"{one}/move",
        answer=messages.Booked,
        body=messages.MoveAppointment,
        permission=Permission.BOOK_FOR_OTHERS,
        scope=_WRITE,
        key=Key.HONOURED,
        refusals=(*_STAFF, errors.UnknownService, *_PLACE, errors.LimitReached),
    )
    def move_by_staff(tx: Transaction, ask: Ask) -> messages.Booked:
        """Another time, for a citizen."""
        return receiving.move(tx, ask.known, ask.path["office"], ask.path["appointment"], ask.body)


def _add_check_in_doors(group: Doors, desk: Desk) -> None:
    @group.add(
        "POST",
        "/offices/<office>/check-ins",
        answer=messages.Ticket,
        body=messages.CheckIn,
        permission=Permission.CHECK_IN,
        status=201,
        again=True,
        key=Key.REQUIRED,
        refusals=(
            errors.UnknownOffice,
            errors.AmbiguousCheckIn,
            errors.UnknownBooking,
            errors.OtherOffice,
            errors.OtherDay,
            errors.Cancelled,
            errors.TooEarly,
            errors.Closed,
            errors.ServiceUnavailable,
            errors.ImpossibleStep,
        ),
    )
    def check_in(tx: Transaction, ask: Ask) -> messages.Ticket | Again:
        """A booked citizen reports and takes the number; a second time brings the same one."""
        found = checking_in.check_in(tx, ask.known, ask.path["office"], ask.body, desk=desk)
        return Again(found.ticket) if found.again else found.ticket

    @group.add(
        "GET",
        "/offices/<office>/booking-keys",
        answer=messages.BookingKeys,
        permission=Permission.READ_BOOKING_KEYS,
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def show_booking_keys(tx: Transaction, ask: Ask) -> messages.BookingKeys:
        """What a kiosk needs to verify bookings while the server is away."""
        return booking_keys.keys_for_kiosk(tx, ask.known, ask.path["office"], secret=desk.secret)
