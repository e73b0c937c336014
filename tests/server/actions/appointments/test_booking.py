"""Booking on both engines: what can be held, confirmed, moved and given back, and what it leaves free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from server.actions.appointments import booking, slotting
from server.actions.verifying import verify
from server.contract.booking_setup import ResourceSetUp
from server.contract.setup_file import SetUp
from server.jobs import Jobs
from server.storage.tables import booking_contact, slot
from tests.builders import at
from tests.support.booking import DESK, BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def setup() -> SetUp:
    return office_with()


@pytest.fixture
def hall(database_url: str, clock: StoppedClock, setup: SetUp) -> Iterator[BookingHall]:
    """Land from 08:00 to 11:00, two public places and one internal in each half hour; it is 08:00."""
    database = database_with_office(database_url, clock, setup)
    yield BookingHall(database, clock)
    with database.read() as tx:
        assert verify(tx) == []
    database.close()


def test_a_booking_takes_one_place_of_its_time(hall: BookingHall) -> None:
    assert hall.free()[at(30)] == 2
    booked = hall.booked(30)
    assert hall.free()[at(30)] == 1
    assert (booked.state, booked.start, booked.end) == ("booked", at(30), at(60))
    assert booked.url == f"http://dunghen.test/a/{booked.token}"


def test_a_full_time_is_offered_no_more_and_refused(hall: BookingHall) -> None:
    for _ in range(2):
        hall.booked(30)
    assert at(30) not in hall.free()
    assert hall.refused(hall.hold, 30) == "slot_full"


def test_staff_have_places_that_citizens_do_not_see(hall: BookingHall) -> None:
    for _ in range(2):
        hall.booked(30)
    assert hall.free(staff=True)[at(30)] == 1
    hall.book_at_desk(30)
    assert hall.refused(hall.book_at_desk, 30) == "slot_full"


def test_the_staff_of_another_office_see_what_strangers_see(hall: BookingHall) -> None:
    elsewhere = replace(hall.reception, office_id=hall.reception.office_id + 1)
    with hall.database.read() as tx:
        seen = slotting.free_slots(tx, elsewhere, hall.code, "land")
    assert {slot.start: slot.free for slot in seen.slots} == hall.free()
    assert {slot.walk_ins for slot in seen.slots} == {None}


def test_a_hold_takes_its_place_and_gives_it_back_when_it_expires(hall: BookingHall) -> None:
    held = hall.hold(30)
    assert hall.free()[at(30)] == 1
    assert held.expires_at == at(10)
    hall.clock.tick(minutes=10)
    assert hall.free()[at(30)] == 2, "an expired hold is free before any job has run"
    assert hall.refused(hall.confirm, held) == "hold_expired"
    assert hall.time_passes().expired == 1


def test_a_hold_confirmed_one_microsecond_before_it_expires_counts(hall: BookingHall) -> None:
    held = hall.hold(30)
    hall.clock.tick(minutes=10, microseconds=-1)
    assert hall.time_passes().expired == 0
    assert hall.confirm(held).state == "booked"
    assert hall.time_passes(minutes=1).expired == 0


def test_an_expired_hold_makes_room_for_whoever_asks_next(hall: BookingHall) -> None:
    for _ in range(2):
        hall.hold(30)
    hall.clock.tick(minutes=10)
    assert hall.booked(30).state == "booked"


def test_a_hold_is_confirmed_once(hall: BookingHall) -> None:
    held = hall.hold(30)
    hall.confirm(held)
    assert hall.refused(hall.confirm, held) == "hold_expired"


def test_a_cancelled_place_goes_to_staff_at_once_and_to_the_public_after_a_while(hall: BookingHall) -> None:
    one, _ = hall.booked(30), hall.booked(30)
    hall.cancel(one)
    assert at(30) not in hall.free()
    assert hall.free(staff=True)[at(30)] == 2, "the freed one and the internal one"
    hall.clock.tick(minutes=15)
    assert hall.free()[at(30)] == 1
    assert hall.time_passes().released == 1
    assert hall.free()[at(30)] == 1


def test_a_freed_place_that_staff_took_is_not_offered_again(hall: BookingHall) -> None:
    one, _ = hall.booked(30), hall.booked(30)
    hall.cancel(one)
    hall.book_at_desk(30)
    assert hall.time_passes(minutes=15).released == 0
    assert at(30) not in hall.free()
    assert hall.free(staff=True)[at(30)] == 1


def test_cancelling_twice_changes_nothing_more(hall: BookingHall) -> None:
    booked = hall.booked(30)
    assert hall.cancel(booked).state == "cancelled"
    before = hall.everything()
    assert hall.cancel(booked).state == "cancelled"
    assert hall.everything() == before


def test_moving_takes_the_new_place_frees_the_old_and_makes_another_qr(hall: BookingHall) -> None:
    booked = hall.booked(30)
    moved = hall.move(booked, 90)
    assert (moved.start, moved.code, moved.token) == (at(90), booked.code, booked.token)
    assert moved.qr != booked.qr
    hall.time_passes(minutes=15)
    assert (hall.free()[at(30)], hall.free()[at(90)]) == (2, 1)


def test_moving_to_a_full_time_leaves_the_booking_where_it_is(hall: BookingHall) -> None:
    booked = hall.booked(30)
    for _ in range(2):
        hall.booked(90)
    assert hall.refused(hall.move, booked, 90) == "slot_full"
    assert hall.show(booked).start == at(30)


@pytest.mark.parametrize("setup", [office_with(services={"land": {"slots_needed": 2}})])
def test_a_long_booking_takes_consecutive_slots(hall: BookingHall) -> None:
    booked = hall.booked(30)
    assert booked.end == at(90)
    free = hall.free()
    assert [free[at(0)], free[at(30)], free[at(60)], free[at(90)]] == [1, 1, 1, 2]
    assert at(150) not in free, "10:30 has no slot behind it"


@pytest.mark.parametrize("setup", [office_with(services={"land": {"slots_needed": 2}})])
def test_a_long_booking_moves_by_one_slot_through_its_own_place(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.booked(30)
    moved = hall.move(booked, 60)
    assert (moved.start, moved.end) == (at(60), at(120))
    hall.time_passes(minutes=15)
    assert at(30) not in hall.free(), "09:00 is still full"


def _with_camera() -> SetUp:
    camera = ResourceSetUp.model_validate({"code": "camera", "names": {"vi": "Máy ảnh"}})
    shared = office_with(
        plan(public=5),
        plan(pool="health", services=["health"], slot_min=20, public=5),
        services={"land": {"resources": ["camera"]}, "health": {"resources": ["camera"]}},
    )
    return shared.model_copy(update={"resources": [camera]})


@pytest.mark.parametrize("setup", [_with_camera()])
def test_one_camera_bounds_services_whose_slots_have_other_lengths(hall: BookingHall) -> None:
    hall.booked(30)
    assert at(30) not in hall.free("land")
    starts = hall.starts(hall.free("health"))
    assert not {20, 40} & set(starts), "08:20–08:40 and 08:40–09:00 need the camera while it is taken"
    assert {0, 60} <= set(starts)
    assert hall.refused(hall.hold, 40, service="health") == "slot_full"


@pytest.mark.parametrize("setup", [office_with(notice_min=45)])
def test_citizens_book_with_notice_and_staff_without(hall: BookingHall) -> None:
    assert min(hall.starts(hall.free())) == 60
    assert hall.refused(hall.hold, 30) == "no_such_slot"
    hall.book_at_desk(30)


def test_nobody_books_beyond_the_window_or_a_time_that_is_no_slot(hall: BookingHall) -> None:
    day = 24 * 60
    assert max(hall.starts(hall.free())) == 7 * day + 150
    assert hall.refused(hall.hold, 8 * day) == "no_such_slot"
    assert hall.refused(hall.hold, 37) == "no_such_slot"
    assert hall.refused(hall.hold, 180) == "no_such_slot"


def test_a_service_without_a_plan_takes_no_bookings(hall: BookingHall) -> None:
    assert hall.refused(hall.hold, 30, service="health") == "no_bookings"
    assert hall.refused(hall.free, "health") == "no_bookings"
    assert hall.refused(hall.hold, 30, service="nothing") == "unknown_service"


def test_personal_data_is_kept_only_with_consent(hall: BookingHall) -> None:
    held = hall.hold(30)
    assert hall.refused(hall.confirm, held, name="An", consent=False) == "consent_required"
    hall.confirm(held, name="Nguyễn Thị An", phone="+84 912 345 678", citizen_id="052190001234")
    with hall.database.read() as tx:
        row = tx.connection.execute(select(booking_contact)).one()
    assert (row.name, row.phone) == ("Nguyễn Thị An", "0912345678")
    assert "052190001234" not in str(row)
    assert len(row.citizen_key) == len(row.phone_key) == 64


def test_without_personal_data_nothing_is_kept(hall: BookingHall) -> None:
    hall.booked(30)
    with hall.database.read() as tx:
        assert tx.connection.execute(select(booking_contact)).all() == []


def test_a_person_has_one_booking_at_a_time_however_the_phone_is_written(hall: BookingHall) -> None:
    hall.booked(30, phone="0912 345 678")
    held = hall.hold(60)
    assert hall.refused(hall.confirm, held, phone="+84912345678") == "limit_reached"
    assert hall.confirm(held, phone="0912345679").state == "booked"


@pytest.mark.parametrize("setup", [office_with(bookings_per_person=5, numbers_per_day=2)])
def test_a_person_books_a_service_once_a_day(hall: BookingHall) -> None:
    hall.booked(30, citizen_id="052190001234")
    assert hall.refused(hall.confirm, hall.hold(90), citizen_id="052190001234") == "limit_reached"
    assert hall.confirm(hall.hold(24 * 60), citizen_id="052190001234").state == "booked"


def test_a_cancelled_booking_does_not_count(hall: BookingHall) -> None:
    hall.cancel(hall.booked(30, phone="0912345678"))
    assert hall.booked(60, phone="0912345678").state == "booked"


def test_the_database_itself_refuses_the_place_that_is_not_there(hall: BookingHall) -> None:
    hall.booked(30)
    with pytest.raises(IntegrityError):
        hall.database.write(lambda tx: tx.connection.execute(update(slot).values(public_taken=3)))


def test_a_link_nobody_knows_shows_nothing(hall: BookingHall) -> None:
    held = hall.hold(30)
    booked = hall.confirm(held)
    assert hall.refused(hall.show, booked.model_copy(update={"token": "x" * 32})) == "unknown_booking"


def test_who_somebody_was_is_forgotten_thirty_days_after_the_slot(hall: BookingHall) -> None:
    booked = hall.booked(30, name="Nguyễn Thị Hoa", phone="0912 345 678", email="hoa@example.vn")
    hall.clock.tick(days=30, minutes=60)
    Jobs(hall.database).forget()
    assert hall.show(booked).name == "Nguyễn Thị Hoa"
    hall.clock.tick(hours=1)
    Jobs(hall.database).forget()
    assert hall.sql("SELECT count(*) FROM booking_contact")[0][0] == 0
    assert (hall.show(booked).name, hall.show(booked).state) == (None, "booked")


def test_moving_to_a_day_keeps_what_one_person_may_have_on_it(hall: BookingHall) -> None:
    phone = {"phone": "0912 345 678"}
    hall.check_in(hall.booked(0, **phone))
    tomorrow = hall.booked(24 * 60, **phone)
    assert hall.refused(hall.move, tomorrow, 60) == "limit_reached"
    assert hall.move(tomorrow, 24 * 60 + 30).start == at(24 * 60 + 30)


def test_a_no_show_is_one_before_anybody_has_written_it_down(hall: BookingHall) -> None:
    booked = hall.booked(30)
    hall.clock.tick(minutes=61)
    assert hall.refused(hall.move, booked, 120) == "impossible_step"
    assert hall.refused(hall.cancel, booked) == "impossible_step"
    assert hall.time_passes(seconds=0).missed == 1


def test_a_paused_service_offers_no_time_while_it_is_paused(hall: BookingHall) -> None:
    hall.sql("UPDATE service SET paused_reason = 'Máy chủ bảo trì' WHERE code = 'land'")
    hall.sql("UPDATE office SET setup_stamp = setup_stamp + 1")
    assert hall.free() == {}


def test_a_link_is_looked_at_while_somebody_changes_it(hall: BookingHall) -> None:
    booked = hall.booked(30)
    with hall.database.read() as reader:
        booking.show(reader, booked.token, desk=DESK)
        hall.move(booked, 60)
        assert booking.show(reader, booked.token, desk=DESK).start == at(30)
    assert hall.show(booked).start == at(60)
