"""What everybody does with the own account: another password, and looking after the own sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update

from server.actions.house import accounts, auditing, signing_in
from server.domain.account_errors import PasswordRefused, WrongPassword
from server.domain.people import Caller
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import staff_session

HANDLE_LENGTH = 16
"""So much of a session's hash names it on a page; nobody gets a session by it."""


def change_password(tx: Transaction, caller: Caller, row: TicketRow, *, old: str, new: str) -> None:
    """Another password in the place of the old one; every session ends, this one too.

    Raises `WrongPassword`, `PasswordRefused`.
    """
    if not signing_in.is_right(row, old):
        raise WrongPassword()
    accounts.must_be_good(new, row, row.office_code)
    if signing_in.is_right(row, new):
        raise PasswordRefused(reason="same", least=0)
    signing_in.set_password(tx, row.username, new)
    _record(tx, caller, "account.password_changed", row)


def sessions(tx: Transaction, staff_id: int) -> Sequence[Row[Any]]:
    """The sessions that live, newest use first."""
    idle = [staff_session.c.ended_at.is_(None), staff_session.c.ends_at > tx.now]
    rows = tx.connection.execute(
        select(staff_session, func.substr(staff_session.c.id, 1, HANDLE_LENGTH).label("handle"))
        .where(staff_session.c.staff_id == staff_id, *idle)
        .order_by(staff_session.c.seen_at.desc(), staff_session.c.id)
    ).all()
    return [row for row in rows if (tx.now - row.seen_at).total_seconds() < row.idle_s]


def end_session(tx: Transaction, caller: Caller, row: TicketRow, *, handle: str) -> bool:
    """End one of the own sessions; False when there is none of that name."""
    ended = tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.staff_id == row.id, staff_session.c.ended_at.is_(None))
        .where(func.substr(staff_session.c.id, 1, HANDLE_LENGTH) == handle)
        .values(ended_at=tx.now)
    )
    if ended.rowcount:
        _record(tx, caller, "account.session_ended", row)
    return ended.rowcount > 0


def end_all(tx: Transaction, caller: Caller, row: TicketRow) -> None:
    """End every session, this one too."""
    tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.staff_id == row.id, staff_session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )
    _record(tx, caller, "account.signed_out_everywhere", row)


def _record(tx: Transaction, caller: Caller, action: str, row: TicketRow) -> None:
    auditing.record(tx, caller, action, f"account {row.username}", office_id=row.office_id)
