"""A real day of arrivals, played through HTTP at high speed: nobody is lost, and every rule holds."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.demo.crowd import shipped_profile
from tests.support.ports import free_port

REPOSITORY = Path(__file__).resolve().parents[2]
REAL_DAYS = Path(
    os.environ.get("DUNGHEN_REAL_DAY", REPOSITORY.parent / "shared" / "data" / "warsaw_arrivals.csv.gz")
)
OFFICE, DATE = "UD_Zoliborz", "2020-01-09"
SPEED = 720
ENDED = {"served", "no_show", "left", "removed", "closed_by_system"}


def dunghen(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "server", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, timeout=300)


def real_arrivals() -> int:
    """How many came on that day, counted without any of the product's code."""
    with gzip.open(REAL_DAYS, "rt", encoding="utf-8", newline="") as rows:
        return sum(row["office"] == OFFICE and row["date"] == DATE for row in csv.DictReader(rows))


@pytest.fixture(scope="module")
def day() -> tuple[list[object], int]:
    """The options of a day, and how many come on it: the product's own where no real one lies about."""
    if REAL_DAYS.exists():
        return ["--day", REAL_DAYS, "--office", OFFICE, "--date", DATE], real_arrivals()
    return [], shipped_profile().people


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def report(day: tuple[list[object], int], folder: Path) -> dict[str, Any]:
    """The report of the day, after it was played."""
    ports = ["--port", free_port(), "--kiosk-port", free_port()]
    done = dunghen("demo", "--speed", SPEED, "--headless-report", "--folder", folder, *ports, *day[0])
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_everybody_who_came_got_a_number(report: dict[str, Any], day: tuple[list[object], int]) -> None:
    assert report["people"] == day[1]
    assert sum(report["tally"]["states"].values()) == day[1] > 200


def test_everybody_was_served_or_is_typed_as_not_served(report: dict[str, Any]) -> None:
    states = report["tally"]["states"]
    assert states.keys() <= ENDED
    assert states["served"] > 0.9 * sum(states.values())
    assert report["tally"]["answered"] == states["served"] + report["tally"]["transfers"]


def test_waits_were_measured_and_are_those_of_an_office(report: dict[str, Any]) -> None:
    assert 0 < report["tally"]["mean_wait_s"] < 3600


def test_every_invariant_holds_afterwards(report: dict[str, Any], folder: Path) -> None:
    assert report["violations"] == []
    verified = dunghen("verify", "--database", f"sqlite:///{folder / 'demo.db'}")
    assert (verified.returncode, verified.stdout.strip()) == (0, "all invariants hold")


def test_the_simulated_people_kept_up_with_the_clock(report: dict[str, Any]) -> None:
    assert report["turns"] > 3 * report["people"]
    assert report["latest_s"] < 10, "real seconds: they were never far behind"
