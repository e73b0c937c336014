"""Signing in: staff show a name and a password, and get a session that ends by itself."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import insert, select, update

from server.actions.house import auditing
from server.contract import messages
from server.domain import passwords
from server.domain.account_errors import PasswordRefused
from server.domain.errors import UnknownStaff
from server.domain.people import Caller, Role
from server.domain.signing import Lasting, Way
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import office, staff, staff_session

SEEN_EVERY = timedelta(minutes=1)
"""How exactly idleness is measured: a write per minute, not per request."""

# OWASP's second choice for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Checked when there is no such account, so that the time of an answer does not tell.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def hashed_password(password: str) -> str:
    """An Argon2id hash."""
    return _HASHER.hash(password)


def must_be_good(password: str, *, role: str, about: Collection[str]) -> None:
    """Raises `PasswordRefused` unless a password of this role is long enough and not one that everybody
    tries first; `about` are names of the account and the office."""
    least = least_of(role)
    found = passwords.weakness(password, least=least, about=about)
    if found is not None:
        told = f"The password {passwords.spelled(found, least)}."
        raise PasswordRefused(told, reason=found.value, least=least)


def least_of(role: str) -> int:
    """How many characters a password of this role has at least."""
    return passwords.LEAST_OF_ADMINS if role == Role.ADMIN else passwords.LEAST


def account(tx: Transaction, username: str) -> TicketRow | None:
    """The active account of this name with the code of its office, None when there is none."""
    return tx.connection.execute(_ACCOUNTS.where(staff.c.username == username)).first()


def account_by_id(tx: Transaction, staff_id: int) -> TicketRow | None:
    """The active account of this id."""
    return tx.connection.execute(_ACCOUNTS.where(staff.c.id == staff_id)).first()


_ACCOUNTS = (
    select(staff, office.c.code.label("office_code"))
    .outerjoin(office, office.c.id == staff.c.office_id)
    .where(staff.c.active)
)


def is_right(row: TicketRow | None, password: str) -> bool:
    """Whether this is the account's password; takes the same time when there is no such account."""
    try:
        _HASHER.verify(row.password_hash if row is not None and row.password_hash else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return row is not None


def right_account(tx: Transaction, said: messages.SignIn) -> TicketRow | None:
    """The active account whose password this is, or None; takes the same time either way."""
    row = account(tx, said.username)
    return row if is_right(row, said.password) else None


def keep_up(tx: Transaction, row: TicketRow, password: str) -> None:
    """Hash a right password anew where it was hashed with weaker parameters than today's."""
    if _HASHER.check_needs_rehash(row.password_hash):
        values = {"password_hash": hashed_password(password)}
        unchanged = (staff.c.id == row.id) & (staff.c.password_hash == row.password_hash)
        tx.connection.execute(update(staff).where(unchanged).values(values))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a session comes from, as its owner is told; `way` is how they showed who they are."""

    address: str = ""
    agent: str = ""
    way: Way = Way.PASSWORD


def begin_session(
    tx: Transaction, staff_id: int, *, lasting: Lasting | None = None, origin: Origin | None = None
) -> str:
    """A new session; its id is told once and only a hash is kept."""
    session_id = secrets.token_urlsafe(32)
    lasts, source = lasting or Lasting(), origin or Origin()
    row = {
        "id": _hashed(session_id),
        "staff_id": staff_id,
        "began_at": tx.now,
        "seen_at": tx.now,
        "idle_s": int(lasts.idle.total_seconds()),
        "ends_at": tx.now + lasts.absolute,
        "address": source.address[:60],
        "agent": source.agent[:200],
        "way": source.way.value,
    }
    tx.connection.execute(insert(staff_session).values(**row))
    tx.connection.execute(update(staff).where(staff.c.id == staff_id).values(signed_in_at=tx.now))
    _note(tx, "session.begun", staff_id, way=source.way.value)
    return session_id


def end_session(tx: Transaction, session_id: str) -> None:
    """Sign out."""
    ended = tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.id == _hashed(session_id), staff_session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
        .returning(staff_session.c.staff_id)
    ).scalar()
    if ended is not None:
        _note(tx, "session.ended", ended)


def _note(tx: Transaction, action: str, staff_id: int, *, way: str | None = None) -> None:
    row = tx.connection.execute(select(staff).where(staff.c.id == staff_id)).one()
    told = None if way is None else {"way": way}
    what = f"account {row.username}"
    auditing.record(tx, caller_of(row), action, what, office_id=row.office_id, new=told)


def signed_in(tx: Transaction, session_id: str) -> TicketRow | None:
    """The account behind a session that has neither ended nor idled out, with `seen_at` and `way`; else
    None."""
    row = tx.connection.execute(
        select(
            staff,
            staff_session.c.seen_at,
            staff_session.c.idle_s,
            staff_session.c.way,
            office.c.code.label("office_code"),
        )
        .join(staff_session, staff_session.c.staff_id == staff.c.id)
        .outerjoin(office, office.c.id == staff.c.office_id)
        .where(staff_session.c.id == _hashed(session_id), staff_session.c.ended_at.is_(None), staff.c.active)
        .where(staff_session.c.ends_at > tx.now)
    ).first()
    if row is None or row.seen_at + timedelta(seconds=row.idle_s) <= tx.now:
        return None
    return row


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


def set_password(tx: Transaction, username: str, password: str, *, must_change: bool = False) -> None:
    """A new password; every session of the account ends. Raises `UnknownStaff`."""
    values = {"password_hash": hashed_password(password), "must_change_password": must_change}
    changed = tx.connection.execute(update(staff).where(staff.c.username == username).values(values))
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
