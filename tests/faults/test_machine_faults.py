"""A full disk or a locked file: a clear refusal, nothing half-done, and work goes on by itself afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite3

from server.actions.verifying import verify
from server.storage import database as storage
from server.storage.database import Database, Unavailable
from tests.faults import invariants
from tests.faults.asking import ISSUE, Asked
from tests.faults.together import press, told
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.db"


@pytest.fixture
def office(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An office that does not wait long for a locked file; afterwards every invariant holds."""
    monkeypatch.setattr(storage, "_BUSY_MS", 100)
    database = database_with_office(f"sqlite:///{path}", StoppedClock())
    yield database
    with database.read() as tx:
        assert verify(tx) == []
        assert invariants.violations(tx.connection) == []
    database.close()


def test_a_press_on_a_full_disk_is_refused_and_the_same_key_works_when_there_is_room(
    office: Database,
) -> None:
    press(office)
    _pages(office)
    refused = _press_until_refused(office)
    _pages(office, 1_000_000)
    ticket = told(office, refused)
    assert isinstance(ticket, dict)
    assert told(office, refused) == ticket


def test_a_press_on_a_locked_file_is_refused_and_the_same_key_works_when_it_is_free(
    office: Database, path: Path
) -> None:
    asked = Asked(ISSUE, {"service": "land"})
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        told(office, asked)
    other.close()
    ticket = told(office, asked)
    assert isinstance(ticket, dict)
    assert ticket["number"] == "A001"


def _press_until_refused(office: Database) -> Asked:
    for _ in range(500):
        asked = Asked(ISSUE, {"service": "land"})
        try:
            told(office, asked)
        except Unavailable:
            return asked
    raise AssertionError("the disk never got full")


def _pages(office: Database, most: int | None = None) -> None:
    """Let the file grow to so many pages, or no more; the limit belongs to the pool's one connection."""
    with office.engine.connect() as connection:
        pages = most or connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
