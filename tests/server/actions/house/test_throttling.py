"""Throttling counts every try, also when many come at once to several processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from server.actions.house import throttling
from server.domain.errors import TooManyTries
from server.ports import Clock
from server.storage.database import Database
from tests.support.clocks import StoppedClock


def try_once(database: Database, username: str = "hoa", address: str = "10.0.0.1") -> bool:
    """Whether the try was heard."""
    try:
        database.write(lambda tx: throttling.note_try(tx, username, address))
    except TooManyTries:
        return False
    return True


def several(url: str, clock: Clock) -> list[Database]:
    """As many processes would have them: an engine each."""
    return [Database(url, clock) for _ in range(3)]


def test_forty_at_once_count_as_forty(database: Database, database_url: str, clock: StoppedClock) -> None:
    """Eight are heard, however they are spread."""
    databases = several(database_url, clock)
    with ThreadPoolExecutor(12) as pool:
        heard = list(pool.map(lambda number: try_once(databases[number % 3]), range(40)))
    assert heard.count(True) == 8
    for one in databases:
        one.close()


def test_an_address_rests_though_every_name_is_new(database: Database) -> None:
    heard = [try_once(database, f"name{number}") for number in range(45)]
    assert heard == [True] * 40 + [False] * 5
    assert try_once(database, "another", "10.0.0.2")


def test_every_further_failure_doubles_the_rest(database: Database, clock: StoppedClock) -> None:
    for _ in range(8):
        assert try_once(database)
    for rest_s in (60, 120, 240, 480, 900, 900):
        assert not try_once(database)
        clock.tick(seconds=rest_s - 1)
        assert not try_once(database)
        clock.tick(seconds=1)
        assert try_once(database)


def test_signing_in_forgives_the_account_and_not_the_address(database: Database) -> None:
    for _ in range(7):
        try_once(database)
    database.write(lambda tx: throttling.forgive(tx, "hoa"))
    assert [try_once(database) for _ in range(9)] == [True] * 8 + [False]


def test_after_half_a_day_all_is_forgotten(database: Database, clock: StoppedClock) -> None:
    for _ in range(8):
        try_once(database)
    clock.tick(hours=12, seconds=1)
    assert [try_once(database) for _ in range(8)] == [True] * 8


@pytest.mark.parametrize("name", ["'; DROP TABLE staff; --", "x" * 500, "Đặng ƯƠ"])
def test_any_name_is_counted(database: Database, name: str) -> None:
    assert try_once(database, name)
