"""Calling: who comes next, at which counter, and what the hall is told."""

from __future__ import annotations

import pytest

from server.domain.errors import Busy, NotStarted
from server.domain.people import Role
from tests.builders import Hall, at


def test_the_first_who_came_is_called_first(hall: Hall) -> None:
    hall.open(3)
    for _ in range(3):
        hall.press()
        hall.clock.tick(seconds=1)
    called = []
    for _ in range(3):
        ticket = hall.called()
        called.append(ticket.number)
        hall.step("finish", ticket)
    assert called == ["A001", "A002", "A003"]
    assert hall.call() is None


def test_priority_goes_before_walk_ins_who_came_less_than_a_quarter_of_an_hour_before(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    hall.clock.tick(minutes=14)
    early = hall.press(category="elderly")
    assert hall.line() == [early.number, "A001"]
    hall.clock.tick(minutes=2)
    hall.press(category="elderly")
    assert hall.line() == ["A002", "A001", "A003"]


def test_a_counter_calls_only_for_its_services(hall: Hall) -> None:
    hall.open(4)
    hall.press("results")
    assert hall.call(4) is None
    land = hall.press("land")
    assert hall.called(4).id == land.id


def test_a_counter_opened_for_some_services_calls_only_for_those(hall: Hall) -> None:
    hall.open(3, services=["results"])
    hall.press("land")
    assert hall.call(3) is None
    hall.open(3)
    assert hall.call(3) is not None


def test_a_call_tells_the_counter_the_time_and_who_did_it(hall: Hall) -> None:
    hall.open(3)
    ticket = hall.press()
    hall.clock.tick(minutes=4)
    called = hall.called()
    assert (called.state, called.counter, called.called_at, called.version) == ("called", 3, at(4), 2)
    assert called.due == at(15)
    assert called.waited_s == 240
    assert called.token is None
    told = hall.last_event()
    assert told["call_id"] == f"{ticket.id}.1"
    assert told["voice"]
    assert hall.sql("SELECT device_id FROM event ORDER BY seq DESC LIMIT 1")[0].device_id == 103


def test_a_counter_that_has_somebody_is_busy_with_that_ticket(hall: Hall) -> None:
    hall.open(3)
    first, _ = hall.press(), hall.press()
    hall.called()
    with pytest.raises(Busy) as refused:
        hall.call()
    busy_with = refused.value.facts["ticket"]
    assert busy_with.id == first.id  # type: ignore[attr-defined]  # a fact is any object


def test_finish_current_finishes_and_calls_in_one_step(hall: Hall) -> None:
    hall.open(3)
    hall.press(), hall.press()
    serving = hall.step("start", hall.called())
    second = hall.called(finish_current=True, version=serving.version, dossiers=["H21.65-220914-0011"])
    assert second.number == "A002"
    first = hall.row(serving)
    assert (first.state, first.dossiers) == ("served", ["H21.65-220914-0011"])


def test_a_double_press_of_finish_and_call_finishes_nobody_twice(hall: Hall) -> None:
    hall.open(3)
    for _ in range(3):
        hall.press()
    serving = hall.step("start", hall.called())
    wish = {"finish_current": True, "version": serving.version, "ticket": serving.id}
    hall.called(**wish)
    assert hall.refused(hall.call, 3, **wish) == "stale"


def test_finish_current_does_not_finish_who_was_only_called(hall: Hall) -> None:
    hall.open(3)
    hall.press(), hall.press()
    called = hall.called()
    with pytest.raises(NotStarted):
        hall.call(finish_current=True)
    assert hall.row(called).state == "called"


def test_finish_current_of_a_ticket_that_is_gone_is_stale(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    assert hall.refused(hall.call, 3, finish_current=True, version=3) == "stale"
    assert hall.call(finish_current=True) is not None  # nothing to finish, and nothing was promised


def test_finish_current_and_nobody_waits_leaves_the_counter_free(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    serving = hall.step("start", hall.called())
    assert hall.call(finish_current=True) is None
    assert hall.row(serving).state == "served"


@pytest.mark.parametrize("state", ["closed", "paused"])
def test_a_counter_that_is_not_open_calls_nobody(hall: Hall, state: str) -> None:
    hall.press()
    if state == "paused":
        hall.open(3)
        hall.do("pause", reason="họp")
    assert hall.refused(hall.call) == "counter_not_open"


def test_a_recall_repeats_with_a_new_call_id_and_moves_the_end_of_the_wait(hall: Hall) -> None:
    """Fixture 2 of the figures: issued 08:00, called 08:10, recalled 08:12, started 08:12:30."""
    hall.open(3)
    hall.press()
    hall.clock.tick(minutes=10)
    called = hall.called()
    hall.clock.tick(minutes=2)
    recalled = hall.step("recall", called)
    assert hall.last_event()["call_id"] == f"{called.id}.2"
    assert hall.last_event()["recalls"] == 1
    hall.clock.tick(seconds=30)
    hall.step("start", recalled)
    assert hall.row(called).called_at == at(12)


def test_the_recalls_told_are_those_the_board_shows(hall: Hall) -> None:
    """Also for somebody who was called once before, and put back."""
    hall.open(3)
    hall.press()
    hall.step("put-back", hall.called(), after_s=0)
    recalled = hall.step("recall", hall.called())
    assert hall.last_event()["recalls"] == hall.folded().calls[0].recalls == 1
    hall.step("recall", recalled)
    assert hall.last_event()["recalls"] == hall.folded().calls[0].recalls == 2
    assert hall.violations() == []


def test_a_call_out_of_order_is_its_own_event_and_keeps_its_reason(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    second = hall.press()
    hall.do("call", ticket=second.id, reason="xe cấp cứu đợi")
    assert hall.last_event()["kind"] == "ticket_called_out_of_order"
    assert "xe" not in str(hall.last_event())
    kept = hall.details()[-1]
    assert kept == {"reason": "xe cấp cứu đợi"}
    assert hall.line() == ["A001"]


def test_a_call_out_of_order_may_take_another_services_ticket_but_not_a_called_one(hall: Hall) -> None:
    hall.open(3, 4)
    other = hall.press("business")
    hall.do("call", 3, ticket=other.id, reason="đi nhầm quầy")
    assert hall.refused(hall.do, "call", 4, ticket=other.id, reason="lần nữa") == "impossible_step"
    assert hall.refused(hall.do, "call", 4, ticket=999, reason="không có") == "unknown_ticket"


def test_the_next_press_of_yesterdays_counter_finds_it_closed(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    hall.clock.tick(days=1)
    assert hall.refused(hall.call) == "counter_not_open"


def test_staff_may_call_at_any_counter_where_their_role_lets_them(hall: Hall) -> None:
    hall.open(3)
    hall.press(), hall.press(), hall.press()
    for name, role in (("giang", Role.SUPERVISOR), ("thuan", Role.RECEPTIONIST)):
        ticket = hall.do("call-next", 3, hall.staff(name, role))
        assert ticket is not None
        hall.step("finish", ticket)
    assert hall.refused(hall.do, "call-next", 3, hall.staff("hoa")) == "not_allowed"
    assert hall.refused(hall.do, "call-next", 3, hall.device(4)) == "not_allowed"
