"""Set-up history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _serving_up()


def downgrade() -> None:
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
