"""What the last days taught about the time between calls, kept in memory for a few seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, bindparam, select

from server.domain.office import Office
from server.domain.waiting import CallRecord, Pace, learn
from server.storage.tables import ticket

FRESH_S = 20.0
DAYS = 14
MOST_CALLS = 2_000


class Paces:
    """Learned paces per office and service. An estimate may be some seconds old; a number may not."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[float, Mapping[str, Pace]]] = {}
        self._lock = threading.Lock()

    def get(self, connection: Connection, office: Office, day: date) -> Mapping[str, Pace]:
        """The pace of each service, by code, from the calls of the last two weeks."""
        with self._lock:
            kept = self._kept.get(office.id)
            if kept is not None and time.monotonic() - kept[0] < FRESH_S:
                return kept[1]
            paces = learn(recent_calls(connection, office, day))
            self._kept[office.id] = (time.monotonic(), paces)
            return paces


def recent_calls(connection: Connection, office: Office, day: date) -> list[CallRecord]:
    """The last calls of two weeks before `day` and of that day."""
    rows = connection.execute(_RECENT, {"office": office.id, "since": day - timedelta(days=DAYS)})
    return [
        CallRecord(
            counter=row.counter_number,
            service=office.service_by_id(row.service_id).code,
            waiting_since=row.waits_from,
            called_at=row.called_at,
            counter_free_at=row.ended_at,
        )
        for row in rows
    ]


_RECENT = (
    select(
        ticket.c.counter_number,
        ticket.c.service_id,
        ticket.c.waits_from,
        ticket.c.called_at,
        ticket.c.ended_at,
    )
    .where(
        ticket.c.office_id == bindparam("office"),
        ticket.c.day >= bindparam("since"),
        ticket.c.called_at.is_not(None),
    )
    .order_by(ticket.c.day.desc(), ticket.c.called_at.desc())
    .limit(MOST_CALLS)
)
