"""Jobs: what happens by itself. A job claims its period in the transaction of its effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import delete

from server.actions.appointments import keeping
from server.actions.figures import projecting, removing_imports
from server.actions.hall import closing
from server.actions.person import forgetting
from server.domain import hours
from server.outward.scheduled_reports import ScheduledReports
from server.ports import SystemClock
from server.storage import scrubbing
from server.storage.claims import claim
from server.storage.database import Database, Unavailable
from server.storage.erasures import Erasures
from server.storage.happenings import Transaction
from server.storage.person_keys import KeyFolder
from server.storage.tables import job_run

log = structlog.get_logger()

_EVERY_S = {
    "close_days": 300,
    "keep_bookings": 30,
    "keep_figures": 5,
    "reconcile": 600,
    "deliver_reports": 60,
    "forget": 300,
}
_REMEMBERED = timedelta(days=30)
_RECONCILED = timedelta(days=7)


class Jobs:
    """Closes the office days that have ended, keeps bookings up to now, and forgets what is old.

    Runs at start too, so that a machine that was off at midnight catches up. Closing a day is
    idempotent and the day's own row claims it: however many processes run, it happens once. Nothing
    depends on the timer alone: the first press of a morning closes the day before as well.
    """

    def __init__(
        self,
        database: Database,
        reports_folder: Path | None = None,
        person_keys: KeyFolder | None = None,
    ) -> None:
        self._database = database
        self._person_keys = person_keys
        self._reports = ScheduledReports(database, reports_folder)
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        for job in (
            self.close_days,
            self.keep_bookings,
            self.keep_figures,
            self.reconcile,
            self.deliver_reports,
            self.forget,
        ):
            self._scheduler.add_job(
                job,
                "interval",
                seconds=_EVERY_S[job.__name__],
                misfire_grace_time=3600,
                coalesce=True,
                max_instances=1,
                next_run_time=SystemClock().now(),  # at once, and then at every interval
            )
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def close_days(self) -> None:
        """Close what has ended, office by office, each in its own time zone."""

        def act(tx: Transaction) -> None:
            if closed := closing.close_all_days(tx):
                log.info("days_closed", offices=closed)

        self._run("close_days", act)

    def keep_bookings(self) -> None:
        """Holds expire, freed places become public, and bookings nobody checked in to become no-shows."""
        self._run("keep_bookings", keeping.keep_bookings)

    def keep_figures(self) -> None:
        """Facts and sums of days follow the latest events."""
        self._guarded("keep_figures", lambda: projecting.follow_all(self._database))

    def reconcile(self) -> None:
        """Once a day: the figures of the last week are made anew, office by office; what differed is told.
        What killed imports have left is taken away."""
        self._guarded("reconcile", self._reconcile)

    def _reconcile(self) -> None:
        if cleared := removing_imports.clear_given_up(self._database):
            log.info("imports_cleared", count=cleared)
        with self._database.read() as tx:
            offices = tx.offices.all(tx.connection)
        for office in offices:
            self._database.write(partial(_reconcile_office, code=office.code))

    def deliver_reports(self) -> None:
        """The reports of periods that are over go out, once."""
        self._guarded("deliver_reports", self._reports.deliver)

    def forget(self) -> None:
        """Once an hour: old claims, and whatever is personal and has been kept for its period."""

        def act(tx: Transaction) -> bool:
            mine = claim(tx, "forget", tx.now.strftime("%Y-%m-%dT%H"))
            if mine:
                tx.connection.execute(delete(job_run).where(job_run.c.at < tx.now - _REMEMBERED))
                log.info("forgotten", **forgetting.forget(tx))
            return mine

        def work() -> None:
            if self._database.write(act):
                self._forget_for_good()

        self._guarded("forget", work)

    def _forget_for_good(self) -> None:
        """What was deleted is taken out of the files, keys that nobody needs are destroyed, and erasures
        that no backup can undo any more are taken off their list."""
        scrubbing.empty_log(self._database.engine)
        if self._person_keys is not None:
            now = self._database.clock.now()
            destroyed = self._person_keys.destroy_old(now)
            unlisted = Erasures(self._person_keys).forget_old(now)
            if destroyed or unlisted:
                log.info("person_keys_destroyed", count=destroyed, unlisted=unlisted)

    def _run(self, name: str, act: Callable[[Transaction], object]) -> None:
        self._guarded(name, lambda: self._database.write(act))

    def _guarded(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
        except Unavailable as error:
            log.warning("job_put_off", job=name, reason=str(error))


def _reconcile_office(tx: Transaction, code: str) -> None:
    """The last days' figures of one office, by whichever process comes first on its day."""
    today = hours.office_day(tx.office(code).hours, tx.now)
    if claim(tx, "reconcile", f"{code} {today}"):
        wrong = projecting.reconcile(tx, code, today - _RECONCILED, today)
        months = projecting.keep_months(tx, code, today)
        (log.warning if wrong else log.info)("figures_reconciled", office=code, wrong=wrong, months=months)
