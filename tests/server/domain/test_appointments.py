"""The life of an appointment, and what a check-in makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.appointments import (
    LIFE,
    AppointmentState,
    Arrival,
    BookingStep,
    after,
    arrival,
    entry,
    freed_until,
)
from server.domain.errors import ImpossibleBookingStep
from server.domain.hours import Hours
from server.domain.ordering import ArrivalClass, Policy, due
from server.domain.slots import BookingRules
from tests.builders import at
from tests.server.domain.test_slots import OFFICE, QUY_NHON

RULES = BookingRules()
ALWAYS = Hours(QUY_NHON, always_open=True)


@pytest.mark.parametrize("state", AppointmentState)
@pytest.mark.parametrize("step", BookingStep)
def test_every_step_from_every_state_leads_somewhere_or_is_refused(
    state: AppointmentState, step: BookingStep
) -> None:
    if (state, step) in LIFE:
        assert after(state, step) is LIFE[state, step]
    else:
        with pytest.raises(ImpossibleBookingStep):
            after(state, step)


def test_what_is_over_stays_over() -> None:
    ended = (AppointmentState.CANCELLED, AppointmentState.EXPIRED)
    assert not [key for key in LIFE if key[0] in ended]


@pytest.mark.parametrize(
    ("minute", "how"),
    [
        (-30.1, Arrival.EARLY),
        (-30, Arrival.IN_TIME),
        (0, Arrival.IN_TIME),
        (30, Arrival.IN_TIME),
        (30.1, Arrival.LATE),
    ],
)
def test_the_window_of_a_check_in_includes_its_ends(minute: float, how: Arrival) -> None:
    assert arrival(at(0), at(minute), RULES) is how


def test_a_check_in_before_the_office_gives_tickets_waits_from_the_opening() -> None:
    slot = at(-30)  # 07:30, the opening
    here = entry(slot, at(-55), hours=OFFICE, rules=RULES, category=None)
    assert (here.waits_from, here.kind, here.late) == (slot, ArrivalClass.APPOINTMENT, False)


minutes = st.integers(-30, 30)
classes = st.sampled_from([None, "elderly"])


def due_at(slot: datetime, came: datetime, category: str | None) -> datetime:
    here = entry(slot, came, hours=ALWAYS, rules=RULES, category=category)
    return due(here.waits_from, here.kind, Policy())


@given(minute=minutes, category=classes)
def test_coming_early_gains_nothing_and_coming_late_costs_the_minutes_late(
    minute: int, category: str | None
) -> None:
    sharp = due_at(at(0), at(0), category)
    assert due_at(at(0), at(minute), category) == sharp + max(timedelta(0), timedelta(minutes=minute))


@given(slot=st.integers(0, 300), came=st.integers(0, 400), walked=st.integers(0, 400), category=classes)
def test_nobody_is_overtaken_by_a_booking_that_begins_more_than_fifteen_minutes_after_them(
    slot: int, came: int, walked: int, category: str | None
) -> None:
    if came < slot - 30:
        return
    booked = due_at(at(slot), at(came), category)
    walk_in = due(at(walked), ArrivalClass.WALK_IN, Policy())
    if max(slot, came) > walked + 15 and arrival(at(slot), at(came), RULES) is Arrival.IN_TIME:
        assert walk_in < booked


@given(chance=st.floats(0, 1, exclude_max=True))
def test_a_freed_place_comes_back_within_one_to_fifteen_minutes(chance: float) -> None:
    assert at(1) <= freed_until(at(0), RULES, chance) <= at(15)
