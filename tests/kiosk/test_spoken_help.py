"""The spoken help in a real browser: things are heard before they are chosen, by finger, button or key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.kiosk.screens import LYING, UPRIGHT, measure, opened, skip
from tests.kiosk.stand import Program
from tests.support.servers import Server

Shoot = Callable[[str], Path]


@pytest.fixture(scope="module")
def kiosk(shared_server: Server) -> Iterator[Program]:
    with Program(shared_server.url, shared_server.token("kiosk")) as kiosk:
        yield kiosk


@pytest.fixture
def page(kiosk: Program, browser: Browser) -> Iterator[Page]:
    with opened(browser, kiosk.url, UPRIGHT) as page:
        page.wait_for_selector(".card-button")
        yield page


def hears(page: Page, *spoken: str) -> None:
    """What comes out of the loudspeaker begins with this; names of services only where they can be spoken."""
    heard = page.locator("#kiosk")
    for clip in spoken:
        said = re.compile(rf"(^| \| ){re.escape(clip)}( \| |$)")
        expect(heard).to_have_attribute("data-spoken", said, timeout=15_000)


def touch(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def test_a_touch_tells_and_a_second_takes_the_number(page: Page, screenshot: Shoot) -> None:
    touch(page, "Nghe hướng dẫn")
    hears(page, "voice-on", "choose-field")
    land = page.locator(".card-button").first
    land.tap()
    hears(page, "field", "letter-a")
    expect(land).to_be_focused()
    assert measure(page) == []
    page.screenshot(path=screenshot("kiosk-upright-spoken-help"))
    land.tap()
    page.wait_for_selector(".result")
    hears(page, "your-number", "letter-a")
    skip(page, 60)
    page.wait_for_selector(".card-button")
    expect(page.get_by_role("button", name="Nghe hướng dẫn")).to_be_visible()
    expect(page.locator(".steps-bar")).to_have_count(0)


def test_three_buttons_lead_through_everything_without_sight(page: Page) -> None:
    touch(page, "Nghe hướng dẫn")
    touch(page, "Chọn")
    hears(page, "nothing-heard")
    touch(page, "Tiếp")
    hears(page, "booked")
    touch(page, "Tiếp")
    hears(page, "letter-a")
    touch(page, "Tiếp")
    hears(page, "letter-b")
    touch(page, "Lùi")
    hears(page, "letter-a")
    touch(page, "Lùi")
    touch(page, "Lùi")
    hears(page, "language")
    touch(page, "Chọn")
    expect(page.get_by_role("heading", name="Welcome!")).to_be_visible()
    hears(page, "welcome")


def test_a_keypad_turns_it_on_steps_and_chooses(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    hears(page, "voice-on")
    for clip in ("booked", "letter-a"):
        page.keyboard.press("ArrowDown")
        hears(page, clip)
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    hears(page, "your-number")


def test_it_fits_lying_screens_in_high_contrast(kiosk: Program, browser: Browser, screenshot: Shoot) -> None:
    with opened(browser, kiosk.url, LYING) as page:
        page.wait_for_selector(".card-button")
        touch(page, "Tương phản")
        touch(page, "Nghe hướng dẫn")
        assert measure(page) == []
        for _ in range(2):
            page.locator(".card-button").nth(1).tap()
            page.wait_for_timeout(200)
        page.wait_for_selector(".result")
        assert measure(page) == []
        page.screenshot(path=screenshot("kiosk-lying-spoken-result"))
