"""Reads the QR of a citizen ID card as a scanner gives it, and keeps two facts of it at most.

The card says `12-digit number|old 9-digit number or empty|name|birth ddmmyyyy|sex|address|issued
ddmmyyyy`; some cards leave the old number out, newer ones add fields at the end. Scanners that type
like a keyboard break Vietnamese letters and may send a line break or another sign for `|`, so the
fields are known by their shape. Name, sex, address, old number and day of issue are never kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LONGEST = 1000
"""Characters of a card's text at most; what is longer is no card."""
_BREAKS = re.compile(r"[|¦\r\n\t~\\]")
_NUMBER = re.compile(r"[0-9]{12}")
_DAY = re.compile(r"([0-9]{2})/?([0-9]{2})/?([0-9]{4})")
_OLDEST = 1880
"""Years before this are misread."""
_FIELDS = 4
"""Number, name, birth and one more: fewer are no card, whatever the first says."""


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What is kept of a card: its number of 12 digits, and the day of birth where it can be told from that
    of issue."""

    number: str
    birth: date | None

    def __repr__(self) -> str:
        """Says nothing of the person, because it may end in a log."""
        return "CitizenCard(…)"


def read_card(text: str) -> CitizenCard | None:
    """The card in a scanned text, or None when it is none. Raises nothing, whatever the text."""
    if len(text) > LONGEST:
        return None
    fields = [field for field in (part.strip() for part in _BREAKS.split(text)) if field]
    if len(fields) < _FIELDS or not _NUMBER.fullmatch(fields[0]):
        return None
    days = [day for day in map(_day_of, fields[1:]) if day is not None]
    if not days:
        return None
    return CitizenCard(fields[0], days[0] if len(days) > 1 else None)


def _day_of(field: str) -> date | None:
    """The day in a field that is one; the first of a card is the birth, a later one the issue."""
    found = _DAY.fullmatch(field)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day) if year >= _OLDEST else None
    except ValueError:
        return None
