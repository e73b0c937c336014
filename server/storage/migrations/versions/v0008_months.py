"""Sums of whole months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import RowId

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DIMENSIONS = ("hour", "service", "category", "channel")
_SUMS = (
    *("n", "wait_us", "raw_us", "in_hours_us", "visits", "visit_us", "way_n", "way_us"),
    *("counter_n", "counter_us", "held_us", "dossiers", "dossier_us", "inferred", "too_short", "too_long"),
    *("no_show", "no_show_us", "left", "left_us", "removed", "removed_us"),
    *("closed_by_system", "closed_by_system_us", "calls", "out_of_order", "booked", "punctual"),
    *("told", "told_off_us", "told_over_us", "told_inside", "told_later", "longest_us"),
)


def upgrade() -> None:
    op.create_table(
        "month_figures",
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("losses", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_month_figures_office_id")),
        sa.PrimaryKeyConstraint(
            "dimension", "office_id", "month", "weekday", "key", name=op.f("pk_month_figures")
        ),
        postgresql_partition_by="LIST (dimension)",
    )
    if op.get_bind().dialect.name == "postgresql":
        for dimension in _DIMENSIONS:
            part = f"month_figures_{dimension}"
            op.execute(f"CREATE TABLE {part} PARTITION OF month_figures FOR VALUES IN ('{dimension}')")


def downgrade() -> None:
    op.drop_table("month_figures")
