"""`dunghen office`: what is decided about an office, as one file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from server.actions import setting_up
from server.actions.setting_up import Plan
from server.commands import showing
from server.commands.common import DATABASE, working_database
from server.commands.showing import Told
from server.contract.setup_file import SetUp
from server.domain.errors import UnknownOffice
from server.setup_file.problems import Finding
from server.setup_file.reading import Reading, read
from server.setup_file.syntax import MOST_BYTES
from server.setup_file.writing import written
from server.storage import setups
from server.storage.database import Database


@click.group()
def office() -> None:
    """Set an office up from a file, or write its file."""


@office.command("import")
@DATABASE
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; goes with --dry-run or --yes.")
def import_office(file: Path, *, database: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Make an office what FILE says: show what changes, ask, and do it, all or nothing.

    Example: dunghen office import office.toml --dry-run
    """
    asks = not (dry_run or yes)
    if asks and as_json:
        raise click.UsageError("--json asks nothing: add --dry-run or --yes.")
    if asks and not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask at: add --yes, or --dry-run to look only.")
    reading = _read(file)
    told = Told(str(file), reading.warnings, as_json=as_json)
    if reading.setup is None:
        _refuse(told, reading.problems)
    with working_database(database) as db:
        _import(db, reading, reading.setup, told=told, dry_run=dry_run, asks=asks)


def _read(file: Path) -> Reading:
    try:
        with file.open("rb") as opened:
            return read(opened.read(MOST_BYTES + 1))
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error


def _import(db: Database, reading: Reading, setup: SetUp, *, told: Told, dry_run: bool, asks: bool) -> None:
    with db.read() as tx:
        if wrong := setting_up.misfits(tx, setup):
            _refuse(told, reading.located(wrong))
        plan = setting_up.plan(tx, setup)
    showing.show_plan(told, setup, plan)
    if plan.obstacles:
        sys.exit(1)
    if plan.changes and not dry_run:
        _apply(db, setup, plan, asks=asks)
        showing.show_done(told, setup)


def _apply(db: Database, setup: SetUp, plan: Plan, *, asks: bool) -> None:
    if asks:
        click.confirm("Apply this?", abort=True)
    db.write(lambda tx: setting_up.apply(tx, setup, shown=plan))


def _refuse(told: Told, problems: Sequence[Finding]) -> NoReturn:
    showing.show_problems(told, problems)
    sys.exit(1)


@office.command("export")
@DATABASE
@click.argument("code")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def export_office(code: str, *, database: str | None, output: Path | None) -> None:
    """Write the set-up file of the office CODE; passwords are never in it.

    Example: dunghen office export ttpvhcc --output office.toml
    """
    with working_database(database) as db, db.read() as tx:
        setup = setups.stored(tx.connection, code)
    if setup is None:
        raise UnknownOffice(office=code)
    if output is None:
        click.echo(written(setup), nl=False)
        return
    try:
        output.write_bytes(written(setup).encode())
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error
