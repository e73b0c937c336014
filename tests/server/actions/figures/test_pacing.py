"""Long work leaves room between its turns, and takes turns that nobody notices."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from server.actions.figures.pacing import BREATH_S, HOLD_S, Pace
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return database_with_office(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock())


def test_others_find_the_writers_place_free_between_two_turns(database: Database) -> None:
    pace, turns = Pace(database), []

    def act(_tx: Transaction) -> None:
        turns.append(time.monotonic())

    for _ in range(3):
        pace.write(act)
    assert min(later - sooner for sooner, later in pairwise(turns)) >= BREATH_S


def test_time_spent_between_turns_is_rest_enough(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pace, rests = Pace(database), []
    pace.write(lambda _tx: None)
    time.sleep(BREATH_S)
    monkeypatch.setattr(time, "sleep", rests.append)
    pace.write(lambda _tx: None)
    assert rests == [0.0]


def test_a_turn_that_took_too_long_is_followed_by_a_smaller_one(database: Database) -> None:
    pace = Pace(database, rows=4_000)
    pace.write(lambda _tx: time.sleep(2 * HOLD_S))
    assert pace.rows == 2_000
    for _ in range(4):
        pace.write(lambda _tx: time.sleep(2 * HOLD_S))
    assert pace.rows == 200, "some progress there must be"


def test_quick_turns_grow_slowly_up_to_a_limit(database: Database) -> None:
    pace = Pace(database, rows=19_000)
    pace.write(lambda _tx: None)
    assert pace.rows == 20_000
    pace.write(lambda _tx: None)
    assert pace.rows == 20_000


def test_a_turn_that_fails_is_passed_on_and_the_next_one_still_waits(database: Database) -> None:
    pace = Pace(database)

    def fail(_tx: Transaction) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pace.write(fail)
    began = time.monotonic()
    pace.write(lambda _tx: None)
    assert time.monotonic() - began >= BREATH_S - 0.01
