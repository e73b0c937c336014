"""An office in which every table has rows that refer to others, and the same office in an older schema."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, MetaData, func, insert, select

from server.actions.appointments import booking_keys
from server.actions.house import devices
from server.actions.outgoing import webhooks
from server.contract.messages import NewWebhook
from server.domain.people import Caller, Role
from server.storage import tables as t
from server.storage.happenings import Transaction
from tests.builders import OFFICE
from tests.support.booking import BookingHall

Rows = dict[str, list[tuple[Any, ...]]]


def fill(hall: BookingHall) -> None:
    """A morning of an office: people who press, book, are called, served and sent on, and its machines."""
    hall.database.write(_make_machines)
    hall.database.write(booking_keys.ensure_key)
    hall.open(3)
    for _ in range(6):
        hall.press()
    for after in ("finish", "no-show"):
        called = hall.called()
        seen = hall.step("start", called) if after == "finish" else called
        hall.clock.tick(minutes=5)
        hall.step(after, seen)
    person = {"name": "Nguyễn Thị An", "phone": "0912 345 678", "email": "an@example.vn"}
    hall.check_in(hall.booked(30, **person))
    hall.cancel(hall.booked(60))
    hall.booked(90, name="Trần Văn Bình", phone="0987654321")
    hall.database.write(_join)


def _make_machines(tx: Transaction) -> None:
    for role, counter in (("kiosk", None), ("counter", 3), ("supervisor", None), ("integration", None)):
        devices.create_token(tx, OFFICE, role=role, name=f"The {role}", counter=counter)
    partner = tx.connection.execute(select(func.max(t.device.c.id))).scalar_one()
    office_id = tx.office(OFFICE).id
    caller = Caller(Role.INTEGRATION, office_id, f"device:{partner}", device_id=partner)
    wish = NewWebhook.model_validate({"url": "https://partner.example/hook", "kinds": ["ticket_issued"]})
    webhooks.register(tx, caller, OFFICE, wish, private_targets=True)


def _join(tx: Transaction) -> None:
    """What the office's own actions leave empty here, referring to everything that can be referred to."""
    now, office_id = tx.now, tx.office(OFFICE).id
    one = {table: tx.connection.execute(select(func.min(table.c.id))).scalar_one() for table in _REFERRED}
    tx.connection.execute(t.appointment.update().values(device_id=one[t.device], staff_id=one[t.staff]))
    delivery = {
        "webhook_id": one[t.webhook],
        "event_id": "e",
        "seq": 1,
        "kind": "ticket_issued",
        "body": "{}",
    }
    message = {"office_id": office_id, "appointment_id": one[t.appointment], "visit_id": one[t.visit]}
    message |= {"message_id": "m", "channel": "email", "kind": "reminder", "recipient": "an@example.vn"}
    answer = {"scope": "device:1 tickets", "key": "k", "request_hash": "h", "status": 201, "answer": "{}"}
    session = {"id": "5" * 64, "staff_id": one[t.staff], "began_at": now, "seen_at": now}
    for table, row in (
        (t.staff_session, {**session, "ends_at": now + timedelta(hours=12)}),
        (t.sign_in_failure, {"username": "giang", "address": "10.0.0.9", "at": now}),
        (t.webhook_delivery, {**delivery, "state": "waiting", "made_at": now, "tries": 0, "next_at": now}),
        (t.outbox, {**message, "made_at": now, "due_at": now, "next_at": now, "tries": 0}),
        (t.notice, {"office_id": office_id, "texts": {"vi": "Nghỉ lễ"}, "since": now}),
        (t.spent_challenge, {"id": "c", "at": now}),
        (t.idempotent_answer, {**answer, "at": now}),
        (t.job_run, {"job": "close_days", "period": "2026-11-22", "at": now}),
    ):
        tx.connection.execute(insert(table).values(row))


_REFERRED = (t.device, t.staff, t.webhook, t.appointment, t.visit)


def in_schema(engine: Engine) -> MetaData:
    """The tables as they stand in this database."""
    found = MetaData()
    found.reflect(engine, resolve_fks=True)
    found.remove(found.tables["alembic_version"])
    return found


def copy(source: Engine, target: Engine) -> None:
    """Bring every row into a database of an older schema, as far as that has tables and columns for it."""
    with source.connect() as there, target.begin() as here:
        for table in in_schema(target).sorted_tables:
            for row in there.execute(select(table)).mappings().all():
                here.execute(insert(table).values(**row))


def rows(engine: Engine, schema: MetaData) -> Rows:
    """What every table of that schema holds, in the columns that it had then."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in schema.sorted_tables
        }
