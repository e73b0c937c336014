"""Checking in: a booked citizen reports, and the appointment becomes a ticket, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.actions.appointments import booking_keys, rebooking, recognising
from server.actions.appointments.recognising import Desk
from server.actions.hall import arriving, describing
from server.actions.hall.arriving import Admitted
from server.contract import messages
from server.contract.events import Kind
from server.domain import appointments, hours, ordering
from server.domain.appointments import AppointmentState, Arrival, BookingStep, Entry
from server.domain.errors import (
    AmbiguousCheckIn,
    Cancelled,
    Closed,
    ImpossibleStep,
    NotAllowed,
    OtherDay,
    OtherOffice,
    ServiceUnavailable,
    TooEarly,
    UnknownBooking,
)
from server.domain.office import Office, Service
from server.domain.ordering import ArrivalClass
from server.domain.people import RECEPTION, Caller
from server.domain.slots import BookingRules
from server.domain.tickets import OPEN, TicketState
from server.storage import bookings
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

CHANNEL = "appointment"
"""How a booked visit came by its number, in figures."""


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The ticket of a booking; `again` when it had checked in before."""

    ticket: messages.Ticket
    again: bool


def check_in(
    tx: Transaction, caller: Caller, office_code: str, said: messages.CheckIn, *, desk: Desk
) -> CheckedIn:
    """A booked citizen takes the number of the booking; a second check-in brings the same ticket.

    Raises `UnknownOffice`, `AmbiguousCheckIn`, `UnknownBooking`, `OtherOffice` (with its names),
    `OtherDay` (with the start), `Cancelled`, `TooEarly` (with `from`), `Closed`, `ServiceUnavailable`,
    `NotAllowed`; `ImpossibleStep` where a walk-in's number is wanted for a visit that is over.
    """
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    if said.ways != 1:
        raise AmbiguousCheckIn()
    if (said.walk_in or said.phone) and caller.role not in RECEPTION:
        raise NotAllowed("Reception alone finds bookings by phone, or overrules a slot.")
    row = _found(tx, office, said, desk=desk)
    _must_be_here(tx, office, row, walk_in=said.walk_in)
    if row.state == AppointmentState.ARRIVED.value:
        return CheckedIn(_ticket_of(tx, office, row, walk_in=said.walk_in, desk=desk), again=True)
    entry = _entry(tx, office, row, walk_in=said.walk_in)
    service = office.service_by_id(row.service_id)
    _must_serve(tx, office, service, entry)
    ticket = _admitted(tx, caller, (office, row), entry, language=said.language, desk=desk)
    return CheckedIn(ticket, again=False)


def _found(tx: Transaction, office: Office, said: messages.CheckIn, *, desk: Desk) -> TicketRow:
    """The booking somebody means; raises `UnknownBooking`."""
    if said.code is not None:
        row = bookings.by_code(tx, booking_keys.code_in(tx, said.code, desk.secret))
        if row is None or row.booked_at is None:
            raise UnknownBooking(reason="unknown")
        return row
    today = hours.office_day(office.hours, tx.now)
    if said.citizen_id is not None:
        keys = recognising.keys_of_citizen(desk, said.citizen_id, tx.now)
        rows = bookings.of_person(tx, office, keys, column="citizen_key", day=today)
    else:
        keys = recognising.keys_of_phone(desk, said.phone or "", tx.now)
        rows = bookings.of_person(tx, office, keys, column="phone_key")
        rows = [row for row in rows if row.start == said.start]
    meant = _meant(rows, tx.now)
    found = bookings.by_id(tx, office, meant.id) if meant else None
    if found is None:
        raise UnknownBooking(reason="unknown")
    return found


_USUAL = (AppointmentState.BOOKED.value, AppointmentState.ARRIVED.value, AppointmentState.MISSED.value)


def _meant(rows: list[TicketRow], now: datetime) -> TicketRow | None:
    """Of several bookings of one person that day, the one whose slot is nearest; a cancelled one only
    where there is no other."""
    rows = [row for row in rows if row.booked_at is not None]
    standing = [row for row in rows if row.state in _USUAL] or rows
    return min(standing, key=lambda row: abs(row.start - now), default=None)


