"""The keys that sign the QR of bookings: derived from the server's secret, told to kiosks, rotated."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, insert, or_, select, update

from server.actions.house import auditing
from server.contract import booking_qr, messages
from server.domain.appointments import AppointmentState
from server.domain.errors import LimitReached, UnknownBooking
from server.domain.hours import office_day
from server.domain.people import Caller
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import appointment, booking_key

OVERLAP = timedelta(days=120)
"""How long an old key still counts after a rotation: longer than any booking window."""
_MOST_KEYS = 255


def qr_of(tx: Transaction, row: TicketRow, secret: str) -> str:
    """The digits of an appointment's QR, signed with the newest key."""
    key = _newest(tx)
    booking = booking_qr.BookingPass(
        key=key,
        revision=row.revision,
        office=row.office_id,
        code=row.code,
        start=row.start,
        length=row.ends - row.start,
    )
    return booking_qr.signed(booking, _secret_half(secret, key))


def code_in(tx: Transaction, text: str, secret: str) -> str:
    """The code in a scanned QR or a typed text; raises `UnknownBooking`, for a forged or foreign QR too."""
    if booking_qr.looks_signed(text):
        try:
            return booking_qr.verified(text, _public_halves(tx, secret)).code
        except booking_qr.NotABooking as error:
            raise UnknownBooking(f"This QR is no booking of ours: {error}.", reason="not_ours") from error
    code = booking_qr.typed(text)
    if code is None:
        raise UnknownBooking(reason="not_ours")
    return code


def keys_for_kiosk(tx: Transaction, caller: Caller, office_code: str, *, secret: str) -> messages.BookingKeys:
    """What a kiosk needs to verify bookings while its server is away. Raises `UnknownOffice`."""
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    today = office_day(office.hours, tx.now)
    gone = or_(
        appointment.c.revision > 0,
        appointment.c.state.in_([AppointmentState.CANCELLED.value, AppointmentState.ARRIVED.value]),
    )
    rows = tx.connection.execute(
        select(appointment.c.code, appointment.c.state, appointment.c.revision).where(
            appointment.c.office_id == office.id, appointment.c.day >= today - timedelta(days=1), gone
        )
    )
    return messages.BookingKeys(
        office=office.id,
        keys=[
            messages.BookingKey(id=key, public=base64.b64encode(half.public_bytes_raw()).decode())
            for key, half in _public_halves(tx, secret).items()
        ],
        revoked=[_revoked(row) for row in rows],
        at=tx.now,
    )


def _revoked(row: TicketRow) -> messages.RevokedBooking:
    """A moved booking's older QRs no longer count; of one that is over, none does."""
    moved = row.state in (AppointmentState.BOOKED.value, AppointmentState.MISSED.value)
    return messages.RevokedBooking(code=row.code, revision=row.revision - 1 if moved else None)


def rotate(tx: Transaction) -> int:
    """Sign with a new key from now on; the old ones still count for `OVERLAP`. Raises `LimitReached`."""
    newest = tx.connection.execute(select(func.max(booking_key.c.id))).scalar() or 0
    if newest >= _MOST_KEYS:
        raise LimitReached("Every key number is used; set another secret.")
    tx.connection.execute(
        update(booking_key).where(booking_key.c.retired_at.is_(None)).values(retired_at=tx.now + OVERLAP)
    )
    tx.connection.execute(insert(booking_key).values(id=newest + 1, made_at=tx.now))
    auditing.record(
        tx, None, "booking_key.rotated", f"key {newest + 1}", by="command" if newest else "system"
    )
    return int(newest) + 1


def ensure_key(tx: Transaction) -> None:
    """Make the first key when there is none."""
    if tx.connection.execute(select(booking_key.c.id).limit(1)).first() is None:
        rotate(tx)


def _newest(tx: Transaction) -> int:
    newest: int = tx.connection.execute(select(func.max(booking_key.c.id))).scalar() or 1
    return newest


def _public_halves(tx: Transaction, secret: str) -> dict[int, Ed25519PublicKey]:
    counts = or_(booking_key.c.retired_at.is_(None), booking_key.c.retired_at > tx.now)
    keys = tx.connection.execute(select(booking_key.c.id).where(counts).order_by(booking_key.c.id)).scalars()
    return {key: _secret_half(secret, key).public_key() for key in keys}


@lru_cache(maxsize=64)
def _secret_half(secret: str, key: int) -> Ed25519PrivateKey:
    seed = hmac.new(secret.encode(), f"booking key {key}".encode(), hashlib.sha256).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
