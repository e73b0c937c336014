"""Devices: pairing and history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROLES = "role IN ('kiosk', 'counter', 'receptionist', 'supervisor', 'integration'{more})"
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "version": sa.String(length=60),
    "used_at": Instant(),
    "token_at": Instant(),
    "new_token_hash": sa.String(length=64),
    "new_token_until": Instant(),
    "replaced_token_hash": sa.String(length=64),
    "replayed_at": Instant(),
}


def upgrade() -> None:
    with op.batch_alter_table("device") as batch:
        for name, type_ in _COLUMNS.items():
            batch.add_column(sa.Column(name, type_, nullable=True))
        batch.drop_constraint(op.f("ck_device_role"), type_="check")
        batch.create_check_constraint(op.f("ck_device_role"), _ROLES.format(more=", 'display', 'tablet'"))
        for name in ("new_token_hash", "replaced_token_hash"):
            batch.create_unique_constraint(op.f(f"uq_device_{name}"), [name])
    _add_pairing()
    _add_spans()


def _add_pairing() -> None:
    op.create_table(
        "pairing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=60), nullable=False),
        sa.Column("office_code", sa.String(length=40), nullable=True),
        sa.Column("counter_number", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("device_id", RowId, nullable=True),
        sa.CheckConstraint("role IN ('kiosk', 'counter', 'display', 'tablet')", name=op.f("ck_pairing_role")),
        sa.CheckConstraint("(approved_at IS NULL) = (device_id IS NULL)", name=op.f("ck_pairing_approved")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_pairing_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairing_code_hash")),
    )
    op.create_index("ix_pairing_created_at", "pairing", ["created_at"])
    op.create_table(
        "pairing_failure",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("staff_id", RowId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_pairing_failure_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_failure")),
    )
    op.create_index("ix_pairing_failure_staff_id_at", "pairing_failure", ["staff_id", "at"])


def _add_spans() -> None:
    op.create_table(
        "device_span",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("device_id", RowId, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('online', 'offline')", name=op.f("ck_device_span_state")),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at", name=op.f("ck_device_span_order")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_span_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_span")),
    )
    op.create_index("ix_device_span_device_id_began_at", "device_span", ["device_id", "began_at"])
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_device_span_open",
        "device_span",
        ["device_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


def downgrade() -> None:
    for table in ("device_span", "pairing_failure", "pairing"):
        op.drop_table(table)
    # A release before this one knows no displays and tablets: what they did stays told as a counter's.
    op.execute(
        "UPDATE device SET role = 'counter', revoked_at = coalesce(revoked_at, created_at)"
        " WHERE role IN ('display', 'tablet')"
    )
    with op.batch_alter_table("device") as batch:
        for name in ("new_token_hash", "replaced_token_hash"):
            batch.drop_constraint(op.f(f"uq_device_{name}"), type_="unique")
        batch.drop_constraint(op.f("ck_device_role"), type_="check")
        batch.create_check_constraint(op.f("ck_device_role"), _ROLES.format(more=""))
        for name in _COLUMNS:
            batch.drop_column(name)
