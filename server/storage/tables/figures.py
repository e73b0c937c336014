"""Figures: what each ended ticket amounts to, and the sums of every day; both can be made anew."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

MEASURED_HERE = 0
"""The `source` of facts that this system measured itself; others name the import they came with."""

# Durations are whole microseconds: sums of integers do not depend on the order of adding.
ticket_fact = Table(
    "ticket_fact",
    metadata,
    own_id(),
    row_of("office"),
    Column("source", Integer, nullable=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), unique=True),  # null: imported
    # What a ticket is known by, here and in logs: a transferred leg has an issue of its own.
    Column("office_day", Date, nullable=False),
    Column("number", String(10), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("leg", Integer, nullable=False),
    # The day and half-hour (0 to 47) that it counts in: of the answered call, on the office's wall.
    Column("day", Date, nullable=False),
    Column("half_hour", Integer, nullable=False),
    Column("service", String(40), nullable=False),
    Column("counter", Integer),
    Column("clerk", String(80)),
    Column("category", String(40)),
    Column("channel", String(20), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("slot", Instant),
    Column("waits_from", Instant, nullable=False),
    Column("called_at", Instant),
    Column("started_at", Instant),
    Column("ended_at", Instant, nullable=False),
    Column("wait_us", BigInteger),  # null: not answered, in no mean
    Column("raw_us", BigInteger),
    Column("in_hours_us", BigInteger),
    Column("visit_us", BigInteger),  # with the leg that completes a visit: the waits of all its legs
    Column("way_us", BigInteger),
    Column("counter_us", BigInteger),
    Column("held_us", BigInteger, nullable=False),
    Column("lost_us", BigInteger),  # waited in vain: left, no-show, removed, closed by the system
    Column("dossiers", Integer, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("out_of_order", Boolean, nullable=False),
    Column("inferred", Boolean, nullable=False),
    Column("punctual", Boolean),
    Column("told_low_us", BigInteger),  # the range that was told with the number; null: none was
    Column("told_high_us", BigInteger),
    # The leg, because one that was transferred at once may have the moment of the one before it.
    UniqueConstraint("office_id", "office_day", "number", "issued_at", "leg"),
    CheckConstraint("half_hour BETWEEN 0 AND 47", name="half_hour"),
    CheckConstraint("wait_us >= 0", name="wait"),
    CheckConstraint("(wait_us IS NULL) <> (lost_us IS NULL)", name="answered_or_lost"),
)
Index("ix_ticket_fact_day", ticket_fact.c.office_id, ticket_fact.c.day)
# An import is taken out again without a look at every ticket there is.
Index(
    "ix_ticket_fact_import",
    ticket_fact.c.source,
    sqlite_where=text("source <> 0"),
    postgresql_where=text("source <> 0"),
)

day_figures = Table(
    "day_figures",
    metadata,
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    # all, hour (half-hours), service, counter, clerk, category, channel: one at a time, never a product
    Column("dimension", String(10), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("source", Integer, primary_key=True),
    *(
        Column(name, BigInteger, nullable=False)
        for name in (
            "n",
            "wait_us",
            "longest_us",
            "raw_us",
            "in_hours_us",
            "visits",
            "visit_us",
            "way_n",
            "way_us",
            "counter_n",
            "counter_us",
            "held_us",
            "dossiers",
            "dossier_us",
            "inferred",
            "too_short",
            "too_long",
            "no_show",
            "no_show_us",
            "left",
            "left_us",
            "removed",
            "removed_us",
            "closed_by_system",
            "closed_by_system_us",
            "calls",
            "out_of_order",
            "booked",
            "punctual",
            "told",  # answered ones with a range that was told
            "told_off_us",  # how far their waits were from its middle, and by how much longer
            "told_over_us",
            "told_inside",
            "told_later",
        )
    ),
    Column("waits", LargeBinary, nullable=False),  # histogram of the waits that count
    Column("losses", LargeBinary, nullable=False),  # histogram of the times waited in vain
    # A report reads one dimension: apart from the others, a province's year is one stretch of the disk.
    postgresql_partition_by="LIST (dimension)",
)

Index(
    "ix_day_figures_import",
    day_figures.c.source,
    sqlite_where=text("source <> 0"),
    postgresql_where=text("source <> 0"),
)

figures_cursor = Table(
    "figures_cursor",
    metadata,
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    Column("seq", RowId, nullable=False),  # every event up to this one is in the figures
)

# When a counter was open or paused, and who sat there.
counter_span = Table(
    "counter_span",
    metadata,
    own_id(),
    row_of("office"),
    Column("day", Date, nullable=False),
    Column("counter", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("clerk", String(80)),
    Column("reason", Text),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    CheckConstraint("state IN ('open', 'paused')", name="state"),
)
Index("ix_counter_span_day", counter_span.c.office_id, counter_span.c.day)
# A counter is in one state at a time.
Index(
    "uq_counter_span_now",
    counter_span.c.office_id,
    counter_span.c.counter,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)

log_import = Table(
    "log_import",
    metadata,
    own_id(),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("known", Integer, nullable=False),  # rows that were here already
    Column("began_at", Instant, nullable=False),
    # Null: still being staged, or given up; its facts are in no figure.
    Column("published_at", Instant),
)
