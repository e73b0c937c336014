"""Migrations: up, down, all or nothing, and equal to the tables of the code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from server.domain.day_figures import DIMENSIONS
from server.storage import migrating, month_figures
from server.storage.database import make_engine
from server.storage.tables import metadata

REVISIONS = [script.revision for script in ScriptDirectory.from_config(migrating.config()).walk_revisions()][
    ::-1
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database of each engine."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"} - partitions(engine)


def partitions(engine: Engine) -> set[str]:
    """Tables that are parts of others."""
    if engine.dialect.name == "sqlite":
        return set()
    asked = "SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r'"
    with engine.connect() as connection:
        return set(connection.execute(text(asked)).scalars())


def test_an_empty_database_has_no_revision(engine: Engine) -> None:
    assert migrating.current(engine) is None


def test_a_migrated_database_has_every_table_of_the_code(engine: Engine) -> None:
    migrating.migrate(engine)
    assert migrating.current(engine) == migrating.head() == REVISIONS[-1]
    assert tables(engine) == set(metadata.tables)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrating.migrate(engine)
    migrating.migrate(engine)
    assert migrating.current(engine) == migrating.head()


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_migration_goes_up_and_down_and_up(engine: Engine, revision: str) -> None:
    migrating.migrate(engine, revision)
    up = tables(engine)
    migrating.downgrade(engine, "-1")
    assert tables(engine) < up or revision != REVISIONS[0]
    migrating.migrate(engine, revision)
    assert tables(engine) == up


def test_all_the_way_down_leaves_nothing(engine: Engine) -> None:
    migrating.migrate(engine)
    migrating.downgrade(engine, "base")
    assert tables(engine) == set()


def test_the_migrations_make_what_the_code_declares(engine: Engine) -> None:
    migrating.migrate(engine)
    parts = partitions(engine)
    opts = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or name not in parts}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_every_dimension_of_the_sums_has_its_part(engine: Engine) -> None:
    migrating.migrate(engine)
    wanted = {f"day_figures_{dimension}" for dimension in DIMENSIONS}
    wanted |= {f"month_figures_{dimension}" for dimension in month_figures.DIMENSIONS}
    assert partitions(engine) == (wanted if engine.dialect.name == "postgresql" else set())


def test_the_migrations_make_the_checks_that_the_code_declares(engine: Engine) -> None:
    """Alembic does not compare checks and partial indexes, so they are compared by name here."""
    migrating.migrate(engine)
    inspector = inspect(engine)
    for table in metadata.tables.values():
        declared = {c.name for c in table.constraints if c.name and str(c.name).startswith("ck_")}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == declared, table
        indexes = {index.name for index in table.indexes}
        assert indexes <= {index["name"] for index in inspector.get_indexes(table.name)}, table


def test_a_migration_that_fails_half_way_leaves_the_old_schema(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_way(config: object, revision: str) -> None:
        upgrade(config, revision)
        raise RuntimeError("the power went")

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", half_way)
    with pytest.raises(RuntimeError):
        migrating.migrate(engine)
    assert tables(engine) == set()
    assert migrating.current(engine) is None
    monkeypatch.undo()
    migrating.migrate(engine)
    assert tables(engine) == set(metadata.tables)


def test_old_data_survives_a_migration_that_fails(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    migrating.migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO job_run VALUES ('kept', 'p', 1)"))

    def fails(config: object, revision: str) -> None:
        downgrade(config, revision)
        raise RuntimeError("the power went")

    downgrade = command.downgrade
    monkeypatch.setattr(command, "downgrade", fails)
    with pytest.raises(RuntimeError):
        migrating.downgrade(engine, "base")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT job FROM job_run")).scalars().all() == ["kept"]
