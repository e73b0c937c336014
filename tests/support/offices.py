"""Offices for tests: the demo office, and databases that hold it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import select, update

from server.actions.house import setting_up, signing_in
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.ports import Clock, SystemClock
from server.storage import migrating
from server.storage.database import Database, make_engine
from server.storage.happenings import Transaction
from server.storage.tables import office, staff
from tests.support.clocks import StoppedClock
from tests.support.templates import Templates

OFFICE = "ttpvhcc"
STAFF_PASSWORD = "dunghen-demo"
"""Of every member of staff of the demo office: clerks `hoa`, `minh`, `lan`, supervisor `giang`."""


def database_with_office(url: str, clock: Clock, setup: SetUp | None = None) -> Database:
    """A migrated database that holds one office, the demo's unless told otherwise."""
    _TEMPLATES.fill(url, _key(clock, setup), lambda template: _make(template, clock, setup))
    return Database(url, clock)


def database_made_once(url: str, clock: Clock, name: str, fill: Callable[[Database], None]) -> Database:
    """As `database_with_office`; what `fill` writes is written the first time, and copied after that.

    `name` is of what `fill` does, no other may have it; `fill` must leave the clock as it is.
    """

    def make(template: str) -> None:
        _make(template, clock, None)
        database = Database(template, clock)
        fill(database)
        database.close()

    _TEMPLATES.fill(url, f"{name} {_key(clock, None)}", make)
    return Database(url, clock)


_TEMPLATES = Templates()


def _key(clock: Clock, setup: SetUp | None) -> str:
    """What an office made now depends on: what it is, and the day; to the hour, for clocks that go."""
    now = clock.now()
    moment = now if isinstance(clock, StoppedClock) else now.replace(minute=0, second=0, microsecond=0)
    return f"{moment} {'' if setup is None else setup.model_dump_json()}"


def _make(url: str, clock: Clock, setup: SetUp | None) -> None:
    database = Database(url, clock)
    migrating.migrate(database.engine)
    database.write(lambda tx: _set_up(tx, setup))
    database.close()


def furnish(url: str) -> None:
    """Put the demo office into an empty database; what is there already stays."""
    if not _has_office(url):
        database_with_office(url, SystemClock(), office_at_noon()).close()


def _has_office(url: str) -> bool:
    """Whether there is a database with an office; one without a schema has none."""
    engine = make_engine(url)
    try:
        if migrating.current(engine) is None:
            return False
        migrating.migrate(engine)
        with engine.connect() as connection:
            return connection.execute(select(office.c.id).limit(1)).first() is not None
    finally:
        engine.dispose()


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
