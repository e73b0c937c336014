"""`dunghen run` and `dunghen demo`: a whole office on this machine, without or with people in it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from server.commands.serving_demo import ClockFace
from server.commands.staging import Staged, addresses, opened
from server.demo import texts
from server.demo.office import demo_office
from server.demo.performing import Performance
from server.demo.premises import Premises
from server.demo.real_day import BadDay, real_day
from server.demo.report import Report
from server.demo.scenario import Scenario, shipped
from server.ports import SystemClock
from server.storage.database import Database

STARTING_S = 6.0
"""Real seconds that a simulated day waits for its server, so that nobody of the morning is late."""
FASTEST_TO_WATCH = 60
FASTEST = 1000

_PORT = click.IntRange(1, 65535)
_PLACE = (
    click.option("--port", type=_PORT, default=8000, show_default=True, help="Port of the server."),
    click.option("--kiosk-port", type=_PORT, default=8001, show_default=True, help="Port of the kiosk."),
    click.option("--lan", is_flag=True, help="Let phones and other machines of the network in."),
    click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False),
        default="var",
        show_default=True,
        help="Where database, logs and printed tickets go.",
    ),
)
_DAY = (
    click.option("--people", type=click.IntRange(1, 5000), help="How many come; else as many as usual."),
    click.option(
        "--day",
        "file",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="A file of real arrivals: office,date,letter,service,arrived_at; .gz or not.",
    ),
    click.option("--office", help="Whose arrivals of the file."),
    click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Which day of the file."),
)

Command = Callable[..., None]


def _with(options: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.command()
@_with(_PLACE)
@click.option("--fresh", is_flag=True, help="Begin with an empty database.")
def run(*, port: int, kiosk_port: int, lan: bool, folder: Path, fresh: bool) -> None:
    """Run the demo office on this machine: server and kiosk, and you are the people.

    Example: dunghen run --lan
    """
    face = ClockFace(start=SystemClock().now(), rate=1, began=time.monotonic())
    staged = Staged(
        Premises(folder, "office"), addresses(port, kiosk_port, lan=lan), demo_office(), face, fresh=fresh
    )
    with opened(staged) as (house, stop, _):
        while not stop.wait(0.5):
            house.look()
    click.echo(texts.STOPPED)


@click.command()
@_with(_PLACE)
@_with(_DAY)
@click.option(
    "--speed",
    type=click.FloatRange(1, FASTEST),
    default=5,
    show_default=True,
    help=f"How fast time runs, up to {FASTEST_TO_WATCH}; faster only for a report.",
)
@click.option("--headless-report", is_flag=True, help="No kiosk and no talk: play, then print JSON.")
def demo(*, speed: float, headless_report: bool, port: int, kiosk_port: int, lan: bool, **given: Any) -> None:
    """Run an office with simulated people in it, who press, wait and are served through the API.

    Their day comes from the product's own profile, or from a file of real arrivals. Exit status 1 when
    an invariant is broken afterwards.

    Example: dunghen demo --speed 20
    """
    if speed > FASTEST_TO_WATCH and not headless_report:
        raise click.UsageError(f"--speed above {FASTEST_TO_WATCH} goes with --headless-report.")
    where = addresses(port, kiosk_port, lan=lan)
    premises = Premises(given.pop("folder"), "demo")
    scenario = _scenario(**given)
    if speed == 1:
        scenario = scenario.beginning(SystemClock().now() + timedelta(seconds=STARTING_S))
    face = ClockFace(start=scenario.begins, rate=speed, began=time.monotonic() + STARTING_S)
    staged = Staged(premises, where, scenario.setup, face, fresh=True, people=True, kiosk=not headless_report)
    told = _performed(staged, scenario)
    click.echo(json.dumps(told.as_json()) if headless_report else f"\n{texts.summary(told)}")
    sys.exit(1 if told.violations else 0)


def _scenario(*, file: Path | None, office: str | None, day: datetime | None, people: int | None) -> Scenario:
    """The day to be played; raises usage errors for what does not go together."""
    if file is None:
        if office is not None or day is not None:
            raise click.UsageError("--office and --date go with --day.")
        return shipped(SystemClock().now(), people=people)
    if office is None or day is None or people is not None:
        raise click.UsageError("--day goes with --office and --date, and without --people.")
    try:
        return real_day(file, office, day.date())
    except BadDay as error:
        raise click.ClickException(str(error)) from error


def _performed(staged: Staged, scenario: Scenario) -> Report:
    """Play the scenario, close the house, and look at what is left in the database."""
    clock = staged.face.clock()
    with opened(staged) as (house, stop, tokens):
        database = Database(staged.premises.url, clock)
        say = click.echo if staged.kiosk else _say_nothing
        performance = Performance(scenario, database, clock=clock, say=say)
        played = performance.play(staged.addresses.server, tokens, stop=stop, look=house.look)
    told = performance.report(played)
    database.close()
    return told


def _say_nothing(_line: str) -> None:
    """For whoever reads only the report."""
