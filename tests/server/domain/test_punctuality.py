"""Bookings kept and missed: the fixtures of the figures, and what is in no share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.appointments import AppointmentState
from server.domain.punctuality import Booking, in_time, punctuality
from server.domain.slots import BookingRules
from tests.builders import at

RULES = BookingRules()
NINE = at(60)


def booking(
    state: str = "arrived",
    *,
    check_in: float | None = None,
    called: float | None = None,
    slot: float = 0,
    late: bool = False,
    lead: float = 24 * 60,
) -> Booking:
    """A booking for nine; minutes count from nine."""
    start = NINE + timedelta(minutes=slot)
    return Booking(
        state=AppointmentState(state),
        slot=start,
        booked_at=start - timedelta(minutes=lead),
        arrived_at=None if check_in is None else NINE + timedelta(minutes=check_in),
        called_at=None if called is None else NINE + timedelta(minutes=called),
        late=late,
    )


@pytest.mark.parametrize(
    ("check_in", "called", "expected"),
    [
        (-25, 4, True),  # 08:35, called 09:04
        (20, 26, True),  # 09:20, called 09:26
        (-25, 10, True),
        (-25, 10.1, False),
        (20, 30, True),
        (20, 30.1, False),
        (-25, -20, True),
        (-25, None, None),
    ],
)
def test_called_in_time_is_within_ten_minutes_of_slot_or_check_in(
    check_in: float, called: float | None, expected: bool | None
) -> None:
    assert in_time(booking(check_in=check_in, called=called)) is expected


def test_who_came_after_the_window_is_a_walk_in_and_in_no_share_of_punctuality() -> None:
    figures = punctuality([booking(check_in=45, called=80, late=True)], at(200), RULES)
    assert (figures.called, figures.punctual_share) == (0, None)
    assert (figures.arrived, figures.late) == (1, 1)


def test_the_share_called_in_time_is_of_the_called_bookings_alone() -> None:
    bookings = [
        booking(check_in=-25, called=4),
        booking(check_in=20, called=26),
        booking(check_in=0, called=15),
        booking(check_in=0),
    ]
    figures = punctuality(bookings, at(90), RULES)
    assert figures.called == 3
    assert figures.punctual_share == pytest.approx(2 / 3)


def test_a_no_show_counts_from_the_end_of_its_window_whether_or_not_it_is_written_down() -> None:
    still, at_last = booking("booked"), booking("missed")
    just_open = NINE + RULES.late
    assert punctuality([still], just_open, RULES).missed == 0
    assert punctuality([still], just_open + timedelta(seconds=1), RULES).missed == 1
    assert punctuality([at_last], just_open, RULES).missed == 1


def test_the_share_missed_leaves_out_who_is_still_to_come_and_who_cancelled() -> None:
    bookings = [
        booking("missed"),
        booking(check_in=0),
        booking(check_in=0),
        booking(check_in=0),
        booking("cancelled"),
        booking("booked", slot=300),
    ]
    figures = punctuality(bookings, at(120), RULES)
    assert figures.missed_share == 0.25
    assert (figures.booked, figures.cancelled, figures.decided) == (5, 1, 4)


def test_holds_are_no_bookings() -> None:
    figures = punctuality([booking("held"), booking("expired")], at(120), RULES)
    assert (figures.booked, figures.lead_s, figures.missed_share) == (0, None, None)


def test_the_lead_is_the_mean_time_from_booking_to_slot() -> None:
    bookings = [booking("booked", lead=60), booking(check_in=0, lead=180), booking("cancelled", lead=999)]
    assert punctuality(bookings, NINE, RULES).lead_s == 7200
