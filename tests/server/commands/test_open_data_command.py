"""`dunghen open-data`: two files for a portal, the same as the doors give, and clear words where it fails."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from server.ports import SystemClock
from tests.server.commands.terminal import dunghen
from tests.support.month import fill
from tests.support.offices import OFFICE, database_with_office

SUMMER = ("--from", "2025-07-15", "--to", "2025-09-10")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An office with a summer of tickets."""
    url = f"sqlite:///{tmp_path_factory.mktemp('open') / 'office.db'}"
    database = database_with_office(url, SystemClock())
    fill(database, OFFICE, date(2025, 7, 1), date(2025, 9, 30), a_day=30)
    database.close()
    return url


def test_a_folder_gets_the_table_and_what_it_means(url: str, tmp_path: Path) -> None:
    answer = dunghen(url, "open-data", *SUMMER, "--output", tmp_path / "portal")
    assert answer.status == 0, answer.err
    content = (tmp_path / "portal" / "waits.csv").read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    days = [row["day"] for row in rows]
    assert (min(days), max(days)) == ("2025-07-15", "2025-09-10")
    assert days == sorted(days)
    assert f"{len(rows)} rows" in answer.out
    (resource,) = json.loads((tmp_path / "portal" / "datapackage.json").read_text("utf-8"))["resources"]
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert sorted(path.name for path in (tmp_path / "portal").iterdir()) == ["datapackage.json", "waits.csv"]


def test_done_again_it_writes_the_same(url: str, tmp_path: Path) -> None:
    for _ in range(2):
        assert dunghen(url, "open-data", *SUMMER, "--output", tmp_path).status == 0
        first = (tmp_path / "waits.csv").read_bytes()
    assert (tmp_path / "waits.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--from", "2025-09-10", "--to", "2025-07-15"), 2, "ends before it begins"),
        (("--from", "summer", "--to", "2025-07-15"), 2, "summer"),
        (("--from", "2025-07-15"), 2, "--to"),
        ((*SUMMER, "--office", "nowhere"), 1, "unknown_office"),
    ],
)
def test_what_cannot_be_done_is_said(
    url: str, tmp_path: Path, options: tuple[str, ...], status: int, said: str
) -> None:
    answer = dunghen(url, "open-data", *options, "--output", tmp_path)
    assert answer.status == status
    assert said in answer.err


def test_a_folder_that_cannot_be_written_is_said(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    answer = dunghen(url, "open-data", *SUMMER, "--output", tmp_path / "file" / "below")
    assert (answer.status, "cannot be written" in answer.err) == (1, True)
