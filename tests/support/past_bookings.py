"""Simulated bookings of a past: most are kept and called in time, some missed, some cancelled."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from server.domain.office import Office
from server.storage.happenings import Transaction
from server.storage.tables import appointment, ticket, visit

A_DAY = 14
_HOURS = (8, 9, 10, 14, 15)


def simulate_bookings(tx: Transaction, code: str, first: date, last: date, *, seed: int = 4) -> int:
    """Write the bookings of the weekdays from `first` to `last`, both included; how many there were."""
    office = tx.office(code)
    written = 0
    day = first
    while day <= last:
        if day.weekday() < 5:
            chance = random.Random(f"bookings {seed} {code} {day}")
            for serial in range(A_DAY):
                _write(tx, office, day, serial, chance)
            written += A_DAY
        day += timedelta(days=1)
    return written


def _write(tx: Transaction, office: Office, day: date, serial: int, chance: random.Random) -> None:
    start = datetime.combine(day, time(_HOURS[serial % 5], 30 * (serial // 5 % 2)), office.hours.time_zone)
    slot = start.astimezone(UTC)
    kind = chance.random()
    arrived = slot + timedelta(minutes=chance.uniform(-12, 8))
    visited = None
    if kind < 0.82:
        late = day.weekday() < 2  # the full days of the week
        waited = timedelta(minutes=chance.expovariate(1 / (8 if late else 4)))
        visited = _visit(tx, office, day, serial, moments=(slot, arrived, max(slot, arrived) + waited))
    booked_at = slot - timedelta(days=chance.uniform(0.2, 12))
    values = {
        "office_id": office.id,
        "service_id": office.leaf("land").id,
        "state": "arrived" if visited is not None else "cancelled" if kind > 0.93 else "booked",
        "version": 1,
        "code": f"{day:%y%m%d}"[1:] + f"{serial:02d}X",
        "token": f"past-booking-{office.code}-{day}-{serial:03d}",
        "pool": "land",
        "day": day,
        "start": slot,
        "ends": slot + timedelta(minutes=30),
        "revision": 1,
        "channel": "web",
        "language": "vi",
        "persons": 1,
        "made_at": booked_at,
        "booked_at": booked_at,
        "visit_id": visited,
        "arrived_at": arrived if visited is not None else None,
        "late": False,
    }
    tx.connection.execute(insert(appointment).values(**values))


def _visit(
    tx: Transaction, office: Office, day: date, serial: int, *, moments: tuple[datetime, datetime, datetime]
) -> int:
    """A visit with its one ticket, called at the third of these moments."""
    slot, arrived, called = moments
    number = f"Z{serial + 1:03d}"
    place: dict[str, Any] = {"office_id": office.id, "day": day, "number": number, "issued_at": arrived}
    found = tx.connection.execute(
        insert(visit).values(
            **place,
            letter="Z",
            serial=serial + 1,
            token=f"past-visit-{office.code}-{day}-{serial:03d}",
            persons=1,
            language="vi",
        )
    )
    made = found.inserted_primary_key
    assert made is not None
    about = {
        "visit_id": made[0],
        "service_id": office.leaf("land").id,
        "leg": 1,
        "channel": "kiosk",
        "state": "served",
        "version": 4,
        "arrived_at": arrived,
        "slot": slot,
        "waits_from": max(slot, arrived),
        "due": slot + timedelta(minutes=5),
        "calls": 1,
        "called_at": called,
        "started_at": called + timedelta(seconds=30),
        "start_inferred": False,
        "held_s": 0,
        "ended_at": called + timedelta(minutes=9),
        "dossiers": [],
        "services_done": [],
        "note": "",
    }
    tx.connection.execute(insert(ticket).values(**place, **about))
    return int(made[0])
