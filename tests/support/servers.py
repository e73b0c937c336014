"""A real `dunghen serve` in its own process, on its own database."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx

from server.actions.house import devices
from server.contract.client import Client
from server.ports import SystemClock
from server.storage.database import Database
from tests.support.offices import OFFICE, STAFF_PASSWORD, furnish
from tests.support.ports import free_port

__all__ = ["OFFICE", "STAFF_PASSWORD", "Server"]


@dataclass
class Server:
    """`with Server(folder) as server:` serves the demo office at `server.url`; its clocks say noon."""

    folder: Path
    database: str = ""
    options: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.database = self.database or f"sqlite:///{self.folder / 'office.db'}"
        furnish(self.database)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody waits for a graceful end; `stop` is for tests that are about one."""
        self.kill()

    def start(self) -> None:
        """Start, and wait until it serves."""
        command = [
            sys.executable,
            "-m",
            "server",
            "serve",
            "--port",
            str(self.port),
            "--database",
            self.database,
        ]
        command += ["--public-url", self.url, *self.options]
        environment = {"DUNGHEN_REQUEST_RATE": "100000", **os.environ}  # tests ask as fast as they can
        environment |= {"DUNGHEN_SECRET_KEY": "only for tests", "DUNGHEN_LOG_LEVEL": "warning"}
        if not self.database.startswith("sqlite"):
            environment.setdefault("DUNGHEN_PERSON_KEYS", str(self.folder / "people"))
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, start_new_session=True, cwd=_REPOSITORY
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            assert self._process is not None
            assert self._process.poll() is None, f"the server ended:\n{self.log()}"
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/health/ready", timeout=2).status_code == httpx.codes.OK:
                    return
            time.sleep(0.05)
        raise AssertionError(f"the server did not get ready:\n{self.log()}")

    def stop(self) -> None:
        """Ask it to stop, as Ctrl-C does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and its worker at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=5)
        self._process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def token(self, role: str, *, counter: int | None = None, name: str = "") -> str:
        """A new device token, made as the command line makes it."""
        database = Database(self.database, SystemClock())
        named = name or f"{role} {counter or ''}".strip()
        try:
            return database.write(
                lambda tx: devices.create_token(tx, OFFICE, role=role, name=named, counter=counter)
            )
        finally:
            database.close()

    def client(self, role: str, *, counter: int | None = None) -> Client:
        """A client with a fresh token of that role."""
        return Client(self.url, self.token(role, counter=counter))


_REPOSITORY = Path(__file__).resolve().parents[2]
