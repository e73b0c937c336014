"""Offices for tests: the demo office, and databases that hold it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from sqlalchemy import update

from server.actions.house import setting_up, signing_in
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.ports import Clock, SystemClock
from server.storage import migrating
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import staff

OFFICE = "ttpvhcc"
STAFF_PASSWORD = "dunghen-demo"
"""Of every member of staff of the demo office: clerks `hoa`, `minh`, `lan`, supervisor `giang`."""


def database_with_office(url: str, clock: Clock, setup: SetUp | None = None) -> Database:
    """A migrated database that holds one office, the demo's unless told otherwise."""
    database = Database(url, clock)
    migrating.migrate(database.engine)
    database.write(lambda tx: _set_up(tx, setup))
    return database


def furnish(url: str) -> None:
    """Put the demo office into an empty database; what is there already stays."""
    database = Database(url, SystemClock())
    migrating.migrate(database.engine)
    with database.read() as tx:
        there = tx.offices.all(tx.connection)
    if not there:
        database.write(lambda tx: _set_up(tx, office_at_noon()))
    database.close()


@cache
def noon_zone() -> str:
    """A time zone in which it is about noon: a slot that begins next is one of today, and no test of a
    running server meets midnight."""
    hours = datetime.now(UTC).hour - 12
    return f"Etc/GMT{hours:+d}" if hours else "Etc/GMT"


def office_at_noon() -> SetUp:
    """The demo office, as servers on the world's clock have it."""
    whole = demo_office()
    return whole.model_copy(update={"office": whole.office.model_copy(update={"time_zone": noon_zone()})})


def _set_up(tx: Transaction, setup: SetUp | None) -> None:
    if setup is not None and not any(member.password for member in setup.staff or ()):
        setting_up.apply(tx, setup)
        return
    whole = setup or demo_office()
    staff_without = [member.model_copy(update={"password": None}) for member in whole.staff or ()]
    setting_up.apply(tx, whole.model_copy(update={"staff": staff_without}))
    tx.connection.execute(update(staff).values(password_hash=_hash()))


@cache
def _hash() -> str:
    """Argon2id is slow on purpose, and a thousand tests need the same hash."""
    return signing_in.hashed_password(STAFF_PASSWORD)
