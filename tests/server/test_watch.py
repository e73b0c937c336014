"""The watch takes offices in turn, and outlives a database that does not answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from server.actions.hall.foresight import Foresight
from server.actions.house.sightings import Sightings
from server.storage.database import Database
from server.watch import MOST_FORESEEN, Watch, in_turn
from tests.builders import Hall
from tests.server.actions.hall.test_times_and_skills import TO_1330, afternoons_of_health
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    """The demo office on each engine."""
    return Hall(database, clock)


def test_few_offices_are_foreseen_every_minute() -> None:
    assert sorted(in_turn(["b", "a"], 7)) == ["a", "b"]
    assert in_turn([], 7) == []


def test_of_many_offices_each_has_its_turn_and_no_minute_is_overloaded() -> None:
    offices = [f"office-{number}" for number in range(95)]
    turns = [in_turn(offices, minute) for minute in range(5)]
    assert all(len(turn) == MOST_FORESEEN for turn in turns)
    assert set().union(*turns) == set(offices)


def test_a_watch_goes_on_after_the_database_was_away(tmp_path: Path, clock: StoppedClock) -> None:
    file = tmp_path / "office.db"
    database = database_with_office(f"sqlite:///{file}", clock)
    watch = Watch(database, Sightings(database), Foresight(database), every_s=0.05)
    database.engine.dispose()
    away = file.rename(tmp_path / "away.db")
    watch.start()
    time.sleep(0.5)
    database.engine.dispose()
    file.unlink(missing_ok=True)
    for rest in tmp_path.glob("office.db-*"):
        rest.unlink()
    away.rename(file)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not _looked(database):
        time.sleep(0.05)
    assert _looked(database)
    watch.stop()
    database.close()


def test_a_counter_that_changes_is_told_within_a_round_of_the_watch(hall: Hall) -> None:
    """What open pages hear at the edge minute."""
    afternoons_of_health(hall)
    watch = Watch(hall.database, Sightings(hall.database), Foresight(hall.database))
    hall.clock.tick(seconds=TO_1330.total_seconds() - 5)
    watch.look()
    before = len(hall.events("office_changed"))
    for _ in range(3):
        hall.clock.tick(seconds=5)
        watch.look()
    assert len(hall.events("office_changed")) == before + 1


def _looked(database: Database) -> bool:
    with database.read() as tx:
        return bool(tx.connection.exec_driver_sql("SELECT count(*) FROM job_run").scalar())
