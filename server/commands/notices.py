"""`dunghen notice`: texts on the displays."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from server.actions.hall import notices
from server.commands.common import DATABASE, working_database
from server.commands.tokens import OFFICE
from server.domain.notices import NoticeKind
from server.storage.happenings import Transaction


@click.group()
def notice() -> None:
    """Put a notice on the displays, list them, take one down."""


@notice.command()
@DATABASE
@OFFICE
@click.option("--vi", required=True, help="The text in Vietnamese.")
@click.option("--en", help="The text in English.")
@click.option("--until", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="End, in the office's own time.")
@click.option("--apology", is_flag=True, help="A letter of apology; it ends after 30 days at the latest.")
def add(
    *, database: str | None, office: str, vi: str, en: str | None, until: datetime | None, apology: bool
) -> None:
    """Show a notice on every display of an office; print its number.

    Example: dunghen notice add --office ttpvhcc --vi "Quầy 5 nghỉ đến 10:00" --until 2026-11-23T10:00
    """
    texts = {"vi": vi, **({"en": en} if en else {})}
    with working_database(database) as db:

        def act(tx: Transaction) -> int:
            zone = tx.office(office).hours.time_zone
            ends = until.replace(tzinfo=zone).astimezone(UTC) if until else None
            kind = NoticeKind.APOLOGY if apology else NoticeKind.NOTICE
            return notices.put_up(tx, office, texts, until=ends, kind=kind)

        click.echo(db.write(act))


@notice.command("list")
@DATABASE
@OFFICE
def list_notices(database: str | None, office: str) -> None:
    """List what the displays of an office show now.

    Example: dunghen notice list --office ttpvhcc
    """
    with working_database(database) as db, db.read() as tx:
        for one in notices.shown(tx, tx.office(office)):
            click.echo(f"{one.id}\t{one.texts.get('vi', '')}")


@notice.command()
@DATABASE
@OFFICE
@click.argument("number", type=int)
def remove(database: str | None, office: str, number: int) -> None:
    """Take a notice down.

    Example: dunghen notice remove 3 --office ttpvhcc
    """
    with working_database(database) as db:
        db.write(lambda tx: notices.take_down(tx, office, number))
