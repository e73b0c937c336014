"""The database: safe settings, one writer, all or nothing, told only after it is true."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import IntegrityError

from server.contract.events import Kind
from server.domain.errors import Busy
from server.storage import database as databases
from server.storage.database import Database, Unavailable, UnsafeDatabase, make_engine
from server.storage.happenings import Happening, Transaction
from server.storage.tables import job_run, number_series
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

# --- settings that keep the promises -------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("mmap_size", 0),
    ],
)
def test_every_sqlite_connection_is_safe(tmp_path: Path, pragma: str, value: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(UnsafeDatabase, match="keeps nothing"):
        make_engine(url)


def test_a_sqlite_that_does_not_take_a_setting_is_refused(tmp_path: Path) -> None:
    """A file that is opened as immutable cannot begin a write-ahead log."""
    file = tmp_path / "office.db"
    dbapi2.connect(str(file)).execute("CREATE TABLE t (x)").connection.close()
    engine = make_engine(f"sqlite:///file:{file}?immutable=1&uri=true")
    with pytest.raises(UnsafeDatabase, match="journal_mode"):
        engine.connect()
    engine.dispose()


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(UnsafeDatabase, match="can corrupt"):
        make_engine(f"sqlite:///{tmp_path / 'office.db'}")


def test_the_sqlite_of_this_installation_is_new_enough() -> None:
    assert dbapi2.sqlite_version_info >= databases.OLDEST_SAFE_SQLITE >= (3, 51, 3)


@pytest.mark.parametrize("url", ["mysql://u@h/d", "oracle://u@h/d", "mssql://u@h/d"])
def test_another_engine_is_refused(url: str) -> None:
    with pytest.raises(UnsafeDatabase, match="use sqlite or postgresql"):
        make_engine(url)


# --- transactions ----------------------------------------------------------------------------------


class Heard:
    """Announcements that remember how many committed rows there were when they came."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rows: list[int] = []

    def committed(self) -> None:
        with self.database.read() as tx:
            self.rows.append(len(tx.connection.execute(text("SELECT seq FROM event")).all()))


def tell(tx: Transaction) -> None:
    tx.tell(Happening(1, Kind.COUNTER_OPENED, public={"counter": 3}))


def test_an_announcement_comes_after_the_commit(database: Database) -> None:
    database.announcements = heard = Heard(database)
    database.write(tell)
    assert heard.rows == [2]  # the set-up's own event, and this one


def test_what_tells_nothing_is_not_announced(database: Database) -> None:
    database.announcements = heard = Heard(database)
    database.write(lambda tx: None)
    assert heard.rows == []


def test_a_refusal_undoes_everything_and_is_not_announced(database: Database) -> None:
    database.announcements = heard = Heard(database)

    def refused(tx: Transaction) -> None:
        tell(tx)
        tx.connection.execute(insert(job_run).values(job="j", period="p", at=tx.now))
        raise Busy()

    with pytest.raises(Busy):
        database.write(refused)
    with database.read() as tx:
        assert tx.connection.execute(select(job_run)).all() == []
    assert heard.rows == []


def test_a_race_lost_to_a_constraint_is_run_again(database: Database) -> None:
    tries: list[int] = []

    def act(tx: Transaction) -> int:
        """Loses twice; nothing of the lost tries stays."""
        tries.append(1)
        assert tx.connection.execute(select(job_run)).all() == []
        for period in ("p", "p" if len(tries) < 3 else "q"):
            tx.connection.execute(insert(job_run).values(job="j", period=period, at=tx.now))
        return len(tries)

    assert database.write(act) == 3


def test_a_fault_of_ours_is_not_retried_for_ever(database: Database) -> None:
    tries: list[int] = []

    def act(tx: Transaction) -> None:
        tries.append(1)
        for _ in range(2):
            tx.connection.execute(insert(job_run).values(job="j", period="p", at=tx.now))

    with pytest.raises(IntegrityError):
        database.write(act)
    assert len(tries) == 4


def test_what_is_written_in_a_read_is_thrown_away(database: Database) -> None:
    with database.read() as tx:
        tx.connection.execute(insert(job_run).values(job="j", period="p", at=tx.now))
    with database.read() as tx:
        assert tx.connection.execute(select(job_run)).all() == []


