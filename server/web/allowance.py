"""How often the key of an integration may ask: a bucket that refills steadily."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_MOST_KEPT = 10_000


class Allowance:
    """So many requests a second for each key, and as many at once after a pause.

    Kept in each serving process: it protects the process from one busy partner, and needs neither
    a store of its own nor a write in the database for a read.
    """

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """0 when this request may pass, else the seconds after which the next one may."""
        with self._lock:
            now = self._clock()
            if len(self._left) > _MOST_KEPT:
                self._left.clear()
            left, at = self._left.get(key, (self._per_second, now))
            left = min(self._per_second, left + (now - at) * self._per_second)
            passes = left >= 1
            self._left[key] = (left - 1 if passes else left, now)
            return 0.0 if passes else (1 - left) / self._per_second
