"""Somebody of the staff in front of a page, for tests that press keys and read the screen."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.servers import STAFF_PASSWORD, Server


class Hands:
    """Types and presses, and keeps every `faults` that the page had meanwhile."""

    def __init__(self, context: BrowserContext, server: Server, username: str) -> None:
        self.page: Page = context.new_page()
        self.server = server
        self.username = username
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def gives_password(self, path: str) -> None:
        """Opens a page and signs in by the keyboard alone."""
        self.page.goto(f"{self.server.url}{path}")
        expect(self.page.get_by_label("Tên đăng nhập")).to_be_focused()
        self.type(self.username, "Tab")
        self.type(STAFF_PASSWORD, "Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str, *then: str) -> None:
        self.page.keyboard.type(text)
        self.press(*then)

    def tabs_to(self, name: str) -> None:
        """Goes by Tab, as far as it takes, to the button of this name."""
        button = self.page.get_by_role("button", name=name)
        for _ in range(20):
            self.press("Tab")
            if button.evaluate("(button) => button === document.activeElement"):
                return
        raise AssertionError(f"Tab leads to no “{name}”")

    def is_told(self, text: str) -> None:
        expect(self.page.locator(".word")).to_contain_text(text)
