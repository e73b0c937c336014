"""The watch: looks for alerts every few seconds, keeps forecasts up, and writes down which devices live.

A thread of its own and no timer of a scheduler: it goes by a clock that nobody sets, so a wall clock that
steps back does not silence it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import delete

from server.actions.hall import alerting, turning
from server.actions.hall.alerting import Seen
from server.actions.hall.foreseeing import foresee, known_of
from server.actions.hall.foresight import Foresight
from server.actions.house import device_history
from server.actions.house.sightings import Sightings
from server.storage.claims import claim
from server.storage.database import Database, Unavailable
from server.storage.happenings import Transaction
from server.storage.tables import job_run

log = structlog.get_logger()

EVERY_S = 5.0
"""How often it is looked; of several processes one looks in each such period."""
_LOOK, _MEANS = "look_for_alerts", "look_at_means"
_CLAIMS_KEPT = timedelta(hours=1)
MOST_FORESEEN = 20
"""Offices foreseen for the sake of alerts in one minute; each costs up to half a second."""


class Watch:
    """Runs in every serving process: devices and forecasts are each process's own, alerts are everybody's."""

    def __init__(
        self, database: Database, sightings: Sightings, foresight: Foresight, *, every_s: float = EVERY_S
    ) -> None:
        self._database = database
        self._sightings = sightings
        self._foresight = foresight
        self._every_s = every_s
        self._rate = database.clock.rate
        self._began = time.monotonic()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for name, act in (("watch", self._watch), ("foresight", self._look_ahead)):
            thread = threading.Thread(target=act, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._stopped.set()
        self._foresight.wanted.set()
        for thread in self._threads:
            thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._stopped.wait(self._every_s):
            self._guarded("watch", self.look)

    def _look_ahead(self) -> None:
        """At once when somebody asks for the first time, else now and then."""
        while not self._stopped.is_set():
            self._guarded("foresight", self._foresight.refresh)
            self._foresight.wanted.wait(self._every_s)

    def _guarded(self, name: str, act: Callable[[], object]) -> None:
        try:
            act()
        except Unavailable as error:
            log.warning("watch_put_off", round=name, reason=str(error))
            self._stopped.wait(self._every_s)
        except Exception:  # the outermost edge of a thread that must outlive any one look
            log.exception("watch_failed", round=name)
            self._stopped.wait(self._every_s)

    def look(self) -> None:
        """One round: write down who lives, and if this process has the period, look for alerts."""
        self._sightings.write()
        mine, means = self._database.write(_claimed)
        if not mine:
            return
        self._turn()
        with self._database.read() as tx:
            seen, minute = (
                alerting.look_around(tx, means=means, rate=self._rate),
                int(tx.now.timestamp()) // 60,
            )
        self._keep_history(forget=means)
        worth = [one.office.code for one in seen if one.worth_foreseeing]
        turn = in_turn(worth, minute)
        for one in seen:
            self._settle(one, means=means, foresee_it=one.office.code in turn)

    def _keep_history(self, *, forget: bool) -> None:
        """Which devices fell silent or came back. It is written where it has changed, and by one process."""
        listened = timedelta(seconds=(time.monotonic() - self._began) * self._rate)
        with self._database.read() as tx:
            since = tx.now - listened
            turned = device_history.turns(tx, listening_since=since, rate=self._rate)
        if turned:
            self._database.write(lambda tx: device_history.keep(tx, listening_since=since, rate=self._rate))
        if forget:
            self._database.write(device_history.forget)

    def _turn(self) -> None:
        """Tell open pages what the clock has changed by itself."""
        with self._database.read() as tx:
            due = turning.anything(tx)
        if due:
            self._database.write(turning.turn)

    def _settle(self, seen: Seen, *, means: bool, foresee_it: bool) -> None:
        """Write only where there may be something to write; what is foreseen is foreseen outside."""
        chance = foreseen_s = None
        if foresee_it:
            chance, foreseen_s = self._chance(seen.office.code)
        if not alerting.changes_with(seen, chance, foreseen_s):
            return
        changed = self._database.write(
            lambda tx: alerting.settle(
                tx, seen.office.code, means=means, chance=chance, foreseen_s=foreseen_s, rate=self._rate
            )
        )
        for found in changed.begin:
            log.info("alert_raised", office=seen.office.code, about=found.kind, subject=found.subject)
        for kind, subject in changed.end:
            log.info("alert_ended", office=seen.office.code, about=kind, subject=subject)

    def _chance(self, office: str) -> tuple[float | None, float | None]:
        began = time.monotonic()
        with self._database.read() as tx:
            known = known_of(tx, office)
        forecast = foresee(known, advise=False).forecast
        log.debug("foreseen", office=office, seconds=round(time.monotonic() - began, 3))
        return (None, None) if forecast is None else (forecast.chance, forecast.mean_s)


def in_turn(offices: list[str], minute: int) -> list[str]:
    """Whom to foresee in this minute: some seconds' work at most, and everybody in turn."""
    if not offices:
        return []
    start = minute * MOST_FORESEEN % len(offices)
    return (offices[start:] + offices[:start])[:MOST_FORESEEN]


def _claimed(tx: Transaction) -> tuple[bool, bool]:
    """Whether this process looks in this period, and whether at the means too, which are for a minute."""
    seconds = int(tx.now.timestamp())
    mine = claim(tx, _LOOK, str(seconds // int(EVERY_S)))
    means = mine and claim(tx, _MEANS, str(seconds // 60))
    if means:
        old = job_run.c.job.in_((_LOOK, _MEANS)) & (job_run.c.at < tx.now - _CLAIMS_KEPT)
        tx.connection.execute(delete(job_run).where(old))
    return mine, means
