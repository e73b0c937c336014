"""A clerk in front of the counter's page, for tests that press keys and read the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Locator, Request, expect

from server.contract.client import Client
from server.contract.messages import IssueTicket, Ticket
from tests.counter.hands import Hands
from tests.support.servers import OFFICE, Server


class Clerk(Hands):
    """`Clerk(context, server).at_counter(3)` is signed in, and the counter is open."""

    def __init__(self, context: BrowserContext, server: Server, username: str = "hoa") -> None:
        super().__init__(context, server, username)

    def sign_in(self) -> Clerk:
        self.gives_password("/counter")
        expect(self.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
        return self

    def at_counter(self, counter: int) -> Clerk:
        self.sign_in()
        self.page.get_by_role("button", name=f"{counter}", exact=False).first.wait_for()
        self.press(str(counter), "F3")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(f"Quầy {counter}")
        expect(self.page.locator(".head-line")).to_have_text("Đã kết nối")
        return self

    def has(self, number: str, doing: str) -> None:
        """The citizen at the counter, and the words under the clock."""
        expect(self.page.locator(".person .big")).to_have_text(number)
        expect(self.page.locator(".person-clock .soft")).to_have_text(doing)

    def has_called(self, number: str) -> None:
        self.has(number, "từ khi gọi")

    def is_serving(self, number: str) -> None:
        self.has(number, "đang phục vụ")

    def calls(self, number: str) -> None:
        """Call the next one, who is `number`."""
        expect(self.line().first).to_have_text(number)
        self.press("F2")
        self.has_called(number)

    def serves(self, number: str) -> None:
        self.calls(number)
        self.press("F3")
        self.is_serving(number)

    def is_free(self) -> None:
        expect(self.page.locator(".person .nobody")).to_be_visible()

    def figure(self, which: int) -> int:
        """One of today's own figures: 0 is the citizens served, 2 the dossiers received."""
        return int(self.page.locator(".today .figures").nth(which).inner_text())

    def row(self, number: str) -> Locator:
        """The row of somebody who waits or is on hold."""
        return self.page.locator(".row-main").filter(has_text=number)

    def sees_nothing_new(self) -> None:
        """From now on every look at the counter gets the picture of now."""
        old = self.page.evaluate(
            "(path) => fetch(path).then((answer) => answer.json())", f"/api/v1/offices/{OFFICE}/counters/3"
        )
        self.page.route("**/counters/3", lambda route: route.fulfill(json=old))

    def sees_again(self) -> None:
        self.page.unroute("**/counters/3")

    def steps(self) -> list[str]:
        """The steps that the page asks of the server from now on, as they are sent."""
        steps: list[str] = []

        def remember(request: Request) -> None:
            if request.method == "POST" and "/counters/" in request.url:
                steps.append(request.url.rpartition("/")[2])

        self.page.on("request", remember)
        return steps

    def line(self) -> Locator:
        return self.page.locator(".waiting .row-number")

    def held(self) -> Locator:
        return self.page.locator(".held .row-number")


@contextmanager
def office_pc(browser: Browser) -> Iterator[BrowserContext]:
    """A clerk's browser, 1366 × 768."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    yield context
    context.close()


def empty_counter(server: Server, counter: int) -> None:
    """Finish, remove and close whatever a test left at a counter."""
    with server.client("counter", counter=counter) as client:
        view = client.counter(OFFICE, counter)
        for ticket in [*([view.ticket] if view.ticket else []), *view.on_hold]:
            client.step(OFFICE, counter, "finish", {"ticket": ticket.id, "version": ticket.version})
        for ticket in view.line:
            body = {"ticket": ticket.id, "version": ticket.version, "reason": "hết thử"}
            client.step(OFFICE, counter, "remove", body)
        client.step(OFFICE, counter, "close", {})


def take(kiosk: Client, service: str = "land", **press: object) -> Ticket:
    """A number from the kiosk."""
    return kiosk.issue_ticket(OFFICE, IssueTicket.model_validate({"service": service, **press}))


def numbers(kiosk: Client, *services: str) -> list[str]:
    """Numbers for people who come one after the other."""
    return [take(kiosk, service).number for service in services]
