"""A running office with everybody in it, so that every page has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from server.actions.hall import notices
from server.contract.client import new_key
from server.contract.setup_file import AccountSetUp
from server.demo import public_password, rating_forms
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.accessibility.eyes import AXE
from tests.counter.clerk import take
from tests.kiosk.booked import Citizen
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

LANGUAGES = ("vi", "en")
DESK = {"width": 1366, "height": 900}
_LANGUAGE = """
const asked = new URLSearchParams(location.search).get("lang");
if (asked) localStorage.setItem("dunghen.language", asked);
"""
PEOPLE = {"province": "tinh", "admin": "quan-tri", "supervisor": "giang"}


@dataclass
class Premises:
    """A server with a line, somebody served who may rate, and a booking; and who is signed in where."""

    server: Server
    browser: Browser
    tokens: dict[str, str]
    _rooms: dict[str, BrowserContext] = field(default_factory=dict)

    def room(self, who: str) -> BrowserContext:
        """A browser in which somebody of that role (or nobody: "") is signed in. Its pages speak the
        language that their address asks for, those too that otherwise remember one."""
        if who not in self._rooms:
            context = self.browser.new_context(viewport=DESK, locale="vi-VN")
            context.add_init_script(_LANGUAGE)
            context.add_init_script(AXE)
            if who:
                sign_in(context, self.server.url, who)
            self._rooms[who] = context
        return self._rooms[who]

    def page_of(self, who: str) -> Page:
        """The one page of that person, used again and again."""
        room = self.room(who)
        return room.pages[0] if room.pages else room.new_page()

    def address(self, path: str) -> str:
        """A path with the links of this office's citizens, on this server."""
        return self.server.url + path.format(**self.tokens)

    def close(self) -> None:
        for context in self._rooms.values():
            context.close()


def sign_in(context: BrowserContext, url: str, who: str) -> None:
    """By the API, as the pages' own form does it."""
    said = {"username": PEOPLE.get(who, who), "password": STAFF_PASSWORD}
    answer = context.request.post(f"{url}/api/v1/session", data=said)
    assert answer.ok, answer.text()


@contextmanager
def premises(server: Server, browser: Browser) -> Iterator[Premises]:
    """The demo office at work, seen by people of every role."""
    employ(server)
    house = Premises(server, browser, tokens=at_work(server))
    yield house
    house.close()


def employ(server: Server) -> None:
    """People who belong to no office, and the forms by which citizens rate."""
    database = Database(server.database, SystemClock())
    database.write(rating_forms.bring_forms)
    for role in ("province", "admin"):
        wish = AccountSetUp(username=PEOPLE[role], name=role, role=role, password=STAFF_PASSWORD)  # type: ignore[arg-type]  # one of the two
        database.write(lambda tx, wish=wish: public_password.admit(tx, None, wish))
    database.write(_put_up)
    database.close()


def _put_up(tx: Transaction) -> None:
    """A notice in the hall, which also is a page to print."""
    said = {"vi": "Quầy 5 tạm nghỉ đến 10:00", "en": "Counter 5 is closed until 10:00"}
    notices.put_up(tx, OFFICE, said, until=None)


def at_work(server: Server) -> dict[str, str]:
    """Someone has been served, someone is called, others wait and one has booked; the links of citizens."""
    with server.client("kiosk") as kiosk, server.client("counter", counter=5) as counter:
        counter.step(OFFICE, 5, "open", {})
        pressed = [take(kiosk, "land") for _ in range(6)]
        served = counter.step(OFFICE, 5, "call-next", {})
        assert served is not None
        counter.step(OFFICE, 5, "finish", {"ticket": served.id, "version": served.version})
        counter.step(OFFICE, 5, "call-next", {})
        take(kiosk, "labour")
    citizen = Citizen(server)
    booked = citizen.books(name="Lê Thị Hồng", phone="0912345678", note="Mang theo bản vẽ.", consent=True)
    past = citizen.books(citizen.slots()[1], consent=False)
    citizen.cancels(past)
    citizen.close()
    links = {ticket.id: (ticket.follow_url or "").rpartition("/")[2] for ticket in pressed}
    waiting = pressed[-1]
    return {
        "served": links[served.id],
        "waiting": links[waiting.id],
        "booked": booked.token,
        "cancelled": past.token,
        "hold": held(server),
    }


def held(server: Server) -> str:
    """A time that somebody holds while filling in the form."""
    key = {"Authorization": f"Bearer {server.token('integration')}", "Idempotency-Key": new_key()}
    offices = f"{server.url}/api/v1/offices/{OFFICE}"
    slots: dict[str, Any] = (
        httpx.get(f"{offices}/slots", params={"service": "land"}).raise_for_status().json()
    )
    wish = {"service": "land", "start": slots["slots"][2]["start"]}
    hold: str = httpx.post(f"{offices}/holds", json=wish, headers=key).raise_for_status().json()["hold"]
    return hold
