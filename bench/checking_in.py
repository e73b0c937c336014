"""From the QR of a booking to its ticket, at 1, 8 and 32 kiosks, beside presses without a booking."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count
from pathlib import Path

from rich.table import Table

from bench import load
from bench.booking import open_slots, starting_soon
from bench.issuing import CLIENTS, presses
from server.actions.appointments import booking
from server.actions.appointments.challenging import Visitor
from server.contract import messages
from server.domain.people import Caller, Role
from server.ports import SystemClock
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.support.booking import DESK
from tests.support.servers import OFFICE, Server

BOOKED = 500
"""People per slot, in each of the slots that may check in now."""
SLOTS = 6


def bench(folder: Path, seconds: float) -> Table:
    """A press is what a walk-in does in its place: it says what the booking itself costs.

    Each QR is shown once, until none is left; then they are shown again, and bring the same ticket.
    """
    table = Table(
        "kiosks",
        "check-ins /s",
        "presses /s",
        "ratio",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "refused",
        title="QR → ticket",
    )
    with Server(folder) as server:
        open_slots(server)
        shown = iter(_booked(server))
        token = server.token("kiosk")
        for clients in CLIENTS:
            mine = [[next(shown) for _ in range(SLOTS * BOOKED // 3 // clients)] for _ in range(clients)]
            came = load.run(server.port, clients, seconds, _scans(token, f"c{clients}", mine))
            pressed = load.run(server.port, clients, seconds, presses(token, f"c{clients}"))
            table.add_row(
                str(clients),
                f"{came.per_second:.0f}",
                f"{pressed.per_second:.0f}",
                f"{came.per_second / pressed.per_second:.0%}",
                f"{came.p50_ms:.1f}",
                f"{came.p95_ms:.0f}",
                f"{came.p99_ms:.0f}",
                str(came.refused),
            )
    return table


def _scans(token: str, run: str, mine: list[list[str]]) -> load.Request:
    path = f"/api/v1/offices/{OFFICE}/check-ins"

    def request(client: int, n: int) -> bytes:
        body = json.dumps({"code": mine[client][n % len(mine[client])]}).encode()
        return load.post("x", path, token, f"{run}-scan-{client}-{n}", body)

    return request


def _booked(server: Server) -> list[str]:
    """The QRs of everybody who is booked for the next hours."""
    database = Database(server.database, SystemClock())
    with database.read() as tx:
        partner = Caller(Role.INTEGRATION, tx.office(OFFICE).id, "bench")
    numbers = count()

    def book(tx: Transaction) -> list[str]:
        return [_one(tx, partner, next(numbers) % SLOTS) for _ in range(SLOTS * BOOKED)]

    found = database.write(book)
    database.close()
    return found


def _one(tx: Transaction, partner: Caller, slot: int) -> str:
    wish = messages.HoldSlot(service="land", start=starting_soon() + slot * timedelta(minutes=30))
    held = booking.hold(tx, partner, OFFICE, wish, visitor=Visitor("", DESK.secret))
    return booking.book(tx, partner, messages.BookSlot(hold=held.hold), desk=DESK).qr
