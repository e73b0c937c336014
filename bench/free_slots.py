"""Listing the free times of 30 days, of which a part is taken, at 1 and 8 clients."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.table import Table

from bench import load
from bench.booking import SLOTS, bookings, open_slots, tokens
from tests.support.offices import noon_zone
from tests.support.servers import OFFICE, Server

CLIENTS = (1, 8)


def bench(folder: Path, seconds: float) -> Table:
    """Strangers ask, as the booking page does: for today, and for all the days there are."""
    table = Table(
        "days", "clients", "lists /s", "p50 ms", "p95 ms", "p99 ms", "refused", title="List free times"
    )
    with Server(folder) as server:
        open_slots(server)
        wishes = bookings(tokens(server), "fill")
        booked = load.converse(server.port, 8, max(seconds, 5.0), wishes)
        path = f"/api/v1/offices/{OFFICE}/slots?service=land"
        for name, query in (("today", f"{path}&to={_today()}"), ("30", path)):
            for clients in CLIENTS:
                result = load.run(server.port, clients, seconds, _asking(query))
                table.add_row(
                    name,
                    str(clients),
                    f"{result.per_second:.0f}",
                    f"{result.p50_ms:.0f}",
                    f"{result.p95_ms:.0f}",
                    f"{result.p99_ms:.0f}",
                    str(result.refused),
                )
    table.caption = f"{SLOTS} slots, {booked.per_second / 2 * max(seconds, 5.0):.0f} bookings in them"
    return table


def _asking(path: str) -> load.Request:
    return lambda *_: load.get("x", path)


def _today() -> str:
    return datetime.now(ZoneInfo(noon_zone())).date().isoformat()
