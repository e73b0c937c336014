"""`dunghen log`: the logs of queue-number machines taken in, our own given out."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO, get_args

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from server.actions.figures import exporting_log, importing, projecting, removing_imports
from server.commands import log_telling
from server.commands.common import DATABASE, working_database
from server.commands.importing import FILE, content
from server.storage import log_imports
from server.ticket_log.code_pages import ENCODINGS
from server.ticket_log.mapping import Mapping, read_mapping
from server.ticket_log.reading import How
from server.ticket_log.rows import MissingEnds
from server.ticket_log.writing import spelled, write_log
from server.ticket_log.zones import is_zone

_DAY = click.DateTime(["%Y-%m-%d"])
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def log() -> None:
    """Ticket logs as CSV: import those of other machines, export our own."""


@log.command("import")
@DATABASE
@FILE
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How the log of another machine reads: its columns, words and times; TOML.",
)
@click.option("--encoding", type=click.Choice(ENCODINGS), help="Of a text file; found out when left out.")
@click.option("--time-zone", help="Of times that say none, as Asia/Ho_Chi_Minh.")
@click.option(
    "--missing-ends",
    type=click.Choice(get_args(MissingEnds)),
    default="refuse",
    show_default=True,
    help="What becomes of rows that do not say when the ticket ended.",
)
@click.option("--new-services", is_flag=True, help="Keep services that the office never had as they are.")
@click.option("--dry-run", is_flag=True, help="Look what would be imported, and import nothing.")
@_AS_JSON
def import_log(file: Path, *, database: str | None, dry_run: bool, as_json: bool, **how: Any) -> None:
    """Import the ticket log FILE, CSV or XLSX: all of it, or nothing and why, line by line.

    Rows that are here already are passed over. People at work notice nothing of it; the figures show the
    log when all of it is there.

    Example: dunghen log import hall-2025.csv --mapping hall.toml --dry-run
    """
    asked = _how(**how)
    with working_database(database) as db, log_telling.watched(quiet=as_json) as watch:
        found = importing.import_log(db, file, asked, dry_run=dry_run, watch=watch)
    if as_json:
        click.echo(
            json.dumps(log_telling.as_json(file, found, dry_run=dry_run), ensure_ascii=False, indent=2)
        )
    else:
        log_telling.tell(file, found, dry_run=dry_run)
    sys.exit(1 if found.problems else 0)


def _how(
    *,
    mapping: Path | None,
    encoding: str | None,
    time_zone: str | None,
    missing_ends: MissingEnds,
    new_services: bool,
) -> How:
    if time_zone is not None and not is_zone(time_zone):
        raise click.UsageError(f"There is no time zone “{time_zone}”.")
    mapped = None if mapping is None else _mapping(mapping)
    return How(mapped, encoding, time_zone, new_services, missing_ends)


def _mapping(file: Path) -> Mapping:
    read = read_mapping(content(file))
    if read.mapping is None:
        for finding in read.problems:
            click.echo(log_telling.spelled_finding(file, finding), err=True)
        sys.exit(1)
    return read.mapping


@log.command()
@DATABASE
@click.option("--office", "codes", multiple=True, required=True, help="Code of an office; several may be.")
@click.option("--from", "first", type=_DAY, help="First office day; all there are when left out.")
@click.option("--to", "last", type=_DAY, help="Last office day, included; all there are when left out.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output."
)
def export(
    *,
    database: str | None,
    codes: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    output: Path | None,
) -> None:
    """Export the tickets that have ended, as CSV, with those that were imported.

    Example: dunghen log export --office ttpvhcc --from 2026-11-01 --to 2026-11-30 --output november.csv
    """
    begin, end = first.date() if first else date.min, last.date() if last else date.max
    if end < begin:
        raise click.UsageError("--to is before --from.")
    with working_database(database) as db:
        projecting.follow_all(db)
        with db.read() as tx, _opened(output) as sink:
            count = write_log(exporting_log.log_rows(tx, codes, begin, end), sink)
            exporting_log.note_export(tx, codes, count=count)
    click.echo(f"{count} tickets", err=True)


def _opened(output: Path | None) -> AbstractContextManager[TextIO]:
    if output is None:
        return nullcontext(sys.stdout)
    try:
        return output.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.FileError(str(output), error.strerror or str(error)) from error


@log.command("list")
@DATABASE
@_AS_JSON
def list_imports(database: str | None, as_json: bool) -> None:
    """List the logs that were imported: number, file, tickets, the days they are of, and when.

    Example: dunghen log list
    """
    with working_database(database) as db, db.read() as tx:
        found = [_told(row) for row in log_imports.every(tx)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    table = Table("no.", "file", "tickets", "from", "to", "imported")
    for row in found:
        names = ("import", "file", "tickets", "first", "last")
        table.add_row(*(escape(str(row[name])) for name in names), str(row["published_at"])[:10])
    Console().print(table)


def _told(row: Any) -> dict[str, object]:
    return {
        "import": row.id,
        "file": row.file_name,
        "sha256": row.sha256,
        "tickets": row.rows,
        "known": row.known,
        "first": row.first.isoformat() if row.first else None,
        "last": row.last.isoformat() if row.last else None,
        "published_at": spelled(row.published_at),
    }


@log.command()
@DATABASE
@click.argument("number", type=click.IntRange(min=1))
def forget(database: str | None, number: int) -> None:
    """Take the import NUMBER of `dunghen log list` out again, with all that it brought.

    Example: dunghen log forget 3
    """
    with working_database(database) as db, log_telling.watched(quiet=False) as watch:
        removing_imports.forget(db, number, watch=watch)
    click.echo(f"import {number} is forgotten")
