"""Asks the server for a code to show, and waits until somebody has typed it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version

from kiosk.settings import Pace
from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import BeginPairing, Json, Pairing, PairingState

log = logging.getLogger(__name__)

SPARE_S = 5.0
"""A code is shown no longer than this before its end: nobody types it in less."""


@dataclass(frozen=True)
class Sight:
    """What the screen shows of the pairing. `reason`: `new` or `revoked`; `trouble`: why there is no code."""

    reason: str = "new"
    code: str | None = None
    trouble: str | None = None

    def told(self) -> Json:
        return {"reason": self.reason, "code": self.code, "trouble": self.trouble}


class Pairer:
    """One try after the other until there is a token. `wait(seconds)` is true when the kiosk ends."""

    def __init__(
        self,
        client: Client,
        *,
        office: str | None,
        reason: str,
        pace: Pace,
        wait: Callable[[float], bool],
        changed: Callable[[Sight], None],
    ) -> None:
        self._client, self._office, self._pace = client, office, pace
        self._wait, self._changed = wait, changed
        self._sight = Sight(reason)

    def paired(self) -> PairingState | None:
        """The approved pairing with its token; None when the kiosk ends before."""
        self._see(self._sight)
        while True:
            begun = self._begun()
            told = self._approved(begun) if begun else None
            if told is not None:
                return told
            if self._wait(0 if begun else self._pace.pair_s):
                return None

    def _begun(self) -> Pairing | None:
        wish = BeginPairing(role="kiosk", version=version("dunghen"), office=self._office)
        try:
            begun = self._client.begin_pairing(wish)
        except Unreachable:
            self._see(replace(self._sight, code=None, trouble="away"))
            return None
        except Refused as refused:
            log.warning("pairing_refused code=%s", refused.code)
            self._see(replace(self._sight, code=None, trouble="refused"))
            return None
        self._see(replace(self._sight, code=begun.code, trouble=None))
        return begun

    def _approved(self, begun: Pairing) -> PairingState | None:
        """Ask until the code was typed; None when it has ended, and a new one is needed."""
        end = time.monotonic() + begun.valid_s - SPARE_S
        while not self._wait(self._pace.pair_s):
            try:
                told = self._client.pairing(begun)
            except Unreachable:
                self._see(replace(self._sight, trouble="away"))
            except Refused as refused:
                log.warning("pairing_lost code=%s", refused.code)
                return None
            else:
                self._see(replace(self._sight, trouble=None))
                if told.token is not None:
                    return told
                if told.state != "waiting":
                    return None
            if time.monotonic() > end:
                return None
        return None

    def _see(self, sight: Sight) -> None:
        if sight != self._sight or sight.code is None:
            self._sight = sight
            self._changed(sight)
