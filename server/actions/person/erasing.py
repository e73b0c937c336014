"""Erasing a person: everything personal goes in one transaction; numbers and figures stay as they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from server.actions.hall import notices
from server.actions.house import auditing
from server.actions.person import finding
from server.actions.person.finding import Wanted
from server.domain.people import Caller
from server.domain.traces import Traces, traces
from server.storage import persons, written
from server.storage.erasures import Erasure, Erasures
from server.storage.happenings import Transaction
from server.storage.persons import PersonRow


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, in numbers."""

    bookings: int
    messages: int
    texts: int


def erase(tx: Transaction, caller: Caller | None, wanted: Wanted, *, listed: Erasures) -> Erased:
    """Erase everything personal of somebody. What was erased is listed first, so that a restored backup
    can be put right; an erasure that is listed and then fails does no harm.

    The audit is told how much, not of whom.
    """
    rows = finding.bookings_of(tx, wanted)
    if rows:
        listed.add(tx.now, _traces(rows))
    gone = _erased(tx, rows, wanted)
    _note(tx, caller, "person.erased", gone, kind=wanted.kind)
    return gone


def erase_again(tx: Transaction, caller: Caller | None, listed: Erasures) -> Erased:
    """Erase what a restored backup has brought back: what was given before an erasure of its person."""
    again: set[str] = set()
    for erasure in listed.all():
        again |= _come_back(tx, erasure, listed)
    rows = [row for code in sorted(again) for row in persons.bookings(tx, hashes=(), phone=None, code=code)]
    gone = _erased(tx, rows, None)
    _note(tx, caller, "person.erased_again", gone, kind="list")
    return gone


def _come_back(tx: Transaction, erasure: Erasure, listed: Erasures) -> set[str]:
    """Codes of the bookings that this erasure had erased."""
    return {
        row.code
        for row in persons.contacts(tx, until=erasure.at)
        if any(listed.hashed(trace) in erasure.hashes for trace in _traces([row]))
    }


def _traces(rows: Collection[PersonRow]) -> set[str]:
    """By what somebody is found in a backup: codes of bookings, and the hashes they are kept under."""
    told = {f"code {row.code}" for row in rows}
    return told | {key for row in rows for key in (row.phone_key, row.citizen_key) if key}


def _erased(tx: Transaction, rows: list[PersonRow], wanted: Wanted | None) -> Erased:
    ids = [row.id for row in rows]
    visits = [row.visit_id for row in rows if row.visit_id is not None]
    messages = persons.stop_messages(tx, ids)
    named = _named(rows, wanted, written.dossiers_of(tx, visits))
    texts = written.blank_visits(tx, visits) + written.blank_texts(tx, named) + notices.erase(tx, named)
    persons.cut_links(tx, rows)
    return Erased(persons.erase_contacts(tx, ids), messages, texts)


def _named(rows: list[PersonRow], wanted: Wanted | None, dossiers: Collection[str]) -> Traces:
    """What names somebody in free text: full names, phones however they are grouped, e-mails, and codes of
    dossiers and links of bookings."""
    asked = {wanted.phone} if wanted and wanted.phone else set()
    phones = {row.phone for row in rows if row.phone} | asked
    words = {word for row in rows for word in (row.email, row.token, row.dossier) if word}
    return traces(names={row.name for row in rows if row.name}, phones=phones, words={*words, *dossiers})


def _note(tx: Transaction, caller: Caller | None, action: str, gone: Erased, *, kind: str) -> None:
    told = {"by": kind, "bookings": gone.bookings, "messages": gone.messages, "texts": gone.texts}
    auditing.record(tx, caller, action, "a person's request", new=told, by="command")
