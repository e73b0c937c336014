"""People with bookings, by chance: who books, moves and cancels, and who shows a booking at a kiosk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from server.contract.booking_setup import BookingSetUp, SlotPlanSetUp
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from tests.faults.asking import ISSUE, Asked
from tests.faults.booked import BOOK, CANCEL, CHECK_IN, HOLD, MOVE

STEP = timedelta(minutes=5)
SOONEST, LATEST = 1, 40
"""In so many steps begin the times that are asked for: few enough that people compete."""
_SERVICES = ("land", "land", "construction")
"""Construction takes two slots each time."""


def busy_office(setup: SetUp | None = None) -> SetUp:
    """The demo office with short slots and few places, whose bookings may check in hours before."""
    setup = setup or demo_office()
    days = setup.slots[0].days
    plan = {"days": days, "begins": "00:00", "ends": "00:00", "slot_min": 5}
    plans = [
        SlotPlanSetUp.model_validate({**plan, "pool": "land", "public": 3, "services": ["land"]}),
        SlotPlanSetUp.model_validate({**plan, "pool": "fields", "public": 2, "services": ["construction"]}),
    ]
    rules = BookingSetUp(notice_min=0, early_min=240, public_after_min=[0, 0])
    return setup.model_copy(update={"slots": plans, "booking": rules})


@dataclass
class Passes:
    """The codes and QRs that people carry, whoever booked."""

    texts: list[str] = field(default_factory=list)


@dataclass
class Booking:
    """One that stands, as its citizen knows it."""

    token: str
    start: datetime


@dataclass
class Bookers:
    """Citizens who book at one place: most holds are confirmed, some bookings moved, some given back."""

    chance: Random
    now: Callable[[], datetime]
    passes: Passes
    held: list[tuple[str, datetime]] = field(default_factory=list)
    booked: list[Booking] = field(default_factory=list)

    def next(self) -> Asked:
        while self.held and self.held[0][1] < self.now() + timedelta(minutes=2):
            del self.held[0]  # forgotten, and soon expired
        if self.held and self.chance.random() < 0.8:
            return Asked(BOOK, {"hold": self.chance.choice(self.held)[0]})
        if self.booked and self.chance.random() < 0.5:
            one = self.chance.choice(self.booked)
            if self.chance.random() < 0.4:
                return Asked(CANCEL, {"token": one.token})
            return Asked(MOVE, {"token": one.token, "start": self._another(one.start)})
        return Asked(HOLD, {"service": self.chance.choice(_SERVICES), "start": self._another(None)})

    def heard(self, asked: Asked, said: dict[str, Any]) -> None:
        """The answer to what was asked."""
        if asked.route == HOLD:
            self.held.append((said["hold"], _instant(said["expires_at"])))
            return
        self._forget(asked)
        if asked.route != CANCEL:
            self.booked.append(Booking(said["token"], _instant(said["start"])))
            self.passes.texts += [said["qr"], said["code"]]

    def refused(self, asked: Asked) -> None:
        """A booking that has checked in, or that was moved too often, is left alone."""
        if asked.route in (MOVE, CANCEL):
            self._forget(asked)

    def _forget(self, asked: Asked) -> None:
        self.held = [held for held in self.held if held[0] != asked.body.get("hold")]
        self.booked = [one for one in self.booked if one.token != asked.body.get("token")]

    def _another(self, start: datetime | None) -> str:
        now = self.now()
        last = now - timedelta(seconds=now.timestamp() % STEP.total_seconds())
        found = start
        while found == start:
            found = last + self.chance.randint(SOONEST, LATEST) * STEP
        assert found is not None
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z")


@dataclass
class Scanner:
    """A kiosk where people show bookings, some twice; who has none presses.

    `newest`: only the latest so many are shown, so that several kiosks see the same one at once.
    """

    chance: Random
    passes: Passes
    newest: int = 0

    def next(self) -> Asked:
        if not self.passes.texts:
            return Asked(ISSUE, {"service": "land"})
        return Asked(CHECK_IN, {"code": self.chance.choice(self.passes.texts[-self.newest :])})

    def heard(self, asked: Asked, said: dict[str, Any]) -> None:
        """The ticket goes with the citizen."""

    def refused(self, asked: Asked) -> None:
        """Whoever cancelled has no business here any more."""
        if asked.body.get("code") in self.passes.texts:
            self.passes.texts.remove(asked.body["code"])


def _instant(said: str | datetime) -> datetime:
    return said if isinstance(said, datetime) else datetime.fromisoformat(said)
