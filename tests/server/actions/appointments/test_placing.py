"""Advice on placing bookings: the walk-ins of past weeks beside each slot and what is booked in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from server.actions.appointments import placing, slotting
from tests.builders import MORNING, at
from tests.support.booking import BookingHall, office_with
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    database = database_with_office(database_url, clock, office_with())
    yield BookingHall(database, clock)
    database.close()


def turn_to(hall: BookingHall, moment: datetime) -> None:
    hall.clock.tick(seconds=(moment - hall.clock.now()).total_seconds())


def walk_ins(hall: BookingHall, *minutes: float) -> None:
    for minute in minutes:
        turn_to(hall, at(minute))
        hall.press("land")


def in_weeks(hall: BookingHall, weeks: int) -> None:
    """The same hour, weeks later."""
    turn_to(hall, MORNING + timedelta(weeks=weeks))


def usual(hall: BookingHall) -> dict[float, float | None]:
    """By minute into the morning of the clock's day."""
    with hall.database.read() as tx:
        found = placing.placed_slots(tx, hall.code)
        day = hall.clock.now().replace(minute=0)
    return {(one.slot.start - day) / timedelta(minutes=1): one.walk_ins for one in found}


def test_slots_say_how_many_walk_ins_usually_come_meanwhile(hall: BookingHall) -> None:
    walk_ins(hall, 0, 5, 29, 31, 100)
    in_weeks(hall, 1)
    assert usual(hall) == {0: 3.0, 30: 1.0, 60: 0.0, 90: 1.0, 120: 0.0, 150: 0.0}


def test_it_is_the_mean_of_the_days_that_are_known(hall: BookingHall) -> None:
    walk_ins(hall, 0, 5)
    turn_to(hall, MORNING + timedelta(weeks=1, minutes=10))
    hall.press("land")
    in_weeks(hall, 2)
    assert usual(hall)[0] == 1.5


def test_a_weekday_nobody_knows_is_unknown_and_not_quiet(hall: BookingHall) -> None:
    walk_ins(hall, 0)
    turn_to(hall, MORNING + timedelta(days=1))
    assert set(usual(hall).values()) == {None}


def test_citizens_who_had_a_booking_are_no_walk_ins(hall: BookingHall) -> None:
    hall.check_in(hall.booked(0))
    walk_ins(hall, 1)
    in_weeks(hall, 1)
    assert usual(hall)[0] == 1.0


def test_what_is_booked_and_what_is_left_stand_beside_it(hall: BookingHall) -> None:
    hall.booked(30)
    hall.book_at_desk(30)
    with hall.database.read() as tx:
        found = {one.slot.start: one for one in placing.placed_slots(tx, hall.code)}
    assert (found[at(30)].booked, found[at(30)].left) == (2, 1)
    assert (found[at(60)].booked, found[at(60)].left) == (0, 2)


def test_reception_sees_it_when_it_books_and_citizens_do_not(hall: BookingHall) -> None:
    walk_ins(hall, 30)
    in_weeks(hall, 1)
    with hall.database.read() as tx:
        staff = slotting.free_slots(tx, hall.reception, hall.code, "land").slots
        public = slotting.free_slots(tx, None, hall.code, "land").slots
    assert {slot.walk_ins for slot in public} == {None}
    assert staff[0].walk_ins == 0.0
    assert staff[1].walk_ins == 1.0
