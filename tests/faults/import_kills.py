"""Imports killed in the middle: `python -m tests.faults.import_kills [--kills 200]`.

The real command is killed at random moments and started again; before it has said that it is done nothing
of the log may be seen, and afterwards everything has to stand as after a run that nobody disturbed.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from server.ports import SystemClock
from server.storage import facts, log_imports
from server.storage.database import Database
from server.storage.tables import log_import, ticket_fact
from tests.server.actions.figures.imported import log_file, many, stands
from tests.support.offices import database_with_office

ROWS = 6_000
LATEST_S = 1.0
_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What a run did and found; `staged` are the rows that each killed run had staged."""

    kills: int = 0
    staged: list[int] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


def kill_imports(folder: Path, url: str, kills: int, *, seed: int) -> Outcome:
    """Kill so many imports of one log, then let one through, and compare."""
    chance, outcome = Random(seed), Outcome()
    log = log_file(folder, *many(ROWS))
    undisturbed = database_with_office(f"sqlite:///{folder / 'undisturbed.db'}", SystemClock())
    assert _import(str(undisturbed.engine.url), log).wait() == 0
    disturbed = database_with_office(url, SystemClock())
    while outcome.kills < kills:
        run = _import(url, log)
        if not _begun(disturbed, run):
            outcome.violations.append("a run ended before it was killed")
            break
        time.sleep(chance.uniform(0, LATEST_S))
        os.kill(run.pid, signal.SIGKILL)
        if run.wait() == 0:
            break  # it was quicker; nothing is left to be killed
        outcome.kills += 1
        _look(disturbed, outcome)
    if _import(url, log).wait() != 0:
        outcome.violations.append("the last run failed")
    if stands(disturbed) != stands(undisturbed):
        outcome.violations.append("something else stands than after an undisturbed run")
    for database in (disturbed, undisturbed):
        database.close()
    return outcome


def _import(url: str, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "server", "log", "import", str(log), "--database", url]
    return subprocess.Popen(command, cwd=_REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _begun(database: Database, run: subprocess.Popen[bytes]) -> bool:
    """Wait until a run stages; False when it ended before."""
    before = _when_begun(database)
    while run.poll() is None:
        if _when_begun(database) - before:
            return True
        time.sleep(0.02)
    return False


def _when_begun(database: Database) -> set[datetime]:
    with database.read() as tx:
        return set(tx.connection.execute(select(log_import.c.began_at)).scalars())


def _look(database: Database, outcome: Outcome) -> None:
    with database.read() as tx:
        counted = select(func.count()).select_from(ticket_fact)
        seen = tx.connection.execute(counted.where(facts.visible)).scalar_one()
        outcome.staged.append(tx.connection.execute(counted).scalar_one())
        listed = log_imports.every(tx)
    if seen or listed:
        outcome.violations.append(f"{seen} tickets of a killed import are seen")


def main() -> None:
    parser = argparse.ArgumentParser(prog="import_kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'office.db'}"
        outcome = kill_imports(Path(name), url, wanted.kills, seed=wanted.seed)
    sys.stdout.write(f"killed {outcome.kills} imports: {outcome.violations or 'all as undisturbed'}\n")
    sys.exit(bool(outcome.violations))


if __name__ == "__main__":
    main()
