"""What simulated clerks do, on the real actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from server.actions.verifying import verify
from server.contract.messages import Ticket
from server.demo.clerks import Rest
from server.demo.people import Do, Errand, Nature
from server.demo.scenario import Scenario, shipped
from tests.server.demo.builders import BEGINS, MINUTE, arrivals, nature, scenario, scripts, shift
from tests.server.demo.direct import DirectOffice
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

Stage = Callable[[Scenario], DirectOffice]


@pytest.fixture
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Stage:
    """A direct office for a scenario."""

    def staged(day: Scenario) -> DirectOffice:
        clock = StoppedClock(day.begins)
        database = database_with_office(f"sqlite:///{tmp_path / 'demo.db'}", clock, day.setup)
        request.addfinalizer(database.close)
        return DirectOffice(database, clock, day)

    return staged


def nature_by_number(**natures: Nature) -> Callable[[Ticket], Nature]:
    """The nature of each number, the plain one for others."""
    return lambda ticket: natures.get(ticket.number, nature())


def test_everybody_is_called_started_and_served_and_the_counter_closed(stage: Stage) -> None:
    day = scenario(arrivals(1, 2, 20), shift(3, "land", "results"))
    office = stage(day)
    office.play(scripts(day))
    assert office.states() == {"served": 3}
    assert office.done["start"] == 3
    assert office.done["open"] == office.done["close"] == 1
    assert office.refused == []


def test_a_clerk_works_on_after_closing_while_people_wait(stage: Stage) -> None:
    day = scenario(arrivals(*range(8)), shift(3, "land", closes=10))
    office = stage(day)
    office.play(scripts(day))
    assert office.states() == {"served": 8}
    assert office.now_s > 40 * MINUTE


def test_who_does_not_come_is_called_again_once_and_then_given_up(stage: Stage) -> None:
    day = scenario(arrivals(1), shift(3, "land"))
    office = stage(day)
    office.play(scripts(day, nature_of=nature_by_number(A001=nature(walk_s=None))))
    assert office.states() == {"no_show": 1}
    assert (office.done["recall"], office.done["no-show"]) == (1, 1)


def test_who_walks_slowly_is_called_again_and_served(stage: Stage) -> None:
    day = scenario(arrivals(1), shift(3, "land"))
    office = stage(day)
    office.play(scripts(day, nature_of=nature_by_number(A001=nature(walk_s=70))))
    assert office.states() == {"served": 1}
    assert office.done["recall"] == 1


def test_others_are_served_while_somebody_copies_a_paper(stage: Stage) -> None:
    day = scenario(arrivals(1, 2), shift(3, "land"))
    office = stage(day)
    copying = nature_by_number(A001=nature(errand=Errand.COPY, away_s=20 * MINUTE))
    office.play(scripts(day, nature_of=copying), until_s=15 * MINUTE)
    assert office.states() == {"on_hold": 1, "served": 1}


def test_a_clerk_does_not_go_home_before_who_copies_a_paper_is_back(stage: Stage) -> None:
    day = scenario(arrivals(1), shift(3, "land", closes=5))
    office = stage(day)
    copying = nature_by_number(A001=nature(errand=Errand.COPY, away_s=20 * MINUTE))
    office.play(scripts(day, nature_of=copying))
    assert office.states() == {"served": 1}
    assert office.done["resume"] == 1


def test_a_citizen_is_sent_on_to_another_service_and_served_there(stage: Stage) -> None:
    day = scenario(arrivals(1), shift(3, "land"), shift(10, "labour", "health"))
    office = stage(day)

    def sent_on(ticket: Ticket) -> Nature:
        return nature(errand=Errand.ELSEWHERE if ticket.leg == 1 else Errand.NONE)

    office.play(scripts(day, nature_of=sent_on, elsewhere=["land", "labour"]))
    assert office.states() == {"transferred": 1, "served": 1}


def test_nobody_is_sent_on_shortly_before_everybody_goes_home(stage: Stage) -> None:
    day = scenario(arrivals(1), shift(3, "land", closes=20), shift(10, "labour", closes=20))
    office = stage(day)
    sent_on = nature_by_number(A001=nature(errand=Errand.ELSEWHERE))
    office.play(scripts(day, nature_of=sent_on, elsewhere=["labour"]))
    assert office.states() == {"served": 1}


def test_a_rest_waits_for_an_empty_line_and_then_pauses_the_counter(stage: Stage) -> None:
    noon = Rest(5 * MINUTE, 30 * MINUTE, 40 * MINUTE, "Nghỉ trưa")
    day = scenario(arrivals(1, 2, 3), shift(3, "land", rests=(noon,)))
    office = stage(day)
    office.play(scripts(day), until_s=35 * MINUTE)
    assert office.states() == {"served": 3}
    assert office.done["pause"] == 1
    with office.database.read() as tx:
        counter = tx.office("ttpvhcc").counter(3)
    assert (counter.state, counter.reason) == ("paused", "Nghỉ trưa")


def test_a_rest_is_not_put_off_for_ever(stage: Stage) -> None:
    noon = Rest(5 * MINUTE, 12 * MINUTE, 40 * MINUTE, "Nghỉ trưa")
    day = scenario(arrivals(*range(6)), shift(3, "land", rests=(noon,)))
    office = stage(day)
    office.play(scripts(day), until_s=35 * MINUTE)
    assert 1 <= office.states()["waiting"] <= 4


def test_an_impatient_citizen_leaves_the_line(stage: Stage) -> None:
    day = scenario(arrivals(0, 1, patience_s=3 * MINUTE), shift(3, "land"))
    office = stage(day)
    office.play(scripts(day, nature_of=lambda ticket: nature(work_s=10 * MINUTE)))
    assert office.states() == {"served": 1, "left": 1}
    assert office.refused == ["impossible_step"], "the other was at the counter by then"


def test_a_clerk_stands_aside_while_a_real_person_sits_there_and_comes_back(stage: Stage) -> None:
    day = scenario(arrivals(3, 14), shift(3, "land", closes=30))
    office = stage(day)
    office.taken.add(3)
    office.play(scripts(day), until_s=10 * MINUTE)
    assert office.done["call-next"] == 0
    office.taken.clear()
    office.play([])
    assert office.states() == {"served": 2}


def test_a_clerk_who_is_refused_goes_on_from_what_the_counter_shows(stage: Stage) -> None:
    day = scenario(arrivals(1, 2), shift(3, "land", closes=30))
    office = stage(day)
    begun_by_somebody_else = Do(3, "start", {"version": 2})

    def meddling(ticket: Ticket) -> Nature:
        if ticket.number == "A001" and ticket.state == "called":
            office.fulfil(begun_by_somebody_else)
        return nature()

    office.play(scripts(day, nature_of=meddling))
    assert "stale" in office.refused
    assert office.states() == {"served": 2}


def test_by_half_past_twelve_the_shipped_morning_is_done_and_everybody_has_lunch(stage: Stage) -> None:
    day = shipped(BEGINS)
    office = stage(day)
    office.play(day.scripts(), until_s=5 * 60 * MINUTE)
    states = office.states()
    assert states.keys() <= {"served", "no_show", "left", "transferred", "waiting"}
    assert states["waiting"] <= 8, "lunch is not put off for ever"
    assert sum(states.values()) - states["transferred"] == office.done["press"] > 190
    with office.database.read() as tx:
        assert {counter.state for counter in tx.office("ttpvhcc").counters.values()} == {"paused"}
        assert verify(tx) == []
