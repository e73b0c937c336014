"""What the imports share: read a file, show what it changes, ask, and do it, all or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol

import click

from server.actions.house import setting_up
from server.commands import showing
from server.commands.common import working_database
from server.commands.showing import Told
from server.contract.setup_file import SetUp
from server.domain.errors import UnknownOffice
from server.setup_file.merging import Merged
from server.setup_file.problems import Finding, Problem
from server.setup_file.syntax import MOST_BYTES
from server.storage import setups
from server.storage.database import Database

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
YES = click.option("--yes", is_flag=True, help="Do not ask.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON; goes with --dry-run or --yes.")


class Locator(Protocol):
    """Knows in which line of a file what is said."""

    def located(self, problems: Iterable[Problem]) -> Sequence[Finding]:
        """Problems with the lines of the file."""


def must_ask(*, dry_run: bool, yes: bool, as_json: bool) -> bool:
    """Whether somebody is to be asked; a usage error where nobody can be."""
    asks = not (dry_run or yes)
    if asks and as_json:
        raise click.UsageError("--json asks nothing: add --dry-run or --yes.")
    if asks and not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask at: add --yes, or --dry-run to look only.")
    return asks


def content(file: Path) -> bytes:
    """The bytes of a file, one more than is allowed at most."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error


def import_setup(
    db: Database,
    setup: SetUp,
    locator: Locator,
    *,
    told: Told,
    dry_run: bool,
    asks: bool,
    keep_booked: bool = False,
) -> None:
    """Make the office what the set-up says; ends the program with 1 where that cannot be.

    Bookings that would lose their slot are in the way, unless they are to be kept without one.
    """
    with db.read() as tx:
        if wrong := setting_up.misfits(tx, setup):
            refuse(told, locator.located(wrong))
        plan = setting_up.plan(tx, setup)
    showing.show_plan(told, setup, plan)
    if plan.obstacles or (plan.conflicts and not keep_booked):
        sys.exit(1)
    if plan.changes and not dry_run:
        if asks:
            click.confirm("Apply this?", abort=True)
        db.write(lambda tx: setting_up.apply(tx, setup, shown=plan, keep_booked=keep_booked))
        showing.show_done(told, setup)


def refuse(told: Told, problems: Sequence[Finding]) -> NoReturn:
    """Tell what is wrong with the file, and end the program."""
    showing.show_problems(told, problems)
    sys.exit(1)


def import_table(file: Path, merge: Callable[[SetUp, bytes], Merged], **how: Any) -> None:
    """Put a CSV file into the set-up of an office; `how` is what the options said."""
    asks = must_ask(dry_run=how["dry_run"], yes=how["yes"], as_json=how["as_json"])
    raw = content(file)
    with working_database(how["database"]) as db:
        with db.read() as tx:
            stored = setups.stored(tx.connection, how["office"])
        if stored is None:
            raise UnknownOffice(office=how["office"])
        merged = merge(stored, raw)
        told = Told(str(file), merged.warnings, as_json=how["as_json"])
        if merged.setup is None:
            refuse(told, merged.problems)
        import_setup(db, merged.setup, merged, told=told, dry_run=how["dry_run"], asks=asks)
