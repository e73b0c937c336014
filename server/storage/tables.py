"""The tables, with the constraints that carry the invariants."""

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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.storage.column_types import Instant, RowId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", RowId, primary_key=True, autoincrement=True)


def _of(table: str, *, name: str | None = None, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name or f"{table}_id", RowId, ForeignKey(f"{table}.id"), nullable=nullable, index=index)


# --- set-up: what the operator writes ------------------------------------------------------------------

office = Table(
    "office",
    metadata,
    _id(),
    Column("code", String(40), nullable=False, unique=True),
    Column("level", String(20), nullable=False),
    _of("office", name="parent_id", nullable=True),
    _of("office", name="successor_id", nullable=True),
    Column("time_zone", String(60), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    # Names, address, hours, allowances…: read together, written together, by the set-up file.
    Column("setup", JSON, nullable=False),
    # Grows with every change of the set-up, so that whoever keeps it in memory knows when to read again.
    Column("setup_version", Integer, nullable=False, server_default="1"),
    # Grows when a counter opens, pauses or closes.
    Column("hall_version", Integer, nullable=False, server_default="0"),
    Column("seq", RowId, nullable=False, server_default="0"),
    # Every office day up to this one has been closed.
    Column("closed_through", Date),
)

service = Table(
    "service",
    metadata,
    _id(),
    _of("office"),
    _of("service", name="parent_id", nullable=True),
    Column("code", String(40), nullable=False),
    Column("letter", String(2)),
    Column("names", JSON, nullable=False),
    Column("usual_s", Integer, nullable=False, server_default="600"),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("paused_reason", Text),
    Column("paused_until", Instant),
    UniqueConstraint("office_id", "code"),
)

counter = Table(
    "counter",
    metadata,
    _id(),
    _of("office"),
    Column("number", Integer, nullable=False),
    Column("names", JSON, nullable=False),
    Column("services", JSON, nullable=False),  # codes it is set up for
    Column("active", Boolean, nullable=False),
    Column("state", String(10), nullable=False, server_default="closed"),
    Column("reason", Text),
    Column("open_services", JSON),  # codes it was opened for, null: all
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
    _id(),
    _of("office"),
    Column("texts", JSON, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant),
)

# --- people and devices --------------------------------------------------------------------------------

staff = Table(
    "staff",
    metadata,
    _id(),
    _of("office", nullable=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", Text),
    Column("active", Boolean, nullable=False),
    CheckConstraint("role IN ('clerk', 'receptionist', 'supervisor', 'province', 'admin')", name="role"),
)

staff_session = Table(
    "staff_session",
    metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of the random id in the cookie
    _of("staff"),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ended_at", Instant),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    _id(),
    Column("username", String(80), nullable=False),
    Column("address", String(60), nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

device = Table(
    "device",
    metadata,
    _id(),
    _of("office"),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("counter_number", Integer),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("printer", String(20)),
    Column("printer_since", Instant),
    Column("reported_at", Instant),
    CheckConstraint("role IN ('kiosk', 'counter', 'receptionist', 'supervisor', 'integration')", name="role"),
)

# --- what happens --------------------------------------------------------------------------------------

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
    _id(),
    _of("office"),
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
    _id(),
    _of("visit"),
    _of("office"),
    _of("service"),
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
    Column("callable_from", Instant),
    Column("for_counter", Integer),  # transferred to this counter
    Column("return_to", Integer),  # comes back to this counter when finished
    Column("counter_number", Integer),
    Column("staff_id", RowId, ForeignKey("staff.id")),
    Column("calls", Integer, nullable=False),
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
Index("ix_ticket_called", ticket.c.office_id, ticket.c.day, ticket.c.called_at)

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
