"""Kiosks for tests: the machine in this process, or the whole program in its own, at a real server."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.hub import News
from kiosk.machine import Machine
from kiosk.printing.connecting import printer_for
from kiosk.printing.spec import read_spec
from kiosk.settings import Pace, Settings
from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.ports import SystemClock
from server.storage.database import Database
from tests.support.offices import office_at_noon
from tests.support.servers import OFFICE, Server

REPOSITORY = Path(__file__).resolve().parents[2]
QUICK = Pace(refresh_s=2.0, retry_s=0.3, report_s=5.0, watch_s=0.5)


def settings(server: Server, printer: str = "dummy", *, token: str = "", office: str = OFFICE) -> Settings:
    """A kiosk at that server."""
    return Settings(server.url, token or server.token("kiosk"), office, read_spec(printer), name="K1")


class Listening:
    """Everything a page would hear, with the moment at which it came."""

    def __init__(self, machine: Machine) -> None:
        self._news: list[tuple[float, News]] = []
        self._came = threading.Condition()
        stream = machine.hub.listen(1.0)
        threading.Thread(target=self._listen, args=(stream,), daemon=True).start()

    def _listen(self, stream: Iterator[News | None]) -> None:
        for piece in stream:
            if piece is not None:
                with self._came:
                    self._news.append((time.monotonic(), piece))
                    self._came.notify_all()

    def wait(self, wanted: Callable[[News], bool], within_s: float = 10.0) -> tuple[float, News]:
        """The first news of that kind, old or new."""
        with self._came:
            found = self._came.wait_for(lambda: any(wanted(news) for _, news in self._news), within_s)
            assert found, f"not heard within {within_s} s: {[news for _, news in self._news]}"
            return next(entry for entry in self._news if wanted(entry[1]))


@contextmanager
def machine(chosen: Settings, pace: Pace = QUICK) -> Iterator[Machine]:
    """A kiosk at work in this process, which has heard from its server."""
    with Machine(chosen, printer_for(chosen.printer), pace=pace) as running:
        until(lambda: running.state()["screen"] != "loading")
        yield running


def until(true: Callable[[], bool], within_s: float = 10.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


class Program:
    """`with Program(server.url, token) as kiosk:` runs `python -m kiosk`; its page is at `kiosk.url`."""

    def __init__(self, url: str, token: str, *options: str, office: str = OFFICE) -> None:
        self._command = [sys.executable, "-m", "kiosk", "--server", url, "--office", office, "--port", "0"]
        self._command += options
        self._environment = {**os.environ, "DUNGHEN_KIOSK_TOKEN": token, "PYTHONUNBUFFERED": "1"}
        self.url = ""

    def __enter__(self) -> Program:
        self.process = subprocess.Popen(
            self._command,
            env=self._environment,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        said = re.search(r"http://\S+", self.process.stdout.readline())
        assert said, "the kiosk did not start"
        self.url = said.group()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGKILL)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit status."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        return self.process.wait(timeout=15)


def change_office(server: Server, **parts: Any) -> None:
    """Give the demo office another set-up in these parts; without any it is again as it was."""
    document = office_at_noon().model_dump()
    for name, part in parts.items():
        document[name] = document[name] | part if isinstance(part, dict) else part
    database = Database(server.database, SystemClock())
    try:
        database.write(lambda tx: setting_up.apply(tx, SetUp.model_validate(document)))
    finally:
        database.close()
