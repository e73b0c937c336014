"""Two people do opposite things with one booking at one moment: one of them wins, and the slots stay true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from server.actions.appointments import booking
from server.actions.verifying import verify
from server.contract import messages
from server.domain.errors import Refusal
from server.domain.people import Caller
from server.storage.database import Database
from server.storage.tables import slot, ticket
from tests.builders import at
from tests.faults import invariants
from tests.faults.together import THREADS, together
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

ROUNDS = 3
HALF = THREADS // 2
HOLDS = 16


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    """Land, with a place for everybody in every five minutes; afterwards every invariant holds."""
    office = office_with(plan(slot_min=5, public=200, internal=0), early_min=240)
    database = database_with_office(database_url, clock, office)
    yield BookingHall(database, clock)
    with database.read() as tx:
        assert verify(tx) == []
        assert invariants.violations(tx.connection, all_keyed=False) == []
    database.close()


def test_opposite_moves_all_arrive_where_they_wanted(hall: BookingHall) -> None:
    """Each wants the time that the other gives up; neither waits for the other for ever."""
    here, there = [hall.booked(30) for _ in range(HALF)], [hall.booked(60) for _ in range(HALF)]
    for to_there, to_here in ((60, 30), (30, 60), (60, 30)):
        moves = [partial(hall.move, one, to_there) for one in here]
        moves += [partial(hall.move, one, to_here) for one in there]
        moved = together([moves[n // 2 + n % 2 * HALF] for n in range(THREADS)])
        assert {one.start for one in moved[::2]} == {at(to_there)}
        assert {one.start for one in moved[1::2]} == {at(to_here)}


def test_opposite_moves_between_two_full_times_move_nobody(database_url: str, clock: StoppedClock) -> None:
    office = office_with(plan(slot_min=5, public=1, internal=0))
    hall = BookingHall(database_with_office(database_url, clock, office), clock)
    for start in (30, 60, 90):
        pair = hall.booked(start), hall.booked(start + 5)
        swapped = together([partial(_told, hall.move, pair[n], start + 5 * (1 - n)) for n in (0, 1)])
        assert swapped == ["slot_full", "slot_full"]
        assert [hall.show(one).start for one in pair] == [at(start), at(start + 5)]
    with hall.database.read() as tx:
        assert verify(tx) == []
    hall.database.close()


def test_a_citizen_who_cancels_while_checking_in_did_one_of_both(hall: BookingHall) -> None:
    for _ in range(ROUNDS):
        booked = [hall.booked() for _ in range(HALF)]
        acts = [partial(_told, act, one) for one in booked for act in (hall.cancel, hall.check_in)]
        answers = together(acts)
        for cancelled, came in zip(answers[::2], answers[1::2], strict=True):
            assert (cancelled, came) in {
                ("cancelled", "cancelled"),
                ("cancelled", "stale"),
                ("impossible_step", "waiting"),
                ("stale", "waiting"),
            }
    with hall.database.read() as tx:
        tickets = tx.connection.execute(select(ticket.c.id)).all()
    states = Counter(row.state for row in hall.sql("SELECT state FROM appointment"))
    assert states["arrived"] == len(tickets)


def test_one_booking_shown_in_every_way_at_two_kiosks_and_reception_is_one_ticket(hall: BookingHall) -> None:
    second = replace(hall.kiosk, credential="device:2", device_id=None)
    for number in range(ROUNDS):
        person = f"0520900012{number:02d}"
        booked = hall.booked(30 + 5 * number, citizen_id=person, phone=f"09123456{number:02d}")
        ways: list[tuple[Caller, dict[str, Any]]] = [
            (hall.kiosk, {"code": booked.qr}),
            (second, {"code": booked.qr}),
            (hall.kiosk, {"code": booked.code}),
            (second, {"citizen_id": person}),
            (hall.reception, {"phone": f"09123456{number:02d}", "start": booked.start}),
        ]
        came = together([partial(hall.checked_in, caller=who, **said) for who, said in ways * 4])
        assert len({answer.ticket.number for answer in came}) == 1
        assert sum(not answer.again for answer in came) == 1
    assert len(hall.rows()) == ROUNDS


def test_a_check_in_is_undone_or_its_number_is_called(hall: BookingHall) -> None:
    hall.open(*range(1, 11), services=["land"])
    for _ in range(ROUNDS):
        booked = [hall.booked() for _ in range(10)]
        for one in booked:
            hall.check_in(one)
        undoing = [partial(_told, hall.undo, one) for one in booked]
        calling = [partial(hall.call, counter) for counter in range(1, 11)]
        acts: list[Callable[[], object]] = [
            act for pair in zip(undoing, calling, strict=True) for act in pair
        ]
        answers = together(acts)
        called = [answer for answer in answers[1::2] if isinstance(answer, messages.Ticket)]
        undone = answers[::2].count("booked")
        assert set(answers[::2]) <= {"booked", "already_called", "stale"}
        numbers = {answer.number for answer in called}
        assert len(numbers) == len(called)
        assert undone + len(called) <= len(booked)
        for answer in called:
            hall.step("finish", answer, answer.counter or 0)
        waiting = hall.line()
        assert undone + len(called) + len(waiting) == len(booked)
        while (left := hall.call(1)) is not None:
            hall.step("finish", left, 1)


def test_a_check_in_that_is_undone_while_it_is_scanned_again_leaves_one_ticket_or_none(
    hall: BookingHall,
) -> None:
    for number in range(ROUNDS):
        booked = hall.booked(30 + 5 * number)
        hall.check_in(booked)
        together([partial(_told, act, booked) for act in (hall.undo, hall.check_in) * 4])
        state = hall.show(booked).state
        standing = hall.line()
        assert (state, len(standing)) in {("arrived", 1), ("booked", 0)}
        if state == "arrived":
            hall.undo(booked)


def test_a_booking_that_is_moved_while_it_checks_in_arrives_at_one_time(hall: BookingHall) -> None:
    for _ in range(ROUNDS):
        booked = [hall.booked(25) for _ in range(HALF)]
        acts = [(hall.move, one, 20) if n else (hall.check_in, one) for one in booked for n in (0, 1)]
        answers = together([partial(_told, *act) for act in acts])
        for came, moved in zip(answers[::2], answers[1::2], strict=True):
            # Moved first, the time is another, and so is the revision in the QR: the code is what counts.
            assert (came, moved) in {("waiting", "impossible_step"), ("waiting", "booked")}, (came, moved)


def test_a_hold_whose_last_second_passes_is_confirmed_or_somebody_elses(
    database_url: str, clock: StoppedClock
) -> None:
    """Two servers whose clocks differ by a moment: at one the hold still stands, at the other it is over."""
    office = office_with(plan(slot_min=5, public=1, internal=0))
    early = BookingHall(database_with_office(database_url, clock, office), clock)
    later = StoppedClock()
    late = BookingHall(Database(database_url, later), later)
    for minute in range(100, 130, 5):
        held = early.hold(minute)
        clock.tick(minutes=10, microseconds=-1)
        later.tick(seconds=(held.expires_at - later.now()).total_seconds())
        confirmed, other, _ = together(
            [
                partial(_told, early.confirm, held),
                partial(_told, late.hold, minute),
                partial(_told, late.time_passes),
            ]
        )
        if confirmed != "booked" and other == "slot_full":  # whoever ends the hold was not done yet
            other = _told(late.hold, minute)
        assert (confirmed, other) in {
            ("booked", "slot_full"),
            ("hold_expired", "done"),
            ("stale", "done"),
        }, (confirmed, other)
    for database in (late.database, early.database):
        with database.read() as tx:
            assert verify(tx) == []
        database.close()


def test_holds_that_are_given_back_as_they_expire_are_free_once(hall: BookingHall) -> None:
    """The citizen lets go, the timer ends it and somebody else asks for the place, all at once."""
    for number in range(ROUNDS):
        minute = 40 + 5 * number
        held = [hall.hold(minute) for _ in range(HOLDS)]
        hall.clock.tick(minutes=10)
        letting_go = [partial(_told, _let_go, hall, one) for one in held]
        asking = [partial(_told, hall.hold, minute)] * (HOLDS - 1)
        answers = together([*letting_go, *asking, partial(_told, hall.time_passes)])
        assert set(answers[:HOLDS]) <= {"done", "unknown_booking", "stale"}
        assert answers[HOLDS:] == ["done"] * HOLDS
        hall.time_passes()
        assert _taken(hall, minute) == HOLDS - 1
        hall.clock.tick(minutes=-10)


def _taken(hall: BookingHall, minute: float) -> int:
    with hall.database.read() as tx:
        taken: int = tx.connection.execute(
            select(slot.c.public_taken).where(slot.c.start == at(minute))
        ).scalar_one()
    return taken


def _told(act: Callable[..., object], *arguments: object) -> str:
    """The state that an action led to (`done` where there is none), or the code of its refusal."""
    try:
        return str(getattr(act(*arguments), "state", "done"))
    except Refusal as refusal:
        return refusal.code


def _let_go(hall: BookingHall, held: messages.SlotHold) -> messages.Done:
    return hall.database.write(lambda tx: booking.release(tx, held.hold))
