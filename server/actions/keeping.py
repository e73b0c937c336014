"""What becomes of bookings by the mere passing of time.

Nothing depends on it: a hold that has expired is free for whoever asks next, and who comes too late is
a walk-in, whether or not this ran.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.actions import checking_in
from server.storage import bookings, slots
from server.storage.happenings import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """How many holds expired, freed places became public, and bookings became no-shows."""

    expired: int
    released: int
    missed: int


def keep_bookings(tx: Transaction) -> Kept:
    """Bring holds, freed places and bookings of every office up to now."""
    expired = sum(slots.expire(tx, hold) for hold in bookings.lapsed_holds(tx))
    released = slots.release_freed(tx)
    offices = tx.offices.all(tx.connection)
    missed = sum(checking_in.miss_passed(tx, office) for office in offices if office.booking is not None)
    return Kept(expired, released, missed)
