"""What is put in the outbox, for whom, and when it falls due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from server.actions.outgoing import messaging
from server.domain.outgoing import Outlet
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import booking_contact, outbox
from tests.builders import MORNING, OFFICE, Hall
from tests.server.outward.builders import (
    EMAIL,
    SLOT,
    book,
    cancel,
    check_in,
    move,
    outgoing,
    row_of,
    waiting,
    with_outlets,
)
from tests.support.clocks import StoppedClock

EVE = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Tuesday, 17:00 in Quy Nhơn: the day before the slot."""


@pytest.fixture(autouse=True)
def _outlets(database: Database) -> None:
    with_outlets(database)


def test_a_booking_is_confirmed_at_once_and_reminded_of_at_17_the_day_before(database: Database) -> None:
    book(database)
    rows = {(row.kind, row.channel): row for row in outgoing(database)}
    assert {key: row.due_at for key, row in rows.items()} == {
        ("booked", "email"): MORNING,
        ("booked", "sms"): MORNING,
        ("reminder", "email"): EVE,
        ("reminder", "sms"): EVE,
    }
    assert rows["booked", "email"].recipient == EMAIL
    assert rows["booked", "sms"].recipient == "+84912345678"
    assert len({row.message_id for row in rows.values()}) == 4


def test_who_books_after_that_moment_is_not_reminded(database: Database, clock: StoppedClock) -> None:
    clock.tick(days=1, hours=10)
    book(database)
    assert [kind for kind, _ in waiting(database)] == ["booked", "booked"]


def test_the_reminder_follows_the_wall_of_the_office(database: Database) -> None:
    book(database, start=datetime(2026, 11, 25, 17, 30, tzinfo=UTC))  # Thursday 00:30 in Quy Nhơn
    assert outgoing(database)[-1].due_at == EVE + timedelta(days=1)


@pytest.mark.parametrize(
    ("contact", "channels"),
    [
        ({"phone": None}, {"email"}),
        ({"email": None}, {"sms"}),
        ({"email": None, "phone": None}, set()),
    ],
)
def test_only_the_addresses_that_were_given_are_used(
    database: Database, contact: dict[str, str | None], channels: set[str]
) -> None:
    book(database, contact=contact)
    assert {channel for _, channel in waiting(database)} == channels


def test_without_a_contact_nobody_is_written_to(database: Database) -> None:
    row = book(database, tell=False)

    def act(tx: Transaction) -> None:
        tx.connection.execute(delete(booking_contact))
        messaging.booked(tx, tx.office(OFFICE), row)

    database.write(act)
    assert outgoing(database) == []


def test_where_the_house_has_no_way_out_nothing_is_kept(database: Database) -> None:
    with_outlets(database, Outlet.SMS)
    book(database)
    assert {row.channel for row in outgoing(database)} == {"sms"}
    database.outlets = frozenset()
    book(database)
    assert len(outgoing(database)) == 2


def test_a_booking_that_is_taken_back_leaves_no_message(database: Database) -> None:
    class TakenBack(Exception):
        pass

    def act(tx: Transaction) -> None:
        messaging.booked(tx, tx.office(OFFICE), row)
        raise TakenBack

    row = book(database, tell=False)
    with pytest.raises(TakenBack):
        database.write(act)
    assert outgoing(database) == []


def test_told_twice_is_told_once(database: Database) -> None:
    row = book(database)
    database.write(lambda tx: messaging.booked(tx, tx.office(OFFICE), row))
    assert len(outgoing(database)) == 4


def test_a_move_takes_back_what_is_untrue_and_moves_the_reminder(database: Database) -> None:
    row = book(database, contact={"phone": None})
    move(database, row.id, SLOT + timedelta(days=1))
    assert waiting(database) == [("moved", "email"), ("reminder", "email")]
    assert outgoing(database)[-1].due_at == EVE + timedelta(days=1)
    gone = outgoing(database, lambda one: one.given_up_at is not None)
    assert [(one.kind, one.error, one.recipient) for one in gone] == [
        ("booked", "overtaken", None),
        ("reminder", "overtaken", None),
    ]


