"""A letter to staff, as it was written when something happened; a report is made when it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select

from server.domain.outgoing import GIVEN_UP_AFTER
from server.domain.plain_text import one_line
from server.outward.channels import Attachment, Letter
from server.outward.facts import TOO_LATE, Pointless
from server.storage.happenings import Transaction
from server.storage.outboxes import OutboxRow
from server.storage.tables import staff_letter


class Attach(Protocol):
    """Makes the files of a report that a letter takes along."""

    def __call__(self, office: str, report: Mapping[str, Any]) -> tuple[Attachment, ...]:
        """Called outside of any transaction, at every try. Raises `Refused` for a report that cannot be
        made, `Busy` for one that cannot be made now."""
        ...


@dataclass(frozen=True, slots=True)
class StaffLetter:
    """A letter without the files it takes along, from when on it is no longer worth it, and which
    report of which office goes with it."""

    letter: Letter
    pointless_from: datetime
    office: str
    report: Mapping[str, Any] | None


def staff_letter_of(tx: Transaction, message: OutboxRow) -> StaffLetter:
    """What to send for this message; raises `Pointless`."""
    pointless_from = message.due_at + GIVEN_UP_AFTER
    if tx.now >= pointless_from:
        raise Pointless(TOO_LATE)
    row = tx.connection.execute(
        select(staff_letter).where(staff_letter.c.id == message.staff_letter_id)
    ).one()
    office = tx.offices.by_id(tx.connection, row.office_id)
    letter = Letter(
        message_id=message.message_id,
        to=message.recipient,
        to_name="",
        sender_name=one_line(office.names.get(row.language) or office.names.get("vi") or office.code),
        language=row.language,
        subject=row.subject,
        text=row.text,
        made_at=row.made_at,
    )
    return StaffLetter(letter, pointless_from, office.code, row.report)
