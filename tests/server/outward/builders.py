"""Appointments with somebody to write to, and the outbox as it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from server.actions.outgoing import messaging
from server.domain.hours import office_day
from server.domain.outgoing import Outlet
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import appointment, booking_contact, outbox, service
from tests.builders import MORNING, OFFICE

EMAIL = "binh@example.vn"
PHONE = "0912 345 678"
SLOT = MORNING + timedelta(days=2)
"""Wednesday, 08:00 in Quy Nhơn."""


def with_outlets(database: Database, *outlets: Outlet) -> Database:
    """The same database, in a house with these ways out."""
    database.outlets = frozenset(outlets or Outlet)
    return database


def book(database: Database, *, tell: bool = True, **about: Any) -> Row[Any]:
    """An appointment with name, e-mail and phone, confirmed as booking does it; its row."""
    return database.write(lambda tx: _book(tx, tell, about))


def _book(tx: Transaction, tell: bool, about: dict[str, Any]) -> Row[Any]:
    office = tx.office(OFFICE)
    contact = {"name": "Trần Văn Bình", "email": EMAIL, "phone": PHONE} | about.pop("contact", {})
    serial = len(tx.connection.execute(select(appointment.c.id)).all())
    start = about.get("start", SLOT)
    made = insert(appointment).values(_row(tx, serial, start) | {"office_id": office.id} | about)
    key = tx.connection.execute(made.returning(appointment.c.id)).scalar_one()
    tx.connection.execute(insert(booking_contact).values(appointment_id=key, consent_at=tx.now, **contact))
    row = row_of(tx, key)
    if tell:
        messaging.booked(tx, office, row)
    return row


def _row(tx: Transaction, serial: int, start: datetime) -> dict[str, Any]:
    land = tx.connection.execute(select(service.c.id).where(service.c.code == "land")).scalar_one()
    return {
        "service_id": land,
        "state": "booked",
        "version": 1,
        "code": f"7K3M92{serial:02}",
        "token": f"token-of-the-link-{serial:04}",
        "pool": "land",
        "day": office_day(tx.office(OFFICE).hours, start),
        "start": start,
        "ends": start + timedelta(minutes=30),
        "revision": 0,
        "channel": "web",
        "language": "vi",
        "made_at": tx.now,
        "booked_at": tx.now,
        "late": False,
        "persons": 1,
    }


def row_of(tx: Transaction, key: int) -> Row[Any]:
    return tx.connection.execute(select(appointment).where(appointment.c.id == key)).one()


def move(database: Database, key: int, start: datetime) -> None:
    """Another time, as moving an appointment does it."""

    def act(tx: Transaction) -> None:
        moved = {
            "start": start,
            "ends": start + timedelta(minutes=30),
            "revision": appointment.c.revision + 1,
        }
        tx.connection.execute(update(appointment).where(appointment.c.id == key).values(**moved))
        messaging.moved(tx, tx.office(OFFICE), row_of(tx, key))

    database.write(act)


def cancel(database: Database, key: int) -> None:
    """As cancelling an appointment does it."""

    def act(tx: Transaction) -> None:
        off = update(appointment).where(appointment.c.id == key).values(state="cancelled", ended_at=tx.now)
        tx.connection.execute(off)
        messaging.cancelled(tx, tx.office(OFFICE), row_of(tx, key))

    database.write(act)


def check_in(database: Database, key: int, visit: int) -> None:
    """The appointment has become this visit."""
    came = {"state": "arrived", "visit_id": visit, "arrived_at": database.clock.now()}
    database.write(
        lambda tx: tx.connection.execute(update(appointment).where(appointment.c.id == key).values(**came))
    )


def outgoing(database: Database, which: Callable[[Row[Any]], bool] = lambda row: True) -> list[Row[Any]]:
    """The rows of the outbox, in the order of due."""
    with database.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.due_at, outbox.c.id)).all()
    return [row for row in rows if which(row)]


def waiting(database: Database) -> list[tuple[str, str]]:
    """Kind and channel of what waits, in the order of due."""
    waits = outgoing(database, lambda row: row.sent_at is None and row.given_up_at is None)
    return [(row.kind, row.channel) for row in waits]
