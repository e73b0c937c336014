"""Fixtures of all tests: databases of both engines, a running server, a browser."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from server.storage.database import Database
from tests.support import browser as browsers
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster, binaries
from tests.support.servers import Server


def pytest_configure() -> None:
    """Pictures of pages and paper are kept as build artefacts."""
    browsers.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browsers.shoot_again_when_chromium_could_not()


def _missing(what: str) -> None:
    """In continuous integration nothing is skipped: what is missing is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster of this test process."""
    if binaries() is None:
        _missing("PostgreSQL")
    # Not in pytest's own folder: the cluster's user must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.create_database()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    """The demo office, on each engine, at a stopped clock."""
    database = database_with_office(database_url, clock)
    yield database
    database.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server with the demo office and a fresh SQLite database."""
    with Server(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server that the tests of a module share."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this test process."""
    if browsers.chromium_path() is None:
        _missing("Chromium")
    with browsers.running_browser() as running:
        yield running


@pytest.fixture
def screenshot() -> Callable[[str], Path]:
    """Where a picture of that name goes; the pictures are kept as build artefacts."""
    return lambda name: browsers.SCREENSHOTS / f"{name}.png"
