"""Figures, ratings and alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DIMENSIONS = ("all", "hour", "service", "counter", "clerk", "category", "channel")


def upgrade() -> None:
    _add_facts()
    _add_day_figures()
    _add_counter_spans_and_imports()
    _add_ratings()
    _add_alerts()
    op.add_column(
        "ticket", sa.Column("out_of_order", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for end in ("told_low_us", "told_high_us"):
        op.add_column("ticket", sa.Column(end, sa.BigInteger(), nullable=True))
    op.create_table(
        "device_clock",
        sa.Column("device_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("off_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_clock_device_id")),
        sa.PrimaryKeyConstraint("device_id", "day", name=op.f("pk_device_clock")),
    )
    op.add_column("device", sa.Column("seen_at", Instant(), nullable=True))
    with op.batch_alter_table("outbox") as batch:
        batch.add_column(sa.Column("staff_letter_id", RowId, nullable=True))
        batch.alter_column("appointment_id", existing_type=RowId, nullable=True)
        batch.create_foreign_key(
            op.f("fk_outbox_staff_letter_id"), "staff_letter", ["staff_letter_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_outbox_about"), "(appointment_id IS NULL) <> (staff_letter_id IS NULL)"
        )


def _add_facts() -> None:
    op.create_table(
        "ticket_fact",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("ticket_id", RowId, nullable=True),
        sa.Column("office_day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("half_hour", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("clerk", sa.String(length=80), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("arrived_at", Instant(), nullable=False),
        sa.Column("slot", Instant(), nullable=True),
        sa.Column("waits_from", Instant(), nullable=False),
        sa.Column("called_at", Instant(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=False),
        sa.Column("wait_us", sa.BigInteger(), nullable=True),
        sa.Column("raw_us", sa.BigInteger(), nullable=True),
        sa.Column("in_hours_us", sa.BigInteger(), nullable=True),
        sa.Column("visit_us", sa.BigInteger(), nullable=True),
        sa.Column("way_us", sa.BigInteger(), nullable=True),
        sa.Column("counter_us", sa.BigInteger(), nullable=True),
        sa.Column("held_us", sa.BigInteger(), nullable=False),
        sa.Column("lost_us", sa.BigInteger(), nullable=True),
        sa.Column("dossiers", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("out_of_order", sa.Boolean(), nullable=False),
        sa.Column("inferred", sa.Boolean(), nullable=False),
        sa.Column("punctual", sa.Boolean(), nullable=True),
        sa.Column("told_low_us", sa.BigInteger(), nullable=True),
        sa.Column("told_high_us", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(wait_us IS NULL) <> (lost_us IS NULL)", name=op.f("ck_ticket_fact_answered_or_lost")
        ),
        sa.CheckConstraint("half_hour BETWEEN 0 AND 47", name=op.f("ck_ticket_fact_half_hour")),
        sa.CheckConstraint("wait_us >= 0", name=op.f("ck_ticket_fact_wait")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ticket_fact_office_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_fact_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_fact")),
        sa.UniqueConstraint(
            "office_id",
            "office_day",
            "number",
            "issued_at",
            "leg",
            name=op.f("uq_ticket_fact_office_id_office_day_number_issued_at_leg"),
        ),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_ticket_fact_ticket_id")),
    )
    op.create_index("ix_ticket_fact_day", "ticket_fact", ["office_id", "day"], unique=False)
    _index_imports("ticket_fact")


def _add_day_figures() -> None:
    op.create_table(
        "day_figures",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("dimension", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("wait_us", sa.BigInteger(), nullable=False),
        sa.Column("longest_us", sa.BigInteger(), nullable=False),
        sa.Column("raw_us", sa.BigInteger(), nullable=False),
        sa.Column("in_hours_us", sa.BigInteger(), nullable=False),
        sa.Column("visits", sa.BigInteger(), nullable=False),
        sa.Column("visit_us", sa.BigInteger(), nullable=False),
        sa.Column("way_n", sa.BigInteger(), nullable=False),
        sa.Column("way_us", sa.BigInteger(), nullable=False),
        sa.Column("counter_n", sa.BigInteger(), nullable=False),
        sa.Column("counter_us", sa.BigInteger(), nullable=False),
        sa.Column("held_us", sa.BigInteger(), nullable=False),
        sa.Column("dossiers", sa.BigInteger(), nullable=False),
        sa.Column("dossier_us", sa.BigInteger(), nullable=False),
        sa.Column("inferred", sa.BigInteger(), nullable=False),
        sa.Column("too_short", sa.BigInteger(), nullable=False),
        sa.Column("too_long", sa.BigInteger(), nullable=False),
        sa.Column("no_show", sa.BigInteger(), nullable=False),
        sa.Column("no_show_us", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("left_us", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.BigInteger(), nullable=False),
        sa.Column("removed_us", sa.BigInteger(), nullable=False),
        sa.Column("closed_by_system", sa.BigInteger(), nullable=False),
        sa.Column("closed_by_system_us", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("out_of_order", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("punctual", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("told_off_us", sa.BigInteger(), nullable=False),
        sa.Column("told_over_us", sa.BigInteger(), nullable=False),
        sa.Column("told_inside", sa.BigInteger(), nullable=False),
        sa.Column("told_later", sa.BigInteger(), nullable=False),
        sa.Column("waits", sa.LargeBinary(), nullable=False),
        sa.Column("losses", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_day_figures_office_id")),
        sa.PrimaryKeyConstraint(
            "office_id", "dimension", "day", "key", "source", name=op.f("pk_day_figures")
        ),
        postgresql_partition_by="LIST (dimension)",
    )
    if op.get_bind().dialect.name == "postgresql":
        for dimension in _DIMENSIONS:
            op.execute(
                f"CREATE TABLE day_figures_{dimension} PARTITION OF day_figures FOR VALUES IN ('{dimension}')"
            )
    _index_imports("day_figures")


def _index_imports(table: str) -> None:
    op.create_index(
        f"ix_{table}_import",
        table,
        ["source"],
        unique=False,
        sqlite_where=sa.text("source <> 0"),
        postgresql_where=sa.text("source <> 0"),
    )


def _add_counter_spans_and_imports() -> None:
    op.create_table(
        "log_import",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_import")),
    )
    op.create_table(
        "counter_span",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("clerk", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'paused')", name=op.f("ck_counter_span_state")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_counter_span_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_span")),
    )
    op.create_index("ix_counter_span_day", "counter_span", ["office_id", "day"], unique=False)
    op.create_index(
        "uq_counter_span_now",
        "counter_span",
        ["office_id", "counter"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "figures_cursor",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("seq", RowId, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_figures_cursor_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_figures_cursor")),
    )


def _add_ratings() -> None:
    op.create_table(
        "rating_form",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_form")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_rating_form_code_version")),
    )
    op.create_index(
        "uq_rating_form_asked",
        "rating_form",
        ["code"],
        unique=True,
        sqlite_where=sa.text("published_at IS NOT NULL AND retired_at IS NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL AND retired_at IS NULL"),
    )
    op.create_table(
        "rating",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("visit_id", RowId, nullable=False),
        sa.Column("rating_form_id", RowId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("clerk", sa.String(length=80), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("most_points", sa.BigInteger(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("channel IN ('tablet', 'link', 'reception')", name=op.f("ck_rating_channel")),
        sa.CheckConstraint("overall BETWEEN 1 AND 5", name=op.f("ck_rating_overall")),
        sa.CheckConstraint("points BETWEEN 0 AND most_points", name=op.f("ck_rating_points")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_rating_office_id")),
        sa.ForeignKeyConstraint(
            ["rating_form_id"], ["rating_form.id"], name=op.f("fk_rating_rating_form_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_rating_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_rating_visit_id")),
    )
    op.create_index("ix_rating_day", "rating", ["office_id", "day"], unique=False)


def _add_alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_alert_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index("ix_alert_began", "alert", ["office_id", "began_at"], unique=False)
    op.create_index(
        "uq_alert_open",
        "alert",
        ["office_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "staff_letter",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_letter_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_letter")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE appointment_id IS NULL")
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("ck_outbox_about"), type_="check")
        batch.drop_constraint(op.f("fk_outbox_staff_letter_id"), type_="foreignkey")
        batch.alter_column("appointment_id", existing_type=RowId, nullable=False)
        batch.drop_column("staff_letter_id")
    with op.batch_alter_table("device") as batch:
        batch.drop_column("seen_at")
    for column in ("told_high_us", "told_low_us", "out_of_order"):
        op.drop_column("ticket", column)
    for table in (
        "device_clock",
        "staff_letter",
        "alert",
        "rating",
        "rating_form",
        "log_import",
        "counter_span",
        "figures_cursor",
        "day_figures",
        "ticket_fact",
    ):
        op.drop_table(table)
