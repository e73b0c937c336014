"""The units start what exists, and the launcher of a kiosk's screen opens the touch page alone."""

from __future__ import annotations

import configparser
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
LAUNCHER = DEPLOY / "dunghen-kiosk-screen.sh"
UNITS = sorted(DEPLOY.glob("*.service"))


def unit(file: Path) -> configparser.ConfigParser:
    """A unit file; keys keep their capitals."""
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # how its manual keeps capitals
    parser.read_string(file.read_text("utf-8"))
    return parser


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_every_unit_starts_again_for_ever_and_starts_something_of_ours(file: Path) -> None:
    said = unit(file)
    assert said["Service"]["Restart"] == "always"
    assert said["Unit"]["StartLimitIntervalSec"] == "0"
    program = said["Service"]["ExecStart"].split()[0]
    scripts = {entry.name for entry in DEPLOY.glob("*.sh")}
    setup = (ROOT / "setup.cfg").read_text("utf-8")
    commands = set(re.findall(r"(?m)^    ([a-z-]+) = [a-z.]+__main__:main", setup))
    assert Path(program).name in scripts | commands


@pytest.mark.parametrize("file", sorted(DEPLOY.glob("*.sh")), ids=lambda file: file.name)
def test_every_script_can_be_read_by_a_plain_shell_and_run(file: Path) -> None:
    assert subprocess.run(["sh", "-n", str(file)], check=False).returncode == 0
    assert file.stat().st_mode & 0o111


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that says what it was asked."""
    program = tmp_path / "browser"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def launch(*address: str, browser: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "DUNGHEN_BROWSER": str(browser)}
    return subprocess.run(
        ["sh", str(LAUNCHER), *address],
        env=environment,
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )


def test_the_kiosks_screen_shows_the_touch_page_and_lets_nobody_out(browser: Path, tmp_path: Path) -> None:
    flags = launch(browser=browser, home=tmp_path).stdout.splitlines()
    assert {"--kiosk", "--disable-pinch", "--overscroll-history-navigation=0"} <= set(flags)
    assert flags[-1] == "http://127.0.0.1:8001/"


@pytest.mark.parametrize("address", ["http://192.0.2.10:8001/", "javascript:alert(1)", "kiosk"])
def test_the_kiosks_screen_shows_nothing_from_elsewhere(browser: Path, tmp_path: Path, address: str) -> None:
    said = launch(address, browser=browser, home=tmp_path)
    assert said.returncode == 2
    assert said.stdout == ""
