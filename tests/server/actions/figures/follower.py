"""A process that keeps figures, a few events at a time, until it is told to stop or is killed.

    python -m tests.server.actions.figures.follower URL follow|reconcile|rebuild

It says a line before every transaction, so that whoever kills it knows it is at work.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from server.actions.figures import projecting
from server.storage import facts
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE

AT_ONCE = 3
AGAIN = 60


def main(url: str, what: str) -> None:
    database = Database(url, StoppedClock())
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    with database.read() as tx:
        days = facts.office_days(tx, tx.office(OFFICE).id)
    first, last = days or (StoppedClock().now().date(),) * 2
    works: dict[str, Callable[[Transaction], object]] = {
        "follow": partial(projecting.follow, code=OFFICE, most=AT_ONCE),
        "reconcile": partial(projecting.reconcile, code=OFFICE, first=first, last=last + timedelta(days=1)),
        "rebuild": partial(projecting.rebuild_spans, code=OFFICE),
    }
    while not stop.is_set():
        os.write(1, b"x\n")
        database.write(works[what])
        stop.wait(0.01)
    database.close()


def _listen(stop: threading.Event) -> None:
    """Until nobody speaks to it any more."""
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
