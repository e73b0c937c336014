"""`dunghen verify`: do the invariants hold?"""

from __future__ import annotations

import json
import sys

import click

from server.actions.verifying import verify as violations
from server.commands.common import DATABASE, working_database


@click.command()
@DATABASE
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(database: str | None, as_json: bool) -> None:
    """Check the invariants on a live database; exit status 1 when one is broken.

    Example: dunghen verify --database sqlite:///office.db
    """
    with working_database(database) as db, db.read() as tx:
        found = violations(tx)
    if as_json:
        click.echo(json.dumps({"violations": found}, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(finding)
        click.echo("all invariants hold" if not found else f"{len(found)} violations", err=bool(found))
    sys.exit(1 if found else 0)
