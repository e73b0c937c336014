"""`dunghen slots`: the slots of a day, what is booked in them, and when walk-ins usually come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from server.actions.appointments import placing
from server.actions.appointments.placing import PlacedSlot
from server.commands.common import DATABASE, working_database
from server.contract.messages import as_rfc3339

_BAR = 20
"""Letters of the longest bar."""


@click.command()
@DATABASE
@click.argument("office")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Which day, 2026-11-23; today without it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def slots(*, database: str | None, office: str, day: datetime | None, as_json: bool) -> None:
    """List the slots of OFFICE on a day beside the walk-ins that usually come then.

    Walk-ins are the mean of that weekday in the past four weeks. Bookings placed where few walk in make
    nobody wait; placed at their peak, everybody.

    Example: dunghen slots ttpvhcc --day 2026-11-23
    """
    with working_database(database) as db, db.read() as tx:
        zone = ZoneInfo(tx.office(office).time_zone)
        found = placing.placed_slots(tx, office, day.date() if day else None)
    if as_json:
        click.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False))
    elif found:
        Console().print(_table(found, zone))
    else:
        click.echo("no slots on this day")


def _plain(one: PlacedSlot) -> dict[str, object]:
    return {
        "pool": one.slot.pool,
        "start": as_rfc3339(one.slot.start),
        "end": as_rfc3339(one.slot.end),
        "public": one.slot.public,
        "internal": one.slot.internal,
        "booked": one.booked,
        "left": one.left,
        "walk_ins": one.walk_ins,
    }


def _table(found: Sequence[PlacedSlot], zone: ZoneInfo) -> Table:
    most = max((one.walk_ins or 0 for one in found), default=0)
    table = Table("slot", "pool", "public", "internal", "booked", "left", "walk-ins usually", box=None)
    for one in found:
        start, end = (moment.astimezone(zone) for moment in (one.slot.start, one.slot.end))
        places = (one.slot.public, one.slot.internal, one.booked, one.left)
        usual = "–" if one.walk_ins is None else f"{one.walk_ins:4.1f} {_bar(one.walk_ins, most)}"
        table.add_row(f"{start:%H:%M}–{end:%H:%M}", one.slot.pool, *map(str, places), usual)
    return table


def _bar(walk_ins: float, most: float) -> str:
    return "▇" * round(_BAR * walk_ins / most) if most else ""
