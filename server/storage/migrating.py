"""Bringing a database to the schema of this version: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

_HERE = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made in code so that it works wherever the package lies."""
    alembic = Config()
    alembic.set_main_option("script_location", str(_HERE))
    alembic.set_main_option("path_separator", "os")
    alembic.attributes["connection"] = connection
    return alembic


def migrate(engine: Engine, to: str = "head") -> None:
    """Upgrade to a revision, one process at a time: the lock is the transaction itself."""
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(71171)"))
        command.upgrade(config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Back to an earlier revision."""
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        command.downgrade(config(connection), to)


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
