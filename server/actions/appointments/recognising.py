"""Recognising a person without keeping who it is: keyed hashes of a phone or a citizen ID.

A plain hash of a twelve-digit number is reversed in a second, so the hash is an HMAC whose key lies
outside the database. The key changes with each quarter of the year, so that nobody can be followed from
quarter to quarter by a hash alone, and is destroyed when no booking needs it any more. One is looked for
under the keys of this quarter and the two before, which covers every booking window and the time that
contacts are kept.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from server.domain import phones
from server.storage.person_keys import KeyFolder, quarter_of

_BACK = 2
"""How many quarters back one is looked for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What booking needs from the settings: the server's secret, the folder of the keys that recognise
    people, and the address that phones reach."""

    secret: str
    keys: KeyFolder
    public_url: str | None = None


def keys_of_phone(desk: Desk, phone: str, now: datetime) -> tuple[str, ...]:
    """The hashes under which a phone may be kept; the first one is that of today."""
    return _hashes(desk, f"phone {phones.plain(phone)}", now)


def keys_of_citizen(desk: Desk, citizen_id: str, now: datetime) -> tuple[str, ...]:
    """The hashes under which a citizen ID may be kept; the first one is that of today."""
    return _hashes(desk, f"citizen {citizen_id}", now)


def _hashes(desk: Desk, person: str, now: datetime) -> tuple[str, ...]:
    return tuple(hmac.new(key, person.encode(), hashlib.sha256).hexdigest() for key in _keys(desk, now))


def _keys(desk: Desk, now: datetime) -> Iterator[bytes]:
    """Today's key first. What was hashed before the folder was there, older versions hashed with a key
    derived from the secret."""
    today = quarter_of(now)
    derived_until = desk.keys.since(now)
    for quarter in range(today, today - _BACK - 1, -1):
        kept = desk.keys.key(quarter, make=quarter == today)
        if kept is not None:
            yield kept
    for quarter in range(today, today - _BACK - 1, -1):
        if quarter <= derived_until:
            yield _derived(desk.secret, quarter)


def _derived(secret: str, quarter: int) -> bytes:
    return hmac.new(secret.encode(), f"person {quarter}".encode(), hashlib.sha256).digest()
