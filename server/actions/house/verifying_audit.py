"""Verifying the audit: the chain is walked from its first entry to its head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from server.domain.audit import Entry, broken
from server.storage import audit
from server.storage.happenings import Transaction


def problems(tx: Transaction) -> Iterator[str]:
    """The first broken entry, or a head that is not where the chain ends; nothing when all is well."""
    with closing(audit.entries(tx)) as rows:
        wrong = broken((Entry(audit.link_of(row), row.hash) for row in rows), audit.head(tx))
    if wrong is not None:
        yield f"audit: {wrong}"
