"""Find events with typed reasons by their age, and keep no words of notices in the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WITH_REASON = sa.text("kind IN ('ticket_removed', 'ticket_called_out_of_order', 'counter_paused')")
_EVENT = sa.table(
    "event", sa.column("office_id"), sa.column("seq"), sa.column("kind"), sa.column("public", sa.JSON)
)


_SAME = ["office_id", "seq", "kind", "at", "ticket_id", "staff_id", "device_id", "public"]


def upgrade() -> None:
    op.create_index(
        "ix_event_with_reason",
        "event",
        ["at"],
        unique=False,
        sqlite_where=_WITH_REASON,
        postgresql_where=_WITH_REASON,
    )
    _drop_guard()
    _take_words_out()
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"new.{name} IS old.{name}" for name in _SAME)
        blanked = "json(new.detail) IS json_remove(old.detail, '$.reason')"
        _guard_sqlite(f" WHEN NOT ({same} AND {blanked})")
    else:
        _guard_postgresql(
            "IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'detail' = to_jsonb(OLD) - 'detail'"
            " AND NEW.detail::jsonb = OLD.detail::jsonb - 'reason' THEN RETURN NEW; END IF;"
        )


def _take_words_out() -> None:
    connection = op.get_bind()
    told = sa.select(_EVENT).where(_EVENT.c.kind == "notice_changed")
    for row in connection.execute(told).all():
        ids = {"notices": [{"id": one["id"]} for one in row.public["notices"]]}
        this = sa.and_(_EVENT.c.office_id == row.office_id, _EVENT.c.seq == row.seq)
        connection.execute(sa.update(_EVENT).where(this).values(public=ids))


def _drop_guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_no_update")
    else:
        op.execute("DROP TRIGGER event_append_only ON event")


def _guard_sqlite(unless: str) -> None:
    op.execute(
        f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event{unless}"
        " BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    )


def _guard_postgresql(unless: str) -> None:
    """What happened is not rewritten; but a reason that somebody typed may be taken out."""
    op.execute(
        "CREATE OR REPLACE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {unless} RAISE EXCEPTION 'events are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event"
        " FOR EACH ROW EXECUTE FUNCTION event_append_only()"
    )


def downgrade() -> None:
    """The words of past notices stay away: their events name them by their ids."""
    _drop_guard()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite("")
    else:
        _guard_postgresql("")
    op.drop_index("ix_event_with_reason", table_name="event")
