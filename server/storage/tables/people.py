"""People and devices: who may do what."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    String,
    Table,
    Text,
)

from server.storage.column_types import Instant
from server.storage.tables.base import metadata, own_id, row_of

staff = Table(
    "staff",
    metadata,
    own_id(),
    row_of("office", nullable=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text),
    Column("services", JSON, nullable=False, server_default="[]"),  # codes a clerk may serve; empty: all
    Column("active", Boolean, nullable=False),
    CheckConstraint("role IN ('clerk', 'receptionist', 'supervisor', 'province', 'admin')", name="role"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of the random id in the cookie
    row_of("staff"),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    own_id(),
    Column("username", String(80), nullable=False),
    Column("address", String(60), nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

device = Table(
    "device",
    metadata,
    own_id(),
    row_of("office"),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("counter_number", Integer),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("scopes", JSON),  # of an integration; null: all of its role
    Column("printer", String(20)),
    Column("printer_since", Instant),
    Column("reported_at", Instant),
    Column("seen_at", Instant),  # to the minute
    Column("version", String(60)),
    Column("used_at", Instant),  # when it first came with a token
    Column("token_at", Instant),  # since when it has the token that it has
    Column("new_token_hash", String(64), unique=True),  # asked for, not used yet
    Column("new_token_until", Instant),  # until when the old one counts beside it
    Column("replaced_token_hash", String(64), unique=True),  # whoever shows this one again has stolen it
    Column("replayed_at", Instant),
    CheckConstraint(
        "role IN ('kiosk', 'counter', 'receptionist', 'supervisor', 'integration', 'display', 'tablet')",
        name="role",
    ),
)
