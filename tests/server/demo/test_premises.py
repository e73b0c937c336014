"""The folder of a demo: one at a time, tokens that do not pile up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.actions.house import devices
from server.demo.office import demo_office
from server.demo.premises import InUse, Premises
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import device, office

SETUP = demo_office()


@pytest.fixture
def premises(tmp_path: Path) -> Premises:
    place = Premises(tmp_path / "var", "office")
    place.folder.mkdir()
    place.prepare(SETUP, SystemClock())
    return place


@pytest.fixture
def kept(premises: Premises) -> Iterator[Database]:
    database = Database(premises.url, SystemClock())
    yield database
    database.close()


def test_the_office_is_loaded_once_and_kept_at_the_next_start(premises: Premises, kept: Database) -> None:
    premises.prepare(SETUP, SystemClock())
    with kept.read() as tx:
        assert tx.connection.execute(select(office.c.code)).scalars().all() == ["ttpvhcc"]


def test_a_new_token_at_every_start_ends_the_one_before(premises: Premises, kept: Database) -> None:
    first, _ = premises.renewed_tokens(SETUP, SystemClock(), clerks=False)
    second, _ = premises.renewed_tokens(SETUP, SystemClock(), clerks=False)
    with kept.read() as tx:
        assert devices.caller_of(tx, first) is None
        assert devices.caller_of(tx, second) is not None
        assert tx.connection.execute(select(func.count()).select_from(device)).scalar() == 1


def test_every_simulated_clerk_has_a_token_for_one_counter(premises: Premises, kept: Database) -> None:
    _, clerks = premises.renewed_tokens(SETUP, SystemClock(), clerks=True)
    assert set(clerks) == {counter.number for counter in SETUP.counters}
    with kept.read() as tx:
        caller = devices.caller_of(tx, clerks[7])
    assert caller is not None
    assert (caller.role, caller.counter) == ("counter", 7)


def test_two_demos_never_share_a_database(premises: Premises) -> None:
    with premises.alone():
        with pytest.raises(InUse), Premises(premises.folder, "office").alone():
            pass
        with Premises(premises.folder, "demo").alone():
            pass
    with premises.alone():
        pass


def test_a_fresh_start_forgets_the_database_and_the_printed_tickets(premises: Premises) -> None:
    premises.tickets.mkdir()
    (premises.tickets / "A001.png").touch()
    (premises.folder / "kiosk.log").touch()
    premises.clear()
    assert sorted(path.name for path in premises.folder.iterdir()) == ["kiosk.log", "tickets"]
    assert list(premises.tickets.iterdir()) == []
