"""Set-up history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _serving_up()
    _revisions_up()


def downgrade() -> None:
    _revisions_down()
    _serving_down()


def _serving_up() -> None:
    """What a clerk may serve, what a counter serves at some times, and what kind of notice hangs there."""
    op.add_column("staff", sa.Column("services", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("counter", sa.Column("timed", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("notice", sa.Column("kind", sa.String(20), server_default="notice", nullable=False))


def _serving_down() -> None:
    with op.batch_alter_table("notice") as table:
        table.drop_column("kind")
    with op.batch_alter_table("counter") as table:
        table.drop_column("timed")
    with op.batch_alter_table("staff") as table:
        table.drop_column("services")


def _revisions_up() -> None:
    """Every change of a set-up, with what it was before and after."""
    op.create_table(
        "setup_revision",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", RowId, nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_setup_revision_number")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_setup_revision_office_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_setup_revision_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setup_revision")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_setup_revision_office_id_number")),
    )


def _revisions_down() -> None:
    op.drop_table("setup_revision")
