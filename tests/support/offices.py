"""Offices for tests: the demo office, and databases that hold it."""

from __future__ import annotations

from server.actions import setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.ports import Clock
from server.storage import migrating
from server.storage.database import Database


def database_with_office(url: str, clock: Clock, setup: SetUp | None = None) -> Database:
    """A migrated database that holds one office, the demo's unless told otherwise."""
    database = Database(url, clock)
    migrating.migrate(database.engine)
    database.write(lambda tx: setting_up.apply(tx, setup or demo_office()))
    return database
