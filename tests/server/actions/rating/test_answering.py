"""Answering: once per visit, for a visit that was served, to a form that was asked."""

from __future__ import annotations

from collections import Counter

import pytest

from server.actions.hall.places import Place
from server.actions.rating import answering, at_counter, forms
from server.contract.messages import CounterRating, RateAtCounter, RateAtReception, TicketRating
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.jobs import Jobs
from tests.builders import OFFICE, Hall
from tests.faults.together import together
from tests.support.rating import SUPERVISOR, answer, published, rated, served


def asked(hall: Hall, counter: int = 3, caller: Caller | None = None) -> CounterRating:
    who = caller or hall.device(counter)
    with hall.database.read() as tx:
        return at_counter.rating_at(tx, who, Place(OFFICE, counter))


def at_tablet(hall: Hall, visit: int, counter: int = 3, caller: Caller | None = None) -> int:
    wish = RateAtCounter(form="hai-long", version=1, overall=4, visit=visit)
    who = caller or hall.device(counter)
    return hall.database.write(lambda tx: at_counter.rate_at(tx, who, Place(OFFICE, counter), wish)).overall


def state(hall: Hall, token: str) -> str:
    with hall.database.read() as tx:
        told: TicketRating = answering.rating_of_ticket(tx, token)
    return told.state


def test_a_rating_keeps_what_it_counts_for(hall: Hall) -> None:
    published(hall)
    clerk = hall.staff("hoa")
    ticket = served(hall, caller=clerk)
    hall.clock.tick(hours=20)  # the next day counts for the day of the call
    rated(hall, ticket, answer(4, wait=0, attitude=3, remark="Cảm ơn\n quầy 3"))
    (row,) = hall.sql("SELECT * FROM rating")
    assert (str(row.day), row.service, row.counter, row.clerk) == ("2026-11-23", "land", 3, "hoa")
    assert (row.points, row.most_points) == (12_500_000, 20_000_000)
    assert (row.overall, bool(row.satisfied), row.channel) == (4, True, "link")
    assert row.remark == "Cảm ơn quầy 3"


def test_a_visit_is_rated_once(hall: Hall) -> None:
    published(hall)
    ticket = served(hall)
    rated(hall, ticket)
    assert hall.refused(rated, hall, ticket) == "already_rated"
    assert hall.refused(at_tablet, hall, ticket.visit) == "already_rated"
    assert state(hall, hall.token_of(ticket)) == "rated"
    assert len(hall.sql("SELECT 1 FROM rating")) == 1


def test_sixteen_who_rate_one_visit_at_once_rate_it_once(hall: Hall) -> None:
    published(hall)
    ticket = served(hall)

    def rate(level: int) -> str:
        try:
            rated(hall, ticket, answer(level))
        except Refusal as refusal:
            return refusal.code
        return "rated"

    said = together([lambda level=1 + place % 5: rate(level) for place in range(16)])
    assert Counter(said) == {"rated": 1, "already_rated": 15}
    assert len(hall.sql("SELECT 1 FROM rating")) == 1


def test_a_transferred_visit_counts_where_it_ended_and_once(hall: Hall) -> None:
    published(hall)
    hall.open(3, 5)
    hall.press()
    called = hall.step("start", hall.called(3))
    moved = hall.step("transfer", called, 3, counter=5)
    token = hall.token_of(called)
    assert moved.state == "transferred"
    assert state(hall, token) == "not_served_yet"
    hall.step("finish", hall.called(5), 5)
    rated(hall, called)
    (row,) = hall.sql("SELECT counter FROM rating")
    assert row.counter == 5


def test_only_who_was_served_can_rate(hall: Hall) -> None:
    published(hall)
    waiting = hall.press()
    assert hall.refused(rated, hall, waiting) == "not_served_yet"
    hall.leave(waiting)
    assert hall.refused(rated, hall, waiting) == "not_served_yet"
    assert state(hall, hall.token_of(waiting)) == "not_served_yet"


def test_after_seven_days_a_link_rates_nothing(hall: Hall) -> None:
    published(hall)
    ticket = served(hall)
    hall.clock.tick(days=6, hours=23)
    assert state(hall, hall.token_of(ticket)) == "open"
    hall.clock.tick(hours=2)
    assert hall.refused(rated, hall, ticket) == "unknown_ticket"


def test_without_a_published_form_nobody_is_asked(hall: Hall) -> None:
    published(hall, publish=False)
    ticket = served(hall)
    assert state(hall, hall.token_of(ticket)) == "no_form"
    assert hall.refused(rated, hall, ticket) == "no_rating_form"
    assert asked(hall).ask is None


