"""Set-up: what the operator writes, and how the counters stand."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

office = Table(
    "office",
    metadata,
    own_id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("level", String(20), nullable=False),
    row_of("office", name="parent_id", nullable=True),
    row_of("office", name="successor_id", nullable=True),
    Column("time_zone", String(60), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    # Names, address, hours, allowances…: read together, written together, by the set-up file.
    Column("setup", JSON, nullable=False),
    # Another with every change of the set-up, so that whoever keeps it in memory knows when to read again.
    Column("setup_stamp", Integer, nullable=False, server_default="1"),
    # Another when a counter opens, pauses or closes.
    Column("hall_stamp", Integer, nullable=False, server_default="0"),
    Column("seq", RowId, nullable=False, server_default="0"),
    # Every office day up to this one has been closed.
    Column("closed_through", Date),
)

service = Table(
    "service",
    metadata,
    own_id(),
    row_of("office"),
    row_of("service", name="parent_id", nullable=True),
    Column("code", String(40), nullable=False),
    Column("letter", String(2)),
    Column("names", JSON, nullable=False),
    Column("usual_s", Integer, nullable=False, server_default="600"),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("paused_reason", Text),
    Column("paused_until", Instant),
    Column("slots_needed", Integer, nullable=False, server_default="1"),
    Column("resources", JSON, nullable=False, server_default="[]"),  # codes
    Column("papers", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("office_id", "code"),
)

counter = Table(
    "counter",
    metadata,
    own_id(),
    row_of("office"),
    Column("number", Integer, nullable=False),
    Column("names", JSON, nullable=False),
    Column("services", JSON, nullable=False),  # codes it is set up for
    Column("timed", JSON, nullable=False, server_default="[]"),  # and those of some times of the week
    Column("active", Boolean, nullable=False),
    Column("state", String(10), nullable=False, server_default="closed"),
    Column("reason", Text),
    Column("open_services", JSON),  # codes it was opened for at changed_at, null: all
    Column("staff_id", RowId, ForeignKey("staff.id")),
    Column("changed_at", Instant),
    # The latest call, as the board shows it.
    Column("call_id", String(40)),
    Column("call_number", String(10)),
    Column("call_at", Instant),
    Column("call_recalls", Integer),
    Column("call_voice", JSON),
    UniqueConstraint("office_id", "number"),
    CheckConstraint("state IN ('open', 'paused', 'closed')", name="state"),
)
NO_CALL = dict.fromkeys(("call_id", "call_number", "call_at", "call_recalls", "call_voice"))
"""Values of a counter whose latest call is no longer shown."""

# A clerk sits at one counter.
Index("uq_counter_staff", counter.c.staff_id, unique=True)

notice = Table(
    "notice",
    metadata,
    own_id(),
    row_of("office"),
    Column("kind", String(20), nullable=False, server_default="notice"),
    Column("texts", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)
