"""What happens: numbers, visits, tickets, events."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
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
    false,
    text,
)

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

number_series = Table(
    "number_series",
    metadata,
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("letter", String(2), primary_key=True),
    Column("last", Integer, nullable=False),
    CheckConstraint("last >= 1", name="last"),
)

visit = Table(
    "visit",
    metadata,
    own_id(),
    row_of("office"),
    Column("day", Date, nullable=False),
    Column("letter", String(2), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("number", String(10), nullable=False),
    Column("token", String(60), nullable=False, unique=True),
    Column("persons", Integer, nullable=False),
    Column("language", String(5), nullable=False),
    Column("issued_at", Instant, nullable=False),
    UniqueConstraint("office_id", "day", "number"),
    UniqueConstraint("office_id", "day", "letter", "serial"),
)

ticket = Table(
    "ticket",
    metadata,
    own_id(),
    row_of("visit"),
    row_of("office"),
    row_of("service"),
    Column("leg", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("number", String(10), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("category", String(40)),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("slot", Instant),
    Column("waits_from", Instant, nullable=False),  # start of the measured wait
    Column("due", Instant, nullable=False),
    # What the citizen was told of the wait when the number was given; null: nothing.
    Column("told_low_us", BigInteger),
    Column("told_high_us", BigInteger),
    Column("callable_from", Instant),
    Column("for_counter", Integer),  # transferred to this counter
    Column("return_to", Integer),  # comes back to this counter when finished
    Column("counter_number", Integer),
    Column("staff_id", RowId, ForeignKey("staff.id")),
    Column("calls", Integer, nullable=False),
    Column("out_of_order", Boolean, nullable=False, server_default=false()),  # its last call was
    Column("called_at", Instant),
    Column("started_at", Instant),
    Column("start_inferred", Boolean, nullable=False),
    Column("held_at", Instant),
    Column("held_s", Integer, nullable=False),
    Column("ended_at", Instant),
    Column("dossiers", JSON, nullable=False),
    Column("services_done", JSON, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", Text),
    UniqueConstraint("visit_id", "leg"),
    CheckConstraint(
        "state IN ('waiting', 'called', 'serving', 'on_hold', 'served', 'no_show', 'transferred',"
        " 'left', 'removed', 'closed_by_system')",
        name="state",
    ),
    CheckConstraint(
        "state NOT IN ('called', 'serving', 'on_hold') OR counter_number IS NOT NULL", name="at_counter"
    ),
    CheckConstraint("state <> 'waiting' OR (counter_number IS NULL AND called_at IS NULL)", name="waiting"),
)
# No counter has two people, and nobody is at two counters (a ticket is one row).
Index(
    "uq_ticket_current",
    ticket.c.office_id,
    ticket.c.counter_number,
    unique=True,
    sqlite_where=text("state IN ('called', 'serving')"),
    postgresql_where=text("state IN ('called', 'serving')"),
)
# A visit has one open leg.
Index(
    "uq_ticket_open_leg",
    ticket.c.visit_id,
    unique=True,
    sqlite_where=text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
    postgresql_where=text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
)
# The line, in the order of call; old tickets do not make it slower.
Index(
    "ix_ticket_line",
    ticket.c.office_id,
    ticket.c.day,
    ticket.c.due,
    ticket.c.visit_id,
    ticket.c.service_id,
    ticket.c.for_counter,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)
Index(
    "ix_ticket_on_hold",
    ticket.c.office_id,
    ticket.c.counter_number,
    sqlite_where=text("state = 'on_hold'"),
    postgresql_where=text("state = 'on_hold'"),
)
# A day's answered tickets: the mean so far, a counter's own day, the pace that estimates learn from.
Index(
    "ix_ticket_called",
    ticket.c.office_id,
    ticket.c.day,
    ticket.c.called_at,
    sqlite_where=text("called_at IS NOT NULL"),
    postgresql_where=text("called_at IS NOT NULL"),
)

event = Table(
    "event",
    metadata,
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    Column("seq", RowId, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("at", Instant, nullable=False),
    Column("ticket_id", RowId),
    Column("staff_id", RowId),
    Column("device_id", RowId),
    Column("public", JSON, nullable=False),  # what the hall may know
    Column("detail", JSON, nullable=False),  # what the figures need besides
)
WITH_REASON = "kind IN ('ticket_removed', 'ticket_called_out_of_order', 'counter_paused')"
# The few events with a reason that somebody typed, which are blanked when they are old.
Index("ix_event_with_reason", event.c.at, sqlite_where=text(WITH_REASON), postgresql_where=text(WITH_REASON))

idempotent_answer = Table(
    "idempotent_answer",
    metadata,
    Column("scope", String(120), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

job_run = Table(
    "job_run",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("period", String(80), primary_key=True),
    Column("at", Instant, nullable=False),
)
