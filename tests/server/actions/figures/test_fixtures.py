"""The reference cases of the definition, lived through in the hall and read from the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from server.actions.figures import projecting, reporting
from server.contract.setup_file import SetUp
from server.domain.period_figures import Figures
from server.domain.periods import Period
from server.storage.database import Database
from tests.builders import Hall
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

DAY = date(2026, 11, 23)


def at(clock: StoppedClock, hour: int, minute: int, second: int = 0) -> None:
    """Let it be this time on the office's wall (Quy Nhơn is seven hours ahead of UTC)."""
    wall = timedelta(hours=hour - 7, minutes=minute, seconds=second)
    moment = datetime(2026, 11, 23, tzinfo=UTC) + wall
    clock.tick(seconds=(moment - clock.now()).total_seconds())


def told(hall: Hall, by: str = "all", *, day: date = DAY) -> list[Figures[str]]:
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        report = reporting.waits(tx, [tx.office(hall.code)], Period(day, day), by=by)
    return [report.total] if by == "all" else list(report.rows)


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    """The demo office at 07:00 on a Monday, counter 3 open."""
    at(clock, 7, 0)
    hall = Hall(database, clock)
    hall.open(3)
    return hall


def serve(hall: Hall, clock: StoppedClock, wait_s: float) -> None:
    hall.press()
    clock.tick(seconds=wait_s)
    begun = hall.step("start", hall.called())
    clock.tick(seconds=60)
    hall.step("finish", begun)


def test_four_waits_give_the_figures_of_the_definition(hall: Hall, clock: StoppedClock) -> None:
    for wait_s in (0, 60, 900, 901):
        serve(hall, clock, wait_s)
    (total,) = told(hall)
    assert total.waits is not None
    assert total.waits.exact
    shown = (total.waits.n, total.waits.mean_s, total.waits.share_within_goal)
    assert shown == (4, 465.25, 0.75)
    assert (total.waits.median_s, total.waits.max_s) == (480, 901)


def test_an_answered_recall_moves_the_end_of_the_wait(hall: Hall, clock: StoppedClock) -> None:
    at(clock, 8, 0)
    hall.press()
    at(clock, 8, 10)
    called = hall.called()
    at(clock, 8, 12)
    called = hall.step("recall", called)
    at(clock, 8, 12, 30)
    begun = hall.step("start", called)
    at(clock, 8, 20)
    hall.step("finish", begun)
    (total,) = told(hall)
    assert total.waits is not None
    assert (total.waits.mean_s, total.way_mean_s, total.counter_time_mean_s) == (720, 30, 450)


def test_a_transferred_visit_has_a_wait_per_leg_and_its_total_beside(hall: Hall, clock: StoppedClock) -> None:
    hall.open(6)
    hall.press()
    clock.tick(seconds=300)
    begun = hall.step("start", hall.called())
    clock.tick(seconds=60)
    hall.step("transfer", begun, counter=6)
    clock.tick(seconds=120)
    begun = hall.step("start", hall.called(6), 6)
    clock.tick(seconds=60)
    hall.step("finish", begun, 6)
    (total,) = told(hall)
    assert total.waits is not None
    assert (total.waits.n, total.waits.mean_s) == (2, 210)
    assert (total.totals["visits"], total.visit_mean_s) == (1, 420)


def test_a_ticket_that_was_never_called_is_in_no_mean(hall: Hall, clock: StoppedClock) -> None:
    hall.press()
    clock.tick(hours=20)
    hall.open(4)  # the first act of the next morning closes the day
    (total,) = told(hall)
    assert total.waits is None
    assert total.totals["closed_by_system"] == 1


# --- in an office that has a lunch ----------------------------------------------------------------


def office_from_seven() -> SetUp:
    """Open 07:00–11:30 and 13:00–17:00 on weekdays; bookings every half-hour."""
    whole = office_with(plan(begins="07:00", ends="11:00"))
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    halves = (("07:00", "11:30"), ("13:00", "17:00"))
    hours = [{"days": weekdays, "opens": opens, "closes": closes} for opens, closes in halves]
    office = whole.office.model_dump() | {"always_open": False}
    return SetUp.model_validate(whole.model_dump() | {"hours": hours, "office": office})


@pytest.fixture
def morning(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    """That office at 06:45, before anybody came."""
    at(clock, 6, 45)
    database = database_with_office(database_url, clock, office_from_seven())
    hall = BookingHall(database, clock)
    yield hall
    database.close()


def answered(hall: Hall, clock: StoppedClock) -> Figures[str]:
    """Somebody is called at counter 3, and served for five minutes."""
    begun = hall.step("start", hall.called())
    clock.tick(minutes=5)
    hall.step("finish", begun)
    (total,) = told(hall)
    return total


def waits_of(total: Figures[str]) -> tuple[float, float, float]:
    """The mean wait, from check-in, and within hours; of one ticket."""
    assert total.waits is not None
    assert total.waits.n == 1
    return total.waits.mean_s, total.waits.raw_mean_s, total.waits.in_hours_mean_s


def test_a_booking_waits_from_its_slot_and_what_was_felt_stands_beside(
    morning: BookingHall, clock: StoppedClock
) -> None:
    booked = morning.booked(60)  # 09:00
    at(clock, 8, 35)
    morning.check_in(booked)
    at(clock, 9, 4)
    morning.open(3)
    total = answered(morning, clock)
    assert waits_of(total) == (240, 1740, 240)
    assert (total.totals["booked"], total.punctual_share) == (1, 1)


def test_a_late_booking_waits_from_its_check_in(morning: BookingHall, clock: StoppedClock) -> None:
    booked = morning.booked(60)
    at(clock, 9, 20)
    morning.check_in(booked)
    at(clock, 9, 26)
    morning.open(3)
    total = answered(morning, clock)
    assert waits_of(total) == (360, 360, 360)
    assert total.punctual_share == 1


def test_a_booking_called_more_than_ten_minutes_late_is_not_punctual(
    morning: BookingHall, clock: StoppedClock
) -> None:
    booked = morning.booked(60)
    at(clock, 8, 50)
    morning.check_in(booked)
    at(clock, 9, 10, 1)
    morning.open(3)
    total = answered(morning, clock)
    assert (total.totals["booked"], total.punctual_share) == (1, 0)


def test_nobody_waits_before_tickets_are_given(morning: BookingHall, clock: StoppedClock) -> None:
    """Before the doors open only the booked get a number: the first slot is when tickets begin."""
    booked = morning.booked(-60)  # 07:00
    at(clock, 6, 50)
    morning.check_in(booked)
    at(clock, 7, 5)
    morning.open(3)
    assert waits_of(answered(morning, clock)) == (300, 900, 300)


def test_lunch_is_part_of_the_wait_and_taken_out_beside_it(morning: BookingHall, clock: StoppedClock) -> None:
    at(clock, 11, 20)
    morning.press()
    at(clock, 13, 10)
    morning.open(3)
    assert waits_of(answered(morning, clock)) == (6600, 6600, 1200)


def test_a_ticket_that_was_never_called_waited_until_the_office_closed(
    morning: BookingHall, clock: StoppedClock
) -> None:
    at(clock, 16, 0)
    morning.press()
    clock.tick(days=3)
    morning.open(3)
    (total,) = told(morning)
    assert total.waits is None
    assert (total.totals["closed_by_system"], total.totals["closed_by_system_us"]) == (1, 3600 * 10**6)
    assert (total.all_median_s, total.verdict) == (None, None)
