"""People and devices: who may do what."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
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
    Column("must_change_password", Boolean, nullable=False, default=False, server_default=false()),
    Column("email", String(254)),  # by which single sign-on may know them
    Column("oidc_issuer", String(300)),
    Column("oidc_subject", String(255)),
    Column("totp_secret", Text),  # sealed with a key that is not in the database
    Column("totp_since", Instant),  # null: begun, but not yet confirmed by a code
    Column("totp_step", BigInteger),  # the last time step whose code was used
    Column("signed_in_at", Instant),
    CheckConstraint("role IN ('clerk', 'receptionist', 'supervisor', 'province', 'admin')", name="role"),
    Index("uq_staff_email", "email", unique=True),
    Index("uq_staff_oidc", "oidc_issuer", "oidc_subject", unique=True),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of the random id in the cookie
    row_of("staff"),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("idle_s", Integer, nullable=False, server_default="14400"),
    Column("ends_at", Instant, nullable=False, server_default="0"),
    Column("address", String(60), nullable=False, server_default=""),
    Column("agent", String(200), nullable=False, server_default=""),
    Column("way", String(10), nullable=False, server_default="password"),  # see domain.signing.Way
    Index("ix_staff_session_staff_id", "staff_id"),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    own_id(),
    Column("username", String(80), nullable=False),
    Column("address", String(60), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_sign_in_failure_username_at", "username", "at"),
    Index("ix_sign_in_failure_address_at", "address", "at"),
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
    Column("speaks", Boolean),  # whether a kiosk can say names aloud; null: it has not said
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
