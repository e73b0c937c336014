"""Checking in on both engines: one booking, one ticket, and its place in the line of the walk-ins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from server.actions.appointments import booking_keys
from server.actions.verifying import verify
from server.contract.setup_file import SetUp
from server.domain.people import Caller, Role
from server.storage.tables import appointment, ticket
from tests.builders import at
from tests.support.booking import DESK, BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def setup() -> SetUp:
    return office_with(plan(public=9), plan(pool="health", services=["health"], public=9))


@pytest.fixture
def hall(database_url: str, clock: StoppedClock, setup: SetUp) -> Iterator[BookingHall]:
    database = database_with_office(database_url, clock, setup)
    hall = BookingHall(database, clock)
    hall.open(3)
    yield hall
    with database.read() as tx:
        assert verify(tx) == []
    database.close()


def due_of(hall: BookingHall, number: str) -> float:
    """The due of a number, in minutes into the morning."""
    with hall.database.read() as tx:
        found = tx.connection.execute(select(ticket.c.due).where(ticket.c.number == number)).scalar_one()
    return float((found - at(0)).total_seconds() / 60)


def test_a_scan_brings_a_number_whose_due_honours_the_slot(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.clock.tick(minutes=10)
    came = hall.check_in(booked)
    assert (came.number, came.channel, came.slot) == ("A001", "appointment", at(30))
    assert due_of(hall, "A001") == 30 + 5
    assert hall.show(booked).ticket == "A001"


def test_a_second_scan_shows_the_same_number_at_whatever_kiosk(hall: BookingHall) -> None:
    booked = hall.booked(30)
    first = hall.checked_in(booked)
    other = Caller(Role.KIOSK, hall.kiosk.office_id, "device:2")
    second = hall.checked_in(booked, caller=other)
    assert (first.again, second.again) == (False, True)
    assert (first.ticket.id, first.ticket.token) == (second.ticket.id, second.ticket.token)


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_typed_code_is_read_as_people_type_it(hall: BookingHall, spell: type[str]) -> None:
    booked = hall.booked(30)
    assert hall.check_in(code=spell(booked.code)).number == "A001"


def test_early_birds_are_told_from_when(hall: BookingHall) -> None:
    booked = hall.booked(60)
    assert hall.refused(hall.check_in, booked) == "too_early"
    hall.clock.tick(minutes=30)
    assert hall.check_in(booked).late is None


def test_checking_in_early_gains_nothing_and_late_costs_the_minutes_late(hall: BookingHall) -> None:
    early, sharp, late = hall.booked(30), hall.booked(30), hall.booked(30)
    hall.check_in(early)
    hall.clock.tick(minutes=30)
    hall.check_in(sharp)
    hall.clock.tick(minutes=20)
    hall.check_in(late)
    assert [due_of(hall, number) for number in ("A001", "A002", "A003")] == [35, 35, 55]


def test_who_comes_after_the_window_is_a_walk_in_and_told_so(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.clock.tick(minutes=61)
    came = hall.check_in(booked)
    assert came.late is True
    assert due_of(hall, came.number) == 61 + 15


def test_the_last_moment_of_the_window_is_in_time(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.clock.tick(minutes=60)
    assert hall.check_in(booked).late is None


def test_a_no_show_that_comes_after_all_gets_a_number(hall: BookingHall) -> None:
    booked = hall.booked(30)
    assert hall.time_passes(minutes=61).missed == 1
    assert hall.show(booked).state == "missed"
    assert hall.check_in(booked).late is True
    assert hall.show(booked).state == "arrived"


def test_a_due_appointment_goes_before_an_earlier_walk_in_and_after_one_that_waits_long(
    hall: BookingHall,
) -> None:
    booked = hall.booked(30)
    first = hall.press()
    hall.clock.tick(minutes=25)
    second = hall.press()
    came = hall.check_in(booked)
    assert [hall.called().number, came.number] == [first.number, "A003"]
    hall.open(4)
    assert hall.called(4).number == came.number
    assert second.number == "A002"


def test_a_priority_category_keeps_its_own_allowance(hall: BookingHall) -> None:
    booked = hall.booked(30, category="elderly", consent=False)
    came = hall.check_in(booked)
    assert due_of(hall, came.number) == 30


def test_another_day_is_told_with_the_day(hall: BookingHall) -> None:
    booked = hall.booked(24 * 60)
    assert hall.refused(hall.check_in, booked) == "other_day"


def test_a_cancelled_booking_brings_no_number(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.cancel(booked)
    assert hall.refused(hall.check_in, booked) == "cancelled"


def test_a_hold_is_no_booking_yet(hall: BookingHall) -> None:
    held = hall.hold(30)
    with hall.database.read() as tx:
        code = tx.connection.execute(select(appointment.c.code)).scalar_one()
    assert held.hold
    assert hall.refused(hall.check_in, code=code) == "unknown_booking"


@pytest.mark.parametrize("code", ["7K3M-92QX", "hello", "9" * 193, "0" * 193, "A001", "đất đai"])
def test_a_code_that_is_none_is_unknown(hall: BookingHall, code: str) -> None:
    hall.booked(30)
    assert hall.refused(hall.check_in, code=code) == "unknown_booking"


def test_a_forged_qr_is_no_booking(hall: BookingHall) -> None:
    booked = hall.booked(30)
    forged = booked.qr[:-1] + str((int(booked.qr[-1]) + 1) % 10)
    assert hall.refused(hall.check_in, code=forged) == "unknown_booking"


def test_an_old_qr_of_a_moved_booking_is_the_same_booking(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.move(booked, 60)
    hall.clock.tick(minutes=30)
    assert hall.check_in(booked).slot == at(60)


def test_a_qr_counts_after_the_key_was_rotated_and_not_after_it_was_retired(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.database.write(booking_keys.rotate)
    assert hall.check_in(booked).number == "A001"
    hall.clock.tick(days=121)
    assert hall.refused(hall.check_in, booked) == "unknown_booking"


def test_a_kiosk_learns_which_bookings_count_no_more(hall: BookingHall) -> None:
    one, two, three = hall.booked(30), hall.booked(60), hall.booked(90)
    hall.cancel(one)
    hall.move(two, 120)
    with hall.database.read() as tx:
        keys = booking_keys.keys_for_kiosk(tx, hall.kiosk, hall.code, secret=DESK.secret)
    revoked = {entry.code: entry.revision for entry in keys.revoked}
    assert revoked == {one.code.replace("-", ""): None, two.code.replace("-", ""): 0}
    assert [key.id for key in keys.keys] == [1]
    assert three.code.replace("-", "") not in revoked


def test_reception_finds_a_booking_by_phone_and_slot(hall: BookingHall) -> None:
    hall.booked(30, phone="0912 345 678")
    body = {"phone": "+84912345678", "start": at(30)}
    assert hall.refused(hall.check_in, **body) == "not_allowed"
    assert hall.checked_in(caller=hall.reception, **body).ticket.number == "A001"
    assert hall.refused(hall.checked_in, caller=hall.reception, phone="0999999999", start=at(30)) == (
        "unknown_booking"
    )


def test_an_id_card_is_recognised_by_its_keyed_hash(hall: BookingHall) -> None:
    hall.booked(30, citizen_id="052190001234")
    assert hall.check_in(citizen_id="052190001234").number == "A001"
    assert hall.refused(hall.check_in, citizen_id="052190009999") == "unknown_booking"


def test_undoing_a_check_in_removes_the_number_and_the_booking_stands_again(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.check_in(booked)
    undone = hall.undo(booked)
    assert (undone.state, undone.number) == ("booked", None)
    assert hall.called_nobody()
    assert hall.check_in(booked).number == "A002"


def test_a_check_in_that_was_called_cannot_be_undone(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.check_in(booked)
    hall.called()
    assert hall.refused(hall.undo, booked) == "already_called"


def test_a_walk_in_goes_home_and_comes_back_at_a_booked_time(hall: BookingHall) -> None:
    pressed = hall.press(category="elderly")
    later = hall.later(pressed, 60)
    assert later.state == "booked"
    assert hall.called_nobody()
    hall.clock.tick(minutes=60)
    came = hall.check_in(code=later.code)
    assert (came.number, due_of(hall, came.number)) == ("A002", 60)


def test_a_booking_becomes_a_walk_in_at_the_desk(hall: BookingHall) -> None:
    booked = hall.booked(120)
    assert hall.refused(hall.check_in, code=booked.code, walk_in=True) == "not_allowed"
    came = hall.checked_in(caller=hall.reception, code=booked.code, walk_in=True).ticket
    assert (came.late, due_of(hall, came.number)) == (True, 15)


def test_a_transferred_booking_keeps_its_number_and_its_slot(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.check_in(booked)
    called = hall.called()
    started = hall.step("start", called)
    hall.open(10)
    hall.step("transfer", started, service="health")
    again = hall.checked_in(booked)
    assert (again.again, again.ticket.number, again.ticket.service) == (True, "A001", "health")
    assert hall.called(10).number == "A001"


def test_a_check_in_that_was_called_and_put_back_cannot_be_undone_either(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.check_in(booked)
    hall.step("put-back", hall.called())
    assert hall.refused(hall.undo, booked) == "already_called"


def test_a_family_keeps_its_size_when_it_is_put_off_until_later(hall: BookingHall) -> None:
    later = hall.later(hall.press(persons=4), 60)
    assert later.from_ticket == "A001"
    hall.clock.tick(minutes=60)
    assert hall.check_in(code=later.code).persons == 4


def test_reception_is_told_that_a_visit_is_over_where_a_new_number_is_wanted(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.leave(hall.check_in(booked))
    again = {"caller": hall.reception, "code": booked.code}
    assert hall.checked_in(**again).ticket.state == "left"
    assert hall.refused(hall.checked_in, walk_in=True, **again) == "impossible_step"


def _around_midnight() -> SetUp:
    return office_with(plan(begins="22:00", ends="00:00"), plan(pool="night", begins="00:00", ends="02:00"))


@pytest.mark.parametrize("setup", [_around_midnight()])
def test_numbers_are_of_a_day_and_so_is_the_time_to_check_in(hall: BookingHall) -> None:
    midnight = 16 * 60
    after, before = hall.booked(midnight), hall.booked(midnight - 30)
    assert (after.check_in_from, after.check_in_until) == (at(midnight), at(midnight + 30))
    assert (before.check_in_from, before.check_in_until) == (at(midnight - 60), at(midnight))
    hall.clock.tick(minutes=midnight - 15)
    assert hall.refused(hall.check_in, after) == "too_early"
    assert hall.refused(hall.checked_in, caller=hall.reception, code=after.code, walk_in=True) == "other_day"
    hall.clock.tick(minutes=17)
    assert hall.refused(hall.check_in, before) == "other_day"
    assert hall.check_in(after).number == "A001"


def test_answers_that_are_kept_for_repetitions_hold_nothing_personal(hall: BookingHall) -> None:
    booked = hall.booked(30, name="Nguyễn Thị Đào", note="Tôi cần tách thửa", dossier="H08.65-0042")
    hall.check_in(booked)
    called = hall.called()
    assert called.booking is not None
    assert (called.booking.start, called.booking.name, called.booking.note) == (at(30), None, "")
    assert called.booking.dossier is None
