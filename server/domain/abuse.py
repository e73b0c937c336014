"""How much booking one network address may do: free, against work, or not now.

A hold takes a place from others for minutes, so holding is what is made dear. A person holds once or
twice; a script holds hundreds of times. Work (a puzzle that a phone solves in a second or two) slows
scripts down; the bounds on live and daily holds are what keeps slots free whatever work they can pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.errors import LimitReached

LATELY = timedelta(minutes=10)
A_DAY = timedelta(hours=24)
FREE_HOLDS = 3
"""Holds of one address within `LATELY` that need no work."""
MOST_LATELY = 20
"""Holds of one address within `LATELY`, kept, given back or expired; more are refused."""
MOST_MOVES = 5
"""By its link an appointment is moved so often: every place it leaves is kept from the public a while."""
CROWD = 40
"""When strangers have so many live holds at one office, everybody works for the next one."""
LEAST_WORK = 50_000
MOST_WORK = 1_600_000
"""Guesses that may be needed. An old phone makes some 50 000 a second, so: one second, half a minute."""


@dataclass(frozen=True, slots=True)
class AddressLimits:
    """What one address may have: unconfirmed holds at a time, appointments and holds in 24 hours."""

    live: int = 3
    daily: int = 20


@dataclass(frozen=True, slots=True)
class Footprint:
    """What one address has done lately, and when each bound it may have met gives way.

    `lately`: holds made within `LATELY`. `live`: holds that stand now. `daily`: holds that stand now
    and appointments made of holds within `A_DAY`. `crowd`: live holds of all strangers at the office.
    """

    lately: int = 0
    live: int = 0
    daily: int = 0
    crowd: int = 0
    first_lately: datetime | None = None
    first_expiry: datetime | None = None
    first_daily: datetime | None = None


def work_needed(seen: Footprint, limits: AddressLimits) -> int:
    """How many guesses the puzzle of the next hold may need, 0 when it needs none.

    Raises `LimitReached` with the `limit` that was met and the moment `again_at` from which it helps
    to try again.
    """
    if seen.live >= limits.live:
        raise _reached("holds_at_once", seen.first_expiry, timedelta())
    if seen.daily >= limits.daily:
        raise _reached("address_per_day", seen.first_daily, A_DAY)
    if seen.lately >= MOST_LATELY:
        raise _reached("holds_lately", seen.first_lately, LATELY)
    if seen.lately < FREE_HOLDS:
        return LEAST_WORK if seen.crowd >= CROWD else 0
    doublings = seen.lately - FREE_HOLDS
    return min(LEAST_WORK << doublings, MOST_WORK)


def _reached(limit: str, since: datetime | None, after: timedelta) -> LimitReached:
    again = None if since is None else since + after
    return LimitReached("Too many holds come from this network address.", limit=limit, again_at=again)
