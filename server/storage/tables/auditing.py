"""The audit: entries that the database itself refuses to change, and the head of their chain."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Table, Text

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, row_of

# Triggers refuse UPDATE and DELETE (and TRUNCATE): see the migration that makes it.
audit_entry = Table(
    "audit_entry",
    metadata,
    Column("seq", RowId, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),  # account, name of the device, `command`, `system`
    Column("role", String(20), nullable=False),
    Column("staff_id", RowId),
    Column("device_id", RowId),
    Column("action", String(60), nullable=False),
    Column("object", Text, nullable=False),
    row_of("office", nullable=True),
    # JSON, as text: the hash is of what is kept, letter by letter.
    Column("old", Text),
    Column("new", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
Index("ix_audit_entry_at", audit_entry.c.at)
Index("ix_audit_entry_office", audit_entry.c.office_id, audit_entry.c.seq)

# One row: whoever adds an entry locks it, so that several processes make one chain.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("genesis", String(64), nullable=False),  # what the first entry follows; random
    Column("seq", RowId, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="one"),
)
