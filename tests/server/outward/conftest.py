"""A hall for the tests of what leaves the house."""

from __future__ import annotations

import pytest

from server.storage.database import Database
from tests.builders import Hall
from tests.support.clocks import StoppedClock


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    """The demo office on each engine, with every counter closed."""
    return Hall(database, clock)
