"""What the commands share: options, settings, a database to work in, and how refusals are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from pydantic import ValidationError

from server.ports import SystemClock
from server.settings import Settings
from server.storage import migrating
from server.storage.database import Database, UnsafeDatabase

DATABASE = click.option("--database", help="Database URL; also DUNGHEN_DATABASE.")


def settings_of(**given: Any) -> Settings:
    """Settings from options and environment; a wrong one is a usage error."""
    try:
        return Settings.read(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors())
        raise click.UsageError(wrong) from error


@contextmanager
def working_database(url: str | None) -> Iterator[Database]:
    """A database at this version's schema, for a short command beside the server."""
    settings = settings_of(database=url)
    try:
        database = Database(settings.database, SystemClock())
        if migrating.current(database.engine) != migrating.head():
            migrating.migrate(database.engine)
    except UnsafeDatabase as error:
        raise click.ClickException(str(error)) from error
    try:
        yield database
    finally:
        database.close()
