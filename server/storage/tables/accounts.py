"""What accounts have besides a password, and the one-time code of the first run."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table

from server.storage.column_types import Instant
from server.storage.tables.base import metadata, own_id, row_of

recovery_code = Table(
    "recovery_code",
    metadata,
    own_id(),
    row_of("staff"),
    Column("code_hash", String(64), nullable=False),  # SHA-256: the codes are random and long
    Column("used_at", Instant),
    Index("ix_recovery_code_staff_id", "staff_id"),
)

first_run = Table(
    "first_run",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("code_hash", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="one"),
)
"""The code that lets whoever reads the terminal make the first administrator; gone when there is one."""
