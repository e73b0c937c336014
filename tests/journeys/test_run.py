"""`dunghen run` and `dunghen demo` on one machine: started, looked at, pressed, stopped."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.ports import free_port
from tests.support.servers import OFFICE, STAFF_PASSWORD

REPOSITORY = Path(__file__).resolve().parents[2]
READY = "Ctrl-C"


class Started:
    """A `dunghen` command in a session of its own, as a terminal has it."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = folder
        self.port, self.kiosk_port = free_port(), free_port()
        self._output = folder / "output.txt"
        place = ["--folder", str(folder), "--port", str(self.port), "--kiosk-port", str(self.kiosk_port)]
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server", *words, *place],
                stdout=output,
                stderr=output,
                cwd=REPOSITORY,
                start_new_session=True,
            )

    @property
    def server(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def kiosk(self) -> str:
        return f"http://127.0.0.1:{self.kiosk_port}"

    def press(self) -> httpx.Response:
        """A finger on the kiosk's first service."""
        press = {"key": "a-finger-on-land", "service": "land"}
        return httpx.post(f"{self.kiosk}/press", json=press, headers={"Origin": self.kiosk})

    def waiting(self) -> int:
        """How many people the board shows."""
        return len(httpx.get(f"{self.server}/api/v1/offices/{OFFICE}/board").json()["waiting"])

    def output(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def wait_for(self, words: str, *, within_s: float = 60) -> None:
        deadline = time.monotonic() + within_s
        while words not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def family(self) -> set[int]:
        """Every process that this one has started, and what those have."""
        return descendants(self.process.pid)


def descendants(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children}.union(*(descendants(int(child)) for child in children))


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@contextmanager
def started(folder: Path, *words: str) -> Iterator[Started]:
    """A command that is ready, and that is gone afterwards however the test went."""
    command = Started(folder, *words)
    family: set[int] = set()
    try:
        command.wait_for(READY)
        family = command.family()
        yield command
    finally:
        for pid in family | {command.process.pid}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        command.process.wait(timeout=10)


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with started(tmp_path_factory.mktemp("run"), "run") as office:
        yield office


def test_every_printed_address_answers_and_the_sign_in_works(shared_office: Started) -> None:
    lines = shared_office.output().splitlines()
    addresses = [line.split()[-1] for line in lines if "http://" in line]
    asks_who_you_are = f"{shared_office.server}/figures"
    answers = {address: httpx.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 200) | {asks_who_you_are: 401}
    assert len(answers) == 9
    assert f"hoa / {STAFF_PASSWORD}" in shared_office.output()
    account = {"username": "hoa", "password": STAFF_PASSWORD}
    assert httpx.post(f"{shared_office.server}/api/v1/session", json=account).status_code == 200


def test_a_press_at_the_kiosk_puts_a_picture_of_the_ticket_into_the_folder(shared_office: Started) -> None:
    pressed = shared_office.press()
    assert (pressed.status_code, pressed.json()["ticket"]["number"]) == (201, "A001")
    tickets = shared_office.folder / "tickets"
    deadline = time.monotonic() + 10
    while not (pictures := list(tickets.glob("*.png"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [picture.read_bytes()[:4] for picture in pictures] == [b"\x89PNG"]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_and_leaves_no_process(tmp_path: Path, how: signal.Signals) -> None:
    with started(tmp_path, "run") as office:
        family = office.family()
        assert len(family) >= 3, "server, its worker, kiosk"
        assert office.end(how) == 0
        assert not any(map(alive, family))
        assert "Traceback" not in office.output()
        assert "unexpected_error" not in office.output()
        for log in ("server.log", "kiosk.log"):
            assert not re.search("Traceback|unexpected_error", (tmp_path / log).read_text())


def test_a_press_survives_a_restart_but_not_a_fresh_one(tmp_path: Path) -> None:
    with started(tmp_path, "run") as office:
        assert office.press().status_code == 201
        assert office.end(signal.SIGINT) == 0
    with started(tmp_path, "run") as office:
        assert office.waiting() == 1
        assert office.end(signal.SIGINT) == 0
    with started(tmp_path, "run", "--fresh") as office:
        assert office.waiting() == 0


def test_a_busy_port_is_said_clearly_and_nothing_is_started(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        refused = subprocess.run(
            [sys.executable, "-m", "server", "run", "--folder", tmp_path, "--port", port],
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            timeout=30,
        )
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_demo_lives_by_itself_and_tells_how_it_went_when_stopped(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--speed", "60") as office:
        board = httpx.get(f"{office.server}/api/v1/offices/{OFFICE}/board").json()
        assert board["rate"] == 60
        office.wait_for("07:5")  # a busy machine may skip a minute, not ten
        board = httpx.get(f"{office.server}/api/v1/offices/{OFFICE}/board").json()
        assert board["calls"], "somebody was called"
        family = office.family()
        assert office.end(signal.SIGINT) == 0
        assert not any(map(alive, family))
        assert "all invariants hold" in office.output()
        assert "Traceback" not in office.output()
        assert "unexpected_error" not in office.output()
