"""The `dunghen-kiosk` command: settings, a clean end, clear words for mistakes."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from kiosk.__main__ import main
from tests.kiosk.stand import Program, until
from tests.support.servers import OFFICE, Server

REQUIRED = {
    "DUNGHEN_KIOSK_SERVER": "http://127.0.0.1:9",
    "DUNGHEN_KIOSK_TOKEN": "t",
    "DUNGHEN_KIOSK_OFFICE": OFFICE,
}


def test_every_setting_is_an_environment_variable_and_in_the_help() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    for option in main.params:
        if option.name != "help":
            assert f"DUNGHEN_KIOSK_{str(option.name).upper()}" in shown
    assert "Example:" in shown


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"DUNGHEN_KIOSK_PRINTER": "laser"}, 2, "network:192.168.1.50:9100"),
        ({"DUNGHEN_KIOSK_SERVER": "192.168.1.10:8000"}, 2, "http://"),
        ({"DUNGHEN_KIOSK_PAPER": "a4"}, 2, "80"),
        ({"DUNGHEN_KIOSK_OFFICE": ""}, 2, "--office"),
    ],
)
def test_a_wrong_setting_is_said_in_words(changes: dict[str, str], status: int, said: str) -> None:
    result = CliRunner().invoke(main, [], env=REQUIRED | changes)
    assert result.exit_code == status
    assert said in result.output


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["--port", port], env=REQUIRED)
    assert result.exit_code == 1
    assert f"cannot serve at 127.0.0.1:{port}" in result.output


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_its_page_prints_and_ends_cleanly(
    shared_server: Server, tmp_path: Path, how: signal.Signals
) -> None:
    printer = f"pictures:{tmp_path / 'tickets'}"
    with Program(
        shared_server.url, shared_server.token("kiosk"), "--printer", printer, "--paper", "58"
    ) as kiosk:
        until(lambda: httpx.get(f"{kiosk.url}/state").json()["screen"] == "services")
        with httpx.stream("GET", f"{kiosk.url}/changes") as changes:  # a page that listens holds nothing up
            lines = changes.iter_lines()
            assert next(lines) == "retry: 1000"
            pressed = httpx.post(
                f"{kiosk.url}/press",
                json={"key": "0123456789abcdef", "service": "land"},
                headers={"Origin": kiosk.url},
            )
            assert pressed.status_code == 201
            number = pressed.json()["ticket"]["number"]
            until(lambda: len(list((tmp_path / "tickets").glob(f"*-{number}.png"))) == 1)
            began = time.monotonic()
            assert kiosk.stop(how) == 0
            assert time.monotonic() - began < 4
