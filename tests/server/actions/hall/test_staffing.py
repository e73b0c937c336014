"""Opening, pausing and closing a counter, and who sits at it."""

from __future__ import annotations

import pytest

from server.contract.messages import OpenCounter
from server.domain.errors import CounterTaken
from server.domain.people import Caller, Role
from tests.builders import Hall


def sitting(hall: Hall) -> dict[int, str]:
    return {c.number: c.staff_name for c in hall.office().counters.values() if c.staff_name}


def test_a_clerk_sits_down_where_they_open(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    counter = hall.office().counter(3)
    assert (counter.state, counter.staff_name) == ("open", "Nguyễn Thị Hoa")
    assert hall.last_event()["kind"] == "counter_opened"


def test_a_clerk_who_has_not_opened_the_counter_does_nothing_at_it(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    called = hall.called()
    minh = hall.staff("minh")
    for step in ("recall", "start", "finish", "no-show", "put-back", "hold"):
        assert hall.refused(hall.do, step, 3, minh, version=called.version) == "not_allowed"
    assert hall.refused(hall.do, "call-next", 3, minh) == "not_allowed"
    assert hall.refused(hall.do, "pause", 3, minh, reason="nghỉ") == "not_allowed"
    assert hall.refused(hall.do, "close", 3, minh) == "not_allowed"


def test_two_clerks_never_share_a_counter(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    with pytest.raises(CounterTaken) as refused:
        hall.do("open", 3, hall.staff("minh"))
    assert refused.value.facts == {"staff_name": "Nguyễn Thị Hoa"}


def test_a_clerk_may_take_over_and_the_other_can_do_nothing_more(hall: Hall) -> None:
    hoa, minh = hall.staff("hoa"), hall.staff("minh")
    hall.do("open", 3, hoa)
    hall.press()
    called = hall.do("call-next", 3, hoa)
    assert called is not None
    hall.do("open", 3, minh, take_over=True)
    assert sitting(hall) == {3: "Trần Văn Minh"}
    assert hall.refused(hall.do, "start", 3, hoa, version=called.version) == "not_allowed"
    started = hall.do("start", 3, minh, version=called.version)
    assert started is not None
    assert hall.row(started).staff_id == minh.staff_id


def audited(hall: Hall, action: str) -> list[tuple[str, str, str | None]]:
    rows = hall.sql("SELECT actor, object, old FROM audit_entry WHERE action = :action", action=action)
    return [tuple(row) for row in rows]


def test_a_counter_taken_over_is_in_the_audit_and_in_the_event(hall: Hall) -> None:
    hoa, minh = hall.staff("hoa"), hall.staff("minh")
    hall.do("open", 3, hoa)
    hall.do("open", 3, minh, take_over=True)
    assert audited(hall, "counter.taken_over") == [("minh", "counter 3", '{"staff":"Nguyễn Thị Hoa"}')]
    assert [(d["took_over"], d["taken_from"]) for d in hall.details()[-2:]] == [
        (False, None),
        (True, hoa.staff_id),
    ]


def test_asking_to_take_over_an_empty_counter_takes_it_from_nobody(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"), take_over=True)
    assert audited(hall, "counter.taken_over") == []
    assert hall.details()[-1]["took_over"] is False


def test_a_supervisor_closes_a_counter_that_a_clerk_forgot(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    giang = hall.staff("giang", Role.SUPERVISOR)
    assert hall.refused(hall.do, "close", 3, hall.staff("minh")) == "not_allowed"
    hall.do("close", 3, giang)
    assert sitting(hall) == {}
    assert audited(hall, "counter.closed_for_colleague") == [
        ("giang", "counter 3", '{"staff":"Nguyễn Thị Hoa"}')
    ]
    hall.do("open", 3, hall.staff("hoa"))
    hall.do("close", 3, hall.staff("hoa"))
    assert len(audited(hall, "counter.closed_for_colleague")) == 1


def test_reception_neither_pauses_nor_closes_a_counter_at_which_a_colleague_sits(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    reception = hall.staff("lan", Role.RECEPTIONIST)
    for caller in (reception, Caller(Role.RECEPTIONIST, reception.office_id, "token")):
        assert hall.refused(hall.do, "pause", 3, caller, reason="nghỉ") == "not_allowed"
        assert hall.refused(hall.do, "close", 3, caller) == "not_allowed"
    assert sitting(hall) == {3: "Nguyễn Thị Hoa"}
    hall.do("pause", 3, hall.staff("giang", Role.SUPERVISOR), reason="nghỉ")


def test_reception_closes_a_counter_at_which_nobody_sits(hall: Hall) -> None:
    reception = hall.staff("lan", Role.RECEPTIONIST)
    hall.do("open", 3, reception)
    hall.do("pause", 3, reception, reason="nghỉ")
    hall.do("close", 3, reception)
    assert hall.office().counter(3).state == "closed"


def test_a_counter_with_somebody_is_not_closed_under_them(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.press()
    hall.do("call-next", 3, hoa)
    assert hall.refused(hall.do, "close", 3, hall.staff("giang", Role.SUPERVISOR)) == "busy"
    assert sitting(hall) == {3: "Nguyễn Thị Hoa"}


def test_a_clerk_who_sits_down_elsewhere_leaves_the_first_counter_closed(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.do("open", 5, hoa)
    assert sitting(hall) == {5: "Nguyễn Thị Hoa"}
    assert hall.office().counter(3).state == "closed"
    assert [event["kind"] for event in hall.events()][-2:] == ["counter_closed", "counter_opened"]


def test_a_clerk_with_a_citizen_does_not_sit_down_elsewhere(hall: Hall) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    hall.press()
    hall.do("call-next", 3, hoa)
    assert hall.refused(hall.do, "open", 5, hoa) == "busy"


def test_a_supervisor_opens_and_closes_without_sitting_down(hall: Hall) -> None:
    giang = hall.staff("giang", Role.SUPERVISOR)
    hall.do("open", 3, giang)
    assert sitting(hall) == {}
    hall.do("close", 3, giang)
    assert hall.office().counter(3).state == "closed"


def test_a_supervisor_who_opens_a_clerks_counter_leaves_the_clerk_there(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    hall.do("open", 3, hall.staff("giang", Role.SUPERVISOR))
    assert sitting(hall) == {3: "Nguyễn Thị Hoa"}


def test_a_counters_device_opens_only_its_own(hall: Hall) -> None:
    assert hall.refused(hall.do, "open", 4, hall.device(3)) == "not_allowed"
    hall.do("open", 3, hall.device(3))


def test_another_offices_staff_opens_nothing_here(hall: Hall) -> None:
    stranger = Caller(Role.SUPERVISOR, 99, "staff:99", staff_id=None)
    for step, wish in (("open", {}), ("pause", {"reason": "x"}), ("close", {}), ("call-next", {})):
        assert hall.refused(hall.do, step, 3, stranger, **wish) == "not_allowed"


def test_a_counter_that_has_somebody_neither_pauses_nor_closes(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    hall.called()
    assert hall.refused(hall.do, "pause", reason="nghỉ trưa") == "busy"
    assert hall.refused(hall.do, "close") == "busy"


def test_a_pause_says_why_to_colleagues_only(hall: Hall) -> None:
    hall.open(3)
    hall.do("pause", reason="nghỉ trưa")
    assert (hall.office().counter(3).state, hall.office().counter(3).reason) == ("paused", "nghỉ trưa")
    assert "nghỉ" not in str(hall.last_event())
    assert hall.refused(hall.do, "pause", reason="nữa") == "counter_not_open"
    hall.open(3)
    assert hall.office().counter(3).reason is None


def test_a_closed_counter_shows_no_call(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    hall.step("finish", hall.called())
    assert hall.folded().calls
    hall.do("close")
    assert hall.folded().calls == ()
    assert hall.violations() == []


def test_opening_for_a_service_nobody_knows_is_refused(hall: Hall) -> None:
    assert hall.refused(hall.do, "open", 3, services=["land", "nothing"]) == "unknown_service"
    assert OpenCounter(services=[]).services == []


def test_a_counter_opened_for_no_service_calls_only_what_was_sent_to_it(hall: Hall) -> None:
    hall.open(4)
    hall.open(3, services=[])
    hall.press()
    assert hall.call(3) is None
    hall.step("transfer", hall.step("start", hall.called(4), 4), 4, counter=3)
    assert hall.call(3) is not None
