"""The `dunghen` command."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import OperationalError

from server.commands.auditing import audit
from server.commands.booking_keys import booking_key
from server.commands.demonstrating import demo, run
from server.commands.figuring import figures
from server.commands.logs import log
from server.commands.messages import messages
from server.commands.notices import notice
from server.commands.offices import office
from server.commands.opening_data import open_data
from server.commands.persons import person
from server.commands.rating_forms import rating_form
from server.commands.reports import report
from server.commands.services import services
from server.commands.serving import serve
from server.commands.slots import slots
from server.commands.staff import staff
from server.commands.tokens import token
from server.commands.verifying import verify
from server.domain.errors import Refusal
from server.settings import SettingNeeded
from server.storage.database import Unavailable, UnsafeDatabase


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def dunghen() -> None:
    """Đúng Hẹn: queue numbers for one-stop offices, with the wait measured."""


COMMANDS = (
    audit,
    booking_key,
    figures,
    log,
    messages,
    notice,
    run,
    demo,
    serve,
    office,
    open_data,
    person,
    rating_form,
    report,
    services,
    slots,
    staff,
    token,
    verify,
)
for command in COMMANDS:
    dunghen.add_command(command)


def main() -> None:
    """Run a command; exit status 0 done, 1 refused, 2 misused."""
    try:
        dunghen.main(prog_name="dunghen")
    except Refusal as refusal:
        facts = ", ".join(f"{name}: {value}" for name, value in refusal.facts.items())
        click.echo(f"{refusal.code}: {refusal.detail} {facts}".rstrip(), err=True)
        sys.exit(1)
    except SettingNeeded as needed:
        click.echo(f"setting_needed: {needed}", err=True)
        sys.exit(2)
    except (Unavailable, UnsafeDatabase, OperationalError) as error:
        click.echo(f"unavailable: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
