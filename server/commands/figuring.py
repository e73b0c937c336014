"""`dunghen figures`: the waits of a period in a terminal, and the figures made anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import get_args

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from server.actions.figures import projecting, reporting, telling_figures
from server.actions.house import auditing
from server.commands.common import DATABASE, working_database
from server.contract.messages.figures import By, WaitFigures, Waits
from server.domain import hours
from server.domain.people import Caller, Role
from server.domain.periods import Period, PeriodInvalid
from server.storage import facts
from server.storage.happenings import Transaction

DAY = click.DateTime(["%Y-%m-%d"])
OPERATOR = Caller(role=Role.ADMIN, office_id=None, credential="command line")


@click.group(invoke_without_command=True)
@DATABASE
@click.option("--office", "codes", multiple=True, help="Code of an office; all when left out.")
@click.option("--from", "first", type=DAY, help="First office day; today when left out.")
@click.option("--to", "last", type=DAY, help="Last office day, included; the first when left out.")
@click.option("--by", type=click.Choice(get_args(By)), default="all", help="What to group by.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; durations in seconds.")
@click.pass_context
def figures(
    context: click.Context,
    *,
    database: str | None,
    codes: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    by: str,
    as_json: bool,
) -> None:
    """The measured waits: mean against the goal, and what is in no mean.

    Example: dunghen figures --office ttpvhcc --from 2026-11-01 --to 2026-11-30 --by service
    """
    if context.invoked_subcommand is not None:
        return
    with working_database(database) as db:
        projecting.follow_all(db)
        with db.read() as tx:
            offices = [tx.office(code) for code in codes] or tx.offices.all(tx.connection)
            today = hours.office_day(offices[0].hours, tx.now) if offices else tx.now.date()
            begin = first.date() if first else today
            period = _period(begin, last.date() if last else begin)
            told = telling_figures.told(reporting.waits(tx, offices, period, by=by), OPERATOR)
    if as_json:
        click.echo(told.model_dump_json(by_alias=True))
    else:
        Console().print(_table(told))


def _period(first: date, last: date) -> Period:
    try:
        return Period(first, last)
    except PeriodInvalid as wrong:
        raise click.UsageError(f"--from and --to: {wrong.reason}.") from wrong


_COLUMNS = (
    *("", "n", "mean", "median", "p90", "max", "≤ goal", "no-show", "left", "closed"),
    *("met", "would it hold"),
)


def _table(told: Waits) -> Table:
    table = Table(title=f"{told.first} – {told.last}, goal {_minutes(told.goal_s)}, in minutes")
    for name in _COLUMNS:
        table.add_column(name, justify="left" if name in ("", "would it hold") else "right")
    for row in told.rows:
        if told.by != "all":
            table.add_row(*_cells(row))
    table.add_section()
    table.add_row(*_cells(told.total))
    return table


def _cells(row: WaitFigures) -> Iterator[str]:
    yield row.key or "all"
    yield str(row.n)
    for seconds in (row.mean_s, row.median_s, row.p90_s, row.max_s):
        yield _minutes(seconds)
    yield "–" if row.share_within_goal is None else f"{row.share_within_goal:.0%}"
    yield from map(str, (row.no_show, row.left, row.closed_by_system))
    yield "–" if row.reached is None else "yes" if row.reached else "no"
    yield "–" if row.verdict is None else row.verdict


def _minutes(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds / 60:.1f}"


@figures.command()
@DATABASE
@click.option("--office", "codes", multiple=True, help="Code of an office; all when left out.")
def rebuild(database: str | None, codes: tuple[str, ...]) -> None:
    """Make all figures anew from the tickets and events, and tell how many facts and sums were wrong.

    Example: dunghen figures rebuild --office ttpvhcc
    """
    with working_database(database) as db:
        projecting.follow_all(db)
        with db.read() as tx:
            offices = [tx.office(code) for code in codes] or tx.offices.all(tx.connection)
            spans = {office.code: facts.office_days(tx, office.id) for office in offices}
        for code, span in spans.items():
            db.write(partial(projecting.rebuild_spans, code=code))
            weeks = list(_weeks(*span)) if span else []
            wrong = sum(
                db.write(partial(projecting.reconcile, code=code, first=first, last=last))
                for first, last in track(weeks, code, console=Console(stderr=True), transient=True)
            )
            db.write(partial(_note_rebuilt, code=code, wrong=wrong))
            click.echo(f"{code}: {wrong} facts and sums were wrong")


def _note_rebuilt(tx: Transaction, code: str, wrong: int) -> None:
    told = {"wrong": wrong}
    office_id = tx.office(code).id
    auditing.record(tx, None, "figures.rebuilt", code, office_id=office_id, new=told, by="command")


def _weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    """A period in slices, so that no transaction is long."""
    while first <= last:
        end = min(last, first + timedelta(days=6))
        yield first, end
        first = end + timedelta(days=1)
