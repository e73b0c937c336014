"""Looks at a page as axe-core does, and measures what axe-core cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FINGER_PX, KIOSK_FINGER_PX = 24, 60
NARROW: ViewportSize = {"width": 320, "height": 800}
"""A screen of 1280 pixels at 400 %, WCAG 1.4.10."""

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_MEASURE = Path(__file__).with_name("measure.js").read_text("utf-8")
_RUN = """(rules) => axe.run(document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"], elementRef: false, preload: false,
})"""
# WCAG 1.4.12, as somebody's own style sheet would say it; a sheet made by script is no inline style.
_SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Charts are drawn anew in the frame after their room has changed.
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Some pages begin in their first field; this is where a page without one begins.
_BEGIN = """() => {
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
}"""
_PLAIN = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"


def faults(page: Page, smallest_px: int = FINGER_PX) -> list[str]:
    """Everything wrong with a page as it stands, one line each: axe-core's violations and small targets."""
    return [*axe_faults(page), *measured(page, "targets", smallest_px)]


def axe_faults(page: Page) -> list[str]:
    """What axe-core counts as a violation, one line for each node."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(_RUN, list(RULES))
    return [
        f"{wrong['id']}: {node['target'][0]} {node['html'][:120]} – {_why(node)}"
        for wrong in found["violations"]
        for node in wrong["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks)[:200]


def measured(page: Page, check: str, smallest_px: int = FINGER_PX) -> list[str]:
    """One of the checks of measure.js."""
    found: list[str] = page.evaluate(_MEASURE, {"check": check, "smallest": smallest_px})
    return found


def narrow_faults(page: Page) -> list[str]:
    """What does not fit at 400 %, and which texts are cut when letters stand further apart."""
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    page.evaluate(_DRAWN)
    found = measured(page, "reflow")
    if wide:
        page.set_viewport_size(wide)
    with spaced(page):
        return [*found, *measured(page, "cut")]


@contextmanager
def spaced(page: Page) -> Iterator[None]:
    """With the text spacing that readers may choose."""
    page.evaluate(_SPACED)
    yield
    page.evaluate(_PLAIN)


def tab_faults(page: Page, most: int = 60) -> list[str]:
    """Goes through a page by Tab: the focus must be seen at every stop, and must leave again."""
    found: list[str] = []
    stops: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop, *unseen = measured(page, "focus")
        if stop == "body":
            break
        stops.append(stop)
        found += unseen
    if len(stops) > 3 and stops[-1] == stops[-2] == stops[-3]:
        found.append(f"the focus is caught: {stops[-1]}")
    return found


def skip_faults(page: Page) -> list[str]:
    """The first stop of Tab on a page that was just opened must be seen, and lead to its main part."""
    page.evaluate(_BEGIN)
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    if first != "skip":
        return [f"the first stop is “{first}”"]
    found = measured(page, "focus")[1:]
    page.keyboard.press("Enter")
    main = page.evaluate("document.activeElement.tagName")
    return found if main == "MAIN" else [*found, f"it leads to {main}"]
