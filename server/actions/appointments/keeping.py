"""What becomes of bookings by the mere passing of time.

Nothing depends on it: a hold that has expired is free for whoever asks next, and who comes too late is
a walk-in, whether or not this ran.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.actions.appointments import rebooking
from server.contract.events import Kind
from server.domain.appointments import BookingStep
from server.domain.office import Office
from server.domain.slots import BookingRules
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
    missed = sum(_miss_passed(tx, office) for office in tx.offices.all(tx.connection))
    return Kept(expired, released, missed)


def _miss_passed(tx: Transaction, office: Office) -> int:
    """Bookings whose window has passed without a check-in become no-shows; how many."""
    rules = office.booking or BookingRules()
    rows = bookings.passed(tx, office, before=tx.now - rules.late)
    for row in rows:
        bookings.step(tx, row, BookingStep.MISS, ended_at=tx.now)
        rebooking.tell(tx, None, row, Kind.APPOINTMENT_MISSED)
    return len(rows)
