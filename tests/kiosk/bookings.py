"""Signed bookings, and the keys to check them, as a server would make them."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.contract.booking_qr import BookingPass, signed
from server.contract.messages import BookingKey, BookingKeys, RevokedBooking
from tests.kiosk.builders import NOW

OFFICE_NUMBER = 1
CODE = "7K3M92QX"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def booking_text(
    start: datetime = NOW,
    *,
    office: int = OFFICE_NUMBER,
    revision: int = 1,
    secret: Ed25519PrivateKey = SECRET,
    key: int = 1,
) -> str:
    """The digits of a booking's QR."""
    return signed(BookingPass(key, revision, office, CODE, start, timedelta(minutes=30)), secret)


def booking_keys(*revoked: RevokedBooking, secret: Ed25519PrivateKey = SECRET) -> BookingKeys:
    """What the server tells a kiosk."""
    public = b64encode(secret.public_key().public_bytes_raw()).decode()
    return BookingKeys(
        office=OFFICE_NUMBER, keys=[BookingKey(id=1, public=public)], revoked=list(revoked), at=NOW
    )
