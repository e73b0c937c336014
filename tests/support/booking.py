"""A hall where people book, too: every method is one action of a citizen, a kiosk or reception."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.actions.appointments import booking, checking_in, keeping, receiving, slotting
from server.actions.appointments.challenging import Visitor
from server.actions.appointments.recognising import Desk
from server.contract import messages
from server.contract.booking_setup import BookingSetUp, SlotPlanSetUp
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.domain.abuse import AddressLimits
from server.domain.people import Caller, Role
from server.storage.tables import appointment
from tests.builders import Hall, at
from tests.support.person_keys import PERSON_KEYS

DESK = Desk("only for tests", PERSON_KEYS, "http://dunghen.test")
EVERYBODY = AddressLimits(live=10_000, daily=10_000)
ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def plan(**about: Any) -> SlotPlanSetUp:
    """A slot plan of the land office from 08:00 to 11:00, with what is said of it."""
    usual = {"pool": "land", "days": ALL_DAYS, "begins": "08:00", "ends": "11:00", "public": 2, "internal": 1}
    return SlotPlanSetUp.model_validate({**usual, "services": ["land"], **about})


def office_with(
    *plans: SlotPlanSetUp, services: dict[str, dict[str, Any]] | None = None, **rules: Any
) -> SetUp:
    """The demo office with these slot plans, limits, and what is said of some services."""
    whole = demo_office()
    changed = [s.model_copy(update=(services or {}).get(s.code, {})) for s in whole.services]
    limits = BookingSetUp.model_validate({"notice_min": 0, **rules})
    update = {"slots": list(plans) or [plan()], "booking": limits, "services": changed, "staff": None}
    return whole.model_copy(update=update)


class BookingHall(Hall):
    """`hall.booked(30)` books for 30 minutes into the morning; `hall.check_in(it)` brings the ticket."""

    @property
    def reception(self) -> Caller:
        return Caller(Role.RECEPTIONIST, self.office().id, "device:500", device_id=None)

    def free(self, service: str = "land", *, staff: bool = False) -> dict[datetime, int]:
        """The times that can be booked, each with the places left."""
        caller = self.reception if staff else None
        with self.database.read() as tx:
            found = slotting.free_slots(tx, caller, self.code, service)
        return {slot.start: slot.free for slot in found.slots}

    def hold(self, minute: float = 30, *, service: str = "land", address: str = "") -> messages.SlotHold:
        """A citizen holds a time: through a partner system, or as a stranger from an address."""
        wish = messages.HoldSlot(service=service, start=at(minute))
        visitor = Visitor(address, DESK.secret, EVERYBODY)
        caller = None if address else Caller(Role.INTEGRATION, self.kiosk.office_id, "partner")
        return self.database.write(lambda tx: booking.hold(tx, caller, self.code, wish, visitor=visitor))

    def confirm(self, held: messages.SlotHold, **person: Any) -> messages.Appointment:
        form = messages.BookSlot(hold=held.hold, **{"consent": bool(person), **person})
        return self.database.write(lambda tx: booking.book(tx, None, form, desk=DESK))

    def booked(self, minute: float = 30, *, service: str = "land", **person: Any) -> messages.Appointment:
        return self.confirm(self.hold(minute, service=service), **person)

    def book_at_desk(self, minute: float = 30, *, service: str = "land", **person: Any) -> int:
        """Reception books; the id."""
        form = messages.BookByStaff(service=service, start=at(minute), consent=bool(person), **person)
        made: int = self.database.write(
            lambda tx: booking.book_by_staff(tx, self.reception, self.code, form, desk=DESK).id
        )
        return made

    def move(self, booked: messages.Appointment, minute: float) -> messages.Appointment:
        wish = messages.MoveAppointment(start=at(minute))
        return self.database.write(lambda tx: booking.move(tx, booked.token, wish, desk=DESK))

    def cancel(self, booked: messages.Appointment) -> messages.Appointment:
        return self.database.write(lambda tx: booking.cancel(tx, booked.token, desk=DESK))

    def show(self, booked: messages.Appointment) -> messages.Appointment:
        with self.database.read() as tx:
            return booking.show(tx, booked.token, desk=DESK)

    def checked_in(
        self, booked: messages.Appointment | None = None, *, caller: Caller | None = None, **said: Any
    ) -> checking_in.CheckedIn:
        """A scan of the booking's QR at the kiosk, unless something else is said."""
        way = said or {"code": booked.qr if booked else ""}
        body = messages.CheckIn.model_validate(way)
        who = caller or self.kiosk
        return self.database.write(lambda tx: checking_in.check_in(tx, who, self.code, body, desk=DESK))

    def check_in(self, booked: messages.Appointment | None = None, **said: Any) -> messages.Ticket:
        return self.checked_in(booked, **said).ticket

    def id_of(self, booked: messages.Appointment) -> int:
        with self.database.read() as tx:
            query = select(appointment.c.id).where(appointment.c.token == booked.token)
            found: int = tx.connection.execute(query).scalar_one()
        return found

    def undo(self, booked: messages.Appointment) -> messages.Booked:
        known = self.id_of(booked)
        return self.database.write(lambda tx: receiving.undo(tx, self.reception, self.code, known))

    def later(self, ticket: messages.Ticket, minute: float) -> messages.Booked:
        """Reception turns a waiting walk-in into a booking."""
        wish = messages.BookForLater(ticket=ticket.id, version=ticket.version, start=at(minute))
        return self.database.write(lambda tx: receiving.book_for_later(tx, self.reception, self.code, wish))

    def time_passes(self, **duration: float) -> keeping.Kept:
        """The clock moves on and the jobs run."""
        self.clock.tick(**duration)
        return self.database.write(keeping.keep_bookings)

    def starts(self, free: dict[datetime, int]) -> Sequence[float]:
        """The same times as minutes into the morning."""
        return [(start - at(0)) / timedelta(minutes=1) for start in free]

    def called_nobody(self) -> bool:
        """Whether nobody waits for counter 3."""
        return self.call() is None
