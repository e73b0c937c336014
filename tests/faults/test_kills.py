"""Crash (a): processes killed at work leave nothing half-done, and nobody's number is lost or doubled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from server.ports import ScaledClock
from tests.faults import planted
from tests.faults.asking import ask
from tests.faults.bookers import busy_office
from tests.faults.kills import MORNING, Run, do
from tests.support.offices import database_with_office

REPOSITORY = Path(__file__).resolve().parents[2]


def run_program(module: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own: it forks, and pytest's process may have threads."""
    command = [sys.executable, "-W", "error", "-m", module, *options]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=540, check=False)


def test_two_thousand_killed_processes_break_no_invariant() -> None:
    done = run_program("tests.faults.kills", "--kills", "2000", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    outcome: dict[str, Any] = json.loads(done.stdout)
    click.echo({name: value for name, value in outcome.items() if name != "violations"})
    assert outcome["kills"] == 2000
    # It proves something only if most died in the middle of a request, and if work went on between deaths.
    assert outcome["in_flight"] > 1000
    assert outcome["repeated"] > 1000
    assert outcome["acknowledged"] > 150


@pytest.mark.parametrize("bug", planted.BUGS)
def test_a_planted_bug_is_caught_within_500_kills(bug: str) -> None:
    done = run_program("tests.faults.planted", "--bug", bug, "--kills", "500")
    click.echo(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("bug", planted.BUGS)
def test_without_races_and_kills_a_planted_bug_looks_healthy(bug: str, tmp_path: Path) -> None:
    """So it is the killing and the racing that find it, and not a blunder in how it is planted."""
    clock = ScaledClock(start=MORNING, rate=1.0)
    database = database_with_office(f"sqlite:///{tmp_path / 'o.db'}", clock, busy_office())
    planted.loosen(database)
    run = Run(database, ask, seed=1)
    for _ in range(10):
        for worker in run.workers:
            do(database, worker, worker.next(database), run.log, planted.BUGS[bug])
    assert run.check() == []
