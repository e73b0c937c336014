"""Migrations of an office that has worked: nothing is lost, nothing points nowhere, and it works on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from server.actions.verifying import verify
from server.demo.office import demo_office
from server.storage import migrating
from server.storage.database import Database, make_engine
from server.storage.tables import metadata
from tests.server.storage import full_office
from tests.support.booking import BookingHall, office_with
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

SCRIPTS = ScriptDirectory.from_config(migrating.config())
OLDEST = "0002"
"""The schema that offices have had before bookings, figures, devices and accounts were widened."""


def full_office_at(url: str, clock: StoppedClock) -> Database:
    """An office of this version's schema in which every old table has rows."""
    setup = office_with().model_copy(update={"staff": demo_office().staff})
    database = database_with_office(url, clock, setup)
    full_office.fill(BookingHall(database, clock))
    return database


def older(full: Database, url: str) -> Engine:
    """The same office as the oldest schema holds it."""
    engine = make_engine(url)
    migrating.migrate(engine, OLDEST)
    full_office.copy(full.engine, engine)
    return engine


@pytest.fixture
def full(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    database = full_office_at(database_url, clock)
    yield database
    database.close()


@pytest.fixture
def old(full: Database, request: pytest.FixtureRequest) -> Iterator[Engine]:
    if full.engine.dialect.name == "sqlite":
        url = f"sqlite:///{request.getfixturevalue('tmp_path') / 'old.db'}"
    else:
        url = request.getfixturevalue("cluster").create_database()
    engine = older(full, url)
    yield engine
    engine.dispose()


def dangling(engine: Engine) -> list[object]:
    """Rows that refer to rows that are not there; PostgreSQL lets none arise."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        return list(connection.execute(text("PRAGMA foreign_key_check")).all())


def problems(engine: Engine, clock: StoppedClock) -> list[str]:
    database = Database(engine.url.render_as_string(hide_password=False), clock)
    try:
        with database.read() as tx:
            return verify(tx)
    finally:
        database.close()


def test_no_step_of_an_upgrade_or_back_loses_a_row_of_a_full_office_or_what_it_refers_to(
    old: Engine, clock: StoppedClock
) -> None:
    schema = full_office.in_schema(old)
    before = full_office.rows(old, schema)
    assert [name for name, found in before.items() if not found] == [], "every table has something to lose"
    revisions = [script.revision for script in SCRIPTS.iterate_revisions("heads", OLDEST)]
    for revision in reversed(revisions):
        migrating.migrate(old, revision)
        assert full_office.rows(old, schema) == before, revision
        assert dangling(old) == [], revision
    for revision in [*revisions[1:], OLDEST]:
        migrating.downgrade(old, revision)
        assert full_office.rows(old, schema) == before, f"back to {revision}"
        assert dangling(old) == [], f"back to {revision}"
    migrating.migrate(old)
    assert full_office.rows(old, schema) == before
    assert problems(old, clock) == []


def test_an_upgraded_office_has_every_index_check_and_trigger(old: Engine, full: Database) -> None:
    migrating.migrate(old)
    upgraded, made = inspect(old), inspect(full.engine)
    for name in metadata.tables:
        indexes = [{index["name"] for index in one.get_indexes(name)} for one in (upgraded, made)]
        checks = [{check["name"] for check in one.get_check_constraints(name)} for one in (upgraded, made)]
        keys = [
            {(tuple(key["constrained_columns"]), key["referred_table"]) for key in one.get_foreign_keys(name)}
            for one in (upgraded, made)
        ]
        assert indexes[0] == indexes[1], name
        assert checks[0] == checks[1], name
        assert keys[0] == keys[1], name
    assert triggers(old) == triggers(full.engine) != set()


def triggers(engine: Engine) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with engine.connect() as connection:
        return set(connection.execute(text(catalogue[engine.dialect.name])).scalars())


def test_a_row_that_refers_to_nothing_stops_an_upgrade_and_changes_nothing(
    tmp_path: Path, clock: StoppedClock
) -> None:
    """On SQLite; PostgreSQL lets no such row arise."""
    full = full_office_at(f"sqlite:///{tmp_path / 'office.db'}", clock)
    old = older(full, f"sqlite:///{tmp_path / 'old.db'}")
    with old.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM device WHERE id = (SELECT min(device_id) FROM webhook)")
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(migrating.DanglingRows, match="webhook refers to device"):
        migrating.migrate(old)
    assert migrating.current(old) == OLDEST
    old.dispose()
    full.close()
