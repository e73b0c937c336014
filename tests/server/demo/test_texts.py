"""What a demo says on the terminal."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.demo import texts
from server.demo.report import Report, Tally
from server.demo.texts import Addresses

TALLY = Tally({"served": 118, "waiting": 7, "no_show": 3}, transfers=4, answered=122, mean_wait_s=564.0)
LOCAL = Addresses("127.0.0.1", 8000, 8001, "http://127.0.0.1:8000")
LAN = Addresses("", 8000, 8001, "http://192.168.1.10:8000")


def report(*violations: str) -> Report:
    return Report("ttpvhcc", "2026-11-23", 128, TALLY, turns=900, latest_s=0.1, violations=list(violations))


def test_the_welcome_names_every_page_and_the_sign_in() -> None:
    said = texts.welcome(LOCAL, "ttpvhcc", Path("var/tickets"))
    for address in (
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8001/",
        "http://127.0.0.1:8000/counter?office=ttpvhcc",
        "http://127.0.0.1:8000/display/ttpvhcc",
    ):
        assert address in said.split()
    assert "hoa / dunghen-demo" in said


def test_the_tickets_are_named_as_seen_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert " var/tickets/*.png\n" in texts.welcome(LOCAL, "ttpvhcc", tmp_path / "var" / "tickets")


def test_pages_are_named_by_the_address_of_the_network_but_the_kiosk_stays_local() -> None:
    said = texts.welcome(LAN, "ttpvhcc", Path("var/tickets"))
    assert "http://192.168.1.10:8000/display/ttpvhcc" in said
    assert "http://127.0.0.1:8001/" in said


def test_only_who_is_not_in_the_network_is_told_how_to_get_in() -> None:
    assert "--lan" in texts.welcome(LOCAL, "ttpvhcc", Path("var/tickets"))
    assert "--lan" not in texts.welcome(LAN, "ttpvhcc", Path("var/tickets"))


def test_a_line_of_tally_has_the_numbers_of_the_day_so_far() -> None:
    line = texts.tally_line(datetime(2026, 11, 23, 8, 42, tzinfo=UTC), TALLY)
    assert line.startswith("08:42")
    assert [word for word in line.split() if word[0].isdigit()] == ["08:42", "128", "7", "118", "9,4"]


def test_minutes_have_a_decimal_comma_and_nothing_is_a_dash() -> None:
    assert texts.minutes(564.0) == "9,4 phút"
    assert texts.minutes(None) == "–"


def test_the_summary_tells_how_every_visit_ended() -> None:
    said = texts.summary(report())
    assert "128 phiếu" in said
    assert "118  đã phục vụ · served" in said
    assert "all invariants hold" in said


def test_the_summary_names_every_broken_invariant() -> None:
    said = texts.summary(report("counter 3 has 2 tickets"))
    assert "counter 3 has 2 tickets" in said
    assert "all invariants hold" not in said


def test_everything_is_written_in_composed_letters() -> None:
    said = texts.welcome(LOCAL, "ttpvhcc", Path("var")) + texts.summary(report()) + texts.NO_NETWORK
    assert unicodedata.is_normalized("NFC", said)
