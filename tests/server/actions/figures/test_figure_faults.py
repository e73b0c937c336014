"""Clocks that step, set-ups that change, figures changed by hand: defined results, and never a silent NaN."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from structlog.testing import capture_logs

from server.actions.figures import (
    asking,
    going_down,
    keeping_bookings,
    producing,
    projecting,
    reporting,
    telling_devices,
    telling_figures,
    using_counters,
)
from server.actions.hall import closing
from server.contract.messages.base import Answer
from server.contract.messages.figures import By
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.jobs import Jobs
from server.storage.database import Database
from tests.builders import Hall
from tests.server.actions import setups
from tests.server.actions.figures.standing import (
    assert_as_plain_computation_tells,
    standing,
    wrong_sums,
)
from tests.support.clocks import StoppedClock

TODAY = Period(date(2026, 11, 23), date(2026, 11, 23))
WHOLE_WORLD = Caller(Role.ADMIN, None, "tests")


def serve(
    hall: Hall, clock: StoppedClock, *, wait_s: float = 60, service: str = "land", counter: int = 3
) -> None:
    hall.press(service)
    clock.tick(seconds=wait_s)
    begun = hall.step("start", hall.called(counter), counter)
    clock.tick(seconds=60)
    hall.step("finish", begun, counter)


def answers(hall: Hall, period: Period) -> Iterator[Answer]:
    """Everything that is told of a period."""
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        offices = tx.offices.all(tx.connection)
        for by in get_args(By):
            yield telling_figures.told(reporting.waits(tx, offices, period, by=by), WHOLE_WORLD)
        yield going_down.distribution(tx, offices, period, only=None)
        yield going_down.tickets(tx, offices, period, wanted=going_down.Wanted())
        yield using_counters.uses(tx, offices, period)
        yield using_counters.of_day(tx, offices[0], period.first)
        yield keeping_bookings.bookings(tx, offices, period, by="day")
        yield producing.productivities(tx, offices, period)
        yield telling_devices.device_figures(tx, offices, period)


def numbers(told: Any) -> Iterator[float]:
    """Every number in an answer; of a bias, which may be less than nothing, how large it is."""
    if isinstance(told, float | int):
        yield told
    elif isinstance(told, dict):
        for name, part in told.items():
            yield from numbers(abs(part) if name == "bias_s" and part is not None else part)
    elif isinstance(told, list | tuple):
        for part in told:
            yield from numbers(part)


def assert_sound(hall: Hall, period: Period = TODAY) -> None:
    """Every number is one, and none is below nothing."""
    for answer in answers(hall, period):
        for number in numbers(answer.model_dump()):
            assert math.isfinite(number), answer
            assert number >= 0, answer


# --- clocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [-60, 60])
@pytest.mark.parametrize("moment", ["waiting", "called", "serving", "held", "open"])
def test_a_clock_that_is_put_right_during_work_leaves_sound_figures(
    hall: Hall, clock: StoppedClock, moment: str, minutes: int
) -> None:
    hall.open(3)
    serve(hall, clock)

    def passes(now: str) -> None:
        clock.tick(seconds=20)
        if now == moment:
            clock.tick(minutes=minutes)

    hall.press()
    passes("waiting")
    called = hall.called()
    passes("called")
    begun = hall.step("start", called)
    passes("serving")
    held = hall.step("hold", begun)
    passes("held")
    hall.step("finish", hall.step("resume", held))
    passes("open")
    hall.do("close", 3)
    assert_sound(hall)
    assert_as_plain_computation_tells(hall.database)
    assert wrong_sums(hall.database) == 0


def test_a_transfer_in_the_moment_of_the_issue_is_two_tickets(hall: Hall) -> None:
    hall.open(3, 6)
    hall.press()
    hall.step("transfer", hall.step("start", hall.called()), counter=6)
    hall.step("finish", hall.step("start", hall.called(6), 6), 6)
    projecting.follow_all(hall.database)
    assert [row.n for row in hall.sql("SELECT n FROM day_figures WHERE dimension = 'all'")] == [2]


def test_who_is_called_after_midnight_counts_on_the_new_day_and_is_made_anew_there(
    hall: Hall, clock: StoppedClock
) -> None:
    clock.tick(hours=15, minutes=50)  # 23:50
    hall.open(3)
    hall.press()
    called = hall.called()
    clock.tick(minutes=20)
    hall.step("recall", called)
    row = hall.rows()[0]
    hall.do("finish", 3, ticket=row.id, version=row.version)
    projecting.follow_all(hall.database)
    found = hall.sql("SELECT day, n FROM day_figures WHERE dimension = 'all'")
    assert [(str(row.day), row.n) for row in found] == [("2026-11-24", 1)]
    hall.sql("UPDATE day_figures SET n = 7")
    assert wrong_sums(hall.database) > 0
    assert wrong_sums(hall.database) == 0


# --- empty, early, long ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 11, 22), date(2026, 11, 22)),
        Period(date(1999, 1, 1), date(1999, 12, 31)),
        Period(date(2000, 1, 1), date(2029, 12, 31)),
        Period(date(2099, 1, 1), date(2099, 1, 31)),
    ],
)
def test_periods_without_anybody_and_of_thirty_years_are_told_without_nan(
    hall: Hall, clock: StoppedClock, period: Period
) -> None:
    hall.open(3)
    serve(hall, clock)
    assert_sound(hall, period)
    with hall.database.read() as tx:
        total = reporting.waits(tx, [tx.office(hall.code)], period).total
    assert (total.waits is None) == (not period.first <= TODAY.first <= period.last)


def test_a_house_where_nobody_ever_came_has_sound_figures(hall: Hall) -> None:
    assert_sound(hall)
    assert projecting.follow_all(hall.database) == 0 or wrong_sums(hall.database) == 0


def test_a_ticket_that_has_not_ended_is_in_no_figure_until_it_has(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    hall.press()
    hall.press()
    hall.step("start", hall.called())
    clock.tick(minutes=3)
    projecting.follow_all(hall.database)
    assert standing(hall.database)["facts"] == []
    clock.tick(days=1)
    hall.database.write(closing.close_all_days)
    assert_sound(hall)
    assert_as_plain_computation_tells(hall.database)
    (row,) = hall.sql("SELECT n, closed_by_system FROM day_figures WHERE dimension = 'all'")
    assert tuple(row) == (0, 2)


# --- set-ups that change --------------------------------------------------------------------------


def test_what_the_set_up_no_longer_names_keeps_its_figures(hall: Hall, clock: StoppedClock) -> None:
    hoa = hall.staff("hoa")
    hall.do("open", 3, hoa)
    for category in (None, "elderly"):
        hall.press("land", category=category)
        called = hall.do("call-next", 3, hoa)
        assert called is not None
        clock.tick(minutes=5)
        hall.do("finish", 3, hoa, ticket=called.id, version=called.version)
    hall.do("close", 3, hoa)
    for setup in (setups.without("services", "land"), setups.without("categories", "elderly")):
        setups.apply(hall, setup)
    setups.apply(hall, setups.changed("services", "results", names={"vi": "Trả", "en": "Results"}))
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        office = tx.office(hall.code)
        by = {
            name: {row.key: row.totals["n"] for row in reporting.waits(tx, [office], TODAY, by=name).rows}
            for name in ("service", "clerk", "category", "counter")
        }
    assert by == {
        "service": {"land": 2},
        "clerk": {"hoa": 2},
        "category": {"": 1, "elderly": 1},
        "counter": {"3": 2},
    }
    assert_sound(hall)


def test_an_office_is_in_the_table_of_the_periods_in_which_it_was_there(
    hall: Hall, clock: StoppedClock
) -> None:
    hall.open(3)
    serve(hall, clock)
    projecting.follow_all(hall.database)
    setups.apply(hall, setups.about(valid_from=date(2026, 11, 1), valid_to=date(2026, 11, 30)))
    with hall.database.read() as tx:
        told = {
            name: [
                office.code for office in asking.offices_for(tx, WHOLE_WORLD, [], period=Period(first, last))
            ]
            for name, first, last in (
                ("before", date(2026, 10, 1), date(2026, 10, 31)),
                ("within", date(2026, 11, 30), date(2026, 12, 31)),
                ("after", date(2026, 12, 1), date(2026, 12, 31)),
            )
        }
        early = reporting.waits(
            tx, [tx.office(hall.code)], Period(date(2026, 10, 1), date(2026, 10, 31)), by="office"
        )
    assert told == {"before": [], "within": [hall.code], "after": []}
    assert [row.waits for row in early.rows] == [None]  # who asks by name is told that nobody came


# --- late, doubled and by hand --------------------------------------------------------------------

BY_HAND = {
    "a wait was shortened": "UPDATE ticket_fact SET wait_us = 1",
    "a fact was moved to another day": "UPDATE ticket_fact SET day = '2026-11-20'",
    "a fact is gone": "DELETE FROM ticket_fact",
    "a sum was shortened": "UPDATE day_figures SET wait_us = 1",
    "a sum is gone": "DELETE FROM day_figures WHERE dimension = 'clerk'",
    "a sum has another key": "UPDATE day_figures SET key = 'nobody' WHERE dimension = 'service'",
    "a histogram was emptied": "UPDATE day_figures SET waits = ''",
    "a day has the sums of another": "UPDATE day_figures SET day = '2026-11-22'",
}


@pytest.mark.parametrize("what", list(BY_HAND))
def test_what_was_changed_by_hand_is_mended_by_night_and_told(
    hall: Hall, clock: StoppedClock, what: str
) -> None:
    hall.open(3)
    serve(hall, clock)
    projecting.follow_all(hall.database)
    right = standing(hall.database)
    hall.sql(BY_HAND[what])
    clock.tick(days=1)
    with capture_logs() as entries:
        Jobs(hall.database).reconcile()
        Jobs(hall.database).reconcile()  # the day is done
    told = [entry for entry in entries if entry["event"] == "figures_reconciled"]
    assert [(entry["log_level"], entry["office"], entry["wrong"] > 0) for entry in told] == [
        ("warning", hall.code, True)
    ]
    assert standing(hall.database) == right


def test_a_ticket_that_was_put_right_late_corrects_its_day(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    serve(hall, clock, wait_s=600)
    projecting.follow_all(hall.database)
    hall.sql("UPDATE ticket SET called_at = called_at - 300000000")
    Jobs(hall.database).reconcile()
    assert_as_plain_computation_tells(hall.database)
    (row,) = hall.sql("SELECT wait_us FROM day_figures WHERE dimension = 'all'")
    assert row.wait_us == 300 * 10**6


def test_right_figures_are_found_right_and_nobody_is_alarmed(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    serve(hall, clock)
    jobs = Jobs(hall.database)
    jobs.keep_figures()
    with capture_logs() as entries:
        jobs.reconcile()
    (entry,) = entries
    assert (entry["log_level"], entry["wrong"]) == ("info", 0)


def test_of_several_processes_one_reconciles_a_day(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    serve(hall, clock)
    projecting.follow_all(hall.database)
    url = hall.database.engine.url.render_as_string(hide_password=False)
    databases = [Database(url, StoppedClock(clock.now())) for _ in range(4)]
    with capture_logs() as entries:
        threads = [threading.Thread(target=Jobs(database).reconcile) for database in databases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    for database in databases:
        database.close()
    assert [entry["event"] for entry in entries] == ["figures_reconciled"]


def test_events_that_are_followed_again_change_nothing(hall: Hall, clock: StoppedClock) -> None:
    hall.open(3)
    serve(hall, clock)
    projecting.follow_all(hall.database)
    before = standing(hall.database)
    hall.sql("UPDATE figures_cursor SET seq = 1")  # as after a restored copy of the figures
    hall.database.write(lambda tx: projecting.rebuild_spans(tx, hall.code))
    projecting.follow_all(hall.database)
    assert standing(hall.database) == before


def test_the_first_look_after_an_upgrade_does_not_wait_for_the_whole_past(
    hall: Hall, clock: StoppedClock
) -> None:
    hall.open(3)
    serve(hall, clock)
    projecting.catch_up(hall.database, most=2)
    with hall.database.read() as tx:
        report = reporting.waits(tx, [tx.office(hall.code)], TODAY)
    assert (report.total.totals["n"], report.pending_events > 2) == (0, True)
    projecting.catch_up(hall.database)
    with hall.database.read() as tx:
        report = reporting.waits(tx, [tx.office(hall.code)], TODAY)
    assert (report.total.totals["n"], report.pending_events) == (1, 0)


def test_a_counter_that_nobody_closed_was_open_until_the_office_closed(
    hall: Hall, clock: StoppedClock
) -> None:
    hall.open(3)
    clock.tick(days=2)
    hall.database.write(closing.close_all_days)
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        (use,) = using_counters.uses(tx, [tx.office(hall.code)], TODAY).counters
    assert use.open_s == timedelta(hours=16).total_seconds()  # 08:00 to midnight
    assert datetime(2026, 11, 23, tzinfo=UTC) < clock.now()
