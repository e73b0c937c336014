"""The office of the month: the real server at a stopped clock, an agenda, and our accounts beside it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from werkzeug.test import TestResponse

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.storage.happenings import Transaction
from tests.server.web.house import URL, House
from tests.server.web.month import almanac
from tests.server.web.month.line import Line
from tests.server.web.month.places import Places
from tests.support.clocks import StoppedClock

OTHER_URL = "/api/v1/offices/phuong"
Act = Callable[[], None]


@dataclass(eq=False)
class Booking:
    """What we know of one appointment."""

    key: str
    service: str
    start: datetime
    made: datetime
    order: int
    """In which the server wrote them down."""
    code: str = ""
    qr: str = ""
    token: str | None = None
    id: int | None = None
    phone: str | None = None
    citizen_id: str | None = None
    category: str | None = None
    state: str = "booked"
    visit: int | None = None
    arrived: datetime | None = None
    late: bool = False

    @property
    def day(self) -> date:
        return almanac.day_of(self.start)

    def missed(self, now: datetime) -> bool:
        return self.state == "booked" and now > self.start + almanac.WINDOW


@dataclass
class Month:
    """Everybody acts on `house` through its doors; `places`, `line` and `bookings` are what we count."""

    house: House
    random: Random
    places: Places = field(default_factory=Places)
    line: Line = field(default_factory=Line)
    bookings: list[Booking] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _count: count[int] = field(default_factory=count)

    @classmethod
    def begin(cls, url: str, seed: int) -> Month:
        clock = StoppedClock(almanac.local(almanac.FIRST, datetime.min.time()))
        house = House(url, clock, public_url="https://lich.vidu")
        month = cls(house, Random(seed))
        month.publish(almanac.other_office())
        month.publish(almanac.set_up())
        return month

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    # --- time ------------------------------------------------------------------------------------

    def at(self, when: datetime, act: Act) -> None:
        """Do something then, in the order in which it was said."""
        if when >= self.now:
            heapq.heappush(self._agenda, (when.astimezone(UTC), next(self._count), act))

    def after(self, minutes: float, act: Act) -> None:
        self.at(self.now + timedelta(minutes=minutes), act)

    def run(self, until: datetime) -> None:
        while self._agenda and self._agenda[0][0] <= until:
            when, _, act = heapq.heappop(self._agenda)
            self._move_to(when)
            act()
        self._move_to(until)

    def _move_to(self, when: datetime) -> None:
        self.house.clock.tick(seconds=(when - self.now).total_seconds())

    def minutes(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    # --- the doors -------------------------------------------------------------------------------

    def ask(self, role: str, method: str, path: str, body: Any = None, **how: Any) -> TestResponse:
        """As a device of this role, or as a stranger from an address of its own for the role ''."""
        if role:
            return self.house.ask(method, path, body, token=self.house.token(role), **how)
        number = next(self._count)
        address = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        return self.house.ask(method, path, body, environ_overrides=address, **how)

    def told(self, answer: TestResponse, status: int = 200) -> Any:
        """The body of an answer that has this status."""
        assert answer.status_code == status, (self.now, answer.status_code, answer.get_data(as_text=True))
        return answer.get_json()

    def refused(self, answer: TestResponse, code: str) -> dict[str, Any]:
        """The problem that was told instead, counted by its code."""
        told: dict[str, Any] = answer.get_json()
        assert answer.mimetype == "application/problem+json", (self.now, told)
        assert told["code"] == code, (self.now, told)
        self.count(code)
        return told

    def count(self, what: str) -> None:
        """Remember that it happened: a month without it would prove nothing of it."""
        self.done[what] = self.done.get(what, 0) + 1

    def slots(
        self, service: str, role: str = "", *, days: tuple[date, date] | None = None
    ) -> dict[datetime, int]:
        query = f"&from={days[0]}&to={days[1]}" if days else ""
        told = self.told(self.ask(role, "GET", f"{URL}/slots?service={service}{query}", key=None))
        return {datetime.fromisoformat(slot["start"]): slot["free"] for slot in told["slots"]}

    def day(self, day: date, q: str = "") -> Any:
        path = f"{URL}/appointments?day={day}" + (f"&q={q}" if q else "")
        return self.told(self.ask("receptionist", "GET", path, key=None))

    def publish(self, setup: SetUp, *, keep_booked: bool = False) -> None:
        """As the operator's command does: there is no door for it."""

        def act(tx: Transaction) -> None:
            setting_up.apply(tx, setup, keep_booked=keep_booked)

        self.house.app.database.write(act)

    def next_number(self) -> int:
        return next(self._count)

    # --- the accounts ----------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        return self.places.changed

    def free(
        self, service: str, *, staff: bool, days: tuple[date, date] | None = None
    ) -> dict[datetime, int]:
        """The places that we count ourselves, as the server should tell them."""
        today = almanac.day_of(self.now)
        first, last = days or (today, today + timedelta(days=almanac.DAYS_AHEAD))
        found = {}
        for ahead in range((last - first).days + 1):
            for start in almanac.starts(first + timedelta(days=ahead), changed=self.changed):
                if not self._may_begin(service, start, staff=staff):
                    continue
                keys = self.places.wanted(service, start)
                left = self.places.free(keys, self.now, staff=staff) if keys else 0
                if left > 0:
                    found[start] = left
        return found

    def _may_begin(self, service: str, start: datetime, *, staff: bool) -> bool:
        if not staff:
            return start >= self.now + almanac.NOTICE
        return self.now < start + almanac.SERVICES[service][1] * almanac.STEP
