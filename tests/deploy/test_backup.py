"""A backup is taken while the server works, holds all that was acknowledged, and can be served again."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from server.contract.client import Client
from server.contract.messages import IssueTicket
from server.ports import SystemClock
from server.storage.database import Database
from tests.builders import Hall
from tests.kiosk.stand import until
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE, Server

SCRIPT = Path(__file__).parents[2] / "deploy" / "dunghen-backup.sh"


def back_up(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "DUNGHEN_PYTHON": sys.executable}
    return subprocess.run(
        ["sh", str(SCRIPT), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_backup_during_work_holds_every_ticket_acknowledged_before_it(
    server: Server, tmp_path: Path
) -> None:
    stop, told = threading.Event(), list[str]()
    with server.client("kiosk") as kiosk:
        working = threading.Thread(target=_press_until, args=(kiosk, stop, told))
        working.start()
        try:
            until(lambda: len(told) >= 50)
            acknowledged = set(told)
            said = back_up(tmp_path / "office.db", tmp_path / "kept")
        finally:
            stop.set()
            working.join()
    assert said.returncode == 0, said.stderr
    copy = Hall(Database(f"sqlite:///{said.stdout.strip()}", SystemClock()), StoppedClock())
    assert acknowledged <= {row.number for row in copy.rows()}
    assert copy.violations() == []
    copy.database.close()


def _press_until(kiosk: Client, stop: threading.Event, told: list[str]) -> None:
    while not stop.is_set():
        told.append(kiosk.issue_ticket(OFFICE, IssueTicket(service="results")).number)


def test_old_copies_go_and_what_else_lies_there_stays(server: Server, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    old, other = kept / "office-20260101-000000.db", kept / "letter.txt"
    for file in (old, other):
        file.touch()
        subprocess.run(["touch", "-d", "40 days ago", file], check=True)
    assert back_up(tmp_path / "office.db", kept).returncode == 0
    assert not old.exists()
    assert other.exists()


@pytest.mark.parametrize("arguments", [(), ("nothing.db", "kept")])
def test_a_wrong_call_says_how_it_is_done(arguments: tuple[str, ...]) -> None:
    said = back_up(*arguments)
    assert said.returncode == 2
    assert "/var/lib/dunghen/dunghen.db" in said.stderr


def test_a_damaged_database_gives_no_copy(tmp_path: Path) -> None:
    broken = tmp_path / "office.db"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert back_up(broken, tmp_path / "kept").returncode != 0
    assert list((tmp_path / "kept").glob("*.db")) == []
