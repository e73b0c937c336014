"""Pairing: a device shows a short code, a person who may types it, and the device gets a token of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from server.domain.people import Role

ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"
"""Nothing that is taken for another on a screen across the hall: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U."""
LETTERS = 6
"""24⁶ codes are 27.5 bits; ten wrong ones close the account's way to pairing for ten minutes."""
VALID_FOR = timedelta(minutes=10)
FETCHED_WITHIN = timedelta(hours=24)
"""How long an approved device may take to fetch its token: a server that died meanwhile has come back."""
STEPPED_BACK = timedelta(minutes=1)
"""A code from further in the future than this was made before the clock stepped back: its age is unknown."""
FAILURES, FAILURE_WINDOW = 10, timedelta(minutes=10)
OPEN_PER_ADDRESS, OPEN_AT_ALL = 30, 2000
"""Codes that may be shown at once: an office behind one address has fewer machines than that."""

PAIRED_ROLES = (Role.KIOSK, Role.COUNTER, Role.DISPLAY, Role.TABLET)
"""What a machine can be paired as."""
AT_A_COUNTER = frozenset({Role.COUNTER, Role.TABLET})
"""Machines that belong to one counter."""


def new_code() -> str:
    """A random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def read_code(text: str) -> str | None:
    """A code as somebody typed it; None when it can be none.

    >>> read_code(" a3f-k9m "), read_code("a3f"), read_code("A3FK90")
    ('A3FK9M', None, None)
    """
    letters = "".join(text.split()).replace("-", "").replace("–", "").upper()
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else None


def code_hash(code: str, key: str) -> str:
    """What is kept of a code: HMAC-SHA-256 with the server's key, for a plain hash of so few is reversed."""
    return hmac.new(f"pairing code {key}".encode(), code.encode(), hashlib.sha256).hexdigest()


def token_of(pairing: str, secret: str) -> str:
    """The token that a device gets: made of its secret, so that no copy of it is kept until it is fetched.

    HMAC-SHA-256 of 256 random bits, in base64url.
    """
    made = hmac.new(secret.encode(), f"dunghen device {pairing}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def is_open(created_at: datetime, now: datetime) -> bool:
    """Whether a code that was made at `created_at` may still be typed."""
    return created_at - STEPPED_BACK <= now < created_at + VALID_FOR
