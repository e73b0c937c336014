"""No screen of the kiosk has a violation: in both languages, in the usual colours and in high contrast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.eyes import KIOSK_FINGER_PX, faults, measured
from tests.accessibility.premises import Premises
from tests.kiosk.screens import UPRIGHT, opened, skip
from tests.kiosk.stand import Program


@pytest.fixture(scope="module")
def kiosk(house: Premises) -> Iterator[Program]:
    with Program(house.server.url, house.server.token("kiosk")) as kiosk:
        yield kiosk


@pytest.fixture
def page(kiosk: Program, browser: Browser) -> Iterator[Page]:
    with opened(browser, kiosk.url, UPRIGHT, calm=False) as page:
        page.wait_for_selector(".card-button")
        yield page


def do(page: Page, act: str, value: str = "") -> None:
    """Touch what does this, whatever it is called in the language of the page."""
    page.locator(f'[data-act="{act}"]' + (f'[data-value="{value}"]' if value else "")).first.tap()


def look(page: Page, found: list[str], name: str) -> None:
    page.wait_for_timeout(100)
    kept = faults(page, KIOSK_FINGER_PX) + measured(page, "reflow")
    found += [f"{name}: {fault}" for fault in kept]


def walk(page: Page, mode: str) -> list[str]:
    """From the start through every screen that a finger reaches, with a look at each."""
    found: list[str] = []
    look(page, found, f"services {mode}")
    do(page, "categories")
    look(page, found, f"categories {mode}")
    do(page, "category")
    look(page, found, f"category chosen {mode}")
    do(page, "checkin")
    look(page, found, f"check-in {mode}")
    do(page, "code")
    for letter in "7K3M92QX":
        do(page, "letters", letter)
    look(page, found, f"code {mode}")
    do(page, "typed")
    page.wait_for_selector(".message")
    look(page, found, f"verdict {mode}")
    do(page, "home")
    do(page, "press")
    page.wait_for_selector(".result")
    look(page, found, f"result {mode}")
    skip(page, 60)
    page.wait_for_selector(".card-button")
    return found


def test_every_screen_in_vietnamese(page: Page) -> None:
    assert walk(page, "plain") == []


def test_every_screen_in_english_and_high_contrast(page: Page) -> None:
    do(page, "language")
    do(page, "contrast")
    assert walk(page, "contrast") == []


def test_every_help_together(page: Page) -> None:
    found: list[str] = []
    for act in ("large", "low", "contrast"):
        do(page, act)
        look(page, found, act)
    do(page, "voice")
    look(page, found, "voice")
    do(page, "contrast")
    do(page, "contrast")
    look(page, found, "voice, large and low, in usual colours")
    assert found == []


def test_a_kiosk_that_may_not_work(house: Premises, browser: Browser) -> None:
    with (
        Program(house.server.url, "wrong") as barred,
        opened(browser, barred.url, UPRIGHT, calm=False) as page,
    ):
        page.wait_for_selector(".message")
        found: list[str] = []
        look(page, found, "not allowed")
        do(page, "contrast")
        look(page, found, "not allowed in high contrast")
        assert found == []
