"""A clock that stands still until the test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class StoppedClock:
    """Stands at a Monday morning in Quy Nhơn unless told otherwise."""

    rate = 1.0

    def __init__(self, now: datetime = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def tick(self, **duration: float) -> datetime:
        """Move on, e.g. `tick(minutes=5)`; back with negative values."""
        self._now += timedelta(**duration)
        return self._now
