"""`dunghen office`: what is decided about an office, as one file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from server.actions.house import readiness
from server.commands.common import DATABASE, settings_of, working_database
from server.commands.importing import AS_JSON, DRY_RUN, FILE, YES, content, import_setup, must_ask, refuse
from server.commands.showing import Told
from server.contract.speaking import can_speak
from server.domain.errors import UnknownOffice
from server.setup_file.reading import read
from server.setup_file.writing import written
from server.storage import setups


@click.group()
def office() -> None:
    """Set an office up from a file, or write its file."""


@office.command("import")
@DATABASE
@FILE
@DRY_RUN
@YES
@click.option("--keep-booked", is_flag=True, help="Let bookings stand that would lose their slot.")
@AS_JSON
def import_office(
    file: Path, *, database: str | None, dry_run: bool, yes: bool, keep_booked: bool, as_json: bool
) -> None:
    """Make an office what FILE says: show what changes, ask, and do it, all or nothing.

    Bookings that would lose their slot are listed first, and nothing is changed: move or cancel them,
    or let them stand with --keep-booked.

    Example: dunghen office import office.toml --dry-run
    """
    asks = must_ask(dry_run=dry_run, yes=yes, as_json=as_json)
    reading = read(content(file))
    told = Told(str(file), reading.warnings, as_json=as_json)
    if reading.setup is None:
        refuse(told, reading.problems)
    with working_database(database) as db:
        import_setup(
            db,
            reading.setup,
            reading,
            told=told,
            dry_run=dry_run,
            asks=asks,
            keep_booked=keep_booked,
        )


@office.command("check")
@DATABASE
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check_office(code: str, *, database: str | None, as_json: bool) -> None:
    """Tell what the office CODE still misses; exit status 1 while it cannot work.

    Example: dunghen office check ttpvhcc
    """
    settings = settings_of(database=database)
    with working_database(database) as db, db.read() as tx:
        points = readiness.checklist(
            tx,
            code,
            public_address=settings.public_url is not None,
            speaks=can_speak(),
            single_sign_on=settings.oidc_issuer is not None,
        )
    if as_json:
        told = [{"code": p.code, "severity": p.severity.value, "page": p.page, **p.texts} for p in points]
        click.echo(json.dumps(told, ensure_ascii=False))
    for point in () if as_json else points:
        click.echo(f"{point.severity.value}\t{point.texts['en']}\t{point.page}")
    if any(point.urgent for point in points):
        raise SystemExit(1)


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
