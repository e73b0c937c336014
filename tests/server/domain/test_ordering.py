"""Who is called next: earliest due first, and nobody is overtaken for ever."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from server.domain import ordering
from server.domain.ordering import ArrivalClass, Policy, Waiting
from tests.builders import at, waiting

MINUTES = st.floats(0, 600, allow_nan=False).map(lambda minute: round(minute, 3))
POLICIES = st.builds(
    lambda walk_in, appointment, priority, transfer: Policy(
        {
            ArrivalClass.WALK_IN: timedelta(minutes=walk_in),
            ArrivalClass.APPOINTMENT: timedelta(minutes=appointment),
            ArrivalClass.PRIORITY: timedelta(minutes=priority),
        },
        transfer=timedelta(minutes=transfer),
    ),
    *[st.integers(0, 60)] * 4,
)


def numbers(line: list[Waiting], minute: float = 600) -> list[int]:
    return [person.ticket for person in ordering.in_order(line, at(minute))]


def test_a_due_appointment_goes_before_an_earlier_walk_in() -> None:
    assert numbers([waiting(1, arrived=21), waiting(2, arrived=25, booked=30)]) == [2, 1]


def test_a_walk_in_who_came_long_before_goes_before_an_appointment() -> None:
    assert numbers([waiting(1, arrived=19), waiting(2, arrived=25, booked=30)]) == [1, 2]


def test_checking_in_early_gains_nothing() -> None:
    early, late = waiting(1, arrived=0, booked=30), waiting(2, arrived=30, booked=30)
    assert early.due == late.due == at(35)


def test_being_late_for_a_slot_costs_the_minutes_late() -> None:
    assert waiting(1, arrived=42, booked=30).due == at(47)


def test_a_priority_category_has_no_allowance_to_wait_for() -> None:
    person = waiting(2, arrived=10, kind=ArrivalClass.PRIORITY)
    assert person.due == at(10)
    assert numbers([waiting(1, arrived=0), person]) == [2, 1]


def test_a_walk_in_is_not_overtaken_by_priority_that_comes_a_quarter_of_an_hour_later() -> None:
    assert numbers([waiting(1), waiting(2, arrived=15.1, kind=ArrivalClass.PRIORITY)]) == [1, 2]


def test_ties_go_to_the_number_issued_first() -> None:
    assert numbers([waiting(9), waiting(3), waiting(5)]) == [3, 5, 9]


def test_who_was_put_back_is_not_called_until_the_time_given_and_keeps_the_place() -> None:
    line = [waiting(1, put_back_until=20), waiting(2, arrived=1)]
    assert numbers(line, minute=19.9) == [2]
    assert numbers(line, minute=20) == [1, 2]


def test_a_transferred_leg_has_five_minutes_and_a_returning_one_none() -> None:
    assert ordering.due_of_transfer(at(10), Policy(), returning=False) == at(15)
    assert ordering.due_of_transfer(at(10), Policy(), returning=True) == at(10)


def test_nobody_waits_in_an_empty_line() -> None:
    assert ordering.in_order([], at(0)) == []


@given(POLICIES, MINUTES, st.sampled_from(ArrivalClass), MINUTES, st.sampled_from(ArrivalClass))
def test_nobody_who_comes_more_than_the_largest_allowance_later_goes_first(
    policy: Policy, mine: float, my_class: ArrivalClass, later: float, their_class: ArrivalClass
) -> None:
    """`mine` is the latest of my check-in, slot, opening or restore; `later` the same of somebody else."""
    me = waiting(2, arrived=mine, kind=my_class, policy=policy)
    other = waiting(1, arrived=later, kind=their_class, policy=policy)
    if at(later) - at(mine) > policy.largest:
        assert numbers([other, me]) == [2, 1]


@given(POLICIES, MINUTES, st.sampled_from(ArrivalClass), MINUTES)
def test_a_transferred_leg_is_bound_by_the_same_allowance(
    policy: Policy, mine: float, my_class: ArrivalClass, later: float
) -> None:
    me = waiting(2, arrived=mine, kind=my_class, policy=policy)
    for returning in (False, True):
        due = ordering.due_of_transfer(at(later), policy, returning=returning)
        if at(later) - at(mine) > policy.largest:
            assert numbers([Waiting(1, 1, due, 1), me]) == [2, 1]


@given(st.lists(st.tuples(MINUTES, st.sampled_from(ArrivalClass)), max_size=12), st.randoms())
def test_the_order_does_not_depend_on_how_the_line_was_found(
    people: list[tuple[float, ArrivalClass]], shuffler: Random
) -> None:
    line = [waiting(n, arrived=minute, kind=kind) for n, (minute, kind) in enumerate(people)]
    shuffled = list(line)
    shuffler.shuffle(shuffled)
    assert numbers(shuffled) == numbers(line)
    assert sorted(numbers(line)) == [person.ticket for person in line]
