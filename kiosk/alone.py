"""What a kiosk can say of a scanned booking by itself, while the server is away: pure, with the keys
that it fetched before."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.contract.booking_qr import BookingPass, NotABooking, typed, verified
from server.contract.messages import BookingKeys


class Verdict(StrEnum):
    """How a scanned booking stands, as far as its signature and the last known list tell."""

    VALID = "valid_while_away"
    FORGED = "unknown_booking"
    OTHER_OFFICE = "other_office"
    OTHER_DAY = "other_day"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Judged:
    """A verdict, and the time of the booking; both ends in UTC, None of a forged one."""

    verdict: Verdict
    start: datetime | None = None
    end: datetime | None = None


def judged(text: str, keys: BookingKeys, *, now: datetime, zone: str) -> Judged:
    """The verdict on a scanned text at `now` in an office whose time zone is `zone`."""
    try:
        booking = verified(text, _publics(keys))
    except NotABooking:
        return Judged(Verdict.FORGED)
    return Judged(_verdict(booking, keys, now=now, zone=zone), booking.start, booking.start + booking.length)


def _verdict(booking: BookingPass, keys: BookingKeys, *, now: datetime, zone: str) -> Verdict:
    if booking.office != keys.office:
        return Verdict.OTHER_OFFICE
    if _is_revoked(booking, keys):
        return Verdict.REVOKED
    local = ZoneInfo(zone)
    same_day = booking.start.astimezone(local).date() == now.astimezone(local).date()
    return Verdict.VALID if same_day else Verdict.OTHER_DAY


def _is_revoked(booking: BookingPass, keys: BookingKeys) -> bool:
    return any(
        typed(revoked.code) == booking.code
        and (revoked.revision is None or booking.revision <= revoked.revision)
        for revoked in keys.revoked
    )


def _publics(keys: BookingKeys) -> dict[int, Ed25519PublicKey]:
    return {key.id: Ed25519PublicKey.from_public_bytes(b64decode(key.public)) for key in keys.keys}
