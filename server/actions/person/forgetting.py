"""Forgetting: whatever is personal goes when the table of privacy says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from server.actions import once
from server.actions.appointments import challenging, personal
from server.actions.rating import answering
from server.domain import privacy
from server.storage import persons, webhooks, written
from server.storage.happenings import Transaction


def _messages(tx: Transaction) -> int:
    return persons.forget_recipients(tx, before=tx.now - privacy.period("messages"))


def _notes(tx: Transaction) -> int:
    before = tx.now - privacy.period("notes")
    return persons.forget_notes(tx, before=before) + written.forget_reasons(tx, before=before)


def _notices(tx: Transaction) -> int:
    return written.forget_notices(tx, before=tx.now - privacy.period("notices"))


def _deliveries(tx: Transaction) -> int:
    return webhooks.forget_ended(tx, before=tx.now - privacy.period("deliveries"))


def _sessions(tx: Transaction) -> int:
    return persons.forget_sessions(tx, before=tx.now - privacy.period("sessions"))


def _tries(tx: Transaction) -> int:
    return persons.forget_tries(tx, before=tx.now - privacy.period("tries"))


PURGES: Mapping[str, Callable[[Transaction], int]] = {
    "contacts": personal.forget_contacts,
    "messages": _messages,
    "visitors": challenging.forget_visitors,
    "answers": once.forget_old_answers,
    "remarks": answering.forget_remarks,
    "notes": _notes,
    "notices": _notices,
    "deliveries": _deliveries,
    "sessions": _sessions,
    "tries": _tries,
}
"""What deletes each kind of thing whose period is over, by its key in `privacy.TABLE`."""


def forget(tx: Transaction) -> dict[str, int]:
    """Delete whatever has been kept for its period; how many there were of each kind."""
    gone = {key: purge(tx) for key, purge in PURGES.items()}
    return {key: count for key, count in gone.items() if count}
