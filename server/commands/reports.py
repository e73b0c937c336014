"""`dunghen report`: the official report of a period, as a file."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from server.actions.figures import official, projecting
from server.commands.common import DATABASE, working_database
from server.contract.messages.reports import OfficialReport
from server.domain import hours
from server.domain.periods import Period, PeriodInvalid, last_ended, period_of
from server.reports import report_files
from server.storage.database import Database


@click.command()
@DATABASE
@click.option("--office", "codes", multiple=True, help="Code of an office; all when left out.")
@click.option(
    "--period",
    "kind",
    type=click.Choice(official.KINDS),
    required=True,
    help="What the report is of.",
)
@click.option(
    "--of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Any day of the period; the latest one that is over when left out.",
)
@click.option(
    "--format", "format_", type=click.Choice(report_files.FORMATS), default="pdf", help="PDF unless told."
)
@click.option("--output", type=click.Path(path_type=Path), help="File to write, `-` for standard output.")
def report(
    *,
    database: str | None,
    codes: tuple[str, ...],
    kind: official.ReportedKind,
    day: datetime | None,
    format_: report_files.Format,
    output: Path | None,
) -> None:
    """Write the official report of a month, a quarter, 6 or 9 months or a year, ready to be signed.

    Example: dunghen report --office ttpvhcc --period quarter --of 2026-10-01 --format pdf
    """
    with working_database(database) as db:
        told = _report(db, codes, kind, day=day.date() if day else None)
    file = report_files.report_file(told, format_)
    if str(output) == "-":
        sys.stdout.buffer.write(file.content)
        return
    path = output or Path(file.name)
    try:
        path.write_bytes(file.content)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error
    click.echo(str(path))


def _report(
    db: Database, codes: tuple[str, ...], kind: official.ReportedKind, *, day: date | None
) -> OfficialReport:
    projecting.follow_all(db)
    with db.read() as tx:
        offices = [tx.office(code) for code in dict.fromkeys(codes)] or tx.offices.all(tx.connection)
        if not offices:
            raise click.ClickException("There is no office yet: import one with `dunghen office import`.")
        today = hours.office_day(offices[0].hours, tx.now)
        return official.official(tx, offices, _period(kind, day, today))


def _period(kind: official.ReportedKind, day: date | None, today: date) -> Period:
    try:
        return last_ended(kind, today) if day is None else period_of(kind, day)
    except PeriodInvalid as wrong:
        raise click.UsageError(f"--of: {wrong.reason}.") from wrong
