"""A kiosk renews its token while it runs, and the one in its file is good whenever the power goes."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from kiosk.own_token import FILE, OwnToken, TokenFile
from kiosk.printing.connecting import printer_for
from kiosk.renewing import RENEWED_AFTER, SPREAD, Renewer
from kiosk.settings import Pace
from kiosk.station import Station
from server.contract.client import Client, Refused
from server.contract.messages import DeviceReport, IssueTicket, PrinterState
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.tables import device
from tests.kiosk.stand import QUICK, REPOSITORY, settings, until
from tests.support.servers import OFFICE, Server

HASTY = replace(QUICK, renew_look_s=0.1, quiet_s=0.0, report_s=0.5)
LONG_AGO = RENEWED_AFTER + SPREAD


def paired(server: Server, folder: Path, name: str, *, since: timedelta = LONG_AGO) -> str:
    """A kiosk was paired so long ago; the token in its file."""
    token = server.token("kiosk", name=name)
    own = OwnToken(token=token, office=OFFICE, since=datetime.now(UTC) - since)
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_text(own.model_dump_json())
    return token


@contextmanager
def at_work(server: Server, folder: Path, pace: Pace) -> Iterator[Station]:
    chosen = replace(settings(server, token="none"), token="", office="", state=folder)
    with Station(chosen, lambda: printer_for(chosen.printer), pace=pace) as station:
        until(lambda: station.state()["screen"] == "services", 15)
        yield station


def in_file(folder: Path) -> str:
    own = TokenFile(folder).read()
    assert own is not None
    return own.token


def lets_in(server: Server, token: str) -> bool:
    with Client(server.url, token) as client:
        try:
            client.report_device(OFFICE, DeviceReport(printer=PrinterState.READY))
        except Refused as refused:
            return refused.problem.status != httpx.codes.UNAUTHORIZED
    return True


def was_held_for_stolen(server: Server, name: str) -> bool:
    """Whether the server has told anybody that an old token came back."""
    database = Database(server.database, SystemClock())
    try:
        with database.read() as tx:
            told = select(device.c.replayed_at).where(device.c.name == name)
            return tx.connection.execute(told).scalar_one() is not None
    finally:
        database.close()


def test_a_kiosk_renews_while_it_works_and_no_press_is_refused(shared_server: Server, tmp_path: Path) -> None:
    old = paired(shared_server, tmp_path, "renews")
    with at_work(shared_server, tmp_path, HASTY) as station:
        pressed = 0
        while in_file(tmp_path) == old or pressed < 40:
            assert station.press(f"press-{pressed:06}", IssueTicket(service="land")).ticket.number
            assert station.state()["screen"] == "services"
            pressed += 1
        time.sleep(3)  # the line of the old token has ended, and come back with the new one
        assert station.state()["screen"] == "services"
        assert lets_in(shared_server, in_file(tmp_path))
    assert not was_held_for_stolen(shared_server, "renews")
    assert not lets_in(shared_server, old)


def test_a_kiosk_at_which_somebody_stands_waits_with_it(shared_server: Server, tmp_path: Path) -> None:
    old = paired(shared_server, tmp_path, "waits")
    with at_work(shared_server, tmp_path, replace(HASTY, quiet_s=3600.0)) as station:
        station.press("a-press-01", IssueTicket(service="land"))
        time.sleep(1)
        assert in_file(tmp_path) == old


def test_a_young_token_stays_and_one_of_the_future_is_renewed(tmp_path: Path) -> None:
    """A clock that was wrong when the kiosk was paired says nothing of how old the token is."""
    renewer = Renewer(TokenFile(tmp_path), QUICK, late=lambda: 0.5)
    now = datetime.now(UTC)
    ages = [timedelta(), RENEWED_AFTER, LONG_AGO, -timedelta(days=400)]
    found = [renewer.is_old(OwnToken(token="t", office=OFFICE, since=now - age)) for age in ages]
    assert found == [False, False, True, True]


_RENEWS_AND_DIES = """
import os, signal, sys
from pathlib import Path
from kiosk.own_token import TokenFile
from server.contract.client import Client

def keep(token):
    {first}
    os.kill(os.getpid(), signal.SIGKILL)

file = TokenFile(Path(sys.argv[2]))
own = file.read()
Client(sys.argv[1], own.token).renew_token(keep)
"""


@pytest.mark.parametrize(
    ("moment", "first"),
    [("before it was written", "pass"), ("before it was used", "file.replace(token, own.office)")],
)
def test_a_kiosk_that_is_killed_with_a_new_token_loses_nothing(
    shared_server: Server, tmp_path: Path, moment: str, first: str
) -> None:
    old = paired(shared_server, tmp_path, moment)
    code = _RENEWS_AND_DIES.format(first=first)
    words = [sys.executable, "-c", code, shared_server.url, str(tmp_path)]
    died = subprocess.run(words, cwd=REPOSITORY, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert (in_file(tmp_path) == old) == (first == "pass")
    with at_work(shared_server, tmp_path, QUICK) as station:
        assert station.press("after-death", IssueTicket(service="land")).ticket.number
    assert not was_held_for_stolen(shared_server, moment)


def test_a_new_token_that_cannot_be_written_is_never_used(shared_server: Server, tmp_path: Path) -> None:
    old = paired(shared_server, tmp_path / "kept", "full")
    file = TokenFile(tmp_path / "kept")
    with Client(shared_server.url, old) as client:
        for nowhere in (TokenFile(tmp_path / "kept" / FILE), TokenFile(Path("/proc/nowhere"))):
            assert not client.renew_token(lambda token, nowhere=nowhere: nowhere.replace(token, OFFICE))
            assert client.token == old
            client.report_device(OFFICE, DeviceReport(printer=PrinterState.READY))
        assert client.renew_token(lambda token: file.replace(token, OFFICE))
        client.report_device(OFFICE, DeviceReport(printer=PrinterState.READY))
    assert in_file(tmp_path / "kept") == client.token != old
    assert not was_held_for_stolen(shared_server, "full")
