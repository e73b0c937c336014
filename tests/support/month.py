"""Days of tickets written straight into the figures: quickly, and the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from server.storage import day_figures, facts
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SERVICES = ("land", "civil_status", "business", "construction")
_US = 1_000_000
_LOST = ("no_show", "left", "removed", "closed_by_system")
Row = dict[str, Any]


def weekdays(first: date, last: date) -> list[date]:
    """Monday to Friday, both ends included."""
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5]


def tickets(
    day: date, count: int, *, seed: int = 1, mean_wait_s: float = 600, serial: int = 0
) -> Iterator[Row]:
    """So many ended tickets of a day, most of them answered, in the order of their numbers."""
    chance = random.Random(f"{seed} {day}")
    opens = datetime.combine(day, time(7, 30), ZONE).astimezone(UTC)
    for number in range(1, count + 1):
        issued = opens + timedelta(seconds=round(chance.random() * 9 * 3600), milliseconds=number)
        yield _ticket(chance, day, f"A{serial + number:03d}", issued=issued, mean_wait_s=mean_wait_s)


def _ticket(chance: random.Random, day: date, number: str, *, issued: datetime, mean_wait_s: float) -> Row:
    wait_us = round(chance.expovariate(1 / mean_wait_s)) * _US if mean_wait_s else 0
    called = issued + timedelta(microseconds=wait_us)
    counter_us = chance.randint(20, 1500) * _US
    answered = chance.random() < 0.92
    booked = chance.random() < 0.2
    local = called.astimezone(ZONE)
    row: Row = {
        "source": MEASURED_HERE,
        "ticket_id": None,
        "office_day": day,
        "number": number,
        "issued_at": issued,
        "leg": 1,
        "day": day,
        "half_hour": local.hour * 2 + local.minute // 30,
        "service": chance.choice(SERVICES),
        "counter": chance.randint(1, 4),
        "clerk": chance.choice(("hoa", "minh", "lan")),
        "category": chance.choice((None, None, None, "elderly", "disabled")),
        "channel": chance.choice(("kiosk", "kiosk", "reception", "api")),
        "outcome": "served" if answered else chance.choice(_LOST),
        "arrived_at": issued,
        "slot": issued if booked else None,
        "waits_from": issued,
        "called_at": called,
        "started_at": called + timedelta(seconds=30),
        "ended_at": called + timedelta(seconds=30, microseconds=counter_us),
        "wait_us": wait_us if answered else None,
        "raw_us": wait_us if answered else None,
        "in_hours_us": wait_us if answered else None,
        "visit_us": wait_us if answered else None,
        "way_us": 30 * _US if answered else None,
        "counter_us": counter_us if answered else None,
        "held_us": 0,
        "lost_us": None if answered else wait_us,
        "dossiers": chance.choice((0, 1, 1, 2)) if answered else 0,
        "calls": 1,
        "out_of_order": chance.random() < 0.02,
        "inferred": chance.random() < 0.03,
        "told_low_us": None,
        "told_high_us": None,
        "punctual": (wait_us <= 600 * _US) if booked and answered else None,
    }
    return row


def write(database: Database, office: str, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Keep these tickets as facts of an office, with the sums of their days; the rows as they were kept."""
    kept: list[Row] = []

    def act(tx: Transaction) -> None:
        office_id = tx.office(office).id
        kept[:] = [{**row, "office_id": office_id} for row in rows]
        facts.insert_many(tx, kept)
        for day in sorted({row["day"] for row in kept}):
            day_figures.rebuild_day(tx, office_id, day)

    database.write(act)
    return kept


def fill(
    database: Database, office: str, first: date, last: date, *, a_day: int = 40, **about: Any
) -> list[Row]:
    """A period of weekdays; every row that was kept."""
    rows = [row for day in weekdays(first, last) for row in tickets(day, a_day, **about)]
    return write(database, office, rows)
