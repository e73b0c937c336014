"""The audit: entries that name who did what to what, chained so that none can be changed unseen.

Every entry carries the SHA-256 of its own canonical form, which holds the hash of the entry before it.
Whoever changes, reorders or takes out an entry would have to make every later hash anew; a head that was
exported earlier shows even that.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

HIDDEN = "•••"
"""What stands in an entry for something that must not be kept."""
_SECRET_NAME = re.compile(r"token|passw|secret|hash|totp|cookie|csrf|credential", re.IGNORECASE)
_CITIZEN_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?84|0)[35789]\d{8}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Note:
    """What an action wants written; `old` and `new` are spelled already (`spelled`)."""

    actor: str
    role: str
    staff_id: int | None
    device_id: int | None
    action: str
    object: str
    office_id: int | None
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the chain, as far as its hash is concerned."""

    seq: int
    at: datetime
    note: Note
    previous: str

    def hash(self) -> str:
        """SHA-256, in hexadecimal, of the canonical form."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands somewhere, with the hash that stands beside it."""

    link: Link
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many entries it has and the hash of the last, with its `genesis`, the hash that
    its first entry follows."""

    genesis: str
    seq: int
    hash: str


def broken(entries: Iterable[Entry], head: Head) -> str | None:
    """The first thing that is wrong with a chain, given from its first entry on; None when it is whole."""
    previous, last = head.genesis, 0
    for entry in entries:
        if wrong := _wrong(entry, last, previous):
            return wrong
        previous, last = entry.hash, entry.link.seq
    if (head.seq, head.hash) != (last, previous):
        return f"the head is at entry {head.seq}, but the chain ends at entry {last}"
    return None


def _wrong(entry: Entry, last: int, previous: str) -> str | None:
    """What is wrong with the entry that comes after entry `last`, whose hash is `previous`."""
    link = entry.link
    if link.seq != last + 1:
        return f"entry {last + 1} is missing; entry {link.seq} follows entry {last}"
    if link.previous != previous:
        return f"entry {link.seq} does not follow entry {last} as it stands"
    if link.hash() != entry.hash:
        return f"entry {link.seq} ({link.note.action}) was changed"
    return None


def lost(kept: Head, genesis: str, stands: str | None) -> str | None:
    """Why a chain does not hold a head that was kept; None when it does. `genesis` is that of the chain, and
    `stands` the hash of its entry `kept.seq`, None where there is none (of a head without entries, any)."""
    if genesis != kept.genesis:
        return "the head is of another chain: the audit was begun anew"
    stands = genesis if kept.seq == 0 else stands
    if stands is None:
        return f"entry {kept.seq} is not there any more: the chain was cut"
    if stands != kept.hash:
        return f"entry {kept.seq} is another than it was: the chain was made anew"
    return None


def canonical(link: Link) -> str:
    """One JSON array on one line: every field in a fixed order, the time in microseconds of UTC."""
    note = link.note
    at = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    who = [note.actor, note.role, note.staff_id, note.device_id]
    what = [note.action, note.object, note.office_id, note.old, note.new]
    return json.dumps([link.seq, at, *who, *what, link.previous], ensure_ascii=False, separators=(",", ":"))


def spelled(said: Mapping[str, Any] | None) -> str | None:
    """Old or new as it is kept: JSON with sorted keys, without secrets and without anybody's numbers."""
    if said is None:
        return None
    return json.dumps(_clean(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(text: str) -> str:
    """A text without citizen IDs, mobile numbers and e-mail addresses, of a length that a line holds."""
    without = _MOBILE.sub(_ending, _CITIZEN_ID.sub(_ending, text))
    return _MAIL.sub(rf"{HIDDEN}@\1", without)[:_LONGEST]


def _ending(found: re.Match[str]) -> str:
    """The last three digits, so that whoever knows the number can recognise it."""
    return HIDDEN + found.group()[-3:]


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _kept(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return HIDDEN if _CITIZEN_ID.fullmatch(str(value)) else value
    return plain(value.isoformat() if isinstance(value, datetime) else str(value))


def _kept(name: str, value: Any) -> Any:
    """The value under a name, unless the name says that it is a secret; whether there is one may be told."""
    if _SECRET_NAME.search(name) and value is not None and not isinstance(value, bool):
        return HIDDEN
    return _clean(value)
