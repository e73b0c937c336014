"""From a wall clock's time to UTC, also in the hour that clocks skip or give twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MOST_KEPT = 100_000


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        return ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):  # unknown, no name at all, a folder of names
        return False


@dataclass(slots=True)
class Wall:
    """The wall of one time zone.

    A time that clocks gave twice is its first pass, or its second where the first lies before `after`: the
    time before it in the same row. A time that they skipped is that of a clock which nobody put forward: it
    is read with the offset from before the jump, as RFC 5545 (3.3.5) reads it. Both are counted.
    """

    zone: ZoneInfo
    twice: int = 0
    skipped: int = 0
    _offsets: dict[tuple[int, int, int, int], timedelta | None] = field(default_factory=dict)

    def moment(self, local: datetime, after: datetime | None = None) -> datetime:
        """A naive time of this wall, in UTC."""
        hour = (local.year, local.month, local.day, local.hour)
        try:
            offset = self._offsets[hour]
        except KeyError:
            offset = self._offset_throughout(hour)
        if offset is not None:
            return (local - offset).replace(tzinfo=UTC)
        return self._unusual(local, after)

    def _offset_throughout(self, hour: tuple[int, int, int, int]) -> timedelta | None:
        """The offset, where it is one and the same all through an hour of the wall."""
        begins = datetime(*hour)  # noqa: DTZ001  # a wall time
        minutes = (begins + timedelta(minutes=minute) for minute in range(60))
        offsets = {m.replace(tzinfo=self.zone, fold=f).utcoffset() for m in minutes for f in (0, 1)}
        offset = offsets.pop() if len(offsets) == 1 else None
        if len(self._offsets) >= _MOST_KEPT:
            self._offsets.clear()
        self._offsets[hour] = offset
        return offset

    def _unusual(self, local: datetime, after: datetime | None) -> datetime:
        first = local.replace(tzinfo=self.zone, fold=0).astimezone(UTC)
        second = local.replace(tzinfo=self.zone, fold=1).astimezone(UTC)
        if first < second:
            self.twice += 1
            return second if after is not None and first < after else first
        if first > second:
            self.skipped += 1
        return first
