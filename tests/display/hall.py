"""A hall for the tests of the display: people who press and counters that call, over HTTP."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from playwright.sync_api import BrowserContext, Page, Route

from server.contract.client import Client
from server.contract.messages import Board, IssueTicket, Ticket
from tests.support.servers import OFFICE, Server

# What the page tells about itself, kept from its first moment on.
_KEEP = """
window.told = { board: null, shown: [], announced: [] };
document.addEventListener("board", ({ detail }) => { window.told.board = detail; });
document.addEventListener("call-shown", ({ detail }) => window.told.shown.push(detail));
document.addEventListener("announcement", ({ detail }) => window.told.announced.push(detail));
"""


class Hall:
    """The demo office with a kiosk and counters 1 to `counters`, all open."""

    def __init__(self, server: Server, *, counters: int) -> None:
        self.server = server
        self.kiosk = server.client("kiosk")
        self.clerks = {number: server.client("counter", counter=number) for number in range(1, counters + 1)}
        for number in self.clerks:
            self.step(number, "open", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for counter, clerk in self.clerks.items():
            self._leave(counter)
            clerk.close()
        self.kiosk.close()

    def _leave(self, counter: int) -> None:
        """Leave the counter as the next test may want it: nobody at it, and closed."""
        ticket = self.clerks[counter].counter(OFFICE, counter).ticket
        if ticket is not None:
            self.step(
                counter, "no-show" if ticket.state == "called" else "finish", {"version": ticket.version}
            )
        self.step(counter, "close", {})

    def press(self, service: str) -> Ticket:
        return self.kiosk.issue_ticket(OFFICE, IssueTicket(service=service))

    def step(self, counter: int, step: str, body: dict[str, Any]) -> Ticket | None:
        return self.clerks[counter].step(OFFICE, counter, step, body)

    def call(self, counter: int) -> Ticket:
        ticket = self.step(counter, "call-next", {})
        assert ticket is not None, "nobody waits"
        return ticket

    def served_by(self, counter: int) -> str:
        """A service that this counter serves."""
        return self.clerks[counter].counter(OFFICE, counter).services[0]

    def press_and_call(self, counter: int) -> Ticket:
        self.press(self.served_by(counter))
        return self.call(counter)

    def board(self) -> Board:
        with Client(self.server.url) as anyone:
            return anyone.board(OFFICE)


@dataclass
class Display:
    """A display page in a browser."""

    page: Page

    def told(self, what: str) -> Any:
        return self.page.evaluate(f"window.told.{what}")

    def until(self, condition: str, *, within_s: float = 5.0, arg: Any = None) -> None:
        """Wait until a JavaScript function of the page says true."""
        self.page.wait_for_function(condition, arg=arg, timeout=within_s * 1000, polling=50)

    def until_board(self, seq: int, *, within_s: float = 5.0) -> None:
        self.until("(seq) => window.told.board && window.told.board.seq >= seq", within_s=within_s, arg=seq)

    def until_announced(self, count: int, *, within_s: float = 10.0) -> None:
        self.until("(count) => window.told.announced.length >= count", within_s=within_s, arg=count)

    def numbers(self, what: str) -> list[str]:
        return [call["number"] for call in self.told(what)]


def open_display(
    window: BrowserContext,
    url: str,
    *,
    query: str = "",
    size: tuple[int, int] = (1920, 1080),
    clip: Callable[[Route], None] | None = None,
) -> Display:
    """The board of the demo office; every clip is a short silence unless the test says otherwise."""
    page = window.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(_KEEP)
    page.route("**/voice/**", clip or short_silence)
    page.goto(f"{url}/display/{OFFICE}{query}")
    return Display(page)


def short_silence(route: Route) -> None:
    route.fulfill(body=_SILENCE, content_type="audio/wav")


def _silence(seconds: float) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(int(8000 * seconds) * 2))
    return kept.getvalue()


_SILENCE = _silence(0.02)
