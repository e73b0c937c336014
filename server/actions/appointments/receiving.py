"""Receiving: reception undoes a check-in, cancels, moves, and puts a walk-in off until later."""

from __future__ import annotations

from server.actions.appointments import appearing, booking, rebooking
from server.actions.hall import stepping, telling
from server.contract import messages
from server.contract.events import Kind
from server.domain import appointments
from server.domain.appointments import AppointmentState, BookingStep
from server.domain.errors import AlreadyCalled, ImpossibleStep, UnknownBooking, UnknownTicket
from server.domain.office import Office
from server.domain.people import Caller
from server.domain.tickets import BOOKED_FOR_LATER, CHECK_IN_UNDONE, Step, TicketState
from server.storage import bookings, queries
from server.storage import slots as places
from server.storage.happenings import Actor, Happening, Transaction
from server.storage.queries import TicketRow


def undo(tx: Transaction, caller: Caller, office_code: str, appointment_id: int) -> messages.Booked:
    """The person has not come after all: the ticket is removed and the appointment stands again.

    Raises `UnknownOffice`, `UnknownBooking`, `ImpossibleBookingStep`, `AlreadyCalled`.
    """
    office, row = of_office(tx, caller, office_code, appointment_id)
    appointments.after(AppointmentState(row.state), BookingStep.UNDO_CHECK_IN)
    leg = bookings.current_leg(tx, row.visit_id)
    if leg is None or leg.state != TicketState.WAITING.value or leg.leg != 1 or leg.calls:
        raise AlreadyCalled()
    _remove(tx, caller, office, leg, reason=CHECK_IN_UNDONE)
    bookings.step(tx, row, BookingStep.UNDO_CHECK_IN, visit_id=None, arrived_at=None, late=False)
    rebooking.tell(tx, caller, row, Kind.CHECK_IN_UNDONE)
    return appearing.booked(tx, office, row.id)


def cancel(tx: Transaction, caller: Caller, office_code: str, appointment_id: int) -> messages.Booked:
    """Staff cancel for a citizen. Raises `UnknownOffice`, `UnknownBooking`, `ImpossibleBookingStep`."""
    office, row = of_office(tx, caller, office_code, appointment_id)
    rebooking.cancel(tx, caller, row)
    return appearing.booked(tx, office, row.id)


def move(
    tx: Transaction, caller: Caller, office_code: str, appointment_id: int, wish: messages.MoveAppointment
) -> messages.Booked:
    """Staff move for a citizen; internal places count. Raises as `booking.move`."""
    office, row = of_office(tx, caller, office_code, appointment_id)
    rebooking.move(tx, caller, row, wish.start)
    return appearing.booked(tx, office, row.id)


def book_for_later(
    tx: Transaction, caller: Caller, office_code: str, wish: messages.BookForLater
) -> messages.Booked:
    """A walk-in who waits goes home and comes back at a booked time; the number ends here.

    Raises `UnknownOffice`, `UnknownTicket`, `Stale`, `ImpossibleStep`, `NoBookings`, `NoSuchSlot`,
    `SlotFull`, `ServiceUnavailable`.
    """
    office = places.pin_plans(tx, tx.office(office_code))
    caller.must_be_of(office.id)
    ticket = queries.ticket_by_id(tx, office, wish.ticket)
    if ticket is None:
        raise UnknownTicket()
    stepping.must_match(ticket, wish.version)
    if ticket.slot is not None:
        raise ImpossibleStep("This number comes from a booking already: undo its check-in and move it.")
    _remove(tx, caller, office, ticket, reason=BOOKED_FOR_LATER)
    service = office.service_by_id(ticket.service_id)
    about = {
        "category": ticket.category,
        "language": ticket.language,
        "persons": ticket.persons,
        "from_ticket": ticket.id,
    }
    made = booking.place_new(tx, caller, office, service, start=wish.start, **about)
    booking.confirmed(tx, caller, office, made)
    return appearing.booked(tx, office, made)


def of_office(
    tx: Transaction, caller: Caller, office_code: str, appointment_id: int
) -> tuple[Office, TicketRow]:
    """An office and one of its appointments; raises `UnknownOffice`, `UnknownBooking`."""
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    row = bookings.by_id(tx, office, appointment_id)
    if row is None or row.booked_at is None:
        raise UnknownBooking()
    return office, row


def _remove(tx: Transaction, caller: Caller, office: Office, ticket: TicketRow, *, reason: str) -> None:
    stepping.step(tx, ticket, Step.REMOVE, ended_at=tx.now, reason=reason)
    telling.uncall(tx, office, ticket)
    public = {"ticket": ticket.id, "number": ticket.number, "counter": None}
    actor = Actor(caller.staff_id, caller.device_id)
    detail = {"reason": reason}
    tx.tell(Happening(office.id, Kind.TICKET_REMOVED, ticket.id, actor, public=public, detail=detail))
