"""What was changed of the set-up of an office: every change kept, and read back newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select

from server.contract.setup_file import SetUp
from server.domain.revisions import How, Origin, digest
from server.setup_file.comparing import Change, FieldChange
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import setup_revision, staff


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of an office's set-up; `number` counts from 1 in each office."""

    number: int
    at: datetime
    who: str | None
    """The name of whoever changed it, None for the command line."""
    how: How
    undoes: int | None
    changes: tuple[Change, ...]


def keep(
    tx: Transaction,
    office_id: int,
    origin: Origin,
    *,
    changes: Sequence[Change],
    before: SetUp | None,
    after: SetUp | None,
) -> int:
    """Keep a change in the transaction that makes it; its number. No password is kept.

    The transaction holds the row of the office, so that numbers have neither holes nor doubles.
    """
    newest = select(func.max(setup_revision.c.number)).where(setup_revision.c.office_id == office_id)
    number = (tx.connection.execute(newest).scalar() or 0) + 1
    values = {
        "office_id": office_id,
        "number": number,
        "at": tx.now,
        "staff_id": origin.caller.staff_id if origin.caller else None,
        "how": origin.how.value,
        "undoes": origin.undoes,
        "changes": [asdict(change) for change in changes],
        "before": _document(before),
        "document": _document(after),
    }
    tx.connection.execute(insert(setup_revision).values(values))
    return number


@dataclass(frozen=True, slots=True)
class Digests:
    """What the audit holds of a change, so that the history cannot be rewritten unseen: SHA-256 of the
    set-up before (None: the office was new), of the set-up after, and of the differences that are shown."""

    before_sha256: str | None
    after_sha256: str
    changes_sha256: str


def digests(tx: Transaction, office_id: int, *, number: int | None = None) -> dict[int, Digests]:
    """Those of the changes of an office by their number, or of one of them, as they stand in the database."""
    columns = setup_revision.c
    query = select(columns.number, columns.before, columns.document, columns.changes)
    query = query.where(columns.office_id == office_id)
    if number is not None:
        query = query.where(columns.number == number)
    return {
        row.number: Digests(
            None if row.before is None else digest(row.before), digest(row.document), digest(row.changes)
        )
        for row in tx.connection.execute(query, execution_options={"yield_per": 100})
    }


def _document(setup: SetUp | None) -> dict[str, Any] | None:
    if setup is None:
        return None
    return setup.model_dump(mode="json", exclude={"staff": {"__all__": {"password"}}})


def newest_first(tx: Transaction, office_id: int, *, below: int | None = None, most: int) -> list[Revision]:
    """The changes of an office, the newest first; with `below`, those with a smaller number."""
    query = _of(office_id).order_by(setup_revision.c.number.desc()).limit(most)
    if below is not None:
        query = query.where(setup_revision.c.number < below)
    return [_revision(row) for row in tx.connection.execute(query)]


def last(tx: Transaction, office_id: int) -> Revision | None:
    """The last change of an office, None where nothing was ever changed."""
    return next(iter(newest_first(tx, office_id, most=1)), None)


def documents(tx: Transaction, office_id: int, number: int) -> tuple[SetUp | None, SetUp] | None:
    """The set-up before and after a change; None where there is no such change. An office that the
    change made new has none before."""
    columns = select(setup_revision.c.before, setup_revision.c.document)
    wanted = columns.where(setup_revision.c.office_id == office_id, setup_revision.c.number == number)
    row = tx.connection.execute(wanted).first()
    if row is None:
        return None
    return SetUp.model_validate(row.before) if row.before else None, SetUp.model_validate(row.document)


def _of(office_id: int) -> Select[Any]:
    columns = [column for column in setup_revision.c if column.name not in ("before", "document")]
    joined = select(*columns, staff.c.name).outerjoin(staff, staff.c.id == setup_revision.c.staff_id)
    return joined.where(setup_revision.c.office_id == office_id)


def _revision(row: TicketRow) -> Revision:
    return Revision(
        number=row.number,
        at=row.at,
        who=row.name,
        how=How(row.how),
        undoes=row.undoes,
        changes=tuple(_change(change) for change in row.changes),
    )


def _change(kept: dict[str, Any]) -> Change:
    return Change(**{**kept, "fields": tuple(FieldChange(**field) for field in kept["fields"])})
