"""Alerts: what needs a supervisor, from when until when."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, String, Table, text

from server.storage.column_types import Instant
from server.storage.tables.base import metadata, own_id, row_of

alert = Table(
    "alert",
    metadata,
    own_id(),
    row_of("office"),
    Column("kind", String(30), nullable=False),
    Column("subject", String(80), nullable=False),  # a ticket's id, a service's code, a device's id; or empty
    Column("detail", JSON, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
)
# One thing is told once, until it has ended.
Index(
    "uq_alert_open",
    alert.c.office_id,
    alert.c.kind,
    alert.c.subject,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)
Index("ix_alert_began", alert.c.office_id, alert.c.began_at)
