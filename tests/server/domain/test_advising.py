"""What helps: right where it is clear, and silent where nothing is gained."""

from __future__ import annotations

from typing import Any

import numpy as np

from server.domain.advising import Advice, advice, convincing
from server.domain.drawing import Coming, Desk, Person
from server.domain.figures import DayWaits
from tests.server.domain.test_forecasting import HOUR, NOTHING, ahead, desks, people, rest

CIVIL = frozenset({"civil"})
LAND = frozenset({"land"})


def advised(hall: Any, done: DayWaits = NOTHING) -> Advice:
    outlook = ahead(hall, done)
    return advice(outlook, outlook.forecast())


def busy(per_hour: float, service: str = "land") -> Coming:
    return Coming(service, 900.0, ((0.0, 3 * HOUR, 3 * per_hour),))


def test_a_service_that_nobody_serves_gets_the_counter_that_can() -> None:
    line = (*people(4, "civil", since_s=300.0), *people(2))
    spare = (Desk(6, LAND), Desk(7, CIVIL | LAND))
    said = advised(rest(line=line, spare=spare))
    assert (said.kind, said.service, said.counter) == ("open", "civil", 7)
    assert said.before_s is not None
    assert said.after_s is not None
    assert said.before_s > 8000  # four of six would have waited until closing, in four hours
    assert said.after_s < 1200


def test_a_counter_is_advised_even_where_nobody_has_been_called_or_would_be() -> None:
    hall = rest(line=people(3, "civil"), spare=(Desk(7, CIVIL),))
    assert ahead(hall).forecast() is None
    said = advised(hall)
    assert (said.kind, said.service, said.counter) == ("open", "civil", 7)


def test_in_an_empty_hall_nothing_is_needed() -> None:
    assert advised(rest(spare=(Desk(7, CIVIL),))).kind == "none_needed"


def test_where_there_are_enough_counters_nothing_is_needed() -> None:
    hall = rest(desks=desks(8), coming=(busy(20),), spare=(Desk(9, LAND),))
    assert advised(hall).kind == "none_needed"


def test_an_overloaded_service_gets_a_second_counter_and_is_told_what_it_gains() -> None:
    hall = rest(desks=desks(2), coming=(busy(15),), spare=(Desk(3, CIVIL), Desk(4, LAND)))
    said = advised(hall, DayWaits(40, 40 * 600.0))
    assert (said.kind, said.counter) == ("open", 4)
    assert said.before_s is not None
    assert said.after_s is not None
    assert said.noise_s is not None
    assert said.before_s - said.after_s > 300
    assert said.noise_s < 60
    assert said.chance is not None
    assert said.chance > 0.9


def test_of_counters_that_help_the_better_one_is_told() -> None:
    """Both serve the service that hurts; one of them relieves the other service, too."""
    line = (*people(12), *people(11, "civil"))
    staff = (Desk(1, LAND), Desk(2, CIVIL))
    spare = (Desk(5, LAND), Desk(6, LAND | CIVIL))
    assert advised(rest(line=line, desks=staff, spare=spare)).counter == 6


def test_where_no_closed_counter_serves_it_that_is_said() -> None:
    hall = rest(line=people(30), desks=desks(1), spare=(Desk(9, CIVIL),))
    assert advised(hall) == Advice("no_counter", "land")


def test_a_counter_that_gains_nothing_is_not_advised() -> None:
    """The day is broken already, and who still waits is called at once."""
    hall = rest(line=people(2), desks=desks(2), spare=(Desk(3, LAND),))
    assert advised(hall, DayWaits(40, 40 * 1200.0)).kind in ("none_helps", "none_needed")


def test_too_small_a_gain_is_noise() -> None:
    hall = rest(desks=desks(6), coming=(busy(24),), spare=(Desk(7, LAND),))
    said = advised(hall, DayWaits(200, 200 * 1300.0))
    assert said.kind == "none_helps"
    assert said.noise_s is not None


def test_counters_that_are_alike_are_tried_once_and_the_first_is_told() -> None:
    hall = rest(line=people(30), spare=tuple(Desk(number, LAND) for number in (8, 5, 9)))
    assert advised(hall).counter == 8


def test_a_counter_for_one_person_alone_is_no_help() -> None:
    sent = (Person("land", 0.0, 900.0, for_counter=2),)
    hall = rest(line=sent, desks=(Desk(1, LAND), Desk(2, CIVIL)), spare=(Desk(3, LAND),))
    assert advised(hall, DayWaits(9, 9 * 1000.0)).kind in ("none_needed", "none_helps")


def test_the_same_people_are_met_with_and_without_the_counter() -> None:
    """A counter that may call nobody changes nothing at all: what differs is never chance."""
    line = tuple(Person("land", 0.0, 900.0 + place, for_counter=1) for place in range(20))
    said = advised(rest(line=line, desks=desks(1), spare=(Desk(9, LAND),)))
    assert (said.kind, said.noise_s) == ("none_helps", 0.0)
    assert said.before_s == said.after_s


def test_a_gain_within_three_standard_errors_is_no_gain() -> None:
    swinging = np.tile([1100.0, -900.0], 50)  # 100 on the mean, with a standard error of 100
    assert not convincing(swinging, 60.0)
    assert convincing(np.tile([110.0, 90.0], 50), 60.0)
    assert not convincing(np.tile([61.0, 57.0], 50), 60.0)
