"""The one way in for staff: a password or a single sign-on, the second factor if it is wanted, a session."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from flask import request, session

from server.actions.house import second_factor, signing_in, throttling
from server.contract import messages
from server.domain.account_errors import TotpRequired, WrongCode
from server.domain.errors import WrongCredentials
from server.domain.signing import Way
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
        _remember_half(row, Way.PASSWORD)
        raise TotpRequired()
    return _begin(database, row, code=said.totp, password=said.password)


def begin_by_code(database: Database, code: str) -> TicketRow:
    """The second step of whoever showed a right password, or who they are elsewhere, before. Raises
    `WrongCredentials` when nobody did, or long ago; `TooManyTries`, `WrongCode`."""
    found = _half_signed_in(database)
    if found is None:
        raise WrongCredentials()
    row, way = found
    _note(database, row.username)
    return _begin(database, row, code=code, way=way)


def _half_signed_in(database: Database) -> tuple[TicketRow, Way] | None:
    """Who has shown in this browser who they are and still owes a code, and how they did."""
    half: Any = session.get(_HALF)
    if not isinstance(half, dict) or time.time() - half.get("at", 0) > _HALF_LASTS_S:
        return None
    with database.read() as tx:
        row = signing_in.account_by_id(tx, half["id"])
    if row is None or row.totp_since is None or half["of"] != _stamp(row):
        return None
    return row, Way(half.get("way", Way.PASSWORD))


def begin_elsewhere(database: Database, row: TicketRow, *, strong: bool) -> None:
    """Begin the session of somebody who showed who they are at the province's single sign-on; `strong`:
    with a second factor. Raises `TotpRequired` when ours is wanted all the same: as after a password,
    `begin_by_code` then takes it."""
    way = Way.ELSEWHERE_STRONG if strong else Way.ELSEWHERE
    if rules().owes_code(row, way):
        _remember_half(row, way)
        raise TotpRequired()
    _open(database, row, way=way)


def begin_session_of(database: Database, row: TicketRow) -> None:
    """Begin the session of somebody who has chosen their password just now."""
    _open(database, row, way=Way.PASSWORD)


def renew_session(database: Database, row: TicketRow) -> None:
    """Another session in the place of this one, after its owner has shown a code of the second factor."""
    old = session.get(SESSION)
    if isinstance(old, str):
        database.write(lambda tx: signing_in.end_session(tx, old))
    _open(database, row, way=Way(row.way).with_code())


def _note(database: Database, username: str) -> int:
    address = request.remote_addr or ""
    return database.write(lambda tx: throttling.note_try(tx, username, address))


def _begin(
    database: Database, row: TicketRow, *, code: str, password: str | None = None, way: Way = Way.PASSWORD
) -> TicketRow:
    if row.totp_since is not None and not database.write(
        lambda tx: second_factor.is_right(tx, rules().seal, row, code)
    ):
        raise WrongCode()
    _open(database, row, way=way.with_code(), password=password)
    return row


def _open(database: Database, row: TicketRow, *, way: Way, password: str | None = None) -> None:
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


def _remember_half(row: TicketRow, way: Way) -> None:
    session.clear()
    session[_HALF] = {"id": row.id, "at": int(time.time()), "of": _stamp(row), "way": way.value}


def _stamp(row: TicketRow) -> str:
    """Another password, or another second factor, ends what was half done with the old one."""
    return hashlib.sha256(f"{row.password_hash} {row.totp_secret}".encode()).hexdigest()[:16]
