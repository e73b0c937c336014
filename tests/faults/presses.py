"""Presses at kiosks behind a bad line: every press gets its number, and nobody gets two."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import func, select

from kiosk.pressing import Presses
from server.contract.client import Client, Refused, Unreachable, new_key
from server.contract.messages import IssueTicket
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import visit
from tests.faults.acknowledged import Acknowledged, all_violations
from tests.faults.asking import ISSUE, Asked
from tests.faults.bad_line import HELD_BACK_S, BadLine
from tests.support.servers import OFFICE, Server

KIOSKS = 6
MOST_TRIES = 60


@dataclass
class Outcome:
    """What a run did and found."""

    presses: int
    tries: int = 0
    seconds: float = 0.0
    fates: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """Connections that were not simply carried."""
        return sum(times for fate, times in self.fates.items() if fate != "carried")

    def line(self) -> str:
        verdict = "0 lost, 0 extra" if not self.violations else f"{len(self.violations)} violations"
        fates = ", ".join(f"{fate} {times}" for fate, times in sorted(self.fates.items()))
        return f"network: presses {self.presses} · {self.seconds:.0f} s · {fates} · {verdict}"


class _Kiosk:
    """A kiosk whose citizens press again until they have a number, as its page does."""

    def __init__(self, client: Client, log: Acknowledged, lock: threading.Lock) -> None:
        self._presses = Presses(client, OFFICE)
        self._log, self._lock = log, lock

    def press(self) -> int:
        """One citizen; how often they had to try."""
        key = new_key()
        wish = IssueTicket(service="land")
        for tries in range(1, MOST_TRIES + 1):
            try:
                ticket, _ = self._presses.ticket(key, wish)
            except Unreachable:
                continue
            except Refused as refused:
                if refused.problem.status != 503:
                    raise
                continue
            with self._lock:
                self._log.note(Asked(ISSUE, {"service": "land"}, key=key), ticket.model_dump())
            return tries
        raise AssertionError(f"press {key} got no number in {MOST_TRIES} tries")


def press_through_a_bad_line(folder: Path, presses: int, *, seed: int) -> Outcome:
    """So many presses at six kiosks behind a line of which 40 % of the connections fail somehow."""
    began = time.monotonic()
    outcome = Outcome(presses)
    log, lock = Acknowledged(), threading.Lock()
    with Server(folder) as server, BadLine(server.port, seed=seed) as line:
        clients = [Client(line.url, server.token("kiosk"), timeout_s=1.0) for _ in range(KIOSKS)]
        kiosks = [_Kiosk(client, log, lock) for client in clients]
        with ThreadPoolExecutor(KIOSKS) as pool:
            tries = pool.map(lambda n: kiosks[n % KIOSKS].press(), range(presses))
            outcome.tries = sum(tries)
        time.sleep(HELD_BACK_S)  # until the last request that was held back has arrived
        for client in clients:
            client.close()
        outcome.fates = dict(line.fates)
    outcome.violations = _found(server.database, log, presses)
    outcome.seconds = time.monotonic() - began
    return outcome


def _found(url: str, log: Acknowledged, presses: int) -> list[str]:
    database = Database(url, SystemClock())
    found = all_violations(database, log)
    with database.read() as tx:
        visits = tx.connection.execute(select(func.count()).select_from(visit)).scalar_one()
    database.close()
    numbers = {fact for fact in log.facts.values() if fact is not None}
    if not visits == len(numbers) == presses:
        found.append(f"{presses} presses got {len(numbers)} tickets; the database has {visits} visits")
    return found


@click.command()
@click.option("--presses", default=10_000, show_default=True, help="How many citizens press.")
@click.option("--seed", default=1, show_default=True)
def main(presses: int, seed: int) -> None:
    """Press at kiosks behind a line that fails 40 % of its connections; count what is lost or extra.

    Example: python -m tests.faults.presses --presses 500
    """
    with tempfile.TemporaryDirectory(prefix="dunghen-presses-") as folder:
        outcome = press_through_a_bad_line(Path(folder), presses, seed=seed)
    click.echo(outcome.line())
    for violation in outcome.violations[:20]:
        click.echo(violation, err=True)
    sys.exit(bool(outcome.violations))


if __name__ == "__main__":
    main()
