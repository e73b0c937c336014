"""While a log is imported, people take numbers and are called as if nothing happened."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from server.contract.client import Client
from server.contract.messages import IssueTicket
from tests.server.actions.figures.imported import log_file, many
from tests.support.servers import OFFICE, Server

T = TypeVar("T")
ROWS = 15_000
NOTICED_S = 1.0
_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Work:
    """How long each step of the people in the hall took, in seconds."""

    took: list[float] = field(default_factory=list)

    def timed(self, step: Callable[[], T]) -> T:
        began = time.monotonic()
        answer = step()
        self.took.append(time.monotonic() - began)
        return answer


@contextmanager
def people_at_work(kiosk: Client, counter: Client) -> Iterator[Work]:
    """Somebody takes a number every few moments, and is called and served, until the block is left."""
    work, stop = Work(), threading.Event()

    def serve() -> None:
        while not stop.wait(0.02):
            work.timed(lambda: kiosk.issue_ticket(OFFICE, IssueTicket(service="land")))
            called = work.timed(lambda: counter.step(OFFICE, 3, "call-next", {}))
            assert called is not None
            seen = {"ticket": called.id, "version": called.version}
            work.timed(partial(counter.step, OFFICE, 3, "finish", seen))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield work
    finally:
        stop.set()
        thread.join()


@contextmanager
def a_process_that_only_computes() -> Iterator[None]:
    """As much work for the machine as an import is, and none for the database."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: sum(range(1000))"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def test_a_working_office_does_not_notice_an_import(server: Server, tmp_path: Path) -> None:
    log = log_file(tmp_path, *many(ROWS, per_day=400))
    command = [sys.executable, "-m", "server", "log", "import", str(log), "--database", server.database]
    with server.client("kiosk") as kiosk, server.client("counter", counter=3) as counter:
        counter.step(OFFICE, 3, "open", {})
        with people_at_work(kiosk, counter) as beside_sums, a_process_that_only_computes():
            time.sleep(4)
        with people_at_work(kiosk, counter) as beside:
            done = subprocess.run(command, cwd=_REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{ROWS} new" in done.stdout
    assert len(beside.took) > 100
    # A machine that is busy with other things is slow by itself.
    assert max(beside.took) < max(NOTICED_S, 4 * max(beside_sums.took)), "somebody stood and waited"
