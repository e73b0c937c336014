"""`dunghen person`: what is kept of somebody who asks, and erasing it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from server.actions.appointments.recognising import Desk
from server.actions.person import erasing, exporting, finding
from server.actions.person.finding import Wanted
from server.commands.common import DATABASE, settings_of, working_database
from server.storage import scrubbing
from server.storage.database import Database
from server.storage.erasures import Erasures
from server.web.booking_api import desk_of

_ASKED = "Phone, citizen ID or booking code"


@click.group()
def person() -> None:
    """Find, export and erase what is kept of a person.

    Whom is asked for on standard input, so that it is in no list of processes and in no history.
    """


@contextmanager
def _asked(database: str | None) -> Iterator[tuple[Database, Desk, Wanted]]:
    desk = desk_of(settings_of(database=database))
    # At a terminal nothing that is typed is shown; a script sends one line.
    said = click.prompt(_ASKED, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    with working_database(database) as db:
        wanted = finding.understood(said, desk=desk, now=db.clock.now())
        if wanted is None:
            raise click.ClickException(
                "This is no phone, no citizen ID (12 digits) and no code of a booking (8 letters)."
            )
        yield db, desk, wanted


@person.command()
@DATABASE
def find(database: str | None) -> None:
    """Tell of how many bookings something personal is kept, and where; nobody's name.

    Example: dunghen person find < number.txt
    """
    with _asked(database) as (db, _, wanted):
        rows = db.write(lambda tx: exporting.found(tx, None, wanted))
    for row in rows:
        click.echo(f"{row.office_code}\t{row.service_code}\t{row.start:%Y-%m-%dT%H:%MZ}\t{row.state}")
    click.echo(f"{len(rows)} bookings")


@person.command()
@DATABASE
def export(database: str | None) -> None:
    """Print everything that is kept of a person, as JSON, to be handed to that person alone.

    Example: dunghen person export < number.txt > answer.json
    """
    with _asked(database) as (db, _, wanted):
        told = db.write(lambda tx: exporting.export(tx, None, wanted))
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


@person.command()
@DATABASE
@click.option("--again", is_flag=True, help="After a restore: erase whatever was erased before.")
@click.option("--files", is_flag=True, help="Erase nobody, but write the files anew, however large they are.")
def erase(database: str | None, again: bool, files: bool) -> None:
    """Erase everything personal of somebody; numbers and figures stay as they are.

    Example: dunghen person erase < number.txt
    """
    if files:
        with working_database(database) as db:
            _tell_of_files(scrubbing.scrub(db.engine, largest=None))
        return
    if again:
        _erase_again(database)
        return
    with _asked(database) as (db, desk, wanted):
        gone = db.write(lambda tx: erasing.erase(tx, None, wanted, listed=Erasures(desk.keys)))
        clean = scrubbing.scrub(db.engine)
    _tell(gone, clean)


def _erase_again(database: str | None) -> None:
    desk = desk_of(settings_of(database=database))
    listed = Erasures(desk.keys)
    with working_database(database) as db:
        gone = db.write(lambda tx: erasing.erase_again(tx, None, listed))
        clean = scrubbing.scrub(db.engine)
    _tell(gone, clean)


def _tell(gone: erasing.Erased, clean: bool) -> None:
    click.echo(f"{gone.bookings} bookings, {gone.messages} waiting messages and {gone.texts} texts erased")
    _tell_of_files(clean)


def _tell_of_files(clean: bool) -> None:
    if not clean:
        told = "The files still have to be written anew: dunghen person erase --files, when nobody works."
        click.echo(told, err=True)
