"""A kiosk's page in a real browser: opened, measured, and watched for errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

UPRIGHT = {"width": 1080, "height": 1920}
LYING = {"width": 1280, "height": 1024}
SIZES = {"upright": UPRIGHT, "lying": LYING}

# Lets a test skip ahead on the page's steady clock, while timers and the network keep real time.
_SKIP = """
const real = performance.now.bind(performance);
let skipped = 0;
performance.now = () => real() + skipped;
window.skip = (ms) => { skipped += ms; };
"""

_MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")


@contextmanager
def opened(browser: Browser, url: str, size: dict[str, int], *, calm: bool = True) -> Iterator[Page]:
    """The page at that size, showing something; with `calm` it must never complain in the console."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]}, has_touch=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.add_init_script(_SKIP)
    page.goto(url)
    page.wait_for_selector("h1")
    yield page
    assert not calm or complaints == []
    context.close()


def measure(page: Page) -> list[str]:
    """Everything that is wrong with the screen as it stands."""
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    wrong: list[str] = page.evaluate(_MEASURE)
    return wrong


def skip(page: Page, seconds: float) -> None:
    """Let the page's steady clock jump."""
    page.evaluate("ms => window.skip(ms)", seconds * 1000)


def codes_on(picture: Path) -> list[str]:
    """The QR codes that a phone would read from a picture."""
    return [code.text for code in zxingcpp.read_barcodes(Image.open(picture).convert("L"))]
