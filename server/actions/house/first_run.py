"""The first run: a server without accounts is taken over by whoever can read its terminal, once."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import delete, func, insert, select

from server.actions.house import accounts, auditing, signing_in
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import AlreadySetUp, WrongCode
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import first_run, office, staff

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without look-alikes."""
_LENGTH = 10
"""31¹⁰ codes are 49.5 bits; and wrong ones are throttled."""
THROTTLED_AS = "(first run)"
"""No account can have this name."""


def is_needed(tx: Transaction) -> bool:
    """Whether there is no account yet, and so nobody who could sign in; there may be an office."""
    return _accounts(tx) == 0


def has_office(tx: Transaction) -> bool:
    """Whether an office was imported before there was anybody to administer it."""
    return tx.connection.execute(select(office.c.id).limit(1)).first() is not None


def is_open(tx: Transaction) -> bool:
    """Whether the first administrator may still be made."""
    waiting = tx.connection.execute(select(first_run.c.id)).first() is not None
    return waiting and is_needed(tx)


def new_code(tx: Transaction) -> str:
    """The code for whoever reads the terminal, told once; an earlier one ends. Only its hash is kept."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    tx.connection.execute(delete(first_run))
    tx.connection.execute(insert(first_run).values(id=1, code_hash=_hashed(code), made_at=tx.now))
    return f"{code[:5]}-{code[5:]}"


def make_administrator(tx: Transaction, code: str, wish: AccountSetUp) -> TicketRow:
    """The first account, an administrator's; the code dies with that. Of two who come at the same time with
    the right code, one gets it.

    Raises `AlreadySetUp`, `WrongCode`, `PasswordRefused`.
    """
    if not is_open(tx):
        raise AlreadySetUp()
    if wish.password is None or wish.role != "admin":
        raise AssertionError("the first account is an administrator's, with a password")
    right = tx.connection.execute(select(first_run.c.code_hash)).scalar_one()
    if not secrets.compare_digest(right, _hashed(code)):
        raise WrongCode()
    signing_in.must_be_good(wish.password, role=wish.role, about=[wish.username, wish.name])
    if tx.connection.execute(delete(first_run).where(first_run.c.code_hash == right)).rowcount != 1:
        raise AlreadySetUp()
    accounts.create(tx, None, wish, chosen_by_them=True)
    what = f"account {wish.username}"
    auditing.record(tx, None, "account.created", what, new={"role": wish.role}, by="first run")
    row = signing_in.account(tx, wish.username)
    if row is None:
        raise AssertionError("the account was made just now")
    return row


def _accounts(tx: Transaction) -> int:
    count: int = tx.connection.execute(select(func.count()).select_from(staff)).scalar_one()
    return count


def _hashed(code: str) -> str:
    """However it was typed: with small letters, spaces or a dash."""
    kept = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()