def _must_be_here(tx: Transaction, office: Office, row: TicketRow, *, walk_in: bool) -> None:
    """Raises `OtherOffice`, `Cancelled`, `OtherDay`, and `TooEarly` in the last minutes before its day."""
    if row.office_id != office.id:
        theirs = tx.offices.by_id(tx.connection, row.office_id)
        raise OtherOffice(
            office=theirs.code, office_names=dict(theirs.names), address=theirs.address, start=row.start
        )
    if row.state == AppointmentState.CANCELLED.value:
        raise Cancelled(start=row.start)
    if row.day != hours.office_day(office.hours, tx.now):
        rules = office.booking or BookingRules()
        if row.start - rules.early <= tx.now < row.start and not walk_in:
            raise _too_early(office, row)
        raise OtherDay(start=row.start)


def _entry(tx: Transaction, office: Office, row: TicketRow, *, walk_in: bool) -> Entry:
    """How the booking enters the line now; raises `TooEarly`."""
    rules = office.booking or BookingRules()
    if walk_in:
        kind = ArrivalClass.PRIORITY if row.category else ArrivalClass.WALK_IN
        return Entry(hours.waiting_starts(office.hours, tx.now), kind, late=True)
    if appointments.arrival(row.start, tx.now, rules) is Arrival.EARLY:
        raise _too_early(office, row)
    return appointments.entry(row.start, tx.now, hours=office.hours, rules=rules, category=row.category)


def _too_early(office: Office, row: TicketRow) -> TooEarly:
    rules = office.booking or BookingRules()
    first, _ = appointments.check_in_window(row.start, hours=office.hours, rules=rules)
    return TooEarly(**{"from": first, "start": row.start})


def _must_serve(tx: Transaction, office: Office, service: Service, entry: Entry) -> None:
    """A booking in time is taken whenever the office exists; a late one in ticket hours, like walk-ins."""
    if entry.late:
        arriving.must_take_tickets(tx, office, service)
    elif not office.in_force(hours.office_day(office.hours, tx.now)):
        raise Closed(hours.opens_next(office.hours, tx.now))
    elif service.paused(tx.now):
        raise ServiceUnavailable(reason=service.paused_reason, until=service.paused_until)


def _admitted(
    tx: Transaction,
    caller: Caller,
    booked: tuple[Office, TicketRow],
    entry: Entry,
    *,
    language: str | None,
    desk: Desk,
) -> messages.Ticket:
    office, row = booked
    service = office.service_by_id(row.service_id)
    admitted = arriving.admit(
        tx,
        caller,
        (office, service),
        arriving.Entrance(
            channel=CHANNEL,
            category=row.category,
            waits_from=entry.waits_from,
            due=ordering.due(entry.waits_from, entry.kind, office.policy),
            language=language or row.language,
            persons=row.persons,
            slot=row.start,
        ),
    )
    ticket = admitted.ticket
    bookings.step(
        tx, row, BookingStep.CHECK_IN, visit_id=ticket["visit_id"], arrived_at=tx.now, late=entry.late
    )
    told = {"ticket": ticket["id"], "number": ticket["number"], "late": entry.late}
    rebooking.tell(tx, caller, row, Kind.APPOINTMENT_CHECKED_IN, **told)
    return _for_citizen(office, admitted, late=entry.late, desk=desk)


def _ticket_of(
    tx: Transaction, office: Office, row: TicketRow, *, walk_in: bool, desk: Desk
) -> messages.Ticket:
    """The ticket that a booking has brought already: its latest leg, with the outlook of now."""
    leg = bookings.current_leg(tx, row.visit_id)
    if leg is None:
        raise AssertionError("an arrived appointment has a visit")
    if walk_in and TicketState(leg.state) not in OPEN:
        raise ImpossibleStep("The visit of this booking is over: give a new number.", state=leg.state)
    again = Admitted(dict(leg._mapping), describing.outlook(tx, office, leg))
    return _for_citizen(office, again, late=row.late, desk=desk)


def _for_citizen(office: Office, brought: Admitted, *, late: bool, desk: Desk) -> messages.Ticket:
    told = describing.ticket_for_issuer(office, brought.ticket, brought.told, public_url=desk.public_url)
    return told.model_copy(update={"late": True}) if late else told
