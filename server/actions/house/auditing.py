"""Auditing: who did what is written in the transaction that does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from server.domain import audit
from server.domain.people import Caller
from server.storage import audit as audit_entries
from server.storage.happenings import Transaction
from server.storage.tables import device, staff


def record(
    tx: Transaction,
    caller: Caller | None,
    action: str,
    what: str,
    *,
    office_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    by: str | None = None,
) -> None:
    """Write an entry when the transaction commits, or when the block of one that only reads is left.

    `action` is `noun.done` ("device.paired"), `what` names the object ("device 12 Kiosk 1"). Without a
    caller it was the command line (`by="command"`), a citizen (`by="citizen"`) or the system itself.
    Secrets under names that say so, citizen IDs, mobile numbers and addresses are masked, whoever
    forgets them here.
    """
    name, role = _who(tx, caller, by)
    tx.notes.append(
        audit.Note(
            actor=name,
            role=role,
            staff_id=caller.staff_id if caller else None,
            device_id=caller.device_id if caller else None,
            action=action,
            object=audit.plain(what),
            office_id=office_id,
            old=audit.spelled(old),
            new=audit.spelled(new),
        )
    )


def record_reading(
    tx: Transaction,
    caller: Caller,
    action: str,
    what: str,
    *,
    office_id: int | None,
    found: int,
    once_in: timedelta | None = None,
) -> None:
    """Write that somebody was shown what is personal, and of how many people; one entry per answer.

    With `once_in`, one entry for what a page asks again and again: the first in that time.
    """
    if once_in is not None and audit_entries.told_since(
        tx, caller, action, what, office_id=office_id, since=tx.now - once_in
    ):
        return
    record(tx, caller, action, what, office_id=office_id, new={"found": found})


def _who(tx: Transaction, caller: Caller | None, by: str | None) -> tuple[str, str]:
    """The name and role of whoever does it: the account's, the device's, or that of nobody."""
    if caller is None:
        return by or "system", by or "system"
    query = select(staff.c.username).where(staff.c.id == caller.staff_id)
    if caller.staff_id is None:
        query = select(device.c.name).where(device.c.id == caller.device_id)
    name = tx.connection.execute(query).scalar()
    return audit.plain(name or caller.credential), caller.role.value
