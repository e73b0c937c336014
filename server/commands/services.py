"""`dunghen services`: the catalogue of services, from a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from server.commands.common import DATABASE
from server.commands.importing import AS_JSON, DRY_RUN, FILE, YES, import_table
from server.setup_file.merging import with_services


@click.group()
def services() -> None:
    """Take over the catalogue of services from another system."""


@services.command("import")
@DATABASE
@FILE
@click.option("--office", required=True, help="Code of the office.")
@DRY_RUN
@YES
@AS_JSON
def import_services(file: Path, **how: Any) -> None:
    """Add and change services as the CSV FILE says: show what changes, ask, and do it, all or nothing.

    Services that it does not name stay as they are.

    Example: dunghen services import services.csv --office ttpvhcc --dry-run
    """
    import_table(file, with_services, **how)
