"""How bookings were kept: called in time, missed, made how long ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from server.contract.messages import figures as messages
from server.domain.office import Office
from server.domain.periods import Period
from server.domain.punctuality import Booking, Punctuality, punctuality
from server.domain.slots import BookingRules
from server.storage import booked_days
from server.storage.happenings import Transaction


def bookings(tx: Transaction, offices: Sequence[Office], period: Period, *, by: str) -> messages.Bookings:
    """The bookings of some offices' days, by `day` or `office`.

    Whether one was missed is judged by the longest window to check in that any of the offices gives.
    """
    codes = {office.id: office.code for office in offices}
    grouped: defaultdict[str, list[Booking]] = defaultdict(list)
    for office_id, day, booking in booked_days.between(tx, list(codes), period):
        grouped[day.isoformat() if by == "day" else codes[office_id]].append(booking)
    rules = max(
        (office.booking for office in offices if office.booking is not None),
        key=lambda rules: rules.late,
        default=BookingRules(),
    )
    every = [booking for of_key in grouped.values() for booking in of_key]
    return messages.Bookings(
        total=_told("", punctuality(every, tx.now, rules)),
        rows=[_told(key, punctuality(grouped[key], tx.now, rules)) for key in sorted(grouped)],
    )


def _told(key: str, found: Punctuality) -> messages.BookingFigures:
    names = ("booked", "arrived", "late", "missed", "cancelled", "called", "punctual")
    shares = ("punctual_share", "missed_share", "lead_s")
    return messages.BookingFigures(key=key, **{name: getattr(found, name) for name in (*names, *shares)})
