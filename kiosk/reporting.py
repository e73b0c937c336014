"""Tells the server how the printer is, when that changes and from time to time, so that staff are alerted;
whether it can say names aloud; and what this machine's own clock says, so that one that is off is seen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from kiosk.rounds import Round
from kiosk.settings import Pace
from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import DeviceReport, PrinterState
from server.contract.speaking import can_speak

log = logging.getLogger(__name__)

FORBIDDEN = frozenset({401, 403})
VERSION = version("dunghen")


class Reporter:
    """A thread that reports; a report that did not arrive is said again soon."""

    def __init__(
        self,
        client: Client,
        office: str,
        *,
        printer: Callable[[], PrinterState],
        heard: Callable[[Refused | None], None],
        pace: Pace,
        own_clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._client, self._office = client, office
        self._printer, self._heard = printer, heard
        self._own_clock = own_clock
        self._pace = pace
        self._round = Round("reporting", self._report)

    def start(self) -> None:
        self._round.start()

    def stop(self) -> None:
        self._round.stop()

    def wake(self) -> None:
        """The printer's state has changed."""
        self._round.wake()

    def _report(self) -> float:
        try:
            report = DeviceReport(
                printer=self._printer(),
                speaks=can_speak(),
                version=VERSION,
                at=self._own_clock(),
            )
            self._client.report_device(self._office, report)
        except Unreachable:
            return self._pace.retry_s
        except Refused as refused:
            log.warning("report_refused code=%s", refused.code)
            if refused.problem.status in FORBIDDEN:
                self._heard(refused)
            return self._pace.report_s
        self._heard(None)
        return self._pace.report_s
