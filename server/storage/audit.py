"""The chain of the audit: entries are added at its head, one transaction after the other."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from server.domain.audit import Head, Link, Note
from server.domain.people import Caller
from server.storage.happenings import Transaction
from server.storage.tables import audit_entry, audit_head, office


def write_notes(tx: Transaction) -> None:
    """Chain what was noted to the head. The head's row is the very last lock of a transaction: whoever
    waits for it holds nobody up that does not write to the audit."""
    if not tx.notes:
        return
    lock = update(audit_head).values(seq=audit_head.c.seq + len(tx.notes))
    last, previous = tx.connection.execute(lock.returning(audit_head.c.seq, audit_head.c.hash)).one()
    rows = []
    for seq, note in enumerate(tx.notes, start=last - len(tx.notes) + 1):
        link = Link(seq, tx.now, note, previous)
        rows.append({**_values(link), "hash": link.hash()})
        previous = rows[-1]["hash"]
    tx.connection.execute(insert(audit_entry), rows)
    tx.connection.execute(update(audit_head).values(hash=previous))


def _values(link: Link) -> dict[str, Any]:
    note = link.note
    return {
        "seq": link.seq,
        "at": link.at,
        "actor": note.actor,
        "role": note.role,
        "staff_id": note.staff_id,
        "device_id": note.device_id,
        "action": note.action,
        "object": note.object,
        "office_id": note.office_id,
        "old": note.old,
        "new": note.new,
        "previous": link.previous,
    }


def told_since(
    tx: Transaction, caller: Caller, action: str, what: str, *, office_id: int | None, since: datetime
) -> bool:
    """Whether such an entry of this caller was written after a moment."""
    mine = audit_entry.c.staff_id == caller.staff_id, audit_entry.c.device_id == caller.device_id
    query = select(audit_entry.c.seq).where(
        audit_entry.c.office_id == office_id, audit_entry.c.at > since, audit_entry.c.action == action, *mine
    )
    return tx.connection.execute(query.where(audit_entry.c.object == what).limit(1)).first() is not None


def link_of(row: Row[Any]) -> Link:
    """A stored entry, to be hashed again."""
    who = (row.actor, row.role, row.staff_id, row.device_id)
    note = Note(*who, row.action, row.object, row.office_id, row.old, row.new)
    return Link(row.seq, row.at, note, row.previous)


def head(tx: Transaction) -> Head:
    """The head of the chain."""
    row = tx.connection.execute(select(audit_head)).one()
    return Head(row.genesis, row.seq, row.hash)


def entries(tx: Transaction) -> Generator[Row[Any], None, None]:
    """The whole chain from its first entry on, without holding it in memory."""
    query = select(audit_entry).order_by(audit_entry.c.seq)
    with tx.connection.execute(query, execution_options={"yield_per": 1_000}) as rows:
        yield from rows


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for among the entries; whatever is None counts for all."""

    actor: str | None = None
    action: str | None = None
    what: str | None = None
    office_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def search(tx: Transaction, wanted: Search, *, before: int | None = None, limit: int) -> list[Row[Any]]:
    """The newest entries that fit, with the code of their office; `before` is the entry to go on from."""
    query = select(audit_entry, office.c.code.label("office_code")).outerjoin(
        office, office.c.id == audit_entry.c.office_id
    )
    if before is not None:
        query = query.where(audit_entry.c.seq < before)
    for condition in _conditions(wanted):
        query = query.where(condition)
    return list(tx.connection.execute(query.order_by(audit_entry.c.seq.desc()).limit(limit)).all())


def _conditions(wanted: Search) -> Iterator[ColumnElement[bool]]:
    """Actors and objects are found by any part of them, actions by how they begin."""
    columns = audit_entry.c
    if wanted.actor:
        yield columns.actor.icontains(wanted.actor, autoescape=True)
    if wanted.what:
        yield columns.object.icontains(wanted.what, autoescape=True)
    if wanted.action:
        yield columns.action.startswith(wanted.action, autoescape=True)
    if wanted.office_id is not None:
        yield columns.office_id == wanted.office_id
    if wanted.since is not None:
        yield columns.at >= wanted.since
    if wanted.until is not None:
        yield columns.at < wanted.until


def news(tx: Transaction, action: str, *, office_id: int) -> list[str]:
    """What entries of an action in an office say is new, the oldest first."""
    columns = audit_entry.c
    query = select(columns.new).where(columns.office_id == office_id, columns.action == action)
    rows = tx.connection.execute(query.where(columns.new.is_not(None)).order_by(columns.seq))
    return list(rows.scalars())


def entry(tx: Transaction, seq: int) -> Row[Any] | None:
    """One entry."""
    return tx.connection.execute(select(audit_entry).where(audit_entry.c.seq == seq)).first()
