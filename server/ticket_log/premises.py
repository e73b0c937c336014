"""What the checks of a log need to know of the offices it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """One office: `services` maps codes to their usual duration in seconds, `categories` are codes.

    It was there from `valid_from` to `valid_to`, both included; then its `successor` took over. `closes`
    tells when it closed on a day of its own, None for a day on which it did not open.
    """

    code: str
    zone: ZoneInfo
    services: Mapping[str, float]
    categories: frozenset[str]
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    closes: Callable[[date], datetime | None]

    def absence(self, day: date) -> str | None:
        """Why it was not there on a day; None when it was."""
        if self.valid_from is not None and day < self.valid_from:
            return f"{self.code} begins on {self.valid_from}, this is {day}"
        if self.valid_to is not None and day > self.valid_to:
            after = f"; its successor is {self.successor}" if self.successor else ""
            return f"{self.code} ended on {self.valid_to}, this is {day}{after}"
        return None
