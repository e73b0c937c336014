"""`dunghen figures`: the waits of a period, in a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime

import click
from rich.console import Console
from rich.table import Table

from server.actions.reporting import Waits, waits
from server.commands.common import DATABASE, working_database
from server.commands.tokens import OFFICE
from server.domain import hours

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@DATABASE
@OFFICE
@click.option("--from", "first", type=DAY, help="First office day; today when left out.")
@click.option("--to", "last", type=DAY, help="Last office day, included; the first when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; durations in seconds.")
def figures(
    database: str | None, office: str, first: datetime | None, last: datetime | None, as_json: bool
) -> None:
    """The measured wait of an office: mean against the goal, and what is in no mean.

    Example: dunghen figures --office ttpvhcc --from 2026-11-01 --to 2026-11-30
    """
    with working_database(database) as db, db.read() as tx:
        today = hours.office_day(tx.office(office).hours, tx.now)
        begin = first.date() if first else today
        end = last.date() if last else begin
        if end < begin:
            raise click.UsageError("--to is before --from.")
        found = waits(tx, office, first=begin, last=end)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        Console().print(_table(found, begin, end))


def _table(found: Waits, begin: date, end: date) -> Table:
    table = Table(title=f"{begin} – {end}", show_header=False)
    for name, value in _lines(found):
        table.add_row(name, value)
    return table


def _lines(found: Waits) -> list[tuple[str, str]]:
    lines = [("goal", _minutes(found.goal_s))]
    if found.summary is None:
        lines.append(("answered", "0"))
    else:
        s = found.summary
        lines += [
            ("answered", str(s.n)),
            ("mean wait", _minutes(s.mean_s)),
            ("median · p90 · p95 · max", " · ".join(map(_minutes, (s.median_s, s.p90_s, s.p95_s, s.max_s)))),
            ("within the goal", f"{s.share_within_goal:.1%}"),
            ("over 30 min", f"{s.share_over_30min:.1%}"),
        ]
    if found.verdict is not None:
        reached = "met" if found.verdict.reached else "not met"
        lines.append(("measured against the goal", f"{reached}; would it hold: {found.verdict.verdict}"))
    lines += [
        (outcome.value, f"{u.n}, waited {_minutes(u.waited_s)} in all")
        for outcome, u in found.uncounted.items()
    ]
    return lines


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"
