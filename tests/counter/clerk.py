"""A clerk in front of the counter's page, for tests that press keys and read the screen."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.contract.client import Client
from server.contract.messages import IssueTicket, Ticket
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server


class Clerk:
    """`Clerk(context, server).at_counter(3)` is signed in, and the counter is open."""

    def __init__(self, context: BrowserContext, server: Server, username: str = "hoa") -> None:
        self.page: Page = context.new_page()
        self.server = server
        self.username = username
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def sign_in(self) -> Clerk:
        self.page.goto(f"{self.server.url}/counter")
        expect(self.page.get_by_label("Tên đăng nhập")).to_be_focused()
        self.type(self.username, "Tab")
        self.type(STAFF_PASSWORD, "Enter")
        expect(self.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
        return self

    def at_counter(self, counter: int) -> Clerk:
        self.sign_in()
        self.page.get_by_role("button", name=f"{counter}", exact=False).first.wait_for()
        self.press(str(counter), "F3")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Quầy {counter}")
        expect(self.page.locator(".head-line")).to_have_text("Đã kết nối")
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str, *then: str) -> None:
        self.page.keyboard.type(text)
        self.press(*then)

    def has(self, number: str, doing: str) -> None:
        """The citizen at the counter, and the words under the clock."""
        expect(self.page.locator(".person .big")).to_have_text(number)
        expect(self.page.locator(".person-clock .soft")).to_have_text(doing)

    def has_called(self, number: str) -> None:
        self.has(number, "từ khi gọi")

    def is_serving(self, number: str) -> None:
        self.has(number, "đang phục vụ")

    def is_free(self) -> None:
        expect(self.page.locator(".person .nobody")).to_be_visible()

    def is_told(self, text: str) -> None:
        expect(self.page.locator(".word")).to_contain_text(text)

    def line(self) -> Locator:
        return self.page.locator(".waiting .row-number")

    def held(self) -> Locator:
        return self.page.locator(".held .row-number")


def take(kiosk: Client, service: str = "land", **press: object) -> Ticket:
    """A number from the kiosk."""
    return kiosk.issue_ticket(OFFICE, IssueTicket.model_validate({"service": service, **press}))
