"""From an empty server to a ticket that is called, in a real browser, with every step counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.first_run import EmptyServer, Program
from tests.support.ports import free_port

MOST_STEPS = 25
PASSWORD = "bò vàng gặm cỏ non"


class Hands:
    """Somebody's hands: every field filled in, choice made and button pressed is a step."""

    def __init__(self) -> None:
        self.steps = 0

    def fill(self, field: Locator, text: str) -> None:
        self.steps += 1
        field.fill(text)

    def press(self, what: Locator) -> None:
        self.steps += 1
        what.click()

    def choose(self, what: Locator, value: str) -> None:
        self.steps += 1
        what.select_option(value)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[EmptyServer]:
    with EmptyServer(tmp_path) as server:
        yield server


@pytest.fixture
def kiosk(empty: EmptyServer, tmp_path: Path) -> Iterator[str]:
    """A kiosk that was started without a token; its address."""
    port = free_port()
    words = ["-m", "kiosk", "--server", empty.url, "--port", str(port), "--state", str(tmp_path / "kiosk")]
    address = f"http://127.0.0.1:{port}"
    with Program(words, tmp_path / "kiosk.log", answers_at=address):
        yield address


def first_administrator(page: Page, hands: Hands, server: EmptyServer) -> None:
    page.goto(server.url)
    expect(page).to_have_url(f"{server.url}/set-up")
    hands.fill(page.locator("#code"), server.code().lower())
    hands.fill(page.locator("#name"), "Nguyễn Thị Hoa")
    hands.fill(page.locator("#username"), "hoa")
    hands.fill(page.locator("#password"), PASSWORD)
    hands.fill(page.locator("#again"), PASSWORD)
    hands.press(page.locator("main button"))
    expect(page).to_have_url(f"{server.url}/set-up/office")


def office_from_template(page: Page, hands: Hands, server: EmptyServer) -> None:
    hands.press(page.locator("input[value=commune]"))
    hands.fill(page.locator("#name"), "Trung tâm Phục vụ hành chính công phường Quy Nhơn")
    hands.fill(page.locator("#code"), "p-quynhon")
    hands.fill(page.locator("#address"), "30 Nguyễn Huệ, Quy Nhơn")
    hands.fill(page.locator("#hotline"), "1022")
    hands.press(page.locator("main button").first)
    expect(page).to_have_url(re.compile("/admin/p-quynhon"))


def shown_code(page: Page) -> str:
    """The pairing code on a device's screen."""
    found = page.get_by_text(re.compile(r"^\s*[A-Z0-9]{3}[\s·-]?[A-Z0-9]{3}\s*$")).first
    expect(found).to_be_visible(timeout=15_000)
    return found.inner_text()


def test_an_empty_server_becomes_an_office_that_calls_a_number_in_25_steps(
    browser: Browser, empty: EmptyServer, kiosk: str, screenshot: Callable[[str], Path]
) -> None:
    hands = Hands()
    contexts = [browser.new_context(), browser.new_context(), browser.new_context()]
    page, screen, counter = (context.new_page() for context in contexts)
    first_administrator(page, hands, empty)
    office_from_template(page, hands, empty)

    hands.press(page.locator(".admin-menu a[href='/admin/p-quynhon/devices']"))
    screen.goto(kiosk)
    hands.fill(page.locator("#code"), shown_code(screen))
    hands.press(page.locator(".pair .send button"))
    counter.goto(f"{empty.url}/counter?pair=on")
    hands.fill(page.locator("#code"), shown_code(counter))
    hands.choose(page.locator("#counter"), "1")
    hands.press(page.locator(".pair .send button"))

    hands.press(screen.get_by_role("button", name=re.compile("Chứng thực")))
    expect(screen.get_by_text("A001").first).to_be_visible(timeout=15_000)
    hands.press(counter.get_by_role("button", name=re.compile("Mở quầy")))
    hands.press(counter.get_by_role("button", name=re.compile("Gọi")).first)
    expect(counter.get_by_text("A001").first).to_be_visible(timeout=15_000)
    counter.screenshot(path=screenshot("first-run-called"))
    assert hands.steps <= MOST_STEPS, f"it took {hands.steps} steps"
    for context in contexts:
        context.close()
