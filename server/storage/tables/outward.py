"""What goes out of the house: messages to citizens, and webhooks to partner systems."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text
from sqlalchemy import text as sql

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

# What an office tells those who look after it; it names no citizen.
staff_letter = Table(
    "staff_letter",
    metadata,
    own_id(),
    row_of("office"),
    Column("language", String(5), nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("report", JSON),  # which report is attached; null: none
    Column("made_at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    own_id(),
    row_of("office"),
    # The same at every try, so that a receiver can tell a repetition.
    Column("message_id", String(80), nullable=False, unique=True),
    Column("channel", String(20), nullable=False),
    Column("kind", String(30), nullable=False),
    row_of("appointment", nullable=True),
    row_of("visit", nullable=True),  # whose turn is near
    row_of("staff_letter", nullable=True),  # to staff, about no citizen
    Column("recipient", String(254)),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),  # of the next try
    Column("tries", Integer, nullable=False),
    Column("claimed_until", Instant),  # somebody is sending it
    Column("sent_at", Instant),
    Column("given_up_at", Instant),
    Column("error", String(40)),  # a code of ours, never what a server said
    CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="ended"),
    CheckConstraint("(appointment_id IS NULL) <> (staff_letter_id IS NULL)", name="about"),
    # What has ended keeps nothing personal.
    CheckConstraint(
        "(recipient IS NULL) = (sent_at IS NOT NULL OR given_up_at IS NOT NULL)", name="recipient"
    ),
)
Index(
    "ix_outbox_next",
    outbox.c.channel,
    outbox.c.next_at,
    sqlite_where=sql("sent_at IS NULL AND given_up_at IS NULL"),
    postgresql_where=sql("sent_at IS NULL AND given_up_at IS NULL"),
)
Index("ix_outbox_appointment", outbox.c.appointment_id, outbox.c.kind)
Index("ix_outbox_visit", outbox.c.visit_id, outbox.c.kind)

webhook = Table(
    "webhook",
    metadata,
    own_id(),
    row_of("office"),
    row_of("device", nullable=True),  # the integration it belongs to; null: a supervisor made it
    Column("url", Text, nullable=False),
    Column("secret", String(80), nullable=False),
    Column("kinds", JSON, nullable=False),  # empty: all
    Column("made_at", Instant, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("seq", RowId, nullable=False),  # every event of the office up to this one has been queued
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    own_id(),
    row_of("webhook"),
    Column("event_id", String(80), nullable=False),  # office code and seq: the same at every try
    Column("seq", RowId, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("claimed_until", Instant),
    Column("status", Integer),  # of the last answer
    Column("error", Text),
    Column("ended_at", Instant),
    CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
)
Index("uq_webhook_delivery_seq", webhook_delivery.c.webhook_id, webhook_delivery.c.seq, unique=True)
Index(
    "ix_webhook_delivery_next",
    webhook_delivery.c.next_at,
    sqlite_where=sql("state = 'waiting'"),
    postgresql_where=sql("state = 'waiting'"),
)
