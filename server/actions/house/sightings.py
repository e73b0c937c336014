"""When each device was last heard of: noted in memory at every request, written together now and then."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from sqlalchemy import or_, update

from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import device

_STEPPED_BACK = timedelta(minutes=1)


class Sightings:
    """The devices that this process heard of since it last wrote them down.

    Noting costs a request nothing; one statement for all of them goes to the database every few seconds,
    and a process that dies loses those seconds.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: set[int] = set()
        self._lock = threading.Lock()

    def note(self, device_id: int | None) -> None:
        """This device has just asked for something."""
        if device_id is not None:
            with self._lock:
                self._seen.add(device_id)

    def write(self) -> int:
        """Write down who was heard of; how many. Raises `Unavailable`, and then they are noted still."""
        with self._lock:
            seen = sorted(self._seen)
        if seen:
            self._database.write(lambda tx: _write(tx, seen, tx.now))
            with self._lock:
                self._seen.difference_update(seen)
        return len(seen)


def _write(tx: Transaction, devices: list[int], moment: datetime) -> None:
    # Another process may have written a moment later; a clock that stepped back is believed all the same.
    later = or_(
        device.c.seen_at.is_(None), device.c.seen_at < moment, device.c.seen_at > moment + _STEPPED_BACK
    )
    tx.connection.execute(update(device).where(device.c.id.in_(devices), later).values(seen_at=moment))
