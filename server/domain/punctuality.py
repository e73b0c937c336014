"""How bookings are kept: called in time by the office, missed by citizens, made how long ahead.

Shares are from 0 to 1, durations in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import fsum

from server.domain.appointments import AppointmentState, missed_at
from server.domain.figures import called_in_time
from server.domain.slots import BookingRules


@dataclass(frozen=True, slots=True)
class Booking:
    """What became of one appointment: `called_at` is the last call of its first ticket, if there was
    one; who was `late` checked in after the window and was served as a walk-in."""

    state: AppointmentState
    slot: datetime
    booked_at: datetime | None
    arrived_at: datetime | None = None
    called_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The bookings of a period, always told together.

    `punctual` of the `called` were called within 10 minutes of their slot, or of their check-in if that
    was later. `missed` of the `decided` never checked in. `lead_s` is the mean of slot − booking made.
    """

    booked: int
    arrived: int
    late: int
    missed: int
    cancelled: int
    decided: int
    called: int
    punctual: int
    lead_s: float | None

    @property
    def punctual_share(self) -> float | None:
        return self.punctual / self.called if self.called else None

    @property
    def missed_share(self) -> float | None:
        return self.missed / self.decided if self.decided else None


def missed(booking: Booking, now: datetime, rules: BookingRules) -> bool:
    """Whether it is a no-show: booked, never checked in, and the window for it has passed.

    A job writes that down now and then; a figure does not depend on when it last ran.
    """
    waits = booking.state is AppointmentState.BOOKED and now > missed_at(booking.slot, rules)
    return waits or booking.state is AppointmentState.MISSED


def in_time(booking: Booking) -> bool | None:
    """Whether the office called it in time; None for a walk-in in all but name, or when not called."""
    if booking.arrived_at is None or booking.called_at is None or booking.late:
        return None
    return called_in_time(booking.slot, booking.arrived_at, booking.called_at)


def punctuality(bookings: Iterable[Booking], now: datetime, rules: BookingRules) -> Punctuality:
    """The figures of these bookings; those whose time is still to come are in no share."""
    every = list(bookings)
    kept = [booking for booking in every if booking.state in _STANDS]
    arrived = [booking for booking in kept if booking.state is AppointmentState.ARRIVED]
    gone = sum(missed(booking, now, rules) for booking in kept)
    verdicts = [verdict for booking in arrived if (verdict := in_time(booking)) is not None]
    return Punctuality(
        booked=len(kept),
        arrived=len(arrived),
        late=sum(booking.late for booking in arrived),
        missed=gone,
        cancelled=sum(booking.state is AppointmentState.CANCELLED for booking in every),
        decided=len(arrived) + gone,
        called=len(verdicts),
        punctual=sum(verdicts),
        lead_s=_mean_lead_s(kept),
    )


_STANDS = frozenset({AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.MISSED})


def _mean_lead_s(bookings: list[Booking]) -> float | None:
    leads = [(b.slot - b.booked_at).total_seconds() for b in bookings if b.booked_at is not None]
    return fsum(leads) / len(leads) if leads else None
