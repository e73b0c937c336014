"""Throttling: who guesses names, passwords and codes has to wait ever longer, whichever process is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select

from server.actions.house import auditing
from server.domain.errors import TooManyTries
from server.domain.signing import ACCOUNT, ADDRESS, Patience
from server.storage.happenings import Transaction
from server.storage.tables import sign_in_failure, staff

_LONGEST = max(ACCOUNT.memory, ADDRESS.memory)
_ADDRESSES, _ACCOUNTS = 0x646E6861, 0x646E6875
"""PostgreSQL names locks by numbers; these families are ours."""


def note_try(tx: Transaction, username: str, address: str) -> int:
    """A try to sign in is noted as a failure before it is looked at, so that a hundred tries at once
    count as a hundred; its id. Raises `TooManyTries` when account or address has to rest."""
    name, place = username[:80], address[:60]
    _one_at_a_time(tx, name, place)
    tx.connection.execute(delete(sign_in_failure).where(sign_in_failure.c.at < tx.now - _LONGEST))
    rests = [
        _rest_s(tx, sign_in_failure.c.username == name, ACCOUNT),
        _rest_s(tx, sign_in_failure.c.address == place, ADDRESS),
    ]
    if max(rests) > 0:
        raise TooManyTries(retry_after_s=max(rests))
    _note_burst(tx, name)
    values = {"username": name, "address": place, "at": tx.now}
    noted: int = tx.connection.execute(
        insert(sign_in_failure).values(values).returning(sign_in_failure.c.id)
    ).scalar_one()
    return noted


def withdraw(tx: Transaction, noted: int) -> None:
    """The try was neither right nor wrong: a further step is needed."""
    tx.connection.execute(delete(sign_in_failure).where(sign_in_failure.c.id == noted))


def forgive(tx: Transaction, username: str) -> None:
    """Somebody has signed in: the account's failures are forgotten, the address's others are not."""
    tx.connection.execute(delete(sign_in_failure).where(sign_in_failure.c.username == username[:80]))


def _note_burst(tx: Transaction, username: str) -> None:
    """The audit is told when an account's free tries are used up, once. A name that is no account's is not
    written down: people type passwords there."""
    since = tx.now - ACCOUNT.memory
    failed = select(func.count()).where(sign_in_failure.c.username == username, sign_in_failure.c.at > since)
    if tx.connection.execute(failed).scalar_one() + 1 != ACCOUNT.free:
        return
    known = tx.connection.execute(select(staff.c.office_id).where(staff.c.username == username)).first()
    what = f"account {username}" if known else "an account that does not exist"
    tried = {"tries": ACCOUNT.free}
    office_id = known.office_id if known else None
    auditing.record(tx, None, "session.refused", what, office_id=office_id, new=tried, by="stranger")


def _rest_s(tx: Transaction, whose: ColumnElement[bool], patience: Patience) -> float:
    """Seconds until the next try is heard."""
    query = select(func.count(), func.max(sign_in_failure.c.at))
    since = tx.now - patience.memory
    count, last = tx.connection.execute(query.where(whose, sign_in_failure.c.at > since)).one()
    if last is None:
        return 0.0
    ends: datetime = last + patience.rest(count)
    return max(0.0, (ends - tx.now).total_seconds())


def _one_at_a_time(tx: Transaction, username: str, address: str) -> None:
    """Where several processes write at once, the tries of an account and of an address queue up; SQLite has
    one writer anyway. Addresses first, always: nobody waits in a circle."""
    if tx.connection.dialect.name != "postgresql":
        return
    for family, key in ((_ADDRESSES, address), (_ACCOUNTS, username)):
        tx.connection.execute(select(func.pg_advisory_xact_lock(family, func.hashtext(key))))
