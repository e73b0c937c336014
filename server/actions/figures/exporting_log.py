"""The ticket log of some offices: every visible fact as a row, our own and those that were imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from server.actions.house import auditing
from server.storage import log_imports
from server.storage.happenings import Transaction


def log_rows(tx: Transaction, codes: Sequence[str], first: date, last: date) -> Iterator[tuple[Any, ...]]:
    """The rows of some offices' days, both included, in the order of `server.ticket_log.logged.COLUMNS`.

    A start that nobody pressed did not happen; a check-in is told where it is not the issue, or where there
    was a booking. Raises `UnknownOffice`.
    """
    for code in codes:
        tx.office(code)
    for fact in log_imports.facts_between(tx, codes, first, last):
        checked_in = fact.slot is not None or fact.arrived_at != fact.issued_at
        yield (
            *(fact.code, fact.service, fact.number, fact.channel, fact.category),
            *(fact.issued_at, fact.slot, fact.arrived_at if checked_in else None, fact.called_at),
            *(None if fact.inferred else fact.started_at, fact.ended_at),
            *(fact.counter, fact.clerk, fact.outcome),
        )


def note_export(tx: Transaction, codes: Sequence[str], *, count: int) -> None:
    """Tell the audit of every office whose log, with the names that its clerks sign in by, was taken away;
    `count` are the tickets of all. Raises `UnknownOffice`."""
    for code in dict.fromkeys(codes):
        auditing.record(
            tx,
            None,
            "figures.log_exported",
            f"log of {code}",
            office_id=tx.office(code).id,
            new={"found": count},
            by="command",
        )
