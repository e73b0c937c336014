"""Keeps the latest `Office`: refreshed when a live event says so, and from time to time anyway."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from kiosk.clock import OfficeClock
from kiosk.flow import Reach, Sight
from kiosk.rounds import Round
from kiosk.settings import Pace
from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import Office

log = logging.getLogger(__name__)

REFUSALS = {"unknown_office": Reach.UNKNOWN_OFFICE}


class OfficeWatch:
    """What the kiosk knows of its office, and the thread that keeps it fresh."""

    def __init__(
        self, client: Client, office: str, *, clock: OfficeClock, pace: Pace, changed: Callable[[], None]
    ) -> None:
        self._client, self._office = client, office
        self._clock, self._pace, self._changed = clock, pace, changed
        self._lock = Lock()
        self._allowed = True
        self.sight = Sight()
        self._round = Round("office", self.look)

    def start(self) -> None:
        self._round.start()

    def stop(self) -> None:
        self._round.stop()

    def wake(self) -> None:
        """Something has changed at the office: look now."""
        self._round.wake()

    def forbid(self) -> None:
        """The server does not let this kiosk give numbers: its token is wrong, revoked or for elsewhere."""
        with self._lock:
            self._allowed = False
        self._see(Reach.NOT_ALLOWED, self.sight.office)

    def allow(self) -> None:
        """The server accepts this kiosk's token."""
        with self._lock:
            news, self._allowed = not self._allowed, True
        if news:
            self.wake()

    def look(self) -> float:
        """Ask the server once; answers after how many seconds to ask again."""
        try:
            office = self._client.office(self._office)
        except Unreachable:
            self._see(Reach.AWAY, self.sight.office)
        except Refused as refused:
            log.warning("office_refused code=%s", refused.code)
            self._see(REFUSALS.get(refused.code, Reach.AWAY), self.sight.office)
        else:
            self._clock.hear(office.at, office.rate)
            self._see(Reach.HEARD, office)
        return self._pace.refresh_s if self.sight.reach is Reach.HEARD else self._pace.retry_s

    def _see(self, reach: Reach, office: Office | None) -> None:
        """Keep what was seen. A look that began before the token was refused does not undo the refusal."""
        with self._lock:
            sight = Sight(Reach.NOT_ALLOWED if reach is Reach.HEARD and not self._allowed else reach, office)
            before, self.sight = self.sight, sight
        if sight.reach is not before.reach:
            log.info("server_reach reach=%s", sight.reach)
        if sight != before:
            self._changed()
