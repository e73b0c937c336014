"""A receptionist in front of the reception page, for tests that type, scan and read the screen."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, expect

from tests.counter.hands import Hands
from tests.support.servers import Server


class Receptionist(Hands):
    """`Receptionist(context, server).at_the_desk()` is signed in, and the field has the focus."""

    def __init__(self, context: BrowserContext, server: Server, username: str = "thuan") -> None:
        super().__init__(context, server, username)

    def sign_in(self) -> Receptionist:
        self.gives_password("/reception")
        return self

    def at_the_desk(self) -> Receptionist:
        self.sign_in()
        expect(self.field()).to_be_focused()
        expect(self.page.locator(".head-line")).to_have_text("Đã kết nối")
        expect(self.page.locator(".day-figures")).to_be_visible()
        return self

    def field(self) -> Locator:
        return self.page.locator("#find")

    def finds(self, text: str, name: str) -> None:
        """Type or scan something, and see whose booking it is."""
        self.type(text, "Enter")
        expect(self.page.locator(".one h2")).to_have_text(name)

    def checks_in(self) -> str:
        """Enter on what was found; the number, big on the screen."""
        expect(self.button("Nhận số")).to_be_visible()
        self.press("Enter")
        expect(self.number()).to_be_visible()
        return self.number().inner_text()

    def number(self) -> Locator:
        return self.page.locator(".number.huge")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def row(self, name: str) -> Locator:
        """Somebody in the day's list."""
        return self.page.locator(".day-list .who").filter(has_text=name)

    def fits(self) -> bool:
        """The page needs no scrolling, and what can be pressed is on the screen."""
        found: bool = self.page.evaluate(
            """() => document.documentElement.scrollHeight <= innerHeight + 1
                && document.documentElement.scrollWidth <= innerWidth + 1"""
        )
        return found
