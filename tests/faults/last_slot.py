"""The last place of a slot: hundreds ask for it at once, and exactly one gets it.

`python -m tests.faults.last_slot` runs the full form: 500 at once, 100 times, on each engine.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import click

from server.actions.appointments import booking
from server.actions.appointments.challenging import Visitor
from server.actions.verifying import verify
from server.contract import messages
from server.contract.setup_file import SetUp
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.storage.database import Database, Unavailable
from tests.builders import OFFICE, at
from tests.support.booking import DESK, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office
from tests.support.postgres import Cluster

THREADS = 50
VISITOR = Visitor("", DESK.secret)


def office() -> SetUp:
    """Land, one public place in every five minutes of the morning."""
    return office_with(plan(slot_min=5, public=1, internal=0))


def race(database: Database, caller: Caller, *, minute: float, people: int) -> list[str]:
    """`people` ask for one place at once, from `THREADS` threads; each one's hold or refusal."""
    wish = messages.HoldSlot(service="land", start=at(minute))
    gate = threading.Barrier(THREADS)
    numbers = count()

    def ask() -> list[str]:
        gate.wait()
        return [_asked(database, caller, wish) for _ in iter(lambda: next(numbers) < people, False)]

    with ThreadPoolExecutor(THREADS) as pool:
        asking = [pool.submit(ask) for _ in range(THREADS)]
        return [answer for each in asking for answer in each.result()]


def _asked(database: Database, caller: Caller, wish: messages.HoldSlot) -> str:
    while True:
        try:
            held = database.write(lambda tx: booking.hold(tx, caller, OFFICE, wish, visitor=VISITOR))
        except Refusal as refusal:
            return refusal.code
        except Unavailable:
            continue  # every connection is in use: a client tries again
        return held.hold


def partner(office_id: int) -> Caller:
    """A partner system: no bounds of an address."""
    return Caller(Role.INTEGRATION, office_id, "partner")


SLOTS_A_DAY = 36
_A_DAY = 24 * 60


def minute_of(round_number: int) -> float:
    """Another slot for every round."""
    day, slot = divmod(round_number, SLOTS_A_DAY)
    return day * _A_DAY + slot * 5


def winners(database: Database, rounds: int, *, people: int) -> list[int]:
    """How many got the one place, round by round; whoever did not was told that it is full."""
    with database.read() as tx:
        caller = partner(tx.office(OFFICE).id)
    found = []
    for number in range(rounds):
        answers = race(database, caller, minute=minute_of(number), people=people)
        refused = sum(answer in ("slot_full", "no_such_slot") for answer in answers)
        found.append(len(answers) - refused if len(answers) == people else -1)
    return found


@click.command()
@click.option("--rounds", default=100, show_default=True, help="How many last places.")
@click.option("--people", default=500, show_default=True, help="How many ask for each.")
def main(rounds: int, people: int) -> None:
    """Let hundreds of people ask for one place at once, again and again, on both engines.

    Example: python -m tests.faults.last_slot --rounds 5
    """
    with (
        tempfile.TemporaryDirectory(prefix="dunghen-slots-") as folder,
        tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as cluster_folder,
    ):
        cluster = Cluster(Path(cluster_folder), durable=False)
        cluster.start()
        engines = {"SQLite": f"sqlite:///{folder}/office.db", "PostgreSQL": cluster.create_database()}
        held = [_held(name, url, rounds, people=people) for name, url in engines.items()]
        cluster.stop()
    sys.exit(not all(held))


def _held(name: str, url: str, rounds: int, *, people: int) -> bool:
    """Whether every place had exactly one winner on this engine; says how it went."""
    database = database_with_office(url, StoppedClock(), office())
    began = time.monotonic()
    found = winners(database, rounds, people=people)
    with database.read() as tx:
        broken = verify(tx)
    database.close()
    took = time.monotonic() - began
    click.echo(f"{name}: {rounds} places, {people} for each: winners {set(found)} in {took:.0f} s")
    for violation in broken[:20]:
        click.echo(violation, err=True)
    return found == [1] * rounds and not broken


if __name__ == "__main__":
    main()
