"""Letters to those who look after an office: warnings and reports, about the office and no citizen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from server.domain.office import Office
from server.domain.outgoing import Outlet
from server.storage import outboxes
from server.storage.happenings import Transaction
from server.storage.tables import staff_letter

KIND = "staff"
"""Of every such letter in the outbox."""


def put_in(
    tx: Transaction,
    office: Office,
    emails: Sequence[str],
    *,
    subject: str,
    text: str,
    report: Mapping[str, Any] | None = None,
) -> int | None:
    """Let one letter wait for each of these addresses; its id, None where nobody can be written to.

    `report` says which report goes along: it is made when the letter goes out, not now. Whoever calls
    sees to it that the same thing is told once.
    """
    if not emails or Outlet.EMAIL not in tx.outlets:
        return None
    letter = {"office_id": office.id, "language": "vi", "subject": subject, "text": text, "made_at": tx.now}
    written = insert(staff_letter).values(**letter, report=dict(report) if report else None)
    letter_id: int = tx.connection.execute(written.returning(staff_letter.c.id)).scalar_one()
    for address in emails:
        outboxes.put_in(
            tx,
            {
                "office_id": office.id,
                "message_id": str(uuid.uuid4()),
                "channel": Outlet.EMAIL.value,
                "kind": KIND,
                "staff_letter_id": letter_id,
                "recipient": address,
                "due_at": tx.now,
            },
        )
    return letter_id