def test_every_move_is_told(database: Database) -> None:
    row = book(database, contact={"phone": None})
    move(database, row.id, SLOT + timedelta(days=1))
    move(database, row.id, SLOT)
    assert waiting(database) == [("moved", "email"), ("reminder", "email")]
    assert outgoing(database, lambda one: one.sent_at is None and one.given_up_at is None)[-1].due_at == EVE


def test_a_cancelled_appointment_is_told_so_and_not_reminded_of(database: Database) -> None:
    row = book(database)
    cancel(database, row.id)
    assert sorted(waiting(database)) == [("cancelled", "email"), ("cancelled", "sms")]


def test_a_message_of_another_appointment_is_left_alone(database: Database) -> None:
    other, mine = book(database, contact={"phone": None}), book(database, contact={"phone": None})
    cancel(database, mine.id)
    assert ("booked", "email") in waiting(database)
    assert {row.appointment_id for row in outgoing(database) if row.given_up_at is None} == {
        other.id,
        mine.id,
    }


def test_what_has_ended_cannot_keep_an_address(database: Database) -> None:
    row = book(database)
    kept = {"office_id": row.office_id, "appointment_id": row.id, "message_id": "x", "channel": "email"}
    times = {"made_at": MORNING, "due_at": MORNING, "next_at": MORNING, "tries": 1, "sent_at": MORNING}
    with pytest.raises(IntegrityError):
        database.write(
            lambda tx: tx.connection.execute(
                insert(outbox).values(**kept, **times, kind="booked", recipient=EMAIL)
            )
        )


# --- the turn is near ------------------------------------------------------------------------------


def arrive(hall: Hall, *, ahead: int, **about: object) -> int:
    """A booked citizen who has checked in and waits behind so many; the appointment's id."""
    for _ in range(ahead):
        hall.press("land")
    ticket = hall.press("land")
    row = book(hall.database, tell=False, start=MORNING, **about)
    check_in(hall.database, row.id, ticket.visit)
    key: int = row.id
    return key


def near(database: Database) -> int:
    return database.write(lambda tx: messaging.near(tx, tx.office(OFFICE)))


def test_somebody_with_three_ahead_is_told_by_text_message(hall: Hall) -> None:
    arrive(hall, ahead=3)
    assert near(hall.database) == 1
    (row,) = outgoing(hall.database)
    assert (row.kind, row.channel, row.recipient) == ("near", "sms", "+84912345678")


def test_somebody_with_four_ahead_is_told_once_the_line_moves(hall: Hall) -> None:
    arrive(hall, ahead=4)
    assert near(hall.database) == 0
    hall.open(3)
    hall.call(3)
    assert near(hall.database) == 1


def test_the_same_visit_is_told_once(hall: Hall) -> None:
    arrive(hall, ahead=0)
    assert [near(hall.database), near(hall.database)] == [1, 0]
    assert len(outgoing(hall.database)) == 1


def test_who_gave_no_phone_is_told_by_mail_and_who_gave_nothing_is_not(hall: Hall) -> None:
    arrive(hall, ahead=0, contact={"phone": None})
    arrive(hall, ahead=0, contact={"phone": None, "email": None})
    assert near(hall.database) == 1
    assert [row.channel for row in outgoing(hall.database)] == ["email"]


def test_walk_ins_and_who_was_called_already_are_not_told(hall: Hall) -> None:
    hall.press("land")
    arrive(hall, ahead=0)
    hall.open(3, 4)
    hall.called(3)
    hall.called(4)
    assert near(hall.database) == 0


def test_two_processes_that_see_the_same_turn_put_it_in_once(hall: Hall) -> None:
    key = arrive(hall, ahead=0)
    near(hall.database)
    hall.sql("UPDATE outbox SET kind = 'booked'")  # as if the other's row were not seen yet
    near(hall.database)
    assert len(outgoing(hall.database)) == 1
    with hall.database.read() as tx:
        assert row_of(tx, key).state == "arrived"
