"""Forecasts in memory: made at most once in a while for an office, and only while somebody watches it."""

from __future__ import annotations

import threading
import time

from server.actions.hall.foreseeing import Foreseen, foresee, known_of
from server.domain.errors import UnknownOffice
from server.storage.database import Database

FRESH_S = 15.0
"""An office is foreseen no more often than this."""
WATCHED_S = 30.0
"""Whoever has not asked for so long watches no longer; pages ask every few seconds."""


class Foresight:
    """The latest forecast of every office that somebody of this process watches. Times are monotonic:
    the machine's clock may be set while it runs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: dict[str, float] = {}
        self._kept: dict[str, tuple[float, Foreseen]] = {}
        self._lock = threading.Lock()
        self.wanted = threading.Event()
        """Set when somebody asks for what is not there."""

    def ask(self, office: str) -> Foreseen | None:
        """The latest forecast, None as long as none has been made; it is kept up while one asks."""
        now = time.monotonic()
        with self._lock:
            self._asked[office] = now
            kept = self._kept.get(office)
        if kept is not None and now - kept[0] < WATCHED_S:
            return kept[1]
        self.wanted.set()
        return None

    def refresh(self) -> int:
        """Foresee every watched office whose forecast is old, one after the other; how many there were."""
        self.wanted.clear()
        due = self._due()
        for office in due:
            try:
                with self._database.read() as tx:
                    known = known_of(tx, office)
            except UnknownOffice:
                self._forget(office)
                continue
            foreseen = foresee(known)
            with self._lock:
                self._kept[office] = (time.monotonic(), foreseen)
        return len(due)

    def _due(self) -> list[str]:
        now = time.monotonic()
        with self._lock:
            for office in [o for o, asked in self._asked.items() if now - asked > WATCHED_S]:
                del self._asked[office]
                self._kept.pop(office, None)
            return [o for o in self._asked if o not in self._kept or now - self._kept[o][0] >= FRESH_S]

    def _forget(self, office: str) -> None:
        with self._lock:
            self._asked.pop(office, None)
            self._kept.pop(office, None)
