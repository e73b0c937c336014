"""Satisfaction: the forms that the province designs, and what citizens answered."""

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
    text,
)

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

# A version is never changed once it is published: what was answered stays what was asked.
rating_form = Table(
    "rating_form",
    metadata,
    own_id(),
    Column("code", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("document", JSON, nullable=False),  # names, questions, weights, classes
    Column("made_at", Instant, nullable=False),
    Column("published_at", Instant),
    Column("retired_at", Instant),
    UniqueConstraint("code", "version"),
)
# Citizens are asked with one form at a time.
Index(
    "uq_rating_form_asked",
    rating_form.c.code,
    unique=True,
    sqlite_where=text("published_at IS NOT NULL AND retired_at IS NULL"),
    postgresql_where=text("published_at IS NOT NULL AND retired_at IS NULL"),
)

rating = Table(
    "rating",
    metadata,
    own_id(),
    row_of("office"),
    Column("visit_id", RowId, ForeignKey("visit.id"), nullable=False, unique=True),  # once per visit
    row_of("rating_form"),
    Column("day", Date, nullable=False),
    Column("service", String(40), nullable=False),
    Column("counter", Integer),
    Column("clerk", String(80)),
    Column("channel", String(20), nullable=False),
    Column("answers", JSON, nullable=False),
    # In millionths of a point, so that sums do not depend on the order of adding.
    Column("points", BigInteger, nullable=False),
    Column("most_points", BigInteger, nullable=False),
    Column("overall", Integer, nullable=False),  # 1 very dissatisfied to 5 very satisfied
    Column("satisfied", Boolean, nullable=False),
    Column("remark", Text),
    Column("at", Instant, nullable=False),
    CheckConstraint("channel IN ('tablet', 'link', 'reception')", name="channel"),
    CheckConstraint("points BETWEEN 0 AND most_points", name="points"),
    CheckConstraint("overall BETWEEN 1 AND 5", name="overall"),
)
Index("ix_rating_day", rating.c.office_id, rating.c.day)
