"""Verifying the audit: the chain is walked from its first entry to its head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import Row

from server.storage import audit
from server.storage.happenings import Transaction


def problems(tx: Transaction) -> Iterator[str]:
    """The first broken entry, and a head that is not where the chain ends; nothing when all is well."""
    head = audit.head(tx)
    previous, last = head.genesis, 0
    with closing(audit.entries(tx)) as rows:
        for row in rows:
            if wrong := _wrong(row, last, previous):
                yield f"audit: {wrong}"
                return
            previous, last = row.hash, row.seq
    if (head.seq, head.hash) != (last, previous):
        yield f"audit: the head is at entry {head.seq}, but the chain ends at entry {last}"


def _wrong(row: Row[Any], last: int, previous: str) -> str | None:
    """What is wrong with the entry that comes after entry `last`, whose hash is `previous`."""
    if row.seq != last + 1:
        return f"entry {last + 1} is missing; entry {row.seq} follows entry {last}"
    if row.previous != previous:
        return f"entry {row.seq} does not follow entry {last} as it stands"
    if audit.link_of(row).hash() != row.hash:
        return f"entry {row.seq} ({row.action}) was changed"
    return None
