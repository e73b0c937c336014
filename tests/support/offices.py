"""Offices for tests: the demo office, and databases that hold it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import update

from server.actions import setting_up, signing_in
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.ports import Clock
from server.storage import migrating
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import staff
from tests.support.servers import STAFF_PASSWORD


def database_with_office(url: str, clock: Clock, setup: SetUp | None = None) -> Database:
    """A migrated database that holds one office, the demo's unless told otherwise."""
    database = Database(url, clock)
    migrating.migrate(database.engine)
    database.write(lambda tx: _set_up(tx, setup))
    return database


def _set_up(tx: Transaction, setup: SetUp | None) -> None:
    if setup is not None:
        setting_up.apply(tx, setup)
        return
    whole = demo_office()
    staff_without = [member.model_copy(update={"password": None}) for member in whole.staff or ()]
    setting_up.apply(tx, whole.model_copy(update={"staff": staff_without}))
    tx.connection.execute(update(staff).values(password_hash=_hash()))


@cache
def _hash() -> str:
    """Argon2id is slow on purpose, and a thousand tests need the same hash."""
    return signing_in.hashed_password(STAFF_PASSWORD)
