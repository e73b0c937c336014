"""Bookings, and what goes out of the house."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.storage.column_types import Instant, RowId

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_slots()
    _add_appointments()
    _add_places_and_people()
    _add_keys()
    _add_outbox()
    _add_webhooks()
    _widen_set_up()


def _add_slots() -> None:
    op.create_table(
        "slot",
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("pool", sa.String(length=60), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("public", sa.Integer(), nullable=False),
        sa.Column("internal", sa.Integer(), nullable=False),
        sa.Column("public_taken", sa.Integer(), nullable=False),
        sa.Column("internal_taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("internal_taken BETWEEN 0 AND internal", name=op.f("ck_slot_internal_taken")),
        sa.CheckConstraint("public_taken BETWEEN 0 AND public", name=op.f("ck_slot_public_taken")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_slot_office_id")),
        sa.PrimaryKeyConstraint("office_id", "pool", "start", name=op.f("pk_slot")),
    )


def _add_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("service_id", RowId, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("token", sa.String(length=60), nullable=False),
        sa.Column("pool", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("booked_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("visit_id", RowId, nullable=True),
        sa.Column("arrived_at", Instant(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("from_ticket", RowId, nullable=True),
        sa.Column("address_key", sa.String(length=64), nullable=True),
        sa.Column("device_id", RowId, nullable=True),
        sa.Column("staff_id", RowId, nullable=True),
        sa.CheckConstraint(
            "(state = 'arrived') = (visit_id IS NOT NULL)", name=op.f("ck_appointment_arrived")
        ),
        sa.CheckConstraint("state <> 'held' OR expires_at IS NOT NULL", name=op.f("ck_appointment_held")),
        sa.CheckConstraint(
            "state IN ('held', 'booked', 'arrived', 'missed', 'cancelled', 'expired')",
            name=op.f("ck_appointment_state"),
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_appointment_device_id")),
        sa.ForeignKeyConstraint(["from_ticket"], ["ticket.id"], name=op.f("fk_appointment_from_ticket")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_appointment_office_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_appointment_service_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_appointment_staff_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_appointment_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("code", name=op.f("uq_appointment_code")),
        sa.UniqueConstraint("token", name=op.f("uq_appointment_token")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_appointment_visit_id")),
    )
    op.create_index("ix_appointment_address", "appointment", ["address_key", "made_at"], unique=False)
    op.create_index(
        "ix_appointment_booked",
        "appointment",
        ["start"],
        unique=False,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )
    op.create_index("ix_appointment_day", "appointment", ["office_id", "day", "start"], unique=False)
    op.create_index(
        "ix_appointment_held",
        "appointment",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )


def _add_places_and_people() -> None:
    op.create_table(
        "slot_place",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("pool", sa.String(length=60), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("appointment_id", RowId, nullable=True),
        sa.Column("public_from", Instant(), nullable=True),
        sa.CheckConstraint("kind IN ('public', 'internal')", name=op.f("ck_slot_place_kind")),
        sa.CheckConstraint(
            "(appointment_id IS NULL) = (public_from IS NOT NULL)", name=op.f("ck_slot_place_freed")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_slot_place_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "pool", "start"],
            ["slot.office_id", "slot.pool", "slot.start"],
            name="fk_slot_place_slot",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_place")),
    )
    op.create_index("ix_slot_place_freed", "slot_place", ["public_from"], unique=False)
    op.create_index("ix_slot_place_slot", "slot_place", ["office_id", "pool", "start"], unique=False)
    op.create_index(
        "uq_slot_place_appointment", "slot_place", ["appointment_id", "pool", "start"], unique=True
    )
    op.create_table(
        "booking_contact",
        sa.Column("appointment_id", RowId, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("dossier", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("phone_key", sa.String(length=64), nullable=True),
        sa.Column("citizen_key", sa.String(length=64), nullable=True),
        sa.Column("consent_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_booking_contact_appointment_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_booking_contact")),
    )
    op.create_index(op.f("ix_booking_contact_citizen_key"), "booking_contact", ["citizen_key"], unique=False)
    op.create_index(op.f("ix_booking_contact_phone_key"), "booking_contact", ["phone_key"], unique=False)


def _add_keys() -> None:
    op.create_table(
        "booking_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_key")),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_challenge")),
    )
    op.create_index(op.f("ix_spent_challenge_at"), "spent_challenge", ["at"], unique=False)


def _add_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("appointment_id", RowId, nullable=False),
        sa.Column("visit_id", RowId, nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("given_up_at", Instant(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(recipient IS NULL) = (sent_at IS NOT NULL OR given_up_at IS NOT NULL)",
            name=op.f("ck_outbox_recipient"),
        ),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outbox_ended")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_outbox_appointment_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_outbox_office_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_outbox_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index("ix_outbox_appointment", "outbox", ["appointment_id", "kind"], unique=False)
    op.create_index(
        "ix_outbox_next",
        "outbox",
        ["channel", "next_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND given_up_at IS NULL"),
    )
    op.create_index("ix_outbox_visit", "outbox", ["visit_id", "kind"], unique=False)


def _add_webhooks() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("office_id", RowId, nullable=False),
        sa.Column("device_id", RowId, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=80), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seq", RowId, nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_webhook_device_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_webhook_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("webhook_id", RowId, nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("seq", RowId, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_webhook_delivery_state")
        ),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )
    op.create_index(
        "ix_webhook_delivery_next",
        "webhook_delivery",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("uq_webhook_delivery_seq", "webhook_delivery", ["webhook_id", "seq"], unique=True)


def _widen_set_up() -> None:
    op.add_column("device", sa.Column("scopes", sa.JSON(), nullable=True))
    op.add_column("service", sa.Column("slots_needed", sa.Integer(), server_default="1", nullable=False))
    op.add_column("service", sa.Column("resources", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("service", sa.Column("papers", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("service") as batch:
        for column in ("papers", "resources", "slots_needed"):
            batch.drop_column(column)
    with op.batch_alter_table("device") as batch:
        batch.drop_column("scopes")
    for table in (
        "webhook_delivery",
        "webhook",
        "outbox",
        "spent_challenge",
        "booking_key",
        "booking_contact",
        "slot_place",
        "appointment",
        "slot",
    ):
        op.drop_table(table)
