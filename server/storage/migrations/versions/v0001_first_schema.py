"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "idempotent_answer",
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotent_answer")),
    )
    op.create_index(op.f("ix_idempotent_answer_at"), "idempotent_answer", ["at"], unique=False)

    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=80), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("job", "period", name=op.f("pk_job_run")),
    )
    op.create_table(
        "office",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("parent_id", RowId, nullable=True),
        sa.Column("successor_id", RowId, nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("setup", sa.JSON(), nullable=False),
        sa.Column("setup_stamp", sa.Integer(), server_default="1", nullable=False),
        sa.Column("hall_stamp", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seq", RowId, server_default="0", nullable=False),
        sa.Column("closed_through", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["office.id"], name=op.f("fk_office_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["office.id"], name=op.f("fk_office_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index(op.f("ix_sign_in_failure_at"), "sign_in_failure", ["at"], unique=False)

    op.create_table(
        "device",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("counter_number", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("printer", sa.String(length=20), nullable=True),
        sa.Column("printer_since", Instant(), nullable=True),
        sa.Column("reported_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "role IN ('kiosk', 'counter', 'receptionist', 'supervisor', 'integration')",
            name=op.f("ck_device_role"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_device_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_table(
        "event",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("seq", RowId, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("ticket_id", RowId, nullable=True),
        sa.Column("staff_id", RowId, nullable=True),
        sa.Column("device_id", RowId, nullable=True),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_event_office_id")),
        sa.PrimaryKeyConstraint("office_id", "seq", name=op.f("pk_event")),
    )
    op.create_table(
        "notice",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_notice_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_table(
        "number_series",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 1", name=op.f("ck_number_series_last")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_number_series_office_id")),
        sa.PrimaryKeyConstraint("office_id", "day", "letter", name=op.f("pk_number_series")),
    )
    op.create_table(
        "service",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("parent_id", RowId, nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("usual_s", sa.Integer(), server_default="600", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("paused_reason", sa.Text(), nullable=True),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_office_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["service.id"], name=op.f("fk_service_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_service_office_id_code")),
    )
    op.create_table(
        "staff",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=True),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('clerk', 'receptionist', 'supervisor', 'province', 'admin')", name=op.f("ck_staff_role")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_table(
        "visit",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint(
            "office_id", "day", "letter", "serial", name=op.f("uq_visit_office_id_day_letter_serial")
        ),
        sa.UniqueConstraint("office_id", "day", "number", name=op.f("uq_visit_office_id_day_number")),
        sa.UniqueConstraint("token", name=op.f("uq_visit_token")),
    )
    op.create_table(
        "counter",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="closed", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("open_services", sa.JSON(), nullable=True),
        sa.Column("staff_id", RowId, nullable=True),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.Column("call_id", sa.String(length=40), nullable=True),
        sa.Column("call_number", sa.String(length=10), nullable=True),
        sa.Column("call_at", Instant(), nullable=True),
        sa.Column("call_recalls", sa.Integer(), nullable=True),
        sa.Column("call_voice", sa.JSON(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_counter_state")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_counter_office_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_counter_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_counter_office_id_number")),
    )
    op.create_index("uq_counter_staff", "counter", ["staff_id"], unique=True)

    op.create_table(
        "staff_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", RowId, nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
    )
    op.create_table(
        "ticket",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("visit_id", RowId, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("service_id", RowId, nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("slot", Instant(), nullable=True),
        sa.Column("waits_from", Instant(), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("callable_from", Instant(), nullable=True),
        sa.Column("for_counter", sa.Integer(), nullable=True),
        sa.Column("return_to", sa.Integer(), nullable=True),
        sa.Column("counter_number", sa.Integer(), nullable=True),
        sa.Column("staff_id", RowId, nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("start_inferred", sa.Boolean(), nullable=False),
        sa.Column("held_at", Instant(), nullable=True),
        sa.Column("held_s", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("services_done", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state <> 'waiting' OR (counter_number IS NULL AND called_at IS NULL)",
            name=op.f("ck_ticket_waiting"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'on_hold', 'served', 'no_show', 'transferred', 'left', 'removed', 'closed_by_system')",
            name=op.f("ck_ticket_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('called', 'serving', 'on_hold') OR counter_number IS NOT NULL",
            name=op.f("ck_ticket_at_counter"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ticket_office_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ticket_service_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_staff_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ticket_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("visit_id", "leg", name=op.f("uq_ticket_visit_id_leg")),
    )
    op.create_index(
        "ix_ticket_called",
        "ticket",
        ["office_id", "day", "called_at"],
        unique=False,
        sqlite_where=sa.text("called_at IS NOT NULL"),
        postgresql_where=sa.text("called_at IS NOT NULL"),
    )
    op.create_index(
        "ix_ticket_line",
        "ticket",
        ["office_id", "day", "due", "visit_id", "service_id", "for_counter"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_index(
        "ix_ticket_on_hold",
        "ticket",
        ["office_id", "counter_number"],
        unique=False,
        sqlite_where=sa.text("state = 'on_hold'"),
        postgresql_where=sa.text("state = 'on_hold'"),
    )
    op.create_index(
        "uq_ticket_current",
        "ticket",
        ["office_id", "counter_number"],
        unique=True,
        sqlite_where=sa.text("state IN ('called', 'serving')"),
        postgresql_where=sa.text("state IN ('called', 'serving')"),
    )
    op.create_index(
        "uq_ticket_open_leg",
        "ticket",
        ["visit_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
        postgresql_where=sa.text("state IN ('waiting', 'called', 'serving', 'on_hold')"),
    )
    _make_events_append_only()


def _make_events_append_only() -> None:
    """What happened is not rewritten, not even by us."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{change.lower()} BEFORE {change} ON event"
                " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event"
        " FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )


def downgrade() -> None:
    for name in (
        "ticket",
        "staff_session",
        "counter",
        "visit",
        "staff",
        "service",
        "number_series",
        "notice",
        "event",
        "device",
        "sign_in_failure",
        "office",
        "job_run",
        "idempotent_answer",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION event_append_only()")
