"""An office publishes other hours while somebody books: whoever is second sees what the first has done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from random import Random

import pytest
from sqlalchemy import event, func, select

from server.actions.house import setting_up
from server.actions.verifying import verify
from server.contract import messages
from server.contract.setup_file import SetUp
from server.domain.errors import Refusal
from server.storage.database import Database
from server.storage.tables import slot_place
from tests.builders import at
from tests.faults import invariants
from tests.faults.together import together
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

WAITS_S = 0.3
"""So long a booking stands still in the middle, unless the publishing is done before."""
# Where a booking stands still: before the slot has a row, and when its place is counted.
MOMENTS = ["INSERT INTO slot ", "INSERT INTO slot_place"]


def office(public: int, *, ends: str = "11:00") -> SetUp:
    return office_with(plan(slot_min=5, public=public, internal=0, ends=ends), bookings_per_person=20)


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    """Three public places in every five minutes from 08:00 to 11:00; afterwards every invariant holds."""
    database = database_with_office(database_url, clock, office(3))
    yield BookingHall(database, clock)
    with database.read() as tx:
        assert verify(tx) == []
        assert invariants.violations(tx.connection, all_keyed=False) == []
    database.close()


@contextmanager
def standing_still(database: Database, moment: str, meanwhile: Callable[[], None]) -> Iterator[None]:
    """The first transaction of this thread that comes to `moment` waits there for what happens meanwhile."""
    me, happened = threading.get_ident(), threading.Event()
    others = ThreadPoolExecutor(1)
    waiting: list[Future[None]] = []

    def do() -> None:
        try:
            meanwhile()
        finally:
            happened.set()

    def executing(connection: object, cursor: object, statement: str, *_: object) -> None:
        if threading.get_ident() == me and not waiting and statement.startswith(moment):
            waiting.append(others.submit(do))
            happened.wait(WAITS_S)

    event.listen(database.engine, "before_cursor_execute", executing)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", executing)
        others.shutdown()
    assert waiting, f"nothing came to {moment}"
    waiting[0].result()


def publish(hall: BookingHall, setup: SetUp, *, keep_booked: bool = False) -> str:
    """Publish, and say how it ended."""
    try:
        hall.database.write(lambda tx: setting_up.apply(tx, setup, keep_booked=keep_booked))
    except Refusal as refusal:
        return refusal.code
    return "published"


def _hold(hall: BookingHall, _: messages.Appointment, minute: float) -> object:
    return hall.hold(minute)


def _at_desk(hall: BookingHall, _: messages.Appointment, minute: float) -> object:
    return hall.book_at_desk(minute)


def _move(hall: BookingHall, booked: messages.Appointment, minute: float) -> object:
    return hall.move(booked, minute)


Way = Callable[[BookingHall, messages.Appointment, float], object]
WAYS: list[Way] = [_hold, _at_desk, _move]


def told(act: Callable[..., object], *arguments: object) -> str:
    try:
        act(*arguments)
    except Refusal as refusal:
        return refusal.code
    return "done"


def places_at(hall: BookingHall, minute: float) -> int:
    """How many more get a place at that time."""
    for more in range(10):
        if told(hall.hold, minute) != "done":
            return more
    raise AssertionError("there is no end of places")


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("way", WAYS)
def test_a_time_taken_while_places_become_fewer_has_the_new_number_of_places(
    hall: BookingHall, way: Way, moment: str
) -> None:
    booked = hall.booked(90)
    fewer = partial(publish, hall, office(1), keep_booked=True)
    with standing_still(hall.database, moment, lambda: _must(fewer)):
        assert told(way, hall, booked, 30) == "done"
    assert places_at(hall, 30) == 0
    assert places_at(hall, 60) == 1


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_time_taken_while_places_become_more_has_the_new_number_of_places(
    hall: BookingHall, moment: str
) -> None:
    more = partial(publish, hall, office(5), keep_booked=True)
    with standing_still(hall.database, moment, lambda: _must(more)):
        assert told(hall.hold, 30) == "done"
    assert places_at(hall, 30) == 4


def _must(publishing: Callable[[], str]) -> None:
    assert publishing() == "published"


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("way", WAYS)
def test_a_time_taken_while_it_is_closed_stops_the_closing_or_is_refused(
    hall: BookingHall, way: Way, moment: str
) -> None:
    """Nobody is left with a booking that no one told the office about."""
    booked = hall.booked(30)
    ended: list[str] = []
    with standing_still(hall.database, moment, lambda: ended.append(publish(hall, office(3, ends="10:00")))):
        taken = told(way, hall, booked, 150)
    assert (taken, ended) in [("done", ["in_use"]), ("no_such_slot", ["published"])]


def test_holds_confirmed_while_their_time_is_closed_are_told_to_the_office(hall: BookingHall) -> None:
    held = hall.hold(150)
    ended: list[str] = []
    shorter = office(3, ends="10:00")
    with standing_still(hall.database, "UPDATE appointment", lambda: ended.append(publish(hall, shorter))):
        assert hall.confirm(held).state == "booked"
    assert ended == ["in_use"]
    with hall.database.read() as tx:
        assert len(setting_up.plan(tx, shorter).conflicts) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_closing_under_way_is_seen_by_whoever_books_meanwhile(hall: BookingHall, way: Way) -> None:
    booked = hall.booked(30)
    taken: list[str] = []
    with standing_still(hall.database, "UPDATE office", lambda: taken.append(told(way, hall, booked, 150))):
        ended = publish(hall, office(3, ends="10:00"))
    assert (taken, ended) == (["no_such_slot"], "published")


def test_32_who_book_while_the_places_change_never_get_more_than_there_are(hall: BookingHall) -> None:
    """The same without standing still, at many times at once; who was first keeps the place."""
    chance = Random(1)
    for number, public in enumerate((1, 3, 2)):
        first = 60 * number
        minutes = [first + 5 * chance.randrange(12) for _ in range(30)]
        asks: list[Callable[[], str]] = [partial(told, hall.hold, max(minute, 5)) for minute in minutes]
        asks[15:15] = [partial(publish, hall, office(public), keep_booked=True)]
        answers = together(asks)
        assert set(answers) <= {"done", "slot_full", "published"}
        for minute in {max(minute, 5) for minute in minutes}:
            had = _taken(hall, minute)
            assert had + places_at(hall, minute) == max(had, public)


def _taken(hall: BookingHall, minute: float) -> int:
    with hall.database.read() as tx:
        query = select(func.count()).select_from(slot_place).where(slot_place.c.start == at(minute))
        taken: int = tx.connection.execute(query).scalar_one()
    return taken
