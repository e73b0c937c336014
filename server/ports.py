"""What the inside needs of the outside: a clock, and somebody to tell that a transaction committed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where time comes from. `rate` is how fast it runs: 1 but in demos and tests."""

    @property
    def rate(self) -> float: ...

    def now(self) -> datetime:
        """This moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    rate = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ScaledClock:
    """A clock for demos: it starts at `start` and runs `rate` times as fast as the world."""

    start: datetime
    rate: float
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=(time.monotonic() - self._began) * self.rate)


class Announcements(Protocol):
    """Told after every commit that wrote events; must never raise and never block."""

    def committed(self) -> None: ...


class Silence:
    """Announcements to nobody: for the command line, whose events the server finds by itself."""

    def committed(self) -> None:
        """Nobody listens here."""
