"""A thousand scripted attempts from one address and from many: what they hold, and what they leave."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, not_, or_, select

from server.actions.appointments import booking
from server.contract.messages import Challenge, FreeSlot, MoveAppointment, SlotHold
from server.domain import abuse, errors
from server.storage.tables import appointment, slot_place
from tests.builders import Hall
from tests.server.actions.appointments.test_abuse import (
    DESK,
    confirm,
    free,
    hold,
    public_places,
    release,
    solved,
)
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

LEAST = 50
PATIENT, RUSHED = (0.2, 1.0, 5.0, 30.0, 90.0), (0.1, 0.2, 0.5, 1.0)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """All work is a thousandth of what it is, so that a thousand puzzles take seconds here."""
    for name in ("LEAST_WORK", "MOST_WORK", "MOST_CROWD_WORK"):
        monkeypatch.setattr(abuse, name, getattr(abuse, name) * LEAST // 50_000)


@pytest.fixture
def hall(tmp_path: Path, clock: StoppedClock) -> Iterator[Hall]:
    """On one engine: the bounds are the same queries on both, and a thousand attempts take their time."""
    database = database_with_office(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield Hall(database, clock)
    database.close()


def one_address(number: int) -> str:
    return "203.0.113.7"


def one_network(number: int) -> str:
    """Another /64 of one /48 every time."""
    return f"2001:db8:7:{number:x}::1"


def two_hundred(number: int) -> str:
    return f"198.{number % 200}.100.9"


_NOW = bindparam("now", type_=appointment.c.expires_at.type)
_LAPSED = select(appointment.c.id).where(appointment.c.state == "held", appointment.c.expires_at <= _NOW)
_OFFERED_AGAIN = slot_place.c.public_from <= bindparam("now", type_=slot_place.c.public_from.type)
_GONE = select(func.count()).where(
    slot_place.c.kind == "public",
    or_(slot_place.c.appointment_id.is_(None), slot_place.c.appointment_id.not_in(_LAPSED)),
    or_(slot_place.c.public_from.is_(None), not_(_OFFERED_AGAIN)),
)


class Script:
    """Tries everything a link allows, as often as it can, and pays for puzzles up to a bound."""

    def __init__(
        self, hall: Hall, clock: StoppedClock, seed: int, *, come_from: Callable[[int], str]
    ) -> None:
        self.hall, self.clock, self.come_from = hall, clock, come_from
        self.dice = random.Random(seed)
        self.held: list[SlotHold] = []
        self.booked: list[str] = []
        self.offered = free(hall) + free(hall, "business")
        self.refusals = self.attempts = 0
        self.pays = 2 * LEAST
        self.pace: tuple[float, ...] = PATIENT
        self.ways = [self.hold, self.hold, self.hold, self.confirm, self.release, self.move]

    def attempt(self) -> None:
        self.attempts += 1
        self.clock.tick(seconds=self.dice.choice(self.pace))
        step = self.dice.choice(self.ways)
        try:
            step()
        except errors.Refusal:
            self.refusals += 1  # it goes on trying

    def worst_share(self, attempts: int) -> float:
        """The most of the public places that were gone at any time."""
        places, worst = public_places(self.hall), 0.0
        for _ in range(attempts):
            self.attempt()
            worst = max(worst, self._gone() / places)
        return worst

    def _gone(self) -> int:
        """Public places that are taken or not offered again yet; a hold that has lapsed is none."""
        with self.hall.database.read() as tx:
            gone: int = tx.connection.execute(_GONE, {"now": self.clock.now()}).scalar_one()
        return gone

    def hold(self) -> None:
        slot, address = self.dice.choice(self.offered), self.come_from(self.attempts)
        try:
            self.held.append(hold(self.hall, slot, address=address))
        except errors.ChallengeRequired as required:
            challenge = required.facts["challenge"]
            assert isinstance(challenge, Challenge)
            if challenge.parameters["data"]["below"] > self.pays:
                raise
            self.held.append(hold(self.hall, slot, solved(challenge), address=address))

    def confirm(self) -> None:
        if self.held:
            self.booked.append(confirm(self.hall, self.held.pop()))

    def release(self) -> None:
        if self.held:
            release(self.hall, self.held.pop())

    def move(self) -> None:
        if self.booked:
            wish = MoveAppointment(start=self.dice.choice(self.offered).start)
            token = self.dice.choice(self.booked)
            self.hall.database.write(lambda tx: booking.move(tx, token, wish, desk=DESK))


@pytest.mark.parametrize(
    ("come_from", "pace"), [(one_address, PATIENT), (one_network, PATIENT), (one_network, RUSHED)]
)
def test_a_thousand_attempts_from_one_place_never_take_more_than_a_twentieth(
    hall: Hall, clock: StoppedClock, come_from: Callable[[int], str], pace: tuple[float, ...]
) -> None:
    script = Script(hall, clock, 1, come_from=come_from)
    script.pace = pace
    assert script.worst_share(1000) <= 0.05
    assert script.refusals > 100
    assert script.booked


def test_a_thousand_hurried_attempts_from_two_hundred_addresses_never_take_more_than_a_twentieth(
    hall: Hall, clock: StoppedClock
) -> None:
    script = Script(hall, clock, 3, come_from=two_hundred)
    script.pace = RUSHED
    assert script.worst_share(1000) <= 0.05
    assert script.refusals > 100


@pytest.mark.parametrize(("come_from", "pace"), [(one_network, RUSHED), (two_hundred, RUSHED)])
def test_a_thousand_holds_never_hold_more_than_a_twentieth_whatever_work_they_pay(
    hall: Hall, clock: StoppedClock, come_from: Callable[[int], str], pace: tuple[float, ...]
) -> None:
    script = Script(hall, clock, 4, come_from=come_from)
    script.pace, script.pays, script.ways = pace, 10**9, [script.hold]
    assert script.worst_share(1000) <= 0.05


def test_a_script_from_one_address_that_pays_for_everything_still_takes_less_than_a_twentieth(
    hall: Hall, clock: StoppedClock
) -> None:
    script = Script(hall, clock, 5, come_from=one_address)
    script.pays, script.ways = 10**9, [script.hold, script.confirm]
    assert script.worst_share(1000) <= 0.05
    assert len(script.booked) >= 20


@pytest.mark.parametrize("come_from", [one_network, two_hundred])
def test_while_a_script_holds_all_it_can_a_citizen_books_after_some_seconds_of_work(
    hall: Hall, clock: StoppedClock, come_from: Callable[[int], str]
) -> None:
    script = Script(hall, clock, 6, come_from=come_from)
    script.pace, script.pays, script.ways = RUSHED, 10**9, [script.hold]
    script.worst_share(150)
    slot = free(hall)[-1]
    held, below = hold_after_work(hall, slot)
    script.worst_share(30)
    clock.tick(minutes=1)
    confirm(hall, held)
    assert below <= abuse.MOST_CROWD_WORK


def hold_after_work(hall: Hall, slot: FreeSlot) -> tuple[SlotHold, int]:
    """A citizen of no network that the script is in, and the guesses that the hold needed at most."""
    address = "192.0.2.77"
    try:
        return hold(hall, slot, address=address), 0
    except errors.ChallengeRequired as required:
        challenge = required.facts["challenge"]
        assert isinstance(challenge, Challenge)
        return hold(hall, slot, solved(challenge), address=address), challenge.parameters["data"]["below"]


def test_the_hold_that_gives_way_is_the_oldest_of_whoever_holds_the_most(
    hall: Hall, clock: StoppedClock
) -> None:
    most = public_places(hall) * abuse.FULL // 100
    citizen, _ = hold_after_work(hall, free(hall)[-1])
    clock.tick(seconds=1)
    script = Script(hall, clock, 7, come_from=one_network)
    script.pace, script.pays, script.ways = RUSHED, 10**9, [script.hold]
    while len(script.held) < most + 20:
        script.attempt()
    confirm(hall, citizen)
    with pytest.raises(errors.HoldExpired):
        confirm(hall, script.held[0])
    confirm(hall, script.held[-1])


def test_a_hundred_holds_in_one_rush_without_work_are_three(hall: Hall) -> None:
    slots = free(hall)
    for number in range(100):
        try:
            hold(hall, slots[number % len(slots)])
        except errors.ChallengeRequired:
            continue
    assert hall.sql("SELECT count(*) AS n FROM slot_place")[0].n == 3
