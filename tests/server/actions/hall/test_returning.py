"""Back to the line: put back, no-show and restored, held and resumed."""

from __future__ import annotations

import pytest

from server.contract.messages import Ticket
from server.domain import figures
from server.storage import queries
from tests.builders import Hall, at


def called_first_of_two(hall: Hall) -> Ticket:
    hall.open(3, 4)
    hall.press()
    hall.clock.tick(minutes=1)
    hall.press()
    return hall.called()


def test_who_is_put_back_after_a_call_keeps_due_and_place_but_is_not_called_for_five_minutes(
    hall: Hall,
) -> None:
    ticket = called_first_of_two(hall)
    hall.step("put-back", ticket)
    row = hall.row(ticket)
    assert (row.state, row.due, row.callable_from) == ("waiting", at(15), at(6))
    assert (row.counter_number, row.called_at) == (None, None)
    assert hall.last_event()["before"] == "A002"
    assert hall.line() == ["A001", "A002"]
    other = hall.called()
    assert other.number == "A002"
    hall.step("finish", other)
    hall.clock.tick(minutes=4, seconds=59)
    assert hall.call() is None
    hall.clock.tick(seconds=1)
    assert hall.called().number == "A001"


def test_who_is_put_back_while_served_may_be_called_at_once(hall: Hall) -> None:
    ticket = called_first_of_two(hall)
    hall.step("put-back", hall.step("start", ticket))
    assert hall.row(ticket).callable_from is None
    assert hall.called().number == "A001"


@pytest.mark.parametrize(("after_s", "until"), [(0, None), (60, at(2)), (3600, at(61))])
def test_the_clerk_may_say_how_long(hall: Hall, after_s: int, until: object) -> None:
    ticket = called_first_of_two(hall)
    hall.step("put-back", ticket, after_s=after_s)
    assert hall.row(ticket).callable_from == until


def test_a_colleague_does_not_call_a_put_back_number_sooner(hall: Hall) -> None:
    ticket = called_first_of_two(hall)
    hall.step("put-back", ticket)
    assert hall.called(4).number == "A002"


def test_a_put_back_number_is_no_longer_shown(hall: Hall) -> None:
    hall.step("put-back", called_first_of_two(hall))
    assert hall.folded().calls == ()
    assert hall.violations() == []


def test_a_no_show_is_restored_with_a_new_due_and_its_first_start(hall: Hall) -> None:
    ticket = called_first_of_two(hall)
    hall.clock.tick(minutes=5)
    gone = hall.step("no-show", ticket)
    assert hall.row(ticket).ended_at == at(6)
    hall.clock.tick(minutes=20)
    back = hall.step("restore", gone)
    row = hall.row(ticket)
    assert (row.state, row.due, row.waits_from) == ("waiting", at(41), at(0))
    assert (row.ended_at, row.counter_number, row.staff_id) == (None, None, None)
    assert back.version == 4
    assert hall.line() == ["A002", "A001"]
    assert hall.last_event()["before"] is None


def test_a_restored_priority_ticket_keeps_its_class(hall: Hall) -> None:
    hall.open(3)
    hall.press(category="elderly")
    gone = hall.step("no-show", hall.called())
    hall.clock.tick(minutes=10)
    hall.step("restore", gone)
    assert hall.row(gone).due == at(10)


def test_a_no_show_may_be_restored_for_an_hour(hall: Hall) -> None:
    gone = hall.step("no-show", called_first_of_two(hall))
    hall.clock.tick(minutes=60, seconds=1)
    wish = {"ticket": gone.id, "version": gone.version}
    assert hall.refused(hall.do, "restore", **wish) == "restore_too_late"
    hall.clock.tick(seconds=-1)
    assert hall.do("restore", **wish) is not None


def test_a_no_show_of_yesterday_is_not_restored(hall: Hall) -> None:
    hall.clock.tick(hours=15, minutes=50)
    gone = hall.step("no-show", called_first_of_two(hall))
    hall.clock.tick(minutes=20)
    assert hall.refused(hall.do, "restore", ticket=gone.id, version=gone.version) == "restore_too_late"


def test_on_hold_leaves_the_counter_free_for_others(hall: Hall) -> None:
    held = hall.step("hold", hall.step("start", called_first_of_two(hall)), note="đi phô tô")
    assert (held.state, held.note) == ("on_hold", "đi phô tô")
    second = hall.called()
    assert second.number == "A002"
    assert hall.refused(hall.do, "resume", ticket=held.id, version=held.version) == "busy"
    hall.step("finish", second)
    assert hall.step("resume", held).state == "serving"


def counter_times(hall: Hall) -> list[float | None]:
    with hall.database.read() as tx:
        legs = queries.answered_legs(tx, hall.office(), day=hall.rows()[0].day)
        return [figures.counter_time_s(leg) for leg in legs]


def test_holds_are_not_counter_time(hall: Hall) -> None:
    serving = hall.step("start", called_first_of_two(hall))
    hall.clock.tick(minutes=3)
    held = hall.step("hold", serving)
    hall.clock.tick(minutes=10)
    resumed = hall.step("resume", held)
    hall.clock.tick(minutes=2)
    held = hall.step("hold", resumed)
    hall.clock.tick(minutes=7)
    hall.step("finish", held)  # straight from the hold
    assert counter_times(hall) == [300]


def test_a_counter_time_that_begins_anew_has_no_old_holds(hall: Hall) -> None:
    """After a put-back, and after a no-show from a hold that was restored."""
    held = hall.step("hold", hall.step("start", called_first_of_two(hall)))
    hall.clock.tick(minutes=10)
    hall.step("put-back", hall.step("resume", held), after_s=0)
    held = hall.step("hold", hall.step("start", hall.called()))
    hall.clock.tick(minutes=10)
    hall.step("restore", hall.step("no-show", held))
    hall.step("finish", hall.called())  # the other one, whose due is now earlier
    again = hall.step("start", hall.called())
    hall.clock.tick(minutes=4)
    hall.step("finish", again)
    assert sorted(time or 0 for time in counter_times(hall)) == [0, 240]


def test_a_finish_without_a_start_begins_at_the_call_and_says_so(hall: Hall) -> None:
    called = called_first_of_two(hall)
    hall.clock.tick(minutes=6)
    hall.step("finish", called, services=["land"], note="trả kết quả")
    row = hall.row(called)
    assert (row.started_at, row.start_inferred, row.ended_at) == (called.called_at, True, at(7))
    assert (row.services_done, row.note) == (["land"], "trả kết quả")
    assert hall.details()[-1] == {"dossiers": 0, "inferred": True}


def test_a_finish_keeps_its_dossiers_and_knows_every_service_done(hall: Hall) -> None:
    serving = hall.step("start", called_first_of_two(hall))
    wish = {"ticket": serving.id, "version": serving.version, "dossiers": ["D1", "D2"]}
    assert hall.refused(hall.do, "finish", **wish, services=["nothing"]) == "unknown_service"
    hall.do("finish", **wish)
    assert hall.row(serving).dossiers == ["D1", "D2"]
    assert hall.details()[-1] == {"dossiers": 2, "inferred": False}


def test_a_remove_keeps_its_reason_for_staff_only(hall: Hall) -> None:
    ticket = hall.press()
    hall.step("remove", ticket, reason="bấm nhầm")
    assert hall.row(ticket).reason == "bấm nhầm"
    assert "bấm" not in str(hall.last_event())
    assert hall.details()[-1] == {"reason": "bấm nhầm"}
    assert hall.line() == []
