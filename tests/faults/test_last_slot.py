"""Races for bookings on both engines: one winner, one ticket, and a hold that ends or stands, never both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select

from server.actions.verifying import verify
from server.domain.errors import Refusal
from server.storage.database import Database
from server.storage.tables import appointment, ticket
from tests.faults import last_slot
from tests.faults.together import THREADS, together
from tests.support.booking import BookingHall
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

ROUNDS = 3


@pytest.fixture
def database(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    database = database_with_office(database_url, clock, last_slot.office())
    yield database
    with database.read() as tx:
        assert verify(tx) == []
    database.close()


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> BookingHall:
    return BookingHall(database, clock)


def test_of_500_who_want_the_last_place_one_gets_it(database: Database) -> None:
    assert last_slot.winners(database, ROUNDS, people=500) == [1] * ROUNDS


def test_one_qr_at_32_kiosks_gives_one_ticket(hall: BookingHall) -> None:
    for number in range(ROUNDS):
        booked = hall.booked(last_slot.minute_of(number))
        came = together([partial(hall.checked_in, booked)] * THREADS)
        assert len({answer.ticket.id for answer in came}) == 1
        assert sum(not answer.again for answer in came) == 1
    with hall.database.read() as tx:
        assert len(tx.connection.execute(select(ticket.c.id)).all()) == ROUNDS


def test_a_hold_that_expires_while_it_is_confirmed_is_one_or_the_other(hall: BookingHall) -> None:
    for number in range(ROUNDS * 3):
        held = hall.hold(30 + last_slot.minute_of(number))
        hall.clock.tick(minutes=10)
        outcomes = together([partial(_told, hall, held), partial(_passed, hall), partial(_told, hall, held)])
        hall.clock.tick(minutes=-10)
        assert outcomes[0] == outcomes[2] == "hold_expired"
    for number in range(ROUNDS * 3):
        held = hall.hold(100 + last_slot.minute_of(number))
        outcomes = together([partial(_told, hall, held)] * 4)
        assert sorted(map(str, outcomes)) == ["booked", *["hold_expired"] * 3]
    hall.time_passes(minutes=10)  # what one passed over because another had it is ended now
    with hall.database.read() as tx:
        states = set(tx.connection.execute(select(appointment.c.state)).scalars())
    assert states == {"booked", "expired"}


def test_moving_and_cancelling_at_once_leave_no_place_behind(hall: BookingHall) -> None:
    for number in range(ROUNDS * 3):
        booked = hall.booked(last_slot.minute_of(number))
        to = 90 + last_slot.minute_of(number)
        together([partial(_refusal, hall.move, booked, to), partial(_refusal, hall.cancel, booked)])
    hall.time_passes(minutes=0)


def _told(hall: BookingHall, held: object) -> str:
    return _refusal(hall.confirm, held)


def _refusal(act: object, *arguments: object) -> str:
    """The state that an action led to, or the code of its refusal."""
    try:
        return str(act(*arguments).state)  # type: ignore[operator]  # any action of the hall
    except Refusal as refusal:
        return refusal.code


def _passed(hall: BookingHall) -> str:
    return f"{hall.time_passes().expired} expired"
