"""Races of 32 real threads on both engines: whoever loses gets the next thing, never somebody else's."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from server.actions.verifying import verify
from server.storage.database import Database
from tests.faults import invariants
from tests.faults.asking import ISSUE, LEAVE, Asked
from tests.faults.together import THREADS, open_all, press, together, told, wide_office
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

ROUNDS = 3
COUNTERS = range(1, THREADS + 1)


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    """An office with 32 open counters for one line; afterwards every invariant holds."""
    database = database_with_office(database_url, clock, wide_office())
    open_all(database, COUNTERS)
    yield database
    with database.read() as tx:
        assert verify(tx) == []
        assert invariants.violations(tx.connection, all_keyed=False) == []
    database.close()


def test_32_kiosks_give_every_number_once_and_leave_no_hole(hall: Database) -> None:
    def presses() -> list[str]:
        return [press(hall)["number"] for _ in range(10)]

    given = [number for numbers in together([presses] * THREADS) for number in numbers]
    assert sorted(given) == [f"A{serial:03d}" for serial in range(1, THREADS * 10 + 1)]


def test_32_counters_that_call_at_once_get_32_people(hall: Database) -> None:
    for _ in range(ROUNDS):
        waiting = {press(hall)["number"] for _ in range(THREADS)}
        called = together([partial(told, hall, Asked("call-next", {}, n)) for n in COUNTERS])
        assert {ticket["number"] for ticket in _tickets(called)} == waiting
        _finish(hall, called)


def test_the_first_in_line_are_called_when_more_counters_call_than_people_wait(hall: Database) -> None:
    for _ in range(ROUNDS):
        waiting = [press(hall)["number"] for _ in range(20)]
        called = together([partial(told, hall, Asked("call-next", {}, n)) for n in COUNTERS])
        assert Count(ticket["number"] for ticket in called if isinstance(ticket, dict)) == Count(waiting)
        assert called.count(None) == THREADS - len(waiting)
        _finish(hall, called)


def test_32_presses_of_call_next_at_one_counter_call_one_person(hall: Database) -> None:
    for counter in range(1, ROUNDS + 1):
        press(hall)
        press(hall)
        called = together([partial(told, hall, Asked("call-next", {}, counter)) for _ in COUNTERS])
        assert called.count("busy") == THREADS - 1
        assert sum(isinstance(ticket, dict) for ticket in called) == 1


@pytest.mark.parametrize(
    ("route", "body", "counter"), [(ISSUE, {"service": "land"}, 0), ("call-next", {}, 3)]
)
def test_one_key_from_32_threads_has_one_effect_and_one_answer(
    hall: Database, route: str, body: dict[str, Any], counter: int
) -> None:
    for _ in range(ROUNDS):
        press(hall)
        asked = Asked(route, body, counter)
        answers = together([partial(told, hall, asked) for _ in COUNTERS])
        assert isinstance(answers[0], dict)
        assert answers == [answers[0]] * THREADS
        with hall.read() as tx:
            stored = invariants.stored_tickets(tx.connection)
            assert [key for _, key, _ in stored].count(asked.key) == 1
        _finish(hall, [ticket for ticket in answers[:1] if counter])


def test_a_double_finish_finishes_one_person_once(hall: Database) -> None:
    for counter in range(1, ROUNDS + 1):
        press(hall)
        ticket = _tickets([told(hall, Asked("call-next", {}, counter))])[0]
        body = {"version": ticket["version"], "ticket": ticket["id"]}
        ended = together([partial(told, hall, Asked("finish", body, counter)) for _ in COUNTERS])
        assert [answer["state"] for answer in ended if isinstance(answer, dict)] == ["served"]
        assert set(filter(_is_code, ended)) == {"stale"}


def test_finish_and_call_of_a_double_press_calls_one_more_person(hall: Database) -> None:
    for counter in range(1, ROUNDS + 1):
        for _ in range(3):
            press(hall)
        ticket = _serving(hall, counter)
        body = {"finish_current": True, "ticket": ticket["id"], "version": ticket["version"]}
        called = together([partial(told, hall, Asked("call-next", body, counter)) for _ in COUNTERS])
        assert sum(isinstance(answer, dict) for answer in called) == 1
        assert set(filter(_is_code, called)) <= {"stale", "not_started"}


def test_who_leaves_while_being_called_either_left_or_was_called(hall: Database) -> None:
    for _ in range(ROUNDS):
        links = [press(hall)["token"] for _ in range(THREADS // 2)]
        leaving = [partial(told, hall, Asked(LEAVE, {"token": link})) for link in links]
        calling = [partial(told, hall, Asked("call-next", {}, n)) for n in range(1, len(links) + 1)]
        answers = together([act for pair in zip(leaving, calling, strict=True) for act in pair])
        left = [a for a in answers[::2] if isinstance(a, dict)]
        called = [a for a in answers[1::2] if isinstance(a, dict)]
        assert len(left) + len(called) == len(links)
        assert set(filter(_is_code, answers)) <= {"impossible_step", "stale"}
        assert not {t["number"] for t in left} & {t["number"] for t in called}
        _finish(hall, answers[1::2])


def test_a_counter_paused_while_it_calls_is_paused_without_a_person(hall: Database) -> None:
    counters = range(1, THREADS // 2 + 1)
    for _ in range(ROUNDS):
        for _ in counters:
            press(hall)
        pausing = [partial(told, hall, Asked("pause", {"reason": "Nghỉ"}, n)) for n in counters]
        calling = [partial(told, hall, Asked("call-next", {}, n)) for n in counters]
        answers = together([act for pair in zip(pausing, calling, strict=True) for act in pair])
        for paused, called in zip(answers[::2], answers[1::2], strict=True):
            assert (paused, called) == (None, "counter_not_open") or (
                paused == "busy" and isinstance(called, dict)
            )
        _finish(hall, answers[1::2])
        open_all(hall, [n for n, paused in zip(counters, answers[::2], strict=True) if paused is None])


def _tickets(answers: list[dict[str, Any] | str | None]) -> list[dict[str, Any]]:
    tickets = [answer for answer in answers if isinstance(answer, dict)]
    assert len(tickets) == len(answers), answers
    return tickets


def _is_code(answer: object) -> bool:
    return isinstance(answer, str)


def _serving(hall: Database, counter: int) -> dict[str, Any]:
    called = _tickets([told(hall, Asked("call-next", {}, counter))])[0]
    return _tickets([told(hall, Asked("start", {"version": called["version"]}, counter))])[0]


def _finish(hall: Database, called: list[Any]) -> None:
    for ticket in called:
        if isinstance(ticket, dict):
            body = {"version": ticket["version"], "ticket": ticket["id"]}
            assert isinstance(told(hall, Asked("finish", body, ticket["counter"])), dict)
