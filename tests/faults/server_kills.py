"""Crash (b): the whole HTTP server is killed and restarted under load from real clients."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import click

from server.actions.house import setting_up
from server.ports import SystemClock
from server.storage.database import Database
from tests.faults.acknowledged import all_violations
from tests.faults.bookers import busy_office
from tests.faults.load import Load
from tests.support.offices import office_at_noon
from tests.support.servers import Server


@dataclass
class Outcome:
    """What a run did and found."""

    what: str
    kills: int
    acknowledged: int
    repeated: int
    seconds: float
    violations: list[str] = field(default_factory=list)

    def line(self) -> str:
        verdict = "invariants hold" if not self.violations else f"{len(self.violations)} violations"
        return (
            f"{self.what}: kills {self.kills} · acknowledged {self.acknowledged} ·"
            f" repeated {self.repeated} · {self.seconds:.0f} s · {verdict}"
        )


def kill_servers(folder: Path, kills: int, *, seed: int) -> Outcome:
    """Kill the server so many times, each time 50–500 ms after it serves again."""
    chance = Random(seed)
    began = time.monotonic()
    with Server(folder) as server:
        make_busy(server.database)
        load = Load(lambda role, counter: server.client(role, counter=counter), seed=seed)
        with load:
            for _ in range(kills):
                time.sleep(chance.uniform(0.05, 0.5))
                server.kill()
                server.start()
    return outcome_of("crash (b)", load, server.database, kills=kills, began=began)


def make_busy(url: str) -> None:
    """Give the demo office of a running server the slots of `busy_office`."""
    database = Database(url, SystemClock())
    setup = busy_office(office_at_noon()).model_copy(update={"staff": None})
    database.write(lambda tx: setting_up.apply(tx, setup))
    database.close()


def outcome_of(what: str, load: Load, url: str, *, kills: int, began: float) -> Outcome:
    """What was found afterwards, in the database and by the clients."""
    database = Database(url, SystemClock())
    found = load.findings + all_violations(database, load.log)
    database.close()
    return Outcome(what, kills, len(load.log), load.repetitions, time.monotonic() - began, found)


def report(outcome: Outcome) -> None:
    """Print the line and the findings; exit status 1 when there are any."""
    click.echo(outcome.line())
    for violation in outcome.violations[:20]:
        click.echo(violation, err=True)
    sys.exit(bool(outcome.violations))


@click.command()
@click.option("--kills", default=1_000, show_default=True, help="How many times to kill the server.")
@click.option("--seed", default=1, show_default=True)
def main(kills: int, seed: int) -> None:
    """Kill the HTTP server under load, restart it, and check the invariants at the end.

    Example: python -m tests.faults.server_kills --kills 20
    """
    with tempfile.TemporaryDirectory(prefix="dunghen-server-kills-") as folder:
        outcome = kill_servers(Path(folder), kills, seed=seed)
    report(outcome)


if __name__ == "__main__":
    main()
