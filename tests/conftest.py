"""Fixtures of all tests: databases of both engines, a running server, a browser."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import Browser

from server.storage.database import Database
from tests.support import browser as browsers
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster, binaries
from tests.support.servers import Server
from tests.support.tools import missing, needed

ENGINES = ["sqlite", "postgresql"]
DOORS = [Path(__file__).parent / "server" / room for room in ("web", "commands")]
LONG = [Path(__file__).parent / room for room in ("faults", "journeys", "accessibility", "kiosk", "display")]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--each-engine",
        action="store_true",
        help="try the doors on both databases each, not by turns; doubles their time",
    )
    parser.addoption(
        "--every-text",
        action="store_true",
        help="put every hostile text into every field of every form, not some; takes minutes",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = metafunc.definition.iter_markers("parametrize")
    if "engine_name" in metafunc.fixturenames and not any("engine_name" in mark.args[0] for mark in marks):
        metafunc.parametrize("engine_name", _engines_of(metafunc), indirect=True)


def _engines_of(metafunc: pytest.Metafunc) -> list[str]:
    """Both; but a test of a door meets one, by turns: the statements behind the doors are tried on both.

    Whose turn it is depends on the test's name alone, so that it is the same tomorrow.
    """
    at_a_door = any(door in metafunc.definition.path.parents for door in DOORS)
    if metafunc.config.getoption("--each-engine") or not at_a_door:
        return ENGINES
    return [ENGINES[crc32(metafunc.function.__name__.encode()) % len(ENGINES)]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: not any(room in item.path.parents for room in LONG))


def pytest_configure() -> None:
    """Pictures of pages and paper are kept as build artefacts."""
    browsers.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    browsers.shoot_again_when_chromium_could_not()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL cluster of this test process."""
    if binaries() is None:
        missing("PostgreSQL")
    # Not in pytest's own folder: the cluster's user must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which database it is tried on."""
    name: str = request.param
    return name


@pytest.fixture
def database_place(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database that is not there yet, for what makes it whole by a copy."""
    if engine_name == "sqlite":
        return f"sqlite:///{tmp_path / 'office.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.place()


@pytest.fixture
def database_url(database_place: str, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    if database_place.startswith("postgresql"):
        request.getfixturevalue("cluster").create(database_place)
    return database_place


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def database(database_place: str, clock: StoppedClock) -> Iterator[Database]:
    """The demo office, on each engine, at a stopped clock."""
    database = database_with_office(database_place, clock)
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
        missing("Chromium")
    with browsers.running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def node() -> str:
    """Node, which runs the pure parts of pages."""
    return needed("node")


@pytest.fixture
def screenshot() -> Callable[[str], Path]:
    """Where a picture of that name goes; the pictures are kept as build artefacts."""
    return lambda name: browsers.SCREENSHOTS / f"{name}.png"
