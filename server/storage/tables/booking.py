"""Bookings: slots with their places, appointments, and the people behind them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

slot = Table(
    "slot",
    metadata,
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    # The pool of a slot plan, or "@" and the code of a resource.
    Column("pool", String(60), primary_key=True),
    Column("start", Instant, primary_key=True),
    Column("public", Integer, nullable=False),
    Column("internal", Integer, nullable=False),
    Column("public_taken", Integer, nullable=False),
    Column("internal_taken", Integer, nullable=False),
    # No slot is ever overbooked: the database itself refuses the place that is not there.
    CheckConstraint("public_taken BETWEEN 0 AND public", name="public_taken"),
    CheckConstraint("internal_taken BETWEEN 0 AND internal", name="internal_taken"),
)

appointment = Table(
    "appointment",
    metadata,
    own_id(),
    row_of("office"),
    row_of("service"),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("code", String(8), nullable=False, unique=True),  # what a citizen types
    Column("token", String(60), nullable=False, unique=True),  # of the link
    Column("pool", String(60), nullable=False),
    Column("day", Date, nullable=False),
    Column("start", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("revision", Integer, nullable=False),  # grows when it is moved; the QR names it
    Column("channel", String(20), nullable=False),
    Column("language", String(5), nullable=False),
    Column("category", String(40)),
    Column("persons", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant),  # of a hold
    Column("booked_at", Instant),
    Column("ended_at", Instant),  # cancelled, missed or expired
    Column("visit_id", RowId, ForeignKey("visit.id"), unique=True),
    Column("arrived_at", Instant),
    Column("late", Boolean, nullable=False),
    Column("from_ticket", RowId, ForeignKey("ticket.id")),  # a walk-in that was put off until later
    Column("address_key", String(64)),  # who holds how many: a keyed hash of the network address
    Column("device_id", RowId, ForeignKey("device.id")),
    Column("staff_id", RowId, ForeignKey("staff.id")),
    CheckConstraint("state IN ('held', 'booked', 'arrived', 'missed', 'cancelled', 'expired')", name="state"),
    CheckConstraint("(state = 'arrived') = (visit_id IS NOT NULL)", name="arrived"),
    CheckConstraint("state <> 'held' OR expires_at IS NOT NULL", name="held"),
)
Index("ix_appointment_day", appointment.c.office_id, appointment.c.day, appointment.c.start)
Index(
    "ix_appointment_held",
    appointment.c.expires_at,
    sqlite_where=text("state = 'held'"),
    postgresql_where=text("state = 'held'"),
)
Index(
    "ix_appointment_booked",
    appointment.c.start,
    sqlite_where=text("state = 'booked'"),
    postgresql_where=text("state = 'booked'"),
)
Index("ix_appointment_address", appointment.c.address_key, appointment.c.made_at)

slot_place = Table(
    "slot_place",
    metadata,
    own_id(),
    Column("office_id", RowId, nullable=False),
    Column("pool", String(60), nullable=False),
    Column("start", Instant, nullable=False),
    Column("kind", String(10), nullable=False),
    row_of("appointment", nullable=True),  # null: freed, and for staff alone until `public_from`
    Column("public_from", Instant),
    ForeignKeyConstraint(
        ["office_id", "pool", "start"],
        ["slot.office_id", "slot.pool", "slot.start"],
        name="fk_slot_place_slot",
    ),
    CheckConstraint("kind IN ('public', 'internal')", name="kind"),
    CheckConstraint("(appointment_id IS NULL) = (public_from IS NOT NULL)", name="freed"),
)
Index("ix_slot_place_slot", slot_place.c.office_id, slot_place.c.pool, slot_place.c.start)
# A booking takes a slot once.
Index(
    "uq_slot_place_appointment",
    slot_place.c.appointment_id,
    slot_place.c.pool,
    slot_place.c.start,
    unique=True,
)
Index("ix_slot_place_freed", slot_place.c.public_from)

# Everything personal of a booking, in one table, so that it can be deleted whole.
booking_contact = Table(
    "booking_contact",
    metadata,
    Column("appointment_id", RowId, ForeignKey("appointment.id"), primary_key=True),
    Column("name", Text),
    Column("phone", String(20)),
    Column("email", String(254)),
    Column("dossier", String(60)),
    Column("note", Text),
    Column("phone_key", String(64), index=True),  # keyed hash
    Column("citizen_key", String(64), index=True),  # keyed hash
    Column("consent_at", Instant, nullable=False),
)

# The keys that sign the QR of bookings; the secret half is derived from the server's own secret.
booking_key = Table(
    "booking_key",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made_at", Instant, nullable=False),
    Column("retired_at", Instant),
)

spent_challenge = Table(
    "spent_challenge",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)
