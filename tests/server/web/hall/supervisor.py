"""A supervisor in front of the live hall, and a house whose alerts go to a mail server and a partner."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect
from sqlalchemy import select, update

from server.actions.house import setting_up
from server.contract.client import Client
from server.contract.messages import IssueTicket
from server.contract.setup_file import SetUp
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import ticket
from tests.counter.hands import Hands
from tests.support.offices import office_at_noon
from tests.support.servers import OFFICE, Server


class Supervisor(Hands):
    """`Supervisor(context, server).at_hall()` is signed in and looks at the hall of the own office."""

    def __init__(self, context: BrowserContext, server: Server, username: str = "giang") -> None:
        super().__init__(context, server, username)

    def at_hall(self, path: str = "/hall") -> Supervisor:
        self.gives_password(path)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Sảnh hôm nay")
        expect(self.page.locator(".desk-line")).to_have_text("Trực tiếp")
        return self

    def card(self, name: str) -> Locator:
        return self.page.locator(f".card-{name}")

    def sees(self, name: str, tone: str, within_s: float = 20) -> None:
        """A card has this tone: good, near, over or none."""
        expect(self.card(name)).to_have_attribute("data-tone", tone, timeout=within_s * 1000)

    def alert(self, kind: str, *, over: bool) -> Locator:
        """The alert of a kind that goes on, or is over."""
        state = "ended" if over else "open"
        return self.page.locator(f".hall-alert.{state}[data-kind={kind}]")

    def is_warned(self, kind: str, *, over: bool = False, within_s: float = 30) -> None:
        expect(self.alert(kind, over=over)).to_have_count(1, timeout=within_s * 1000)


def with_alerts(server: Server, **alerts: Any) -> None:
    """What the office of a server wants to be warned of, before or while it runs."""
    whole = office_at_noon()
    staff = [member.model_copy(update={"password": None}) for member in whole.staff or ()]
    setup = SetUp.model_validate(whole.model_dump() | {"alerts": alerts})
    setup = setup.model_copy(update={"staff": staff})
    _write(server, lambda tx: setting_up.apply(tx, setup))


def come_earlier(server: Server, **ago: float) -> None:
    """Whoever waits now has done so for that much longer."""

    def act(tx: Transaction) -> None:
        for row in tx.connection.execute(select(ticket).where(ticket.c.state == "waiting")).all():
            back = timedelta(**ago)
            moved = {
                name: getattr(row, name) - back for name in ("waits_from", "arrived_at", "issued_at", "due")
            }
            tx.connection.execute(update(ticket).where(ticket.c.id == row.id).values(**moved))

    _write(server, act)


def _write(server: Server, act: Callable[[Transaction], object]) -> None:
    database = Database(server.database, SystemClock())
    database.write(act)
    database.close()


def presses(kiosk: Client, service: str = "land", *, times: int = 1) -> list[str]:
    wish = IssueTicket(service=service)
    return [kiosk.issue_ticket(OFFICE, wish).number for _ in range(times)]


def serves(counter: Client, number: int) -> bool:
    """The counter calls, starts and finishes the next one; False when nobody waits."""
    seen = counter.step(OFFICE, number, "call-next", {})
    if seen is None:
        return False
    counter.step(OFFICE, number, "start", {"version": seen.version})
    counter.step(OFFICE, number, "finish", {"version": seen.version + 1})
    return True


def until(true: Callable[[], object], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)
