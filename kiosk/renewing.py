"""When a kiosk's own token is replaced by a new one while the kiosk runs, and how none is ever lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import random

from kiosk.machine import Machine
from kiosk.own_token import OwnToken, TokenFile
from kiosk.settings import Pace
from server.contract.client import Refused, Unreachable

log = logging.getLogger(__name__)

RENEWED_AFTER = timedelta(days=7)
"""A token is replaced by a new one this often, so that a copy of it is soon worth nothing."""
SPREAD = timedelta(days=1)
"""Kiosks that were paired together do not all come at once."""
AGAIN_S = 600.0
"""After a try that failed."""


class Renewer:
    """Looks now and then whether the token is old, and replaces it when nobody stands at the kiosk.

    The new token is on the disk before it is used, and the server lets the old one in until then: whenever
    the power goes, the one in the file is good. A new one that cannot be written is never used.
    """

    def __init__(self, file: TokenFile, pace: Pace, *, late: Callable[[], float] = random) -> None:
        self._file, self._pace = file, pace
        self._after = RENEWED_AFTER + late() * SPREAD

    def look(self, machine: Machine) -> float:
        """Renew when it is time to; answers after how many seconds to look again."""
        own = self._file.read()
        if own is None or not self.is_old(own):
            return self._pace.renew_look_s
        if not machine.has_rested(self._pace.quiet_s):
            return self._pace.renew_look_s
        try:
            kept = machine.renew_token(lambda token: self._file.replace(token, own.office))
        except (Refused, Unreachable) as error:
            log.warning("token_not_renewed reason=%s", error)
            return AGAIN_S
        log.info("token_renewed kept=%s", kept)
        return self._pace.renew_look_s if kept else AGAIN_S

    def is_old(self, own: OwnToken) -> bool:
        """A token of the future is one of a clock that was wrong, so nobody knows how old it is."""
        return not timedelta() <= datetime.now(UTC) - own.since < self._after
