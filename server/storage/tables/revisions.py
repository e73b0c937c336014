"""The history of an office's set-up: every change, with what it was before and after."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from server.storage.column_types import Instant, RowId
from server.storage.tables.base import metadata, own_id, row_of

setup_revision = Table(
    "setup_revision",
    metadata,
    own_id(),
    row_of("office"),
    Column("number", Integer, nullable=False),  # from 1, per office
    Column("at", Instant, nullable=False),
    Column("staff_id", RowId, ForeignKey("staff.id")),  # null: the command line
    Column("how", String(20), nullable=False),
    Column("undoes", Integer),  # the number of the change that this one takes back
    Column("changes", JSON, nullable=False),
    Column("before", JSON),  # null: the office was new
    Column("document", JSON, nullable=False),
    UniqueConstraint("office_id", "number"),
    CheckConstraint("number > 0", name="number"),
)
