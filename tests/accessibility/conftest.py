"""One server and one browser for all looks at its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from server.app import create_app
from server.ports import SystemClock
from server.settings import Settings
from tests.accessibility.premises import Premises, premises
from tests.support.servers import Server


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Premises]:
    """The demo office at work."""
    with Server(tmp_path_factory.mktemp("accessibility")) as server, premises(server, browser) as house:
        yield house


@pytest.fixture(scope="package")
def flask(house: Premises) -> Flask:
    """The same application in this process, to be asked for its routes."""
    settings = Settings(database=house.server.database, secret_key="only for tests")
    return create_app(settings, SystemClock()).flask
