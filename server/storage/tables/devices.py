"""Pairing of devices, and when each was there."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, text

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

# A machine that shows a code, or showed one. Code, secret and token are kept as hashes only.
pairing = Table(
    "pairing",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("address", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("version", String(60), nullable=False),
    Column("office_code", String(40)),  # where the machine's own settings say it stands
    Column("counter_number", Integer),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("secret_hash", String(64), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Column("approved_at", Instant),
    Column("device_id", RowId, ForeignKey("device.id")),
    CheckConstraint("role IN ('kiosk', 'counter', 'display', 'tablet')", name="role"),
    CheckConstraint("(approved_at IS NULL) = (device_id IS NULL)", name="approved"),
)

pairing_failure = Table(
    "pairing_failure",
    metadata,
    own_id(),
    row_of("staff"),
    Column("at", Instant, nullable=False),
    Index("ix_pairing_failure_staff_id_at", "staff_id", "at"),
)

# A device was there, or was not, from one moment to another; without an end it still is so.
device_span = Table(
    "device_span",
    metadata,
    own_id(),
    row_of("device"),
    Column("state", String(10), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    CheckConstraint("state IN ('online', 'offline')", name="state"),
    CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name="order"),
    Index("ix_device_span_device_id_began_at", "device_id", "began_at"),
    Index(
        "uq_device_span_open",
        "device_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)
