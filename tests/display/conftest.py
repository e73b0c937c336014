"""A browser window of its own for each test of the display."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """Closed with the test, so that no display goes on watching."""
    context = browser.new_context()
    yield context
    context.close()
