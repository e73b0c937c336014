"""Who is asking: a device by its token, a member of staff by the session cookie."""

from __future__ import annotations

import threading
import time
from typing import Any

import structlog
from flask import g, request, session
from flask_wtf.csrf import CSRFProtect

from server.actions.house import device_tokens, signing_in
from server.actions.house.sightings import Sightings
from server.domain.people import Caller, Role
from server.domain.signing import Way
from server.settings import Settings
from server.storage.database import Database
from server.storage.queries import TicketRow
from server.web.allowance import network_of
from server.web.refusals import BadRequest
from server.web.shared_allowance import counting
from server.web.sign_in_rules import rules

log = structlog.get_logger()

SESSION = "staff_session"
_TOKEN_FRESH_S = 2.0  # a revoked token ends well within the 5 s that are promised
_MOST_KEPT = 10_000
BURST_S = 10
"""Who has paused may ask so many seconds' worth at once: a page that opens asks for much."""


class Identity:
    """Finds the caller of a request. Tokens are remembered for two seconds: kiosks press often."""

    def __init__(self, database: Database, csrf: CSRFProtect, settings: Settings) -> None:
        self._database = database
        self.sightings = Sightings(database)
        made = counting(settings.redis)
        self._of_partners = made("partners", per_second=settings.integration_rate)
        self._of_others = made("others", per_second=settings.request_rate, burst_s=BURST_S)
        self._csrf = csrf
        self._kept: dict[str, tuple[float, Caller]] = {}
        self._offices: dict[str, int] = {}
        self._lock = threading.Lock()

    def caller(self, *, changes: bool) -> Caller | None:
        """The caller, or None for a stranger. Raises `BadRequest` 401 for a wrong token and 429 for whoever
        asks too often, and `CSRFError` for a change by cookie without its CSRF token."""
        token = bearer_token(request.headers.get("Authorization", ""))
        return self.member(changes=changes)[0] if token is None else self.holder(token)

    def holder(self, token: str, *, shown: bool = True) -> Caller:
        """As `device`. Raises `BadRequest` 401 for a wrong one, and 429 for who asks too often."""
        try:
            caller = self.device(token, shown=shown)
        except BadRequest:
            self.must_not_hurry()
            raise
        self.must_not_hurry(caller)
        return caller

    def member(self, *, changes: bool) -> tuple[Caller | None, TicketRow | None]:
        """The member of staff of the session, whatever token stands beside it, with the row of the account;
        None for a stranger. Raises `CSRFError` for a change without the session's CSRF token."""
        row = self.staff()
        if row is None:
            self.must_not_hurry()
            return None, None
        caller = signing_in.caller_of(row)
        self.must_not_hurry(caller)
        must_not_be_held_back(row)
        if changes:
            self._csrf.protect()
        return caller, row

    def must_not_hurry(self, caller: Caller | None = None) -> None:
        """Raises `BadRequest` 429 when this caller, or without one this address, asks too often."""
        if caller is not None and caller.role is Role.INTEGRATION:
            wait_s = self._of_partners.take(caller.credential)
        else:
            key = caller.credential if caller else network_of(request.remote_addr or "")
            wait_s = self._of_others.take(key)
        if wait_s:
            raise BadRequest(
                429, "too_many_requests", "You ask too often; wait.", retry_after_s=round(wait_s, 3)
            )

    def device(self, token: str, *, shown: bool = True) -> Caller:
        """The holder of a token; raises `BadRequest` 401.

        `shown`: it came just now. A line shows its token when it is opened, and not at what comes later: its
        own machine may have renewed it meanwhile, so nobody is told that an old one came back.
        """
        caller = self._known(token)
        if caller is None:
            holder = self._holder(token)
            if holder is None:
                raise BadRequest(401, "wrong_token", "This token is unknown or was revoked.")
            if holder.replayed:
                if shown:
                    self._tell_of_replay(holder.caller)
                raise BadRequest(401, "token_replaced", "This token was replaced by a newer one.")
            caller = self._let_in(token, holder)
        self.sightings.note(caller.device_id)
        return caller

    def _known(self, token: str) -> Caller | None:
        kept = self._kept.get(token)
        return kept[1] if kept is not None and time.monotonic() - kept[0] < _TOKEN_FRESH_S else None

    def _holder(self, token: str) -> device_tokens.Holder | None:
        with self._database.read() as tx:
            return device_tokens.holder_of(tx, token)

    def _tell_of_replay(self, caller: Caller) -> None:
        if self._database.write(lambda tx: device_tokens.note_replay(tx, caller)):
            log.warning("old_token_shown", device=caller.device_id)

    def _let_in(self, token: str, holder: device_tokens.Holder) -> Caller:
        """Remember who comes; what a token that is used for the first time replaces ends at once."""
        caller = holder.caller
        if holder.fresh:
            self._database.write(lambda tx: device_tokens.begin_use(tx, token))
        with self._lock:
            if holder.fresh:
                others = self._kept.items()
                self._kept = {t: kept for t, kept in others if kept[1].device_id != caller.device_id}
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[token] = (time.monotonic(), caller)
        return caller

    def office_id(self, code: str) -> int | None:
        """Which office has this code. Codes and numbers stay together for ever, so they are remembered."""
        if code not in self._offices:
            with self._database.read() as tx:
                self._offices = {office.code: office.id for office in tx.offices.all(tx.connection)}
        return self._offices.get(code)

    def staff(self) -> TicketRow | None:
        """The account of the session cookie, if the session still lives; using it keeps it alive."""
        session_id: Any = session.get(SESSION)
        if not isinstance(session_id, str):
            return None
        with self._database.read() as tx:
            row = signing_in.signed_in(tx, session_id)
            if row is not None and rules().owes_code(row, Way(row.way)):
                return None  # it began before the second factor or the rule that asks for it
            stale = row is not None and tx.now - row.seen_at > signing_in.SEEN_EVERY
        if stale:
            self._database.write(lambda tx: signing_in.seen(tx, session_id))
        return row


def must_not_be_held_back(row: TicketRow) -> None:
    """Raises the refusal that says what somebody has to do before anything else; the page where they do it,
    and signing out, are open all the same."""
    leaving = g.guard.permission is None and g.guard.writes
    refusal = rules().held_back(row)
    if refusal is not None and not leaving and request.blueprint != "account":
        raise refusal


def bearer_token(header: str) -> str | None:
    """The token of an Authorization header, None when there is none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
