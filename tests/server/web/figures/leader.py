"""A supervisor in front of the report page, and an office with a past to report on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, expect

from server.actions.house import setting_up
from server.contract.figures_setup import FiguresSetUp
from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.counter.hands import Hands
from tests.support.figures import simulate
from tests.support.offices import OFFICE, STAFF_PASSWORD, noon_zone, office_at_noon
from tests.support.past_bookings import simulate_bookings
from tests.support.servers import Server

NEIGHBOUR = "xa-tuy-phuoc"
WEEKS = 4
TODAY = datetime.now(ZoneInfo(noon_zone())).date()
LAST = TODAY - timedelta(days=TODAY.weekday() + 1)
"""A Sunday: the weeks before it are whole."""
FIRST = LAST - timedelta(days=7 * WEEKS - 1)
PERIOD = f"from={FIRST}&to={LAST}"
PAST = LAST - timedelta(days=14 * WEEKS - 1)
"""As many weeks before those, to compare with."""
A_TUESDAY = LAST - timedelta(days=5)


@contextmanager
def office_with_a_past(folder: Path) -> Iterator[Server]:
    """The demo office after busy weeks; its neighbour is a quiet commune, whose clerks see each other."""
    server = Server(folder)
    database = Database(server.database, SystemClock())
    database.write(_write_the_past)
    database.close()
    with server:
        yield server


def _write_the_past(tx: Transaction) -> None:
    whole = office_at_noon()
    neighbour = whole.office.model_copy(
        update={
            "code": NEIGHBOUR,
            "level": "commune",
            "names": {"vi": "Xã Tuy Phước", "en": "Tuy Phước commune"},
        }
    )
    figures = FiguresSetUp(clerks_see_colleagues=True, smallest_group=100)
    setting_up.apply(tx, whole.model_copy(update={"office": neighbour, "staff": [], "figures": figures}))
    people = (("thao", "supervisor", NEIGHBOUR), ("kim", "clerk", NEIGHBOUR), ("an", "province", None))
    for username, role, office in people:
        wish = AccountSetUp.model_validate(
            {"username": username, "name": username, "role": role, "password": STAFF_PASSWORD}
        )
        public_password.admit(tx, office, wish)
    simulate(tx, OFFICE, PAST, LAST)
    simulate(tx, NEIGHBOUR, FIRST, LAST, a_day=60)
    simulate_bookings(tx, OFFICE, FIRST, LAST)


class Leader(Hands):
    """`Leader(context, server).opens("?by=counter")` sees that report; signs in unless the context has."""

    def __init__(self, context: BrowserContext, server: Server, username: str = "giang") -> None:
        super().__init__(context, server, username)

    def opens(self, search: str = f"?{PERIOD}", office: str = OFFICE) -> Leader:
        if self.page.context.cookies():
            self.page.goto(f"{self.server.url}/figures/{office}{search}")
        else:
            self.gives_password(f"/figures/{office}{search}")
        return self

    def sees_everything(self) -> Leader:
        """Nothing is still being asked for, and every chart is drawn."""
        expect(self.page.locator(".fig-card").first).to_be_visible()
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0, timeout=30_000)
        for plot in self.page.locator(".fig-plot").all():
            expect(plot.locator("canvas")).to_have_count(1)
        return self

    def part(self, name: str) -> Locator:
        return self.page.locator(f"section.fig-{name}")

    def figure(self, name: str) -> str:
        """One of the small figures."""
        return self.page.locator(f"[data-figure={name}] .fig-number").inner_text()

    def mean(self) -> float:
        """The mean that is said first, in minutes."""
        words = self.page.locator(".fig-measured .fig-value").first.inner_text()
        found = re.match(r"[\d,.]+", words)
        assert found is not None, words
        return float(found[0].replace(",", "."))

    def cell(self, weekday: int, half_hour: str) -> Locator:
        """A cell of the heat map; weekdays from 1, Monday."""
        row = (
            self.part("heat")
            .locator("tbody tr")
            .filter(has=self.page.get_by_role("rowheader", name=half_hour))
        )
        return row.locator("td").nth(weekday - 1).locator("a")

    def address(self) -> str:
        return self.page.url.partition(OFFICE)[2]


def shown(day: date) -> str:
    """A day as the page writes it."""
    return f"{day.day}/{day.month}/{day.year}"
