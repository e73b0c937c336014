"""How a webhook is delivered: signed, tried again ever later, and in order as far as it answers."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

_LATER = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
MOST_TRIES = len(_LATER) + 1
ASIDE_AFTER = 3
"""Failed tries after which a delivery steps aside: it is tried again by itself, and later events pass."""


def wait_after(tries: int) -> timedelta | None:
    """How long after so many failed tries the next one comes; None: it has failed for good.

    >>> wait_after(2), wait_after(MOST_TRIES)
    (datetime.timedelta(seconds=60), None)
    """
    return _LATER[tries - 1] if tries <= len(_LATER) else None


def signature(secret: str, moment: int, body: bytes) -> str:
    """The header `Dunghen-Signature`. `moment` is the time of this try in whole seconds since 1970, and
    part of what is signed, so that a receiver can refuse what somebody recorded and plays again."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
