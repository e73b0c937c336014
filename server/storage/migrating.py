"""Bringing a database to the schema of this version: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from server.storage.database import UnsafeDatabase

_HERE = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made in code so that it works wherever the package lies."""
    alembic = Config()
    alembic.set_main_option("script_location", str(_HERE))
    alembic.set_main_option("path_separator", "os")
    alembic.attributes["connection"] = connection
    return alembic


class DanglingRows(UnsafeDatabase):
    """A migration would have left rows that refer to rows that are not there; nothing was changed."""


def migrate(engine: Engine, to: str = "head") -> None:
    """Upgrade to a revision, one process at a time: the lock is the transaction itself."""
    with _alone(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(71171)"))
        command.upgrade(config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Back to an earlier revision."""
    with _alone(engine) as connection:
        command.downgrade(config(connection), to)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables can be remade that others refer to.

    SQLite changes a table by making another and dropping the first, which it refuses while rows refer to
    it. So it looks at the references once, before the commit, and not at every statement
    (https://www.sqlite.org/lang_altertable.html#otheralter). Raises `DanglingRows`.
    """
    with engine.execution_options(begin="IMMEDIATE").connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        if driver is None:
            raise AssertionError("a connection that was just taken has a driver")
        driver.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction has begun
        try:
            with connection.begin():
                before = connection.execute(_CHANGES).scalar()
                yield connection
                if connection.execute(_CHANGES).scalar() != before:  # most starts have nothing to migrate
                    _must_refer_to_rows(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


_CHANGES = text("SELECT total_changes()")


def _must_refer_to_rows(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA foreign_key_check")).all()
    if found:
        raise DanglingRows(f"{len(found)} rows, the first: {found[0].table} refers to {found[0].parent}")


def current(engine: Engine) -> str | None:
    """The revision of a database; None when it is empty."""
    with engine.connect() as connection:
        if "alembic_version" not in inspect(connection).get_table_names():
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def head() -> str:
    """The newest revision this version knows."""
    revision = ScriptDirectory.from_config(config()).get_current_head()
    if revision is None:
        raise AssertionError("there are no migrations")
    return revision
