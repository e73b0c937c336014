"""`dunghen messages`: what waits to be sent to citizens, and what could not be."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from server.commands.common import DATABASE, working_database
from server.contract.messages import as_rfc3339
from server.storage import outboxes
from server.storage.outboxes import OutboxRow


@click.command()
@DATABASE
@click.option("--days", type=click.IntRange(1, 365), default=7, help="How far back to look.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def messages(database: str | None, days: int, as_json: bool) -> None:
    """List the messages to citizens that wait or were given up, and why; nobody's address or name.

    Example: dunghen messages --days 2
    """
    with working_database(database) as db, db.read() as tx:
        since = tx.now - timedelta(days=days)
        rows, sent = outboxes.unfinished(tx, since=since), outboxes.sent_since(tx, since)
        found = [_told(row, tx.now) for row in rows]
    if as_json:
        click.echo(json.dumps({"sent": sent, "messages": found}, ensure_ascii=False))
        return
    if found:
        Console().print(_table(found))
    waiting = sum(row["state"] != "given_up" for row in found)
    click.echo(f"{sent} sent, {waiting} waiting, {len(found) - waiting} given up in the last {days} days")


def _told(row: OutboxRow, now: datetime) -> dict[str, Any]:
    return {
        "id": row.message_id,
        "office": row.office,
        "channel": row.channel,
        "kind": row.kind,
        "state": _state(row, now),
        "due_at": as_rfc3339(row.due_at),
        "next_at": None if row.given_up_at else as_rfc3339(row.next_at),
        "given_up_at": as_rfc3339(row.given_up_at) if row.given_up_at else None,
        "tries": row.tries,
        "error": row.error,
    }


def _state(row: OutboxRow, now: datetime) -> str:
    if row.given_up_at:
        return "given_up"
    if row.claimed_until and row.claimed_until > now:
        return "sending"
    return "failing" if row.error else "waiting"


def _table(found: list[dict[str, Any]]) -> Table:
    table = Table("office", "channel", "kind", "state", "due (UTC)", "tries", "error", box=None)
    for row in found:
        due = row["due_at"][:16].replace("T", " ")
        cells = (
            row["office"],
            row["channel"],
            row["kind"],
            row["state"],
            due,
            row["tries"],
            row["error"] or "",
        )
        table.add_row(*map(str, cells))
    return table
