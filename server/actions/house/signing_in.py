"""Signing in: staff show a name and a password, and get a session that ends by itself."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, insert, select, update

from server.contract import messages
from server.domain.errors import TooManyTries, UnknownStaff
from server.domain.people import Caller, Role
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import office, sign_in_failure, staff, staff_session

IDLE = timedelta(hours=4)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""How exactly idleness is measured: a write per minute, not per request."""
THROTTLE_WINDOW = timedelta(minutes=10)
MOST_FAILURES = {"username": 8, "address": 40}

# OWASP's second choice for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no such account, so that the time of an answer does not tell.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def hashed_password(password: str) -> str:
    """An Argon2id hash."""
    return _HASHER.hash(password)


def must_not_be_throttled(tx: Transaction, username: str, address: str) -> None:
    """Raises `TooManyTries` when this account or address failed too often of late."""
    since = tx.now - THROTTLE_WINDOW
    for column, value in ((sign_in_failure.c.username, username), (sign_in_failure.c.address, address)):
        query = select(func.count()).where(column == value, sign_in_failure.c.at > since)
        if tx.connection.execute(query).scalar_one() >= MOST_FAILURES[column.name]:
            raise TooManyTries(retry_after_s=THROTTLE_WINDOW.total_seconds())


def right_account(tx: Transaction, said: messages.SignIn) -> TicketRow | None:
    """The active account whose password this is, or None; takes the same time either way."""
    row = tx.connection.execute(
        select(staff, office.c.code.label("office_code"))
        .outerjoin(office, office.c.id == staff.c.office_id)
        .where(staff.c.username == said.username, staff.c.active)
    ).first()
    try:
        _HASHER.verify(row.password_hash if row is not None and row.password_hash else _NOBODY, said.password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return row


def remember_failure(tx: Transaction, username: str, address: str) -> None:
    """A failed sign-in counts against the account and the address."""
    tx.connection.execute(delete(sign_in_failure).where(sign_in_failure.c.at < tx.now - THROTTLE_WINDOW))
    tx.connection.execute(
        insert(sign_in_failure).values(username=username[:80], address=address[:60], at=tx.now)
    )


def begin_session(tx: Transaction, staff_id: int) -> str:
    """A new session; its id is told once and only a hash is kept."""
    session_id = secrets.token_urlsafe(32)
    row = {"id": _hashed(session_id), "staff_id": staff_id, "began_at": tx.now, "seen_at": tx.now}
    tx.connection.execute(insert(staff_session).values(**row))
    return session_id


def end_session(tx: Transaction, session_id: str) -> None:
    """Sign out."""
    tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.id == _hashed(session_id), staff_session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def signed_in(tx: Transaction, session_id: str) -> TicketRow | None:
    """The account behind a session that has neither ended nor idled out, with `seen_at`; else None."""
    return tx.connection.execute(
        select(staff, staff_session.c.seen_at, office.c.code.label("office_code"))
        .join(staff_session, staff_session.c.staff_id == staff.c.id)
        .outerjoin(office, office.c.id == staff.c.office_id)
        .where(staff_session.c.id == _hashed(session_id), staff_session.c.ended_at.is_(None), staff.c.active)
        .where(staff_session.c.seen_at > tx.now - IDLE, staff_session.c.began_at > tx.now - ABSOLUTE)
    ).first()


def seen(tx: Transaction, session_id: str) -> None:
    """The session was used: it idles from now."""
    tx.connection.execute(
        update(staff_session).where(staff_session.c.id == _hashed(session_id)).values(seen_at=tx.now)
    )


def caller_of(row: TicketRow) -> Caller:
    """A signed-in member of staff as a caller."""
    return Caller(
        role=Role(row.role),
        office_id=row.office_id,
        credential=f"staff:{row.id}",
        counter=None,
        staff_id=row.id,
    )


def set_password(tx: Transaction, username: str, password: str) -> None:
    """A new password; every session of the account ends. Raises `UnknownStaff`."""
    changed = tx.connection.execute(
        update(staff).where(staff.c.username == username).values(password_hash=hashed_password(password))
    )
    if changed.rowcount == 0:
        raise UnknownStaff(username=username)
    mine = select(staff.c.id).where(staff.c.username == username).scalar_subquery()
    tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.staff_id == mine, staff_session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def create_account(
    tx: Transaction, *, username: str, name: str, role: str, office_id: int | None, password: str | None
) -> None:
    """A new account; without a password nobody can sign in to it yet."""
    values = {"username": username, "name": name, "role": role, "office_id": office_id, "active": True}
    tx.connection.execute(
        insert(staff).values(**values, password_hash=None if password is None else hashed_password(password))
    )


def _hashed(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
