"""The server that the tests of the report page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.server.web.figures.leader import Leader, office_with_a_past
from tests.support.servers import Server


@pytest.fixture(scope="package")
def busy_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server whose office has weeks of figures."""
    with office_with_a_past(tmp_path_factory.mktemp("past")) as server:
        yield server


@pytest.fixture
def pc(browser: Browser) -> Iterator[BrowserContext]:
    """The desk of somebody who leads an office."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def leader(pc: BrowserContext, busy_office: Server) -> Iterator[Leader]:
    """Giang, supervisor of the office."""
    leader = Leader(pc, busy_office)
    yield leader
    assert leader.faults == []
