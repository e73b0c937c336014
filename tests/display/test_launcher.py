"""The launcher of a display starts the browser so that the board fills the screen and may speak."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

LAUNCHER = Path(__file__).parents[2] / "deploy" / "dunghen-display.sh"
BOARD = "http://192.0.2.10:8000/display/ttpvhcc?counters=1-8&lang=vi"


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that says what it was asked."""
    program = tmp_path / "browser"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_the_launcher_opens_the_board_in_kiosk_mode_with_sound(browser: Path, tmp_path: Path) -> None:
    result = _launch(BOARD, browser=browser, home=tmp_path)
    flags = result.stdout.splitlines()
    assert result.returncode == 0, result.stderr
    assert {"--kiosk", "--autoplay-policy=no-user-gesture-required", "--noerrdialogs"} <= set(flags)
    assert flags[-1] == BOARD


@pytest.mark.parametrize("address", ["", "board", "http://192.0.2.10:8000/", "javascript:alert(1)"])
def test_the_launcher_asks_for_a_right_address(browser: Path, tmp_path: Path, address: str) -> None:
    result = _launch(address, browser=browser, home=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "/display/ttpvhcc" in result.stderr


def _launch(address: str, *, browser: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "DUNGHEN_BROWSER": str(browser)}
    return subprocess.run(
        ["sh", LAUNCHER, address], env=environment, capture_output=True, text=True, timeout=10, check=False
    )
