"""Moments on administration pages: as a person types them, and as the office's wall shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from server.domain.hours import wall_moment
from server.domain.office import Office

SHOWN = "%H:%M %d/%m/%Y"
HOME = ZoneInfo("Asia/Ho_Chi_Minh")
"""The wall of pages that are about no single office."""


class NoMoment(Exception):
    """What was typed is no date and time."""


def typed(text: str) -> datetime | None:
    """The wall time of a `datetime-local` field, without seconds; None when it is empty. Raises `NoMoment`.

    >>> typed("2026-11-23T13:30"), typed(" ")
    (datetime.datetime(2026, 11, 23, 13, 30), None)
    """
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise NoMoment(text) from error
    if found.tzinfo is not None or not 2000 <= found.year <= 9000:
        raise NoMoment(text)
    return found.replace(second=0, microsecond=0)


def moment_of(wall: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A wall time as UTC."""
    return None if wall is None else wall_moment(zone, wall)


def shown(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as the wall of the office shows it, nothing where there is none."""
    return "" if moment is None else moment.astimezone(UTC).astimezone(zone).strftime(SHOWN)


def teller(office: Office) -> Callable[[datetime | None], str]:
    """`shown` by the wall of an office, for its pages."""
    return partial(shown, zone=office.hours.time_zone)
