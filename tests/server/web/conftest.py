"""A house for the tests of the doors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server.web.citizen import Citizen
from tests.server.web.guard_world import World, furnished
from tests.server.web.house import House
from tests.support.clocks import StoppedClock


@pytest.fixture
def house(database_place: str, clock: StoppedClock) -> Iterator[House]:
    """The server, on the engine whose turn it is; what a test asks in a hurry is not slowed."""
    house = House(database_place, clock, integration_rate=10_000)
    yield house
    house.hall.database.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two offices and everybody in them, for the tests of a module that change nothing there."""
    with furnished(tmp_path_factory.mktemp("world"), integration_rate=10_000) as made:
        yield made


@pytest.fixture
def citizen(house: House) -> Citizen:
    """Somebody who books on the pages of the house."""
    return Citizen(house)
