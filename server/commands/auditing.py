"""`dunghen audit`: who did what, and proving that nobody has changed it since."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from server.actions.house import audit_heads
from server.commands.common import DATABASE, settings_of, working_database
from server.contract.messages import as_rfc3339
from server.storage import audit as entries
from server.storage.audit import Search
from server.storage.happenings import Transaction

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])
_AT_ONCE = 1_000


@click.group()
def audit() -> None:
    """Read the audit, export its head, and compare it with an earlier one."""


@audit.command("list")
@DATABASE
@click.option("--actor", help="Part of the name of the account or device.")
@click.option("--action", help="The action, or how it begins: person, device.paired.")
@click.option("--object", "what", help="Part of the name of what it was done to.")
@click.option("--office", help="Code of the office.")
@click.option("--from", "since", type=MOMENT, help="First moment, UTC.")
@click.option("--to", "until", type=MOMENT, help="Moment after the last, UTC.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, help="How many, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_entries(
    *, database: str | None, office: str | None, limit: int, as_json: bool, **about: Any
) -> None:
    """List entries, the newest first.

    Example: dunghen audit list --action person --from 2026-11-01
    """
    with working_database(database) as db, db.read() as tx:
        rows = entries.search(tx, _wanted(tx, office, **about), limit=limit)
    found = [_told(row) for row in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        change = " → ".join(text for text in (one["old"], one["new"]) if text)
        click.echo(f"{one['seq']}\t{one['at']}\t{one['actor']}\t{one['action']}\t{one['object']}\t{change}")


@audit.command()
@DATABASE
def export(database: str | None) -> None:
    """Print the whole chain, one entry as JSON a line, the oldest first: hashes can be checked elsewhere.

    Example: dunghen audit export > audit.jsonl
    """
    with working_database(database) as db, db.read() as tx:
        for row in entries.entries(tx):
            click.echo(json.dumps(_told(row), ensure_ascii=False))


@audit.command()
@DATABASE
def head(database: str | None) -> None:
    """Print the head of the chain, signed; keep it where nobody of this machine can change it.

    Example: dunghen audit head > head-2026-11-23.json
    """
    secret = settings_of(database=database).signing_key()
    with working_database(database) as db, db.read() as tx:
        click.echo(json.dumps(audit_heads.head(tx, secret)))


@audit.command()
@DATABASE
@click.option("--head", "file", type=click.File(encoding="utf-8"), required=True, help="What was kept.")
def check(database: str | None, file: Any) -> None:
    """Is the chain whole, and does it still contain an earlier head? Exit status 1 when not.

    Example: dunghen audit check --head head-2026-11-23.json
    """
    try:
        told = json.load(file)
    except ValueError as error:
        raise click.ClickException(f"{Path(file.name).name} is no head of an audit.") from error
    if not isinstance(told, dict):
        raise click.ClickException(f"{Path(file.name).name} is no head of an audit.")
    secret = settings_of(database=database).signing_key()
    with working_database(database) as db, db.read() as tx:
        found = audit_heads.differences(tx, told, secret)
    for finding in found:
        click.echo(finding)
    click.echo("the chain contains this head" if not found else f"{len(found)} findings", err=bool(found))
    sys.exit(1 if found else 0)


def _wanted(tx: Transaction, office: str | None, **about: Any) -> Search:
    since, until = (_utc(about.pop(name)) for name in ("since", "until"))
    office_id = None if office is None else tx.office(office).id
    return Search(office_id=office_id, since=since, until=until, **about)


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _told(row: Any) -> dict[str, Any]:
    return {**row._mapping, "at": as_rfc3339(row.at)}
