"""Guards: who may call a route. They stand in one table, and are asked before anything else happens.
Events of sockets have their rows there, too, and `server.web.socket_guarding` asks these.

The table is `server.web.guards`: a row for every page and form, and the doors of the API by what they
say of themselves. A route without a row does not let the server start. To add a page: add its row there.
A page behind a `session` guard asks `guarding.account()` or `guarding.member()` who has come; a page of
administration enters by its frame, which does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from server.domain.people import Caller, Permission
from server.storage.queries import TicketRow
from server.web.identity import Identity
from server.web.refusals import BadRequest, SignInNeeded
from server.web.security_headers import add_headers

log = structlog.get_logger()

SMALL = 64 * 1024
"""Bytes that a form or message may have."""
WHOLE = 2_000_000
"""Bytes of a form or file of a whole set-up: many times what the largest office needs."""


class By(StrEnum):
    """What a route asks of whoever comes."""

    NOTHING = "nothing"
    LINK = "link"
    """The path holds something that nobody guesses, which is the credential."""
    PASSWORD = "password"  # noqa: S105 - the name of a way to come in
    """The body says who comes; it has to come from a page of ours."""
    SESSION = "session"
    """The cookie of a member of staff who signed in."""
    CREDENTIAL = "credential"
    """The token of a device or partner, or such a cookie."""
    WELCOME = "welcome"
    """Nothing; but whoever shows a token or cookie is known."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked before a route is entered, and why, where it is not told by a permission."""

    by: By
    permission: Permission | None = None
    why: str = ""
    scope: str | None = None
    writes: bool = False
    """Whether it changes something: a cookie alone does not do, the CSRF token belongs to it."""
    most_bytes: int = SMALL
    counted: bool = True
    """Whether it is counted how often one asks."""


def anyone(why: str, *, counted: bool = True) -> Guard:
    """Open: it shows only what the hall shows, or files; or there is another reason. Files of pages are not
    counted: a page asks for many at once, and they cost little."""
    return Guard(By.NOTHING, why=why, counted=counted)


def welcome(why: str) -> Guard:
    """Open to strangers; whoever shows a token or cookie is known, and a wrong one is refused."""
    return Guard(By.WELCOME, why=why)


def link(why: str) -> Guard:
    """For whoever has the unguessable link."""
    return Guard(By.LINK, why=why)


def signing_in(why: str) -> Guard:
    """A name and a password, sent from a page of ours: nobody is signed in by another site's page."""
    return Guard(By.PASSWORD, why=why)


def session(permission: Permission | None, why: str = "", *, most_bytes: int = SMALL) -> Guard:
    """For members of staff who are signed in and may do this; without a permission, for all of them."""
    return Guard(By.SESSION, permission, why, most_bytes=most_bytes)


Table = Mapping[str, Guard]
"""Guards by `METHOD /rule`."""


class Unguarded(Exception):
    """The server does not start with a route that nobody has said anything about."""


def attach(flask: Flask, table: Table, identity: Identity) -> None:
    """Ask the guards from now on. Raises `Unguarded` when a route is not in the table."""
    missing = sorted(routes(flask) - set(table))
    if missing:
        raise Unguarded(f"Add to the table in server/web/guards.py who may call: {', '.join(missing)}")

    def ask() -> None:
        guard = _guard_of(table)
        if guard is not None:
            _bound(guard, flask)
            g.guard = guard
            _let_in(guard, identity)

    def answer(response: Response) -> Response:
        _log_refusal(response)
        return add_headers(response, private=_is_private(_guard_of(table)), https=_is_https(flask))

    flask.before_request(ask)
    flask.after_request(answer)


def _bound(guard: Guard, flask: Flask) -> None:
    """How much may come: the usual, or what the route is known to need."""
    usual = flask.config["MAX_CONTENT_LENGTH"]
    most = guard.most_bytes if guard.most_bytes > SMALL else min(guard.most_bytes, usual)
    request.max_content_length = request.max_form_memory_size = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge()


