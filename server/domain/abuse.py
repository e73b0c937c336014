"""How much booking strangers may do: free, against work, or not now.

A hold takes a place from others for minutes, so holding is what is made dear. A person holds once or
twice; a script holds hundreds of times. The work is a puzzle that a phone solves in seconds.

What each signal is worth:

- The **address** (of IPv6 the /64, which one line has at least, RFC 6177) is dear to have many of, but
  a mobile network puts hundreds of people behind one. So above what one person needs it costs work, which
  grows; it is refused only far beyond.
- The **network** (of IPv6 the /48, of which one customer may have all) tells of one who walks through
  their /64s; a mobile network may have as many phones in it. It costs work and is never refused.
- The **office**: how much of what can be booked strangers hold, or took within the hour. Whoever has a
  thousand addresses is seen here alone, and so is everybody else: the work stays one of seconds, and
  people can always book. What keeps places free then is that holds give way to newer ones, see
  `holds_give_way`.
- A **cookie** would be worth nothing: a script throws it away, and honest people gain nothing by it.

Work slows scripts and pays for itself in electricity; it does not stop somebody who owns many machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.errors import LimitReached

LATELY = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(hours=24)
FREE_HOLDS = 3
"""Holds of one address within `LATELY` that need no work."""
MOST_LATELY = 60
"""Holds of one address within `LATELY`, kept, given back or expired; more are refused."""
MOST_MOVES = 5
"""By its link an appointment is moved so often: every place it leaves is kept from the public a while."""
WIDE = 4
"""A network may do so many times what an address may before it costs work."""
HARD_LIVE, HARD_DAILY = 4, 3
"""So many times the limits of an address are the most it can have, whatever work it does."""
LEAST_WORK = 50_000
MOST_WORK = 1_600_000
"""Guesses that may be needed. An old phone makes some 50 000 a second, so: one second, half a minute."""
MOST_CROWD_WORK = 400_000
"""What everybody may have to work, whoever they are: four seconds of an old phone, on average."""
CROWDED, FULL = 2, 5
"""Hundredths of the bookable places that strangers took: from here on work, and the most that they hold."""
LEAST_CROWD = 10
"""Fewer holds are no crowd, however small the office."""


@dataclass(frozen=True, slots=True)
class AddressLimits:
    """What one address may have without work: unconfirmed holds at a time, and appointments and holds in
    24 hours."""

    live: int = 3
    daily: int = 20


@dataclass(frozen=True, slots=True)
class Footprint:
    """What an address, its network and all strangers have done, and when each bound gives way.

    `lately`: holds made within `LATELY`. `live`: holds that stand now. `daily`: holds that stand now and
    appointments made of holds within `A_DAY`. `wide_…`: the same of the network, which for IPv4 is
    the address itself.
    """

    lately: int = 0
    live: int = 0
    daily: int = 0
    wide_lately: int = 0
    wide_live: int = 0
    wide_daily: int = 0
    first_lately: datetime | None = None
    first_expiry: datetime | None = None
    first_daily: datetime | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """All strangers at one office: the holds that stand now; these with what was booked within `AN_HOUR`
    and what was freed and is not offered again; and the places that citizens can book, taken or free."""

    live: int = 0
    taken: int = 0
    places: int = 0


def work_needed(seen: Footprint, limits: AddressLimits, crowd: Crowd | None = None) -> int:
    """How many guesses the puzzle of the next hold may need, 0 when it needs none.

    Raises `LimitReached` with the `limit` that was met and the moment `again_at` from which it helps
    to try again.
    """
    if seen.live >= HARD_LIVE * limits.live:
        raise _reached("holds_at_once", seen.first_expiry, timedelta())
    if seen.daily >= HARD_DAILY * limits.daily:
        raise _reached("address_per_day", seen.first_daily, A_DAY)
    if seen.lately >= MOST_LATELY:
        raise _reached("holds_lately", seen.first_lately, LATELY)
    above = max(seen.lately - FREE_HOLDS, seen.live - limits.live, seen.daily - limits.daily)
    wide_above = max(
        seen.wide_lately - WIDE * FREE_HOLDS,
        seen.wide_live - WIDE * limits.live,
        seen.wide_daily - WIDE * limits.daily,
    )
    return max(_doubled(above), _doubled(wide_above, every=WIDE), _work_of(crowd or Crowd()))


def holds_give_way(crowd: Crowd) -> bool:
    """Whether strangers hold so much that the next hold takes the place of an older one.

    Refusing instead would let whoever holds the most keep everybody else out.
    """
    return crowd.live >= max(LEAST_CROWD, crowd.places * FULL // 100)


def most_kept_back(places: int) -> int:
    """So many of the bookable places may wait, freed by moves and cancellations, before the public gets
    them again: a hundredth."""
    return max(LEAST_CROWD, places // 100)


def _doubled(above: int, *, every: int = 1) -> int:
    """Work that doubles with every so many above a bound; below it none."""
    return 0 if above < 0 else min(LEAST_WORK << min(above // every, 10), MOST_WORK)


def _work_of(crowd: Crowd) -> int:
    """One second of an old phone when a crowd begins, doubling with each hundredth of the places more."""
    if crowd.taken < LEAST_CROWD or crowd.places == 0:
        return 0
    return min(_doubled(100 * crowd.taken // crowd.places - CROWDED), MOST_CROWD_WORK)


def _reached(limit: str, since: datetime | None, after: timedelta) -> LimitReached:
    again = None if since is None else since + after
    return LimitReached("Too many holds come from this network address.", limit=limit, again_at=again)
