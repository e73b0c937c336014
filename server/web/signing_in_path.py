"""The one way in for staff: a password, then a second factor where the account has one, then a session."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from flask import request, session

from server.actions.house import second_factor, signing_in, throttling
from server.contract import messages
from server.domain.account_errors import TotpRequired, WrongCode
from server.domain.errors import WrongCredentials
from server.storage.database import Database
from server.storage.queries import TicketRow
from server.web.identity import SESSION
from server.web.sign_in_rules import rules

_HALF = "half_signed_in"
_HALF_LASTS_S = 300


def begin_session(database: Database, said: messages.SignIn) -> TicketRow:
    """Whose name and password these are; the answer to this request will set their session cookie.

    Raises `TooManyTries`, `WrongCredentials`, `WrongCode`, and `TotpRequired` when the password was right
    and a code is missing: `begin_by_code` then takes it alone, from the same browser, for five minutes.
    """
    noted = _note(database, said.username)
    with database.read() as tx:
        row = signing_in.account(tx, said.username)
    if not signing_in.is_right(row, said.password) or row is None:
        raise WrongCredentials()
    if row.totp_since is not None and not said.totp:
        database.write(lambda tx: throttling.withdraw(tx, noted))
        _remember_half(row)
        raise TotpRequired()
    return _begin(database, row, code=said.totp, password=said.password)


def begin_by_code(database: Database, code: str) -> TicketRow:
    """The second step of whoever showed a right password before. Raises `WrongCredentials` when nobody did,
    or long ago; `TooManyTries`, `WrongCode`."""
    row = half_signed_in(database)
    if row is None:
        raise WrongCredentials()
    _note(database, row.username)
    return _begin(database, row, code=code)


def half_signed_in(database: Database) -> TicketRow | None:
    """Who has shown a right password in this browser and still owes a code."""
    half: Any = session.get(_HALF)
    if not isinstance(half, dict) or time.time() - half.get("at", 0) > _HALF_LASTS_S:
        return None
    with database.read() as tx:
        row = signing_in.account_by_id(tx, half["id"])
    return row if row is not None and row.totp_since is not None and half["of"] == _stamp(row) else None


def begin_elsewhere(database: Database, row: TicketRow) -> None:
    """Begin the session of somebody who showed who they are at the province's single sign-on."""
    _open(database, row, way="oidc")


def begin_session_of(database: Database, row: TicketRow) -> None:
    """Begin the session of somebody who has chosen their password just now."""
    _open(database, row, way="password")


def renew_session(database: Database, row: TicketRow) -> None:
    """Another session in the place of this one, after what its owner may do or must show has changed."""
    old = session.get(SESSION)
    if isinstance(old, str):
        database.write(lambda tx: signing_in.end_session(tx, old))
    _open(database, row, way=row.way)


def _note(database: Database, username: str) -> int:
    address = request.remote_addr or ""
    return database.write(lambda tx: throttling.note_try(tx, username, address))


def _begin(database: Database, row: TicketRow, *, code: str, password: str | None = None) -> TicketRow:
    if row.totp_since is not None and not database.write(
        lambda tx: second_factor.is_right(tx, rules().seal, row, code)
    ):
        raise WrongCode()
    _open(database, row, way="password", password=password)
    return row


def _open(database: Database, row: TicketRow, *, way: str, password: str | None = None) -> None:
    """A new session never inherits what somebody planted before."""
    agent = request.headers.get("User-Agent", "")
    origin = signing_in.Origin(request.remote_addr or "", agent, way)
    lasting = rules().lasting

    def begin(tx: Any) -> str:
        throttling.forgive(tx, row.username)
        if password is not None:
            signing_in.keep_up(tx, row, password)
        return signing_in.begin_session(tx, row.id, lasting=lasting, origin=origin)

    begun = database.write(begin)
    session.clear()
    session[SESSION] = begun


def _remember_half(row: TicketRow) -> None:
    session.clear()
    session[_HALF] = {"id": row.id, "at": int(time.time()), "of": _stamp(row)}


def _stamp(row: TicketRow) -> str:
    """Another password, or another second factor, ends what was half done with the old one."""
    return hashlib.sha256(f"{row.password_hash} {row.totp_secret}".encode()).hexdigest()[:16]
