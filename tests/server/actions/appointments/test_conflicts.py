"""Changing the hours: who would lose a booked time is told first, and slots follow what is published."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server.actions.house import setting_up
from server.actions.verifying import verify
from server.contract.booking_setup import ResourceSetUp, SlotPlanSetUp
from server.contract.setup_file import ExceptionDay, SetUp
from server.domain.errors import InUse
from tests.builders import at
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    database = database_with_office(database_url, clock, office_with())
    yield BookingHall(database, clock)
    with database.read() as tx:
        assert verify(tx) == []
    database.close()


def conflicts(hall: BookingHall, setup: SetUp) -> list[str]:
    """The codes of those who would lose their slot."""
    with hall.database.read() as tx:
        plan = setting_up.plan(tx, setup)
    return [line.split()[1] for line in plan.conflicts]


def publish(hall: BookingHall, setup: SetUp, *, keep_booked: bool = False) -> None:
    hall.database.write(lambda tx: setting_up.apply(tx, setup, keep_booked=keep_booked))


def test_nobody_loses_a_slot_when_the_hours_grow(hall: BookingHall) -> None:
    hall.booked(30)
    assert conflicts(hall, office_with(plan(begins="07:00"))) == []


def test_a_shorter_morning_tells_whose_time_is_gone_and_publishes_nothing(hall: BookingHall) -> None:
    early, late = hall.booked(30), hall.booked(150)
    shorter = office_with(plan(ends="10:00"))
    assert conflicts(hall, shorter) == [late.code]
    before = hall.everything()
    with pytest.raises(InUse, match=late.code):
        publish(hall, shorter)
    assert hall.everything() == before
    assert hall.show(early).state == "booked"


def test_a_closed_day_is_a_conflict_for_its_bookings(hall: BookingHall) -> None:
    booked = hall.booked(24 * 60)
    closed = ExceptionDay.model_validate({"date": "2026-11-24", "names": {"vi": "Mất điện"}, "hours": []})
    ordinary = office_with().office.model_copy(update={"always_open": False})
    week = office_with(plan(days=["mon", "tue", "wed", "thu", "fri"]))
    setup = week.model_copy(update={"exceptions": [closed], "office": ordinary})
    assert conflicts(hall, setup) == [booked.code]


def test_of_those_who_share_a_slot_the_last_to_book_would_lose_it(hall: BookingHall) -> None:
    first, second = hall.booked(30), hall.booked(30)
    assert first.code != second.code
    assert conflicts(hall, office_with(plan(public=1, internal=0))) == [second.code]


def test_a_service_that_goes_takes_its_bookings_with_it(hall: BookingHall) -> None:
    booked = hall.booked(30)
    assert conflicts(hall, office_with(plan(services=["health"]))) == [booked.code]


def test_other_lengths_of_slots_keep_who_still_fits(hall: BookingHall) -> None:
    hall.booked(30)
    assert conflicts(hall, office_with(plan(slot_min=15))) == []
    assert len(conflicts(hall, office_with(plan(slot_min=20)))) == 1


def test_whoever_is_kept_knowingly_keeps_the_time_and_nobody_else_gets_it(hall: BookingHall) -> None:
    booked = hall.booked(150)
    publish(hall, office_with(plan(ends="10:00")), keep_booked=True)
    assert hall.show(booked).start == at(150)
    assert at(150) not in hall.free()
    hall.clock.tick(minutes=140)
    assert hall.check_in(booked).slot == at(150)


@pytest.mark.parametrize(("wider", "free"), [(plan(public=5), 4), (plan(public=1, internal=0), 0)])
def test_slots_that_are_partly_taken_get_the_places_that_are_published(
    hall: BookingHall, wider: SlotPlanSetUp, free: int
) -> None:
    hall.booked(30)
    publish(hall, office_with(wider))
    assert hall.free().get(at(30), 0) == free


def test_a_missed_or_cancelled_booking_is_no_conflict(hall: BookingHall) -> None:
    hall.cancel(hall.booked(150))
    assert conflicts(hall, office_with(plan(ends="10:00"))) == []


def _camera(quantity: int) -> SetUp:
    """Land takes a camera for each booking."""
    camera = {"code": "camera", "names": {"vi": "Máy ảnh"}, "quantity": quantity}
    office = office_with(plan(public=5), services={"land": {"resources": ["camera"]}})
    return office.model_copy(update={"resources": [ResourceSetUp.model_validate(camera)]})


def test_a_resource_that_becomes_scarcer_is_a_conflict_for_who_booked_last(hall: BookingHall) -> None:
    publish(hall, _camera(2))
    hall.booked(30)
    second = hall.booked(30)
    assert conflicts(hall, _camera(1)) == [second.code]


def test_who_is_booking_at_this_moment_is_a_conflict_until_the_hold_is_over(hall: BookingHall) -> None:
    hall.hold(150)
    shorter = office_with(plan(ends="10:00"))
    with pytest.raises(InUse, match="a booking being made right now"):
        publish(hall, shorter)
    hall.clock.tick(minutes=10)
    publish(hall, shorter)
    assert at(150) not in hall.free()


def test_a_slot_that_got_fewer_places_fills_no_further_than_they_are(hall: BookingHall) -> None:
    publish(hall, office_with(plan(public=3, internal=0)))
    first, _, _ = hall.booked(60), hall.booked(60), hall.booked(60)
    publish(hall, office_with(plan(public=1, internal=0)), keep_booked=True)
    hall.cancel(first)
    hall.time_passes(minutes=16)
    assert at(60) not in hall.free()
    assert hall.refused(hall.hold, 60) == "slot_full"
    assert hall.refused(hall.book_at_desk, 60) == "slot_full"
