"""The day's appointments as reception sees them, and how they are found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, update

from server.actions.appointments import appointment_list, recognising
from server.contract import messages
from server.contract.booking_qr import DIGITS, BookingPass, signed
from server.domain.errors import NotAllowed
from server.domain.people import Caller, Role
from server.storage.tables import appointment, booking_contact, ticket
from tests.builders import MORNING, OFFICE, Hall, at
from tests.support.booking import DESK

TODAY = date(2026, 11, 23)
NINE = at(60)


class Reception:
    """Appointments of the demo office, as they stand in the database."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.made = 0
        self.caller = hall.staff("thuan", Role.RECEPTIONIST)

    def booked(
        self, start: datetime = NINE, *, state: str = "booked", day: date = TODAY, **about: Any
    ) -> int:
        """One appointment for land, with a contact where `about` says something of a person."""
        self.made += 1
        office = self.hall.office()
        contact = {
            name: about.pop(name)
            for name in ("name", "phone", "phone_key", "note", "dossier")
            if name in about
        }
        service = office.leaf("land").id
        row = {
            "office_id": office.id, "service_id": service, "state": state, "version": 1,
            "code": f"7K3M92Q{self.made}", "token": f"{self.made:020}", "pool": "land", "day": day,
            "start": start, "ends": start + timedelta(minutes=30), "revision": 1,
            "channel": "web", "language": "vi",
            "made_at": MORNING, "booked_at": start - timedelta(days=1), "late": False, "persons": 1, **about,
        }  # fmt: skip
        with self.hall.database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            made = connection.execute(insert(appointment).returning(appointment.c.id), row).scalar_one()
            if contact:
                connection.execute(
                    insert(booking_contact).values(appointment_id=made, consent_at=MORNING, **contact)
                )
        return int(made)

    def came(self, appointment_id: int, ticket_id: int, *, late: bool = False) -> None:
        """The appointment has become this ticket."""
        row = self.hall.row(ticket_id)
        with self.hall.database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            connection.execute(
                update(appointment)
                .where(appointment.c.id == appointment_id)
                .values(state="arrived", visit_id=row.visit_id, arrived_at=row.arrived_at, late=late)
            )
            slot = {} if late else {"slot": at(60)}
            connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(note="", **slot))

    def day(
        self, q: str = "", *, day: date | None = None, caller: Caller | None = None
    ) -> messages.BookedDay:
        with self.hall.database.read() as tx:
            return appointment_list.day(tx, caller or self.caller, OFFICE, day=day, q=q, desk=DESK)

    def key(self, phone: str) -> str:
        """The keyed hash under which a phone is kept."""
        return recognising.keys_of_phone(DESK, phone, MORNING)[0]

    def found(self, q: str) -> list[int]:
        return [booked.id for booked in self.day(q).appointments]


@pytest.fixture
def reception(hall: Hall) -> Reception:
    return Reception(hall)


def test_the_day_lists_its_appointments_by_start_and_counts_them(reception: Reception) -> None:
    later = reception.booked(at(90))
    first = reception.booked(at(30))
    reception.booked(at(30), state="cancelled")
    reception.booked(at(30), state="missed")
    reception.booked(at(30), state="held", expires_at=at(10))
    day = reception.day()
    assert day.appointments[0].id == first
    assert day.appointments[-1].id == later
    assert (day.booked, day.missed, day.cancelled, day.arrived) == (3, 1, 1, 0)
    assert [booked.state for booked in day.appointments] == ["booked", "cancelled", "missed", "booked"]


def test_an_arrived_booking_tells_its_number_state_and_counter(reception: Reception, hall: Hall) -> None:
    booked = reception.booked(name="Nguyễn Thị Đào")
    pressed = hall.press()
    reception.came(booked, pressed.id)
    hall.open(3)
    hall.called(3)
    [shown] = reception.day().appointments
    assert (shown.number, shown.ticket, shown.ticket_state, shown.counter) == (
        "A001",
        pressed.id,
        "called",
        3,
    )
    assert reception.day().punctual_share == 1


def test_after_a_transfer_the_present_ticket_is_shown_and_the_first_call_is_judged(
    reception: Reception, hall: Hall
) -> None:
    booked = reception.booked()
    pressed = hall.press()
    reception.came(booked, pressed.id)
    hall.open(3, 1)
    hall.step("transfer", hall.step("start", hall.called(3)), service="results")
    hall.clock.tick(hours=3)
    [shown] = reception.day().appointments
    assert (shown.ticket_state, shown.counter) == ("waiting", None)
    assert shown.ticket != pressed.id
    assert reception.day().called == 1


def test_a_phone_in_the_list_is_its_last_three_digits(reception: Reception) -> None:
    reception.booked(phone="+84912345678", name="An")
    [shown] = reception.day().appointments
    assert shown.phone == "…678"
    assert "12345" not in reception.day().model_dump_json()


@pytest.mark.parametrize(
    "q", ["7K3M-92Q2", "7k3m92q2", "tran", "Trần Văn", "binh", "0987 654 654", "+84987654654", "654"]
)
def test_a_booking_is_found_by_code_phone_or_name_and_nothing_else_comes_with_it(
    reception: Reception, q: str
) -> None:
    reception.booked(name="Lê An", phone="+84912345678", phone_key=reception.key("0912345678"))
    wanted = reception.booked(
        name="Trần Văn Bình", phone="+84987654654", phone_key=reception.key("0987654654")
    )
    assert reception.found(q) == [wanted]


def test_a_scanned_qr_finds_its_booking(reception: Reception) -> None:
    booked = reception.booked()
    start = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    said = BookingPass(1, 1, 1, "7K3M92Q1", start, timedelta(minutes=30))
    assert reception.found(signed(said, Ed25519PrivateKey.generate())) == [booked]
    assert reception.found("9" * DIGITS) == []


def test_the_number_of_a_ticket_finds_its_booking_or_the_walk_in_who_waits(
    reception: Reception, hall: Hall
) -> None:
    booked = reception.booked()
    reception.came(booked, hall.press().id)
    hall.press()
    assert reception.found("a001") == [booked]
    assert [ticket.number for ticket in reception.day("a002").tickets] == ["A002"]
    assert reception.day("a003").tickets == []


def test_a_code_or_phone_finds_the_booking_of_another_day_apart_from_the_day_s(reception: Reception) -> None:
    tomorrow = reception.booked(
        at(24 * 60), day=date(2026, 11, 24), name="An", phone_key=reception.key("0912345678")
    )
    for q in ("7K3M92Q1", "0912345678"):
        day = reception.day(q)
        assert day.appointments == []
        assert [booked.id for booked in day.other_days] == [tomorrow]
    assert reception.day("An").other_days == []
    assert [booked.id for booked in reception.day(day=date(2026, 11, 24)).appointments] == [tomorrow]


def test_what_is_looked_for_does_not_change_the_counts_of_the_day(reception: Reception) -> None:
    reception.booked(name="An")
    assert reception.day("nobody").booked == 1


def test_another_office_s_receptionist_is_refused(reception: Reception) -> None:
    stranger = Caller(Role.RECEPTIONIST, 999, "staff:9", staff_id=9)
    with pytest.raises(NotAllowed):
        reception.day(caller=stranger)
