"""The QR of a booking: what it says, and the signature that lets a kiosk trust it without its server.

The text is decimal digits alone. A scanner that types like a keyboard under a Vietnamese input method
turns letters into others (Telex: `aa` → `â`), but never digits. It is 16 bytes and their Ed25519
signature (RFC 8032) read as one number: at most 193 digits, which fit into a QR of version 5-M. It
holds no personal data.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are misread or make words."""
CODE_LETTERS = 8
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})

_BODY = struct.Struct(">BBHIH6s")
"""Format and key, revision, office, start in minutes since 1970, length in minutes, code."""
_SIGNATURE_BYTES = 64
_WHOLE_BYTES = _BODY.size + _SIGNATURE_BYTES
DIGITS = 193
"""As many as the largest number of `_WHOLE_BYTES` bytes has."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NotABooking(ValueError):
    """The text is no booking of ours: foreign, forged, torn, or signed with a key we do not know."""


@dataclass(frozen=True, slots=True)
class BookingPass:
    """What the QR of a booking says. `start` in UTC to the minute."""

    key: int
    revision: int
    office: int
    code: str
    start: datetime
    length: timedelta


def signed(booking: BookingPass, secret: Ed25519PrivateKey) -> str:
    """The digits of a booking's QR. Raises `ValueError` for numbers that have no room in it."""
    minutes = (booking.start - _EPOCH) // timedelta(minutes=1)
    code = _number_of(booking.code).to_bytes(6, "big")
    length = booking.length // timedelta(minutes=1)
    try:
        body = _BODY.pack(booking.key, booking.revision, booking.office, minutes, length, code)
    except struct.error as error:
        raise ValueError(str(error)) from error
    return str(int.from_bytes(body + secret.sign(body), "big")).zfill(DIGITS)


def looks_signed(text: str) -> bool:
    """Whether a text could be the QR of a booking at all: that many digits and nothing else."""
    return len(text) == DIGITS and text.isascii() and text.isdigit()


def verified(text: str, keys: Mapping[int, Ed25519PublicKey]) -> BookingPass:
    """What a scanned QR says, if one of `keys` has signed it; raises `NotABooking`."""
    body, signature = _parts(text)
    key = body[0]
    if key not in keys:
        raise NotABooking("signed with an unknown key")
    try:
        keys[key].verify(signature, body)
    except InvalidSignature as error:
        raise NotABooking("forged or torn") from error
    return _read(body)


def claimed(text: str) -> BookingPass:
    """What a scanned QR says, whoever wrote it: enough to look a booking up, never to check it in.

    Raises `NotABooking` for what cannot be one.
    """
    return _read(_parts(text)[0])


def _parts(text: str) -> tuple[bytes, bytes]:
    """Body and signature; raises `NotABooking`."""
    if not looks_signed(text):
        raise NotABooking("not the digits of a booking")
    try:
        whole = int(text).to_bytes(_WHOLE_BYTES, "big")
    except OverflowError as error:
        raise NotABooking("not the digits of a booking") from error
    return whole[: _BODY.size], whole[_BODY.size :]


def _read(body: bytes) -> BookingPass:
    key, revision, office, minutes, length, code = _BODY.unpack(body)
    start = _EPOCH + timedelta(minutes=minutes)
    return BookingPass(key, revision, office, _code_of(code), start, timedelta(minutes=length))


def typed(text: str) -> str | None:
    """The code that somebody typed, in its one spelling; None when it cannot be one.

    Case, blanks and dashes do not matter, and letters that look like digits are read as those.
    """
    letters = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    whole = len(letters) == CODE_LETTERS and all(letter in ALPHABET for letter in letters)
    return letters if whole else None


def spelled(code: str) -> str:
    """A code as people read it: `7K3M-92QX`."""
    return f"{code[:4]}-{code[4:]}"


def _number_of(code: str) -> int:
    number = 0
    for letter in code:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number


def _code_of(body: bytes) -> str:
    number, letters = int.from_bytes(body, "big"), ""
    for _ in range(CODE_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    if number:
        raise NotABooking("no code of ours")
    return letters
