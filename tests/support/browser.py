"""A real Chromium, headless, that talks to nobody but us."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE_MS = 20_000
"""How long is waited for what a page has to show: machines of tests are slow and busy."""
SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"


def chromium_path() -> str | None:
    """The machine's Chromium, None when there is none; its shell without windows takes half the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser for the tests of one process."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


def shoot_again_when_chromium_could_not() -> None:
    """Once in many thousand pictures Chromium has no frame to give; the next moment it has."""
    shoot = Page.screenshot

    def patient(page: Page, **about: Any) -> bytes:
        try:
            return shoot(page, **about)
        except BrowserError as error:
            if "Unable to capture screenshot" not in error.message:
                raise
            return shoot(page, **about)

    Page.screenshot = patient  # type: ignore[method-assign]  # every test takes its pictures by it
