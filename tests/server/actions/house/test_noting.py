"""What the audit is told of: readings of what is personal, and what is changed without a set-up."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from server.actions.appointments import appointment_list, booking_keys
from server.actions.house import setting_up, signing_in, throttling
from server.actions.outgoing import webhooks
from server.actions.rating import forms, results
from server.contract import messages
from server.demo.rating_forms import demo_form
from server.domain.errors import NotAllowed, UnknownWebhook
from server.domain.people import Caller, Role
from server.domain.signing import ACCOUNT
from server.storage.tables import audit_entry
from tests.builders import OFFICE, Hall
from tests.support.booking import DESK, BookingHall, office_with

TODAY = date(2026, 11, 23)
PHONE = "0912345678"


def told(hall: Hall, *actions: str) -> list[tuple[Any, ...]]:
    """Actor, action, object, old and new of the entries of these actions, in their order."""
    columns = audit_entry.c
    with hall.database.read() as tx:
        query = select(columns.actor, columns.action, columns.object, columns.old, columns.new)
        rows = tx.connection.execute(query.where(columns.action.in_(actions)).order_by(columns.seq))
        return [tuple(row) for row in rows]


@pytest.fixture
def booked(database: Any, clock: Any) -> BookingHall:
    """Somebody has booked."""
    hall = BookingHall(database, clock)
    hall.database.write(lambda tx: setting_up.apply(tx, office_with()))
    hall.booked(30, name="Nguyễn Văn An", phone=PHONE)
    return hall


def list_day(hall: Hall, caller: Caller, *, q: str = "") -> messages.BookedDay:
    with hall.database.read() as tx:
        return appointment_list.day(tx, caller, OFFICE, day=TODAY, q=q, desk=DESK)


def test_a_search_is_told_each_time_and_not_what_for(booked: BookingHall) -> None:
    thuan = booked.staff("thuan", Role.RECEPTIONIST)
    for _ in range(2):
        assert list_day(booked, thuan, q=PHONE).appointments
    found = told(booked, "bookings.searched")
    assert found == [("thuan", "bookings.searched", "bookings of 2026-11-23", None, '{"found":1}')] * 2


def test_the_list_that_a_page_keeps_up_to_date_is_told_once_an_hour(booked: BookingHall) -> None:
    thuan = booked.staff("thuan", Role.RECEPTIONIST)
    for _ in range(3):
        list_day(booked, thuan)
    list_day(booked, booked.kiosk)
    assert [row[0] for row in told(booked, "bookings.listed")] == ["thuan", "device:1"]
    booked.clock.tick(minutes=61)
    list_day(booked, thuan)
    assert len(told(booked, "bookings.listed")) == 3


def test_who_was_refused_has_read_nothing(booked: BookingHall) -> None:
    stranger = Caller(Role.RECEPTIONIST, booked.office().id + 1, "staff:9", staff_id=9)
    with pytest.raises(NotAllowed):
        list_day(booked, stranger, q=PHONE)
    assert told(booked, "bookings.searched", "bookings.listed") == []


def test_reading_what_citizens_wrote_is_told(hall: Hall) -> None:
    caller = Caller(Role.SUPERVISOR, hall.office().id, "staff:1", staff_id=1)
    with hall.database.read() as tx:
        results.rating_remarks(tx, caller, OFFICE, first=TODAY, last=TODAY)
    assert [row[1:] for row in told(hall, "remarks.read")] == [
        ("remarks.read", "remarks of 2026-11-23 to 2026-11-23", None, '{"found":0}')
    ]


def test_webhooks_are_told_by_their_host_alone(hall: Hall) -> None:
    caller = Caller(Role.SUPERVISOR, hall.office().id, "staff:1", staff_id=1)
    wish = messages.NewWebhook(url="https://partner.example/hook?key=abc", kinds=[])

    def act(tx: Any) -> None:
        made = webhooks.register(tx, caller, OFFICE, wish, private_targets=False)
        webhooks.remove(tx, caller, OFFICE, made.id)
        with pytest.raises(UnknownWebhook):
            webhooks.remove(tx, caller, OFFICE, made.id)

    hall.database.write(act)
    found = told(hall, "webhook.made", "webhook.removed")
    assert [row[3:] for row in found] == [
        (None, '{"host":"partner.example","kinds":[]}'),
        ('{"host":"partner.example"}', None),
    ]


def test_forms_of_rating_and_keys_of_bookings_are_told(hall: Hall) -> None:
    def act(tx: Any) -> None:
        booking_keys.rotate(tx)
        document = demo_form()
        forms.publish(tx, document.code, forms.start(tx, document))

    hall.database.write(act)
    assert [row[:3] for row in told(hall, "booking_key.rotated", "rating_form.drafted")] == [
        ("system", "booking_key.rotated", "key 1"),
        ("command", "rating_form.drafted", f"rating form {demo_form().code} version 1"),
    ]
    assert len(told(hall, "rating_form.published")) == 1


def test_signing_in_and_out_is_told_and_so_is_a_burst_of_failures(hall: Hall) -> None:
    thuan = hall.staff("thuan", Role.RECEPTIONIST)
    session = hall.database.write(lambda tx: signing_in.begin_session(tx, thuan.staff_id or 0))
    for _ in range(2):
        hall.database.write(lambda tx: signing_in.end_session(tx, session))
    for name in ("thuan", "my-secret-passphrase"):
        for _ in range(ACCOUNT.free):
            hall.database.write(partial(throttling.note_try, username=name, address=f"192.0.2.{len(name)}"))
    found = told(hall, "session.begun", "session.ended", "session.refused")
    assert [(row[0], row[1], row[2]) for row in found] == [
        ("thuan", "session.begun", "account thuan"),
        ("thuan", "session.ended", "account thuan"),
        ("stranger", "session.refused", "account thuan"),
        ("stranger", "session.refused", "an account that does not exist"),
    ]
