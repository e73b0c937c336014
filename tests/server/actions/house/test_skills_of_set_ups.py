"""What clerks may serve follows the services that there are, also where a set-up speaks of no staff."""

from __future__ import annotations

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.setup_file.reading import read
from server.setup_file.writing import written
from server.storage import setups
from server.storage.database import Database
from tests.support.offices import OFFICE


def skilled(*services: str) -> SetUp:
    """The demo office, whose first clerk may serve these."""
    office = demo_office()
    first, *others = office.staff or []
    return office.model_copy(update={"staff": [first.model_copy(update={"services": [*services]}), *others]})


def without(office: SetUp, code: str) -> SetUp:
    """The office without a service; of its staff it says nothing."""
    counters = [
        counter.model_copy(update={"services": [one for one in counter.services if one != code]})
        for counter in office.counters
    ]
    kept = {
        "services": [service for service in office.services if service.code != code],
        "counters": [counter for counter in counters if counter.services],
        "slots": [],
        "booking": None,
        "staff": None,
    }
    return office.model_copy(update=kept)


def skills(database: Database) -> list[str]:
    with database.read() as tx:
        stored = setups.stored(tx.connection, OFFICE)
    assert stored is not None
    assert read(written(stored).encode()).problems == (), "its own export is no set-up"
    return (stored.staff or [])[0].services


def test_a_service_that_goes_is_nobodys_skill_any_more(database: Database) -> None:
    database.write(lambda tx: setting_up.apply(tx, skilled("land", "results")))
    database.write(lambda tx: setting_up.apply(tx, without(demo_office(), "results")))
    assert skills(database) == ["land"]


def test_who_was_limited_to_what_goes_may_serve_everything_and_that_is_told(database: Database) -> None:
    database.write(lambda tx: setting_up.apply(tx, skilled("results")))
    with database.read() as tx:
        notes = setting_up.plan(tx, without(demo_office(), "results")).notes
    assert any(note.startswith("may serve everything") and "hoa" in note for note in notes), notes
    database.write(lambda tx: setting_up.apply(tx, without(demo_office(), "results")))
    assert skills(database) == []