def routes(flask: Flask) -> set[str]:
    """Every route, as `METHOD /rule`. HEAD is asked as GET is; OPTIONS tells only of methods."""
    return {
        f"{method} {rule.rule}"
        for rule in flask.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def caller() -> Caller | None:
    """Who passed the guard of this request; None: a stranger."""
    found: Caller | None = g.caller
    return found


def member() -> Caller:
    """The member of staff who passed a `session` guard."""
    found = caller()
    if found is None:
        raise AssertionError("this route is not behind a session")
    return found


def account() -> TicketRow:
    """The account of the member of staff who passed a `session` guard."""
    found: TicketRow | None = g.account
    if found is None:
        raise AssertionError("this route is not behind a session")
    return found


def _guard_of(table: Table) -> Guard | None:
    """None where no route was found: that is refused elsewhere."""
    if request.url_rule is None or request.method == "OPTIONS":
        return None
    method = "GET" if request.method == "HEAD" else request.method
    return table[f"{method} {request.url_rule.rule}"]


def _let_in(guard: Guard, identity: Identity) -> None:
    """Raises `SignInNeeded`, `BadRequest`, `NotAllowed`, `ScopeMissing`, `CSRFError`."""
    if guard.by is By.PASSWORD:
        _must_come_from_here()
    g.caller, g.account = _found(guard, identity)
    must_pass(guard, g.caller, identity, office=(request.view_args or {}).get("office"))


def must_pass(guard: Guard, who: Caller | None, identity: Identity, *, office: str | None) -> None:
    """Whether the row lets in whoever was found; `office` is the code of the one that is asked for. Raises
    `SignInNeeded`, `NotAllowed`, `ScopeMissing`. Nothing is parsed yet; actions look at offices again."""
    if who is None:
        if guard.by in (By.SESSION, By.CREDENTIAL):
            raise SignInNeeded()
        return
    if guard.permission is not None:
        who.must_be_allowed(guard.permission)
    if guard.by in (By.SESSION, By.CREDENTIAL) or guard.scope is not None:
        who.must_have(guard.scope)  # a limited key sees what strangers see
    if guard.by is By.CREDENTIAL and office is not None and who.office_id is not None:
        office_id = identity.office_id(office)
        if office_id is not None:  # that an office is unknown, actions say
            who.must_be_of(office_id)


def _log_refusal(answer: Response) -> None:
    """Who was told that they may not: somebody tries doors, or has lost a right and should be told so."""
    who: Caller | None = g.get("caller")
    if answer.status_code == HTTPStatus.FORBIDDEN and request.url_rule is not None:
        asked = f"{request.method} {request.url_rule.rule}"
        log.warning("turned_away", route=asked, caller=who.credential if who else "stranger")


def _found(guard: Guard, identity: Identity) -> tuple[Caller | None, Any]:
    """Who comes, where the guard looks at that; whoever asks too often is told to wait."""
    if guard.by is By.SESSION:
        return identity.member(changes=guard.writes)
    if guard.by in (By.CREDENTIAL, By.WELCOME):
        return identity.caller(changes=guard.writes), None
    if guard.counted:
        identity.must_not_hurry()
    return None, None


def _must_come_from_here() -> None:
    """A browser says from which site a form was sent: the cookie of a session that another site's page
    began would be somebody else's, and what is then typed would be theirs. Programs say nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    elsewhere = site not in (None, "same-origin", "none")
    if elsewhere or (site is None and origin is not None and urlsplit(origin).netloc != request.host):
        raise BadRequest(403, "csrf", "This was sent from a page of another site.")


def _is_private(guard: Guard | None) -> bool:
    """Whether nobody on the way may keep the answer."""
    return guard is not None and guard.by not in (By.NOTHING, By.WELCOME)


def _is_https(flask: Flask) -> bool:
    return bool(flask.config["SESSION_COOKIE_SECURE"])
