"""`dunghen token`: tokens of devices and integrations."""

from __future__ import annotations

import json
from typing import Any

import click

from server.actions.house import devices
from server.commands.common import DATABASE, working_database
from server.domain.people import SCOPES

OFFICE = click.option("--office", required=True, help="Code of the office.")


@click.group()
def token() -> None:
    """Create, list and revoke the tokens of devices."""


@token.command()
@DATABASE
@OFFICE
@click.option("--role", type=click.Choice(devices.DEVICE_ROLES), required=True)
@click.option("--counter", type=int, help="Number of the counter, for roles counter and tablet.")
@click.option("--name", required=True, help="What staff call the device, e.g. “Kiosk 1”.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    help="Limit the key of an integration to this; may be given several times. Without it: all of its role.",
)
def create(*, database: str | None, office: str, scopes: tuple[str, ...], **about: Any) -> None:
    """Print a new token; it is shown only this once.

    Example: dunghen token create --role kiosk --office ttpvhcc --name "Kiosk 1"
    """
    if (about["role"] in ("counter", "tablet")) != (about["counter"] is not None):
        raise click.UsageError("--counter goes with --role counter or tablet, and only with them.")
    if scopes and about["role"] != "integration":
        raise click.UsageError("--scope goes with --role integration, and only with it.")
    with working_database(database) as db:
        click.echo(db.write(lambda tx: devices.create_token(tx, office, scopes=scopes or None, **about)))


@token.command("list")
@DATABASE
@OFFICE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_tokens(database: str | None, office: str, as_json: bool) -> None:
    """List the devices of an office; tokens themselves are not kept.

    Example: dunghen token list --office ttpvhcc
    """
    with working_database(database) as db, db.read() as tx:
        rows = devices.devices(tx, office)
    found = [
        {
            "name": row.name,
            "role": row.role,
            "counter": row.counter_number,
            "scopes": row.scopes,
            "revoked": row.revoked_at is not None,
        }
        for row in rows
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        place = f" {row['counter']}" if row["counter"] else ""
        limits = f" ({', '.join(row['scopes'])})" if row["scopes"] else ""
        click.echo(f"{row['name']}\t{row['role']}{place}{limits}\t{'revoked' if row['revoked'] else 'valid'}")


@token.command()
@DATABASE
@OFFICE
@click.option("--name", required=True)
def revoke(database: str | None, office: str, name: str) -> None:
    """Revoke the tokens of a device by its name; a running server refuses them within seconds.

    Example: dunghen token revoke --office ttpvhcc --name "Kiosk 1"
    """
    with working_database(database) as db:
        count = db.write(lambda tx: devices.revoke_token(tx, office, name))
    click.echo(f"{count} revoked")
