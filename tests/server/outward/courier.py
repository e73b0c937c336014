"""A worker as a process of its own: `python -m tests.server.outward.courier DATABASE PORT NOW`.

It sends e-mail to the mail server on that port, at a clock that stands at NOW, until its input ends.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from server.domain.outgoing import Outlet
from server.outward.composing import Style
from server.outward.report_attachments import ReportAttachments
from server.outward.smtp import SmtpChannel, mail_server
from server.outward.worker import Worker
from server.storage.database import Database
from tests.support.clocks import StoppedClock


def main() -> None:
    url, port, now = sys.argv[1:]
    database = Database(url, StoppedClock(datetime.fromisoformat(now)))
    database.outlets = frozenset(Outlet)
    channel = SmtpChannel(mail_server(f"smtp://127.0.0.1:{port}"), "hen@example.vn")
    attach = ReportAttachments(database)
    worker = Worker(database, {Outlet.EMAIL: channel}, Style(), every_s=0.05, attach=attach)
    worker.start()
    sys.stdin.read()
    worker.stop()
    database.close()


@contextmanager
def courier(url: str, port: int, now: datetime) -> Iterator[subprocess.Popen[bytes]]:
    """Such a process, ended with the block unless it has ended before."""
    command = [sys.executable, "-m", __name__, url, str(port), now.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield process
        process.communicate(timeout=20)


if __name__ == "__main__":
    main()
