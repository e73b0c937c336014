"""Finding a person by what they say of themselves: a phone, a citizen ID, or the code of a booking."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from server.actions.appointments import recognising
from server.actions.appointments.recognising import Desk
from server.contract import booking_qr
from server.domain import phones
from server.storage import persons
from server.storage.happenings import Transaction
from server.storage.persons import PersonRow

_ID_DIGITS = 12
_PHONE_DIGITS = range(9, 16)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody asks about: the hashes under which they may be kept, a phone, and a booking's code."""

    kind: str
    """`citizen_id`, `phone` or `code`: all that the audit is told of what was typed."""
    hashes: frozenset[str] = frozenset()
    phone: str | None = None
    code: str | None = None


def understood(text: str, *, desk: Desk, now: datetime) -> Wanted | None:
    """What was typed, or None where it is none of these. Twelve digits are a citizen ID."""
    said = " ".join(text.split())
    digits = "".join(letter for letter in said if letter.isdecimal())
    if set(said) <= set("0123456789 .+()-") and digits:
        if len(digits) == _ID_DIGITS and not said.startswith("+"):
            return Wanted("citizen_id", frozenset(recognising.keys_of_citizen(desk, digits, now)))
        if len(digits) in _PHONE_DIGITS:
            hashes = frozenset(recognising.keys_of_phone(desk, said, now))
            return Wanted("phone", hashes, phone=phones.plain(said))
    code = booking_qr.typed(said)
    return None if code is None else Wanted("code", code=code)


def bookings_of(tx: Transaction, wanted: Wanted) -> list[PersonRow]:
    """The bookings of a person of which something personal is still kept, by their starts. A code leads to
    whatever else was booked with the same phone or citizen ID."""
    rows = persons.bookings(tx, hashes=wanted.hashes, phone=wanted.phone, code=wanted.code)
    if wanted.code is None or not rows:
        return rows
    named = next(row for row in rows if row.code == wanted.code)
    hashes = frozenset(key for key in (named.phone_key, named.citizen_key) if key)
    wider = replace(wanted, hashes=hashes, phone=named.phone)
    return persons.bookings(tx, hashes=wider.hashes, phone=wider.phone, code=wider.code)