def test_a_read_sees_one_moment_whatever_commits_meanwhile(database: Database, clock: StoppedClock) -> None:
    """So a board's line is that of its seq."""
    hall = Hall(database, clock)
    with database.read() as tx:
        before = tx.connection.execute(text("SELECT seq FROM office")).scalar()
        hall.press()
        assert tx.connection.execute(text("SELECT count(*) FROM ticket")).scalar() == 0
        assert tx.connection.execute(text("SELECT seq FROM office")).scalar() == before
    assert hall.line() == ["A001"]


def test_reading_a_counter_waits_for_no_step_at_it(database: Database, clock: StoppedClock) -> None:
    hall = Hall(database, clock)
    hall.open(3)
    seen: list[str] = []

    def step(tx: Transaction) -> None:
        from_here = hall.database
        assert from_here is database
        tx.connection.execute(text("UPDATE counter SET reason = 'x' WHERE number = 3"))
        looker = threading.Thread(target=lambda: seen.extend(hall.line_of(3) or ["nobody"]))
        looker.start()
        looker.join(timeout=4)
        assert seen == ["nobody"], "the reader waited for the writer"

    database.write(step)


def test_writers_on_sqlite_wait_in_the_process_and_none_fails(tmp_path: Path, clock: StoppedClock) -> None:
    hall = Hall(database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock), clock)
    failed: list[BaseException] = []

    def many() -> None:
        try:
            for _ in range(5):
                hall.press()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=many) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(hall.line()) == [f"A{n:03d}" for n in range(1, 81)]
    hall.database.close()


# --- faults of the machine -------------------------------------------------------------------------


def test_a_locked_database_is_unavailable_and_works_again_by_itself(
    tmp_path: Path, clock: StoppedClock
) -> None:
    hall = Hall(database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock), clock)
    event.listen(hall.database.engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA busy_timeout=50"))
    hall.database.engine.dispose()
    other = dbapi2.connect(str(tmp_path / "office.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        hall.press()
    other.execute("ROLLBACK")
    other.close()
    assert hall.press().number == "A001"
    hall.database.close()


def test_a_full_disk_is_unavailable_and_nothing_is_half_done(tmp_path: Path, clock: StoppedClock) -> None:
    hall = Hall(database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock), clock)
    limit = _full_from_now(hall)
    with pytest.raises(Unavailable, match="full"):
        press_for_ever(hall)
    issued = len(hall.rows())
    limit(1_000_000)
    assert hall.violations() == []
    assert hall.press().number == f"A{issued + 1:03d}"
    hall.database.close()


def press_for_ever(hall: Hall) -> None:
    while True:
        hall.press()


def _full_from_now(hall: Hall) -> Any:
    """Lets the file grow no further; the answer sets another limit."""
    pages = hall.sql("PRAGMA page_count")[0][0] + 4

    def limit(most: int) -> None:
        hall.database.engine.dispose()
        event.listen(
            hall.database.engine, "connect", lambda dbapi, _: dbapi.execute(f"PRAGMA max_page_count={most}")
        )

    limit(pages)
    return limit


def test_when_every_connection_is_in_use_the_database_is_unavailable(database: Database) -> None:
    database.engine.pool._timeout = 0.05  # type: ignore[attr-defined]  # half a minute is long for a test
    held = [database.engine.connect() for _ in range(most_connections(database))]
    with pytest.raises(Unavailable, match="in use"), database.read():
        pass
    with pytest.raises(Unavailable, match="in use"):
        database.write(lambda tx: None)
    for connection in held:
        connection.close()
    database.write(lambda tx: None)


def most_connections(database: Database) -> int:
    pool: Any = database.engine.pool
    return int(pool.size() + pool._max_overflow)


def test_a_database_that_is_gone_is_unavailable(clock: StoppedClock) -> None:
    database = Database("postgresql://dunghen@127.0.0.1:1/nothing", clock)
    with pytest.raises(Unavailable):
        database.write(lambda tx: None)
    with pytest.raises(Unavailable), database.read() as tx:
        tx.connection.execute(select(number_series))
    database.close()
