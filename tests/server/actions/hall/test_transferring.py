"""On to another service or counter, and back again, with the same number."""

from __future__ import annotations

from typing import Any

from server.contract.messages import Ticket
from tests.builders import Hall, at


def serving(hall: Hall, service: str = "land", counter: int = 3) -> Ticket:
    hall.press(service)
    return hall.step("start", hall.called(counter), counter)


def legs(hall: Hall, ticket: Ticket) -> list[Any]:
    return [row for row in hall.rows() if row.visit_id == ticket.visit]


def test_a_transfer_ends_one_leg_and_begins_another_with_the_same_number(hall: Hall) -> None:
    hall.open(3)
    first = serving(hall)
    hall.clock.tick(minutes=6)
    hall.step("transfer", first, service="results", note="lấy kết quả")
    one, two = legs(hall, first)
    assert (one.state, one.ended_at) == ("transferred", at(6))
    assert (two.state, two.leg, two.number, two.version) == ("waiting", 2, one.number, 1)
    assert (two.waits_from, two.due, two.note) == (at(6), at(11), "lấy kết quả")
    assert hall.office().service_by_id(two.service_id).code == "results"
    told = hall.last_event()
    assert (told["kind"], told["next_ticket"], told["service"]) == ("ticket_transferred", two.id, "results")
    assert hall.line() == ["A001"]


def test_a_transferred_priority_ticket_keeps_its_category(hall: Hall) -> None:
    hall.open(3)
    hall.press(category="elderly")
    first = hall.step("start", hall.called())
    hall.step("transfer", first, service="results")
    assert [leg.category for leg in legs(hall, first)] == ["elderly", "elderly"]


def test_a_transfer_to_a_counter_waits_for_that_counter(hall: Hall) -> None:
    hall.open(3, 4, 5)
    first = serving(hall)
    hall.step("transfer", first, counter=4)
    assert hall.call(5) is None
    assert hall.called(4).number == "A001"


def test_a_transfer_to_a_counter_that_does_not_serve_it_is_called_there_all_the_same(hall: Hall) -> None:
    hall.open(3, 8)
    hall.step("transfer", serving(hall), counter=8)
    assert hall.called(8).service == "land"


def test_a_transfer_to_a_closed_counter_may_be_called_by_any_that_serves_it(hall: Hall) -> None:
    hall.open(3, 5)
    hall.step("transfer", serving(hall), counter=4)
    assert hall.called(5).number == "A001"


def test_when_the_counter_opens_the_transfer_waits_for_it_again(hall: Hall) -> None:
    hall.open(3, 5)
    hall.step("transfer", serving(hall), counter=4)
    hall.open(4)
    assert hall.call(5) is None
    assert hall.called(4).number == "A001"


def test_a_transfer_with_return_comes_back_to_its_sender_at_once(hall: Hall) -> None:
    hall.open(3, 4)
    first = serving(hall)
    hall.clock.tick(minutes=1)
    for _ in range(2):
        hall.press("land")
    hall.step("transfer", first, counter=4, **{"return": True})
    other = hall.step("start", hall.called(4), 4)
    hall.clock.tick(minutes=3)
    done = hall.step("finish", other, 4, dossiers=["H21.65-220914-0011"])
    assert (done.state, done.dossiers) == ("transferred", ["H21.65-220914-0011"])
    back = legs(hall, first)[2]
    assert (back.for_counter, back.return_to, back.due) == (3, None, at(4))
    assert hall.line() == ["A001", "A002", "A003"]  # the others are due later
    assert hall.called(3).number == "A001"


def test_who_came_back_and_is_finished_is_served(hall: Hall) -> None:
    hall.open(3, 4)
    first = serving(hall)
    hall.step("transfer", first, counter=4, **{"return": True})
    hall.step("finish", hall.called(4), 4)
    hall.step("finish", hall.called(3))
    assert [leg.state for leg in legs(hall, first)] == ["transferred", "transferred", "served"]
    assert hall.violations() == []


def test_a_return_to_a_counter_that_closed_is_called_by_another_that_serves_it(hall: Hall) -> None:
    hall.open(3, 4, 5)
    first = serving(hall)
    hall.step("transfer", first, counter=4, **{"return": True})
    hall.do("close", 3)
    hall.step("finish", hall.called(4), 4)
    assert hall.called(5).number == "A001"


def test_a_transfer_that_leads_nowhere_is_refused(hall: Hall) -> None:
    hall.open(3)
    first = serving(hall)
    wish = {"ticket": first.id, "version": first.version}
    for where, code in (
        ({}, "not_served_here"),
        ({"counter": 3}, "not_served_here"),
        ({"counter": 77}, "unknown_counter"),
        ({"service": "nothing"}, "unknown_service"),
    ):
        assert hall.refused(hall.do, "transfer", **wish, **where) == code, where


def test_a_transfer_to_another_service_at_the_same_counter_is_refused_but_without_counter_allowed(
    hall: Hall,
) -> None:
    hall.open(3)
    first = serving(hall)
    hall.step("transfer", first, service="results")
    assert hall.called(3).service == "results"


def test_a_transfer_after_midnight_stays_in_its_own_day(hall: Hall) -> None:
    """Its number is of that day; the next day has an A001 of its own."""
    hall.clock.tick(hours=15, minutes=50)
    hall.open(3)
    hall.press("land"), hall.press("land")
    first = hall.step("start", hall.called())
    hall.clock.tick(minutes=20)
    hall.step("transfer", first, service="results")
    assert {leg.day for leg in legs(hall, first)} == {first_day(hall)}
    assert hall.line() == [place.number for place in hall.folded().waiting]
    hall.press("land")  # closes the day before
    assert [leg.state for leg in legs(hall, first)] == ["transferred", "closed_by_system"]
    assert hall.line() == ["A001"]
    assert hall.violations() == []


def first_day(hall: Hall) -> object:
    return hall.rows()[0].day
