"""The end of an office day."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from server.actions.hall import closing
from server.actions.house import setting_up
from server.demo.office import demo_office
from server.jobs import Jobs
from server.ports import SystemClock
from server.storage.database import Database
from tests.builders import Hall

MONDAY = date(2026, 11, 23)


def close_all(hall: Hall) -> list[str]:
    return hall.database.write(closing.close_all_days)


def busy_day(hall: Hall) -> None:
    """Somebody in every open state, and some who have ended."""
    hall.open(3, 4)
    for _ in range(6):
        hall.press()
    hall.step("hold", hall.step("start", hall.called()))
    hall.step("start", hall.called())
    hall.called(4)
    hall.leave(hall.rows()[3].id)


def states(hall: Hall) -> list[str]:
    return [row.state for row in hall.rows()]


def test_what_stands_open_at_midnight_is_closed_by_the_system(hall: Hall) -> None:
    busy_day(hall)
    assert states(hall) == ["on_hold", "serving", "called", "left", "waiting", "waiting"]
    hall.clock.tick(hours=15, minutes=59)
    assert close_all(hall) == []
    hall.clock.tick(minutes=1)
    assert close_all(hall) == ["ttpvhcc"]
    assert states(hall) == ["closed_by_system"] * 3 + ["left"] + ["closed_by_system"] * 2
    assert {row.ended_at for row in hall.rows() if row.state != "left"} == {hall.clock.now()}
    assert hall.violations() == []


def test_the_hall_is_empty_after_the_day_and_every_counter_closed(hall: Hall) -> None:
    busy_day(hall)
    hall.clock.tick(days=1)
    close_all(hall)
    board = hall.folded()
    assert (board.calls, board.waiting) == ((), ())
    assert {counter.state for counter in hall.office().counters.values()} == {"closed"}
    assert hall.sql("SELECT id FROM counter WHERE call_id IS NOT NULL OR staff_id IS NOT NULL") == []
    kinds = [event["kind"] for event in hall.events()][-8:]
    assert kinds == ["ticket_closed"] * 5 + ["counter_closed"] * 2 + ["day_closed"]
    assert hall.last_event()["day"] == "2026-11-23"


def test_a_clerk_is_free_in_the_morning(hall: Hall) -> None:
    hall.do("open", 3, hall.staff("hoa"))
    hall.clock.tick(days=1)
    close_all(hall)
    hall.do("open", 5, hall.staff("hoa"))
    assert [c.number for c in hall.office().counters.values() if c.staff_name] == [5]


@pytest.mark.parametrize("first", ["a press", "an opening"])
def test_whoever_is_first_in_the_morning_closes_the_day_before(hall: Hall, first: str) -> None:
    busy_day(hall)
    hall.clock.tick(days=1)
    if first == "a press":
        assert hall.press().number == "A001"
    else:
        hall.open(3)
    assert "on_hold" not in states(hall)
    assert hall.office().closed_through == MONDAY
    assert hall.violations() == []
    assert close_all(hall) == []


def test_days_that_were_missed_are_caught_up_together(hall: Hall) -> None:
    busy_day(hall)
    hall.clock.tick(days=9)
    assert close_all(hall) == ["ttpvhcc"]
    assert hall.office().closed_through == MONDAY + timedelta(days=8)
    assert len(hall.events("day_closed")) == 1


def test_a_day_is_closed_once_however_many_processes_try(hall: Hall) -> None:
    busy_day(hall)
    hall.clock.tick(days=1)
    others = [Database(hall.database.engine.url.render_as_string(False), hall.clock) for _ in range(3)]
    for database in (hall.database, *others):
        Jobs(database).close_days()
        database.engine.dispose()
    assert len(hall.events("day_closed")) == 1
    assert len(hall.events("ticket_closed")) == 5


def test_the_job_catches_up_when_it_starts(hall: Hall) -> None:
    busy_day(hall)
    hall.clock.tick(days=1)
    jobs = Jobs(hall.database)
    jobs.start()
    try:
        deadline = SystemClock().now() + timedelta(seconds=10)
        while not hall.events("day_closed") and SystemClock().now() < deadline:
            time.sleep(0.02)
    finally:
        jobs.stop()
    assert hall.office().closed_through == MONDAY


def test_each_office_closes_in_its_own_time_zone(hall: Hall) -> None:
    setup = demo_office()
    about = setup.office.model_copy(update={"code": "paris", "time_zone": "Europe/Paris"})
    hall.database.write(
        lambda tx: setting_up.apply(tx, setup.model_copy(update={"office": about, "staff": []}))
    )
    hall.clock.tick(hours=16)  # 00:00 in Quy Nhơn, 18:00 in Paris
    assert close_all(hall) == ["ttpvhcc"]
    hall.clock.tick(hours=6)
    assert close_all(hall) == ["paris"]


def test_a_clock_that_steps_back_closes_nothing_again(hall: Hall) -> None:
    busy_day(hall)
    hall.clock.tick(days=1)
    close_all(hall)
    before = len(hall.events())
    hall.clock.tick(hours=-2)
    assert close_all(hall) == []
    assert len(hall.events()) == before


def test_closing_an_empty_day_tells_only_that_it_ended(hall: Hall) -> None:
    hall.clock.tick(days=1)
    close_all(hall)
    assert [event["kind"] for event in hall.events()] == ["office_changed", "day_closed"]
