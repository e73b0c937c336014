"""The office's clock as the server tells it: a kiosk's own clock may be wrong, and a demo's runs faster."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic


class OfficeClock:
    """Goes on from the last moment heard, at the office's rate (1 outside demos)."""

    def __init__(self, steady: Callable[[], float] = monotonic) -> None:
        self._steady = steady
        self._lock = Lock()
        self._at, self._rate, self._heard_s = datetime.now(UTC), 1.0, steady()

    @property
    def rate(self) -> float:
        """Office seconds per second."""
        return self._rate

    def hear(self, at: datetime, rate: float | None = None) -> None:
        """The server says that it is `at` now."""
        with self._lock:
            self._at, self._heard_s = at, self._steady()
            self._rate = self._rate if rate is None else rate

    def now(self) -> datetime:
        """The office's time, aware, UTC."""
        with self._lock:
            return self._at + timedelta(seconds=(self._steady() - self._heard_s) * self._rate)
