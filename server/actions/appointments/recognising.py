"""Recognising a person without keeping who it is: keyed hashes of a phone or a citizen ID.

A plain hash of a twelve-digit number is reversed in a second, so the hash is an HMAC whose key lies
outside the database. The key changes with each quarter of the year, so that nobody can be followed from
quarter to quarter by a hash alone; one is looked for under this quarter's key and the last one's, which
covers every booking window.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from server.domain import phones


@dataclass(frozen=True, slots=True)
class Desk:
    """What booking needs from the settings: the server's secret, and the address that phones reach."""

    secret: str
    public_url: str | None = None


def keys_of_phone(secret: str, phone: str, now: datetime) -> tuple[str, ...]:
    """The hashes under which a phone may be kept; the first one is that of today."""
    return _keys(secret, f"phone {phones.plain(phone)}", now)


def keys_of_citizen(secret: str, citizen_id: str, now: datetime) -> tuple[str, ...]:
    """The hashes under which a citizen ID may be kept; the first one is that of today."""
    return _keys(secret, f"citizen {citizen_id}", now)


def _keys(secret: str, person: str, now: datetime) -> tuple[str, ...]:
    quarter = now.year * 4 + (now.month - 1) // 3
    return tuple(_keyed(secret, period, person) for period in (quarter, quarter - 1))


def _keyed(secret: str, period: int, person: str) -> str:
    key = hmac.new(secret.encode(), f"person {period}".encode(), hashlib.sha256).digest()
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()
