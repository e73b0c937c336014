"""`dunghen open-data`: anonymous daily aggregates as CSV, with their description, for a portal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from server.actions.figures import opening_data, projecting
from server.commands.common import DATABASE, working_database
from server.contract.messages.open_data import OpenData
from server.domain.periods import Period, PeriodInvalid, period_of
from server.reports import open_data as drawing
from server.reports.files import File, write_whole
from server.storage.database import Database

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("open-data")
@DATABASE
@click.option("--office", "codes", multiple=True, help="Code of an office; all when left out.")
@click.option("--from", "first", type=_DAY, required=True, help="First office day.")
@click.option("--to", "last", type=_DAY, required=True, help="Last office day, included.")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write into."
)
def open_data(
    *, database: str | None, codes: tuple[str, ...], first: datetime, last: datetime, output: Path
) -> None:
    """Write waits.csv and datapackage.json: days that are over, by office and service, without persons.

    Example: dunghen open-data --from 2026-01-01 --to 2026-06-30 --output open-data
    """
    try:
        period = Period(first.date(), last.date())
    except PeriodInvalid as wrong:
        raise click.UsageError(f"--from and --to: {wrong.reason}.") from wrong
    with working_database(database) as db:
        projecting.follow_all(db)
        found = OpenData(
            first=period.first,
            last=period.last,
            rows=[
                row
                for month in track(
                    list(_months(period)), "months", console=Console(stderr=True), transient=True
                )
                for row in _read(db, codes, month).rows
            ],
        )
    found.rows.sort(key=lambda row: (row.office, row.day))
    table = drawing.open_table(found)
    package = drawing.data_package(table).model_dump_json(indent=2).encode()
    try:
        for file in (table, File(drawing.PACKAGE, "application/json", package)):
            write_whole(output, file)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"{len(found.rows)} rows in {output / drawing.TABLE}")


def _read(db: Database, codes: tuple[str, ...], period: Period) -> OpenData:
    with db.read() as tx:
        offices = [tx.office(code) for code in dict.fromkeys(codes)] or tx.offices.all(tx.connection)
        return opening_data.open_data(tx, offices, period)


def _months(period: Period) -> Iterator[Period]:
    """A period month by month, so that no transaction is long."""
    begin = period.first
    while begin <= period.last:
        month = period_of("month", begin)
        yield Period(begin, min(month.last, period.last))
        if month.last >= period.last:
            return
        begin = month.last.fromordinal(month.last.toordinal() + 1)
