"""Booking over HTTP at 1, 8 and 32 clients, each time a hold and its confirmation, beside the raw reference."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from rich.table import Table

from bench import load
from bench.issuing import CLIENTS, running_reference
from server.actions.house import setting_up
from server.contract.booking_setup import BookingSetUp, SlotPlanSetUp
from server.contract.setup_file import SetUp
from server.ports import SystemClock
from server.storage.database import Database
from tests.support.offices import office_at_noon
from tests.support.servers import OFFICE, Server

DAYS = 30
"""So many days ahead can be booked, around the clock, in half hours."""
SLOTS = DAYS * 48
PARTNERS = 40
_HOLDS = f"/api/v1/offices/{OFFICE}/holds"


def bench(folder: Path, seconds: float) -> Table:
    """The product and the reference take turns, so that noise meets both."""
    table = Table(
        "clients",
        "bookings /s",
        "reference /s",
        "ratio",
        "p50 ms",
        "p99 ms",
        "refused",
        title=f"Book: hold and confirm, in one of {SLOTS} slots; times of one request",
    )
    ours_folder, raw_folder = folder / "ours", folder / "raw"
    ours_folder.mkdir()
    raw_folder.mkdir()
    with (
        Server(ours_folder) as server,
        running_reference(raw_folder, "bench.booking_reference") as port,
    ):
        open_slots(server)
        keys = tokens(server)
        for clients in CLIENTS:
            ours = load.converse(server.port, clients, seconds, bookings(keys, f"c{clients}"))
            raw = load.converse(port, clients, seconds, bookings(keys, f"c{clients}"))
            table.add_row(
                str(clients),
                f"{ours.per_second / 2:.0f}",
                f"{raw.per_second / 2:.0f}",
                f"{ours.per_second / raw.per_second:.0%}",
                f"{ours.p50_ms:.1f}",
                f"{ours.p99_ms:.0f}",
                str(ours.refused),
            )
    return table


def open_slots(server: Server) -> None:
    """Give the office slots for `DAYS` days, with room for everybody who comes."""
    database = Database(server.database, SystemClock())
    database.write(lambda tx: setting_up.apply(tx, roomy_office()))
    database.close()


def roomy_office() -> SetUp:
    """The demo office with 500 places in every half hour of `DAYS` days."""
    setup = office_at_noon()
    usual = {"days": setup.slots[0].days, "begins": "00:00", "ends": "00:00"}
    plan = SlotPlanSetUp.model_validate({**usual, "pool": "land", "public": 500, "services": ["land"]})
    rules = BookingSetUp(notice_min=0, days_ahead=DAYS, early_min=240)
    return setup.model_copy(update={"slots": [plan], "booking": rules, "staff": None})


def tokens(server: Server) -> list[str]:
    """Keys of partner systems: each may ask so often, so there are enough of them for any load."""
    return [server.token("integration", name=f"partner {number}") for number in range(PARTNERS)]


def bookings(tokens: list[str], run: str) -> load.Talk:
    """Every even request holds a time, every odd one makes the hold just given an appointment."""
    first = starting_soon()

    def talk(client: int, n: int, said: bytes) -> bytes:
        key, token = f"{run}-{client}-{n}", tokens[(client + n // 2) % len(tokens)]
        if n % 2 == 0:
            start = first + timedelta(minutes=30) * Random(key).randrange(SLOTS - 60)
            wish = {"service": "land", "start": start.isoformat()}
            return load.post("x", _HOLDS, token, key, json.dumps(wish).encode())
        form = {"hold": json.loads(said).get("hold", "refused")}
        return load.post("x", "/api/v1/appointments", token, key, json.dumps(form).encode())

    return talk


def starting_soon() -> datetime:
    """The start of the half hour after the next one, so that no slot begins while the bench runs."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return now - timedelta(minutes=now.minute % 30) + timedelta(hours=1)
