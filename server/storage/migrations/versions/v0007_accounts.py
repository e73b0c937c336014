"""Accounts: passwords to be changed, second factors, single sign-on, and the code of the first run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STAFF = (
    ("must_change_password", sa.Boolean(), sa.false()),
    ("email", sa.String(254), None),
    ("oidc_issuer", sa.String(300), None),
    ("oidc_subject", sa.String(255), None),
    ("totp_secret", sa.Text(), None),
    ("totp_since", Instant(), None),
    ("totp_step", sa.BigInteger(), None),
    ("signed_in_at", Instant(), None),
)
_SESSION = (
    ("idle_s", sa.Integer(), "14400"),
    ("ends_at", Instant(), "0"),
    ("address", sa.String(60), ""),
    ("agent", sa.String(200), ""),
    ("way", sa.String(10), "password"),
)
_HALF_A_DAY_US = 12 * 60 * 60 * 1_000_000


def upgrade() -> None:
    """Columns are added in place: other tables refer to `staff`, which SQLite could not remake in full use."""
    for name, kind, default in _STAFF:
        op.add_column("staff", sa.Column(name, kind, nullable=default is None, server_default=default))
    op.create_index("uq_staff_email", "staff", ["email"], unique=True)
    op.create_index("uq_staff_oidc", "staff", ["oidc_issuer", "oidc_subject"], unique=True)
    for name, type_, text in _SESSION:
        op.add_column("staff_session", sa.Column(name, type_, nullable=False, server_default=text))
    session = sa.table(
        "staff_session", sa.column("began_at", sa.BigInteger()), sa.column("ends_at", sa.BigInteger())
    )
    op.execute(session.update().values(ends_at=session.c.began_at + _HALF_A_DAY_US))
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])
    op.create_index("ix_sign_in_failure_username_at", "sign_in_failure", ["username", "at"])
    op.create_index("ix_sign_in_failure_address_at", "sign_in_failure", ["address", "at"])
    op.create_table(
        "recovery_code",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("staff_id", RowId, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recovery_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index("ix_recovery_code_staff_id", "recovery_code", ["staff_id"])
    op.create_table(
        "first_run",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_first_run_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_run")),
    )


def downgrade() -> None:
    op.drop_table("first_run")
    op.drop_table("recovery_code")
    op.drop_index("ix_sign_in_failure_address_at", "sign_in_failure")
    op.drop_index("ix_sign_in_failure_username_at", "sign_in_failure")
    op.drop_index("ix_staff_session_staff_id", "staff_session")
    for name, _, _ in reversed(_SESSION):
        op.drop_column("staff_session", name)
    op.drop_index("uq_staff_oidc", "staff")
    op.drop_index("uq_staff_email", "staff")
    for name, _, _ in reversed(_STAFF):
        op.drop_column("staff", name)
