"""Long work in short transactions: a working office waits for none of them longer than it notices."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from server.storage.database import Database
from server.storage.happenings import Transaction

T = TypeVar("T")

HOLD_S = 0.1
"""How long a transaction should hold the writer's place."""
TOO_LONG_S = 0.15
"""From here on others may notice."""
BREATH_S = 0.12
"""How long the place stays free between two: SQLite looks every 0.1 s at most whether it is."""
_FEWEST, _MOST = 200, 20_000


class Pace:
    """Writes in turns with whoever else writes; `rows` is how many fit into one turn, learned as it goes."""

    def __init__(self, database: Database, rows: int = 2_000) -> None:
        self.rows = rows
        self._database = database
        self._free_since = 0.0

    def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` in a transaction, not too soon after the one before."""
        time.sleep(max(0.0, self._free_since + BREATH_S - time.monotonic()))
        began = [time.monotonic()]

        def timed(tx: Transaction) -> T:
            began[0] = time.monotonic()  # waiting for others who write is no work of this turn
            return act(tx)

        try:
            return self._database.write(timed)
        finally:
            self._free_since = time.monotonic()
            self._learn(self._free_since - began[0])

    def _learn(self, held_s: float) -> None:
        """A turn that took too long is halved; one with room grows slowly."""
        factor = 0.5 if held_s > TOO_LONG_S else min(1.25, max(0.5, HOLD_S / max(held_s, 0.001)))
        self.rows = int(min(_MOST, max(_FEWEST, self.rows * factor)))
