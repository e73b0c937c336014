"""Halls full of walk-ins, bookings and priority: whoever comes long after you is not called before you."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.domain.appointments import Arrival, arrival, entry
from server.domain.hours import Hours, waiting_starts
from server.domain.ordering import ArrivalClass, Policy, Waiting, due, in_order
from server.domain.slots import BookingRules
from tests.builders import at
from tests.server.domain.test_slots import OFFICE, QUY_NHON

RULES = BookingRules()
POLICY = Policy()
BOUND = timedelta(minutes=15)
"""The domain's own: the largest of the default allowances."""
HOURS = st.sampled_from([OFFICE, Hours(QUY_NHON, always_open=True)])


@dataclass(frozen=True)
class Came:
    """Somebody in the hall: minutes into the morning, and the slot of who booked."""

    minute: int
    slot: int | None
    category: str | None


@st.composite
def people(draw: st.DrawFn) -> Came:
    """A walk-in, or somebody booked who comes half an hour before the slot at the earliest; some late."""
    minute = draw(st.integers(-40, 180))
    slot = draw(st.none() | st.integers(minute - 60, minute + 30))
    return Came(minute, slot, draw(st.sampled_from([None, None, "elderly"])))


@dataclass(frozen=True)
class Present:
    """The same person in the line; `begins` is the latest of check-in, slot and opening."""

    came: Came
    begins: datetime
    waiting: Waiting


def present(number: int, came: Came, hours: Hours) -> Present:
    now = at(came.minute)
    if came.slot is None:
        begins = waiting_starts(hours, now)
        kind = ArrivalClass.PRIORITY if came.category else ArrivalClass.WALK_IN
    else:
        enters = entry(at(came.slot), now, hours=hours, rules=RULES, category=came.category)
        begins, kind = enters.waits_from, enters.kind
        late = arrival(at(came.slot), now, RULES) is Arrival.LATE
        opened = waiting_starts(hours, now)
        assert begins == (opened if late else max(opened, at(came.slot)))
    return Present(came, begins, Waiting(number, number, due(begins, kind, POLICY), 1))


def calls(hall: list[Present], dice: Random) -> list[tuple[Present, list[Present]]]:
    """One counter calls now and then; each call, with those who were here and not called."""
    left, told = list(hall), []
    minute = -40
    while left:
        minute += dice.randint(1, 12)
        here = [one for one in left if one.came.minute <= minute]
        if line := in_order([one.waiting for one in here], at(minute)):
            called = next(one for one in here if one.waiting is line[0])
            left.remove(called)
            told.append((called, [one for one in here if one is not called]))
    return told


@given(hours=HOURS, crowd=st.lists(people(), min_size=2, max_size=14), dice=st.randoms(use_true_random=False))
def test_nobody_who_comes_more_than_a_quarter_of_an_hour_after_you_is_called_before_you(
    hours: Hours, crowd: list[Came], dice: Random
) -> None:
    hall = [present(number, came, hours) for number, came in enumerate(crowd)]
    for called, passed_over in calls(hall, dice):
        assert all(called.begins <= waits.begins + BOUND for waits in passed_over)


@given(crowd=st.lists(people(), min_size=2, max_size=14), dice=st.randoms(use_true_random=False))
def test_everybody_of_one_class_is_called_in_the_order_in_which_their_waits_began(
    crowd: list[Came], dice: Random
) -> None:
    hall = [present(number, came, OFFICE) for number, came in enumerate(crowd)]
    for called, passed_over in calls(hall, dice):
        mine = called.waiting.due - called.begins
        same = [waits for waits in passed_over if waits.waiting.due - waits.begins == mine]
        assert all(called.begins <= waits.begins for waits in same)


@given(crowd=st.lists(people(), min_size=1, max_size=10), early=st.integers(0, 30))
def test_whoever_checks_in_early_is_not_called_before_who_comes_sharp(crowd: list[Came], early: int) -> None:
    """The same slot, the same class: the order between the two is that of their numbers alone."""
    sharp, before = Came(60, 60, None), Came(60 - early, 60, None)
    others = [present(number + 2, came, OFFICE) for number, came in enumerate(crowd)]
    for first, second in ((sharp, before), (before, sharp)):
        hall = [present(0, first, OFFICE), present(1, second, OFFICE), *others]
        order = [one.ticket for one in in_order([one.waiting for one in hall], at(600))]
        assert order.index(0) < order.index(1)


@given(late=st.integers(0, 30), other=st.integers(0, 120))
def test_being_late_for_a_slot_costs_exactly_the_minutes_late(late: int, other: int) -> None:
    booked = present(0, Came(60 + late, 60, None), OFFICE)
    walk_in = present(1, Came(other, None, None), OFFICE)
    first = in_order([booked.waiting, walk_in.waiting], at(600))[0]
    assert (first is booked.waiting) == (60 + late + 5 <= other + 15)
