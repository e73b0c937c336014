"""A kiosk without a token shows a code, is paired, keeps its token, and pairs again when it is revoked."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.machine import NoOfficeYet
from kiosk.own_token import FILE, TokenFile, default_folder
from kiosk.printing.connecting import printer_for
from kiosk.settings import Settings
from kiosk.station import Station
from server.contract.messages import IssueTicket
from tests.kiosk.stand import QUICK, settings, until
from tests.support.pairing import approve, revoke
from tests.support.servers import OFFICE, Server

PACE = replace(QUICK, pair_s=0.2)


def unpaired(server: Server, folder: Path, *, office: str = OFFICE) -> Settings:
    """A kiosk that was given no token."""
    return replace(settings(server, token="none"), token="", office=office, state=folder)


@contextmanager
def standing(chosen: Settings) -> Iterator[Station]:
    with Station(chosen, lambda: printer_for(chosen.printer), pace=PACE) as station:
        yield station


def shows(station: Station, screen: str) -> None:
    until(lambda: station.state()["screen"] == screen, 15)


def code(station: Station) -> str:
    """The code on the screen."""
    until(lambda: bool(station.state().get("pairing", {}).get("code")))
    shown: str = station.state()["pairing"]["code"]
    return shown


def test_it_shows_a_code_and_gives_numbers_once_that_was_typed(server: Server, tmp_path: Path) -> None:
    with standing(unpaired(server, tmp_path)) as station:
        with pytest.raises(NoOfficeYet):
            station.press("12345678", IssueTicket(service="land"))
        approve(server, code(station))
        shows(station, "services")
        assert station.press("12345678", IssueTicket(service="land")).ticket.number
    file = tmp_path / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with standing(unpaired(server, tmp_path, office="")) as again:  # it remembers where it stands, too
        shows(again, "services")


def test_a_revoked_kiosk_says_so_within_seconds_and_is_paired_again(server: Server, tmp_path: Path) -> None:
    with standing(unpaired(server, tmp_path)) as station:
        approve(server, code(station), name="Kiosk sảnh")
        shows(station, "services")
        time.sleep(1)  # its live line stands
        began = time.monotonic()
        revoke(server, "Kiosk sảnh")
        until(lambda: station.state()["screen"] == "pairing", 8)
        assert time.monotonic() - began < 6.5
        assert station.state()["pairing"]["reason"] == "revoked"
        until(lambda: not (tmp_path / FILE).exists())
        approve(server, code(station))
        shows(station, "services")


def test_a_server_that_died_after_the_approval_costs_nothing(server: Server, tmp_path: Path) -> None:
    with standing(unpaired(server, tmp_path)) as station:
        typed = code(station)
        server.kill()
        until(lambda: station.state()["pairing"]["trouble"] == "away")
        approve(server, typed)
        server.start()
        shows(station, "services")


def test_without_a_server_it_says_so_and_goes_on_trying(server: Server, tmp_path: Path) -> None:
    server.stop()
    with standing(unpaired(server, tmp_path)) as station:
        until(lambda: station.state().get("pairing", {}).get("trouble") == "away")
        server.start()
        assert len(code(station)) == 6


def test_a_token_of_the_operators_own_is_theirs_to_replace(server: Server, tmp_path: Path) -> None:
    chosen = replace(settings(server), state=tmp_path)
    with standing(chosen) as station:
        shows(station, "services")
        revoke(server, "kiosk")
        shows(station, "not_allowed")
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("content", ["", "{", '{"token": 5}', "\x00" * 100])
def test_a_token_file_that_nobody_can_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert TokenFile(tmp_path).read() is None


def test_a_token_that_cannot_be_written_counts_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    file = TokenFile(tmp_path / "state")
    kept = file.keep("t", OFFICE)
    assert kept.token == "t"
    assert file.read() == kept


def test_a_kiosk_without_a_folder_has_one_of_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/var/lib/state")
    assert default_folder() == Path("/var/lib/state/dunghen-kiosk")
