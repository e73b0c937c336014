"""Importing logs: how the cost grows with their length, and how long somebody at a kiosk waits meanwhile."""

from __future__ import annotations

import csv
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pysqlite3 import dbapi2 as sqlite
from rich.table import Table

from server.actions.figures.importing import import_log
from server.contract.messages import IssueTicket
from server.ports import SystemClock
from server.storage.database import Database
from server.ticket_log.logged import COLUMNS
from server.ticket_log.reading import How
from server.ticket_log.writing import write_log
from tests.support.offices import OFFICE, database_with_office
from tests.support.servers import Server

SIZES = (10_000, 100_000, 1_000_000)
PER_DAY = 400
MEANWHILE = 100_000
_SERVICES = {
    "land": "A",
    "civil_status": "B",
    "business": "C",
    "construction": "D",
    "labour": "E",
    "results": "H",
}


def bench(folder: Path, seconds: float) -> Table:
    """Each length into a database of its own; the reference puts the same cells into one bare table."""
    table = Table(
        *(
            "rows",
            "import s",
            "µs a row",
            "staging s",
            "adding up s",
            "CPU s",
            "bare SQLite s",
            "times as long",
        ),
        title=f"Import of a log on SQLite ({_meanwhile(folder)})",
    )
    for size in SIZES:
        log = written(folder / f"{size}.csv", size)
        busy = _cpu_s()
        staging, summing, whole = _imported(folder, log)
        busy = _cpu_s() - busy
        bare = _bare(folder, log)
        table.add_row(
            *(f"{size:,}", f"{whole:.1f}", f"{whole / size * 1e6:.0f}", f"{staging:.1f}", f"{summing:.1f}"),
            *(f"{busy:.1f}", f"{bare:.1f}", f"{whole / bare:.1f}×"),
        )
        log.unlink()
    return table


def written(file: Path, size: int) -> Path:
    """A log of so many tickets of the demo office, by day."""
    with file.open("w", encoding="utf-8", newline="") as sink:
        write_log(_rows(size), sink)
    return file


def _rows(size: int) -> Iterator[tuple[object, ...]]:
    chance, codes = Random(1), list(_SERVICES)
    morning = datetime(2020, 1, 1, 0, 30, tzinfo=UTC)
    for at in range(size * 20 // 21):
        day, place = divmod(at, PER_DAY)
        service = codes[place % len(codes)]
        issued = morning + timedelta(days=day, seconds=place * 60 + chance.randrange(50))
        called = issued + timedelta(seconds=chance.randrange(1800))
        ended = called + timedelta(seconds=chance.randrange(60, 1500))
        number = f"{_SERVICES[service]}{place // len(codes) + 1:03d}"
        served = chance.random() < 0.95
        if served and at % 20 == 0:  # sent on: a second leg of the same visit
            sent = (None, None, called, called + timedelta(seconds=30), ended, 3, "hoa", "transferred")
            yield (OFFICE, service, number, "kiosk", None, issued, *sent)
            issued, called, ended = ended, ended + timedelta(seconds=90), ended + timedelta(seconds=400)
        yield (
            *(
                OFFICE,
                service,
                number,
                "kiosk",
                "elderly" if chance.random() < 0.1 else None,
                issued,
                None,
                None,
            ),
            *(called, called + timedelta(seconds=30) if served else None, ended, chance.randrange(1, 11)),
            *("hoa", "served" if served else "no_show"),
        )


def _imported(folder: Path, log: Path) -> tuple[float, float, float]:
    """Seconds of staging, of adding up, and of it all."""
    database = database_with_office(f"sqlite:///{folder / log.stem}.db", SystemClock())
    phases: dict[str, float] = {}
    began = time.perf_counter()
    found = import_log(
        database, log, How(), watch=lambda phase, _share, _count: phases.update({phase: time.perf_counter()})
    )
    whole = time.perf_counter() - began
    assert found.number is not None, found.problems.told[:3]
    database.close()
    return phases["reading"] - began, phases["summing"] - phases["reading"], whole


def _cpu_s() -> float:
    """What this process and the readers that it started have worked: on a busy machine the better measure."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _bare(folder: Path, log: Path) -> float:
    """The same cells into a table without indexes or rules, in one transaction."""
    began = time.perf_counter()
    with sqlite.connect(str(folder / f"bare-{log.stem}.db")) as connection, log.open(newline="") as rows:
        connection.execute(f"CREATE TABLE log ({', '.join(COLUMNS)})")
        connection.executemany(f"INSERT INTO log VALUES ({', '.join('?' * len(COLUMNS))})", csv.reader(rows))
    connection.close()
    return time.perf_counter() - began


def _meanwhile(folder: Path) -> str:
    """How long the slowest press at a kiosk took while a log was imported, and while none was."""
    place = folder / "meanwhile"
    place.mkdir()
    log = written(place / "log.csv", MEANWHILE)
    with Server(place) as server:
        with _presses(server) as alone:
            time.sleep(5)
        database = Database(server.database, SystemClock())
        with _presses(server) as beside:
            import_log(database, log, How())
        database.close()
    return f"slowest press beside one of {MEANWHILE:,}: {max(beside):.0f} ms, without: {max(alone):.0f} ms"


@contextmanager
def _presses(server: Server) -> Iterator[list[float]]:
    took, stop = [0.0], threading.Event()

    def press() -> None:
        with server.client("kiosk") as kiosk:
            while not stop.wait(0.05):
                began = time.perf_counter()
                kiosk.issue_ticket(OFFICE, IssueTicket(service="land"))
                took.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        yield took
    finally:
        stop.set()
        thread.join()