def test_answers_to_the_version_before_are_taken_for_a_day(hall: Hall) -> None:
    """Its page may have been open when the new one was published."""
    published(hall)
    first, second = served(hall), served(hall)
    assert published(hall) == 2
    rated(hall, first, answer(version=1))
    hall.clock.tick(hours=25)
    assert hall.refused(rated, hall, second, answer(version=1)) == "unknown_rating_form"
    assert hall.refused(rated, hall, second, answer(version=9)) == "unknown_rating_form"
    rated(hall, second, answer(version=2))


def test_a_retired_form_asks_nobody(hall: Hall) -> None:
    published(hall)
    hall.database.write(lambda tx: forms.retire(tx, "hai-long", 1))
    assert state(hall, hall.token_of(served(hall))) == "no_form"


@pytest.mark.parametrize("wrong", [{"nothing": 1}, {"wait": 5}])
def test_answers_to_other_questions_are_refused(hall: Hall, wrong: dict[str, int]) -> None:
    published(hall)
    ticket = served(hall)
    assert hall.refused(rated, hall, ticket, answer(**wrong)) == "rating_invalid"


# --- at the counter ---------------------------------------------------------------------------------


def test_the_tablet_asks_whoever_was_just_served_there(hall: Hall) -> None:
    published(hall)
    assert asked(hall).ask is None
    ticket = served(hall)
    told = asked(hall)
    assert told.ask is not None
    assert told.form is not None
    assert (told.ask.visit, told.ask.number) == (ticket.visit, ticket.number)
    assert asked(hall, 5).ask is None
    assert at_tablet(hall, ticket.visit) == 4
    assert asked(hall).ask is None


def test_the_tablet_stops_asking_after_two_minutes_or_when_the_next_sits_down(hall: Hall) -> None:
    published(hall)
    served(hall)
    hall.clock.tick(seconds=121)
    assert asked(hall).ask is None
    ticket = served(hall)
    hall.press()
    called = hall.called()
    assert asked(hall).ask is not None, "the next was only called"
    hall.step("start", called)
    assert asked(hall).ask is None
    assert at_tablet(hall, ticket.visit) == 4, "who had begun may end"


def test_the_tablet_takes_only_the_visit_that_was_served_last(hall: Hall) -> None:
    published(hall)
    first, second = served(hall), served(hall)
    assert hall.refused(at_tablet, hall, first.visit) == "not_asked_here"
    assert hall.refused(at_tablet, hall, second.visit, 5) == "not_asked_here"
    hall.clock.tick(minutes=11)
    assert hall.refused(at_tablet, hall, second.visit) == "not_asked_here"


def test_the_tablet_is_of_its_own_counter(hall: Hall) -> None:
    published(hall)
    ticket = served(hall)
    assert hall.refused(at_tablet, hall, ticket.visit, 3, hall.device(5)) == "not_allowed"
    assert hall.refused(at_tablet, hall, ticket.visit, 3, hall.staff("minh")) == "not_allowed"
    other = Caller(Role.COUNTER, 77, "device:9", counter=3)
    assert hall.refused(at_tablet, hall, ticket.visit, 3, other) == "not_allowed"


def test_reception_rates_for_somebody_by_todays_number(hall: Hall) -> None:
    published(hall)
    ticket = served(hall)

    def rate(number: str) -> None:
        wish = RateAtReception(form="hai-long", version=1, overall=2, number=number)
        hall.database.write(lambda tx: answering.rate_at_reception(tx, SUPERVISOR, OFFICE, wish))

    assert hall.refused(rate, "A999") == "unknown_ticket"
    rate(ticket.number)
    assert hall.refused(rate, ticket.number) == "already_rated"
    assert [row.channel for row in hall.sql("SELECT channel FROM rating")] == ["reception"]


# --- remarks ----------------------------------------------------------------------------------------


def test_a_remark_is_kept_for_ninety_days_and_the_rating_for_ever(hall: Hall) -> None:
    published(hall)
    rated(hall, served(hall), answer(remark="Tôi tên là An"))
    hall.clock.tick(days=90)
    assert hall.database.write(answering.forget_remarks) == 0
    hall.clock.tick(seconds=1)
    assert hall.database.write(answering.forget_remarks) == 1
    (row,) = hall.sql("SELECT remark, overall FROM rating")
    assert (row.remark, row.overall) == (None, 5)


def test_the_job_of_forgetting_deletes_remarks(hall: Hall) -> None:
    published(hall)
    rated(hall, served(hall), answer(remark="Tôi tên là An"))
    hall.clock.tick(days=91)
    Jobs(hall.database).forget()
    assert [row.remark for row in hall.sql("SELECT remark FROM rating")] == [None]
