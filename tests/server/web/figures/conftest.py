"""The server that the tests of the report page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, StorageState

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


@pytest.fixture(scope="package")
def session_of_giang(browser: Browser, busy_office: Server) -> StorageState:
    """What a browser keeps after Giang has signed in: passwords are slow to check, on purpose."""
    context = browser.new_context(locale="vi-VN")
    Leader(context, busy_office).opens("?period=day&day=2020-01-01").sees_everything()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def leader(browser: Browser, busy_office: Server, session_of_giang: StorageState) -> Iterator[Leader]:
    """Giang, supervisor of the office, signed in."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", storage_state=session_of_giang
    )
    leader = Leader(context, busy_office)
    yield leader
    assert leader.faults == []
    context.close()
