"""A real server on an empty database, as `dunghen serve` runs it, on a clock that says Monday morning."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import httpx

from server.commands.serving import offer_first_run, prepare, run
from server.ports import ScaledClock
from server.settings import Settings
from tests.support.ports import free_port

_REPOSITORY = Path(__file__).resolve().parents[2]
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 08:00 in Viet Nam: every office with common hours is open."""


class Program:
    """A program of ours in its own process; what it says is kept in a file."""

    def __init__(self, words: list[str], log: Path, *, answers_at: str) -> None:
        self._log = log
        self._answers_at = answers_at
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        environment = {**os.environ, "DUNGHEN_LOG_LEVEL": "warning"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._words],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=_REPOSITORY,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(self._answers_at, timeout=2).status_code < 500:
                    return self
            time.sleep(0.05)
        self.__exit__()
        raise AssertionError(f"it did not get ready:\n{self.said()}")

    def __exit__(self, *_: object) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=5)

    def said(self) -> str:
        return self._log.read_text(errors="replace")


class EmptyServer(Program):
    """`with EmptyServer(folder) as server:` serves an empty database at `server.url`."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        words = ["-m", "tests.support.first_run", f"sqlite:///{folder / 'office.db'}", str(port)]
        super().__init__(words, folder / "server.log", answers_at=f"{self.url}/health/live")

    def code(self) -> str:
        """What somebody reads in the terminal."""
        found = re.search(r"type the code: (\S+)", self.said())
        assert found, self.said()
        return found[1]


def main() -> None:
    """Serve as the command does, but on another clock."""
    settings = Settings.read(database=sys.argv[1], port=int(sys.argv[2]))
    clock = ScaledClock(MORNING, 1.0)
    prepare(settings, clock, with_demo_office=False)
    offer_first_run(settings, clock)
    sys.stdout.flush()
    run(settings, clock)


if __name__ == "__main__":
    main()
