"""Guards of sockets: the rows of `server.web.guards.SOCKET`, asked before every event as before a request.

A connection shows a token when it is made, and is asked for it again at each event: what was revoked does
nothing more. Cookies are not looked at, because an event cannot bring the CSRF token that belongs to them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import g, request
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import Namespace, SocketIO

from server.domain.errors import NotAllowed, Refusal
from server.domain.people import Caller
from server.storage.database import Unavailable
from server.web.guarding import By, Guard, Table, Unguarded, must_pass
from server.web.identity import Identity
from server.web.refusals import BadRequest

log = structlog.get_logger()

OF_THE_LINE = ("connect", "disconnect")
"""What the line itself tells. A client that sends events of these names is not heard."""
_KINDS = (By.NOTHING, By.WELCOME, By.CREDENTIAL)


class Guarded(Namespace):  # type: ignore[misc]  # flask-socketio has no types
    """A namespace whose handlers are entered past their rows alone, with `g.caller` as behind a route.

    An event is answered `{"error": code}` where a request were answered a problem with this code; a
    connection is refused with it. Raises `Unguarded` for a handler without a row and a row without a handler.
    """

    def __init__(self, namespace: str, table: Table, identity: Identity) -> None:
        super().__init__(namespace)
        self._identity = identity
        self._guards = _rows_of(self, table)
        self._tokens: dict[str, str] = {}
        self._lock = threading.Lock()
        for event, guard in self._guards.items():
            name = f"on_{event}"
            setattr(self, name, self._behind(guard, event, getattr(self, name)))

    def trigger_event(self, event: Any, sid: str, *said: Any) -> Any:
        """What comes over the line: nothing but the events of the table, and each with one thing at most."""
        if not self._is_heard(event, sid):
            return {"error": "unknown_event"}
        if event == "connect":
            return self._opened(sid, *said)
        if event == "disconnect":
            self._keep(sid, None)
        elif len(said) > 1:
            return {"error": "invalid"}
        return super().trigger_event(event, sid, *said)

    def end_revoked(self) -> None:
        """Disconnect whoever came with a token that no longer lets anybody in."""
        with self._lock:
            open_now = list(self._tokens.items())
        for sid, token in open_now:
            try:
                self._identity.device(token, shown=False)
            except BadRequest:
                self.disconnect(sid)

    def _is_heard(self, event: Any, sid: str) -> bool:
        if not isinstance(event, str) or event not in self._guards:
            return False
        stands: bool = self.server.manager.is_connected(sid, self.namespace)
        return not (stands and event in OF_THE_LINE)

    def _opened(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> Any:
        """The token with which a line is opened is that of all events which come by it."""
        token = auth.get("token") if isinstance(auth, dict) else None
        self._keep(sid, str(token) if token else None)
        try:
            return super().trigger_event("connect", sid, environ, auth)
        except Refused:
            self._keep(sid, None)
            raise

    def _keep(self, sid: str, token: str | None) -> None:
        with self._lock:
            if token is None:
                self._tokens.pop(sid, None)
            else:
                self._tokens[sid] = token

    def _behind(self, guard: Guard, event: str, handler: Callable[..., Any]) -> Callable[..., Any]:
        def enter(*said: Any) -> Any:
            try:
                self._let_in(guard, event, said[0] if said else None)
                return handler(*said)
            except (Refusal, BadRequest) as refusal:
                return _answer_no(event, refusal.code)
            except Unavailable:
                return _answer_no(event, "unavailable")

        return enter

    def _let_in(self, guard: Guard, event: str, said: Any) -> None:
        """Raises what a guard of a route raises. The office is the one that the event names."""
        g.guard = guard
        g.caller = who = self._found(guard, event)
        office = said.get("office") if isinstance(said, dict) else None
        try:
            must_pass(guard, who, self._identity, office=office if isinstance(office, str) else None)
        except NotAllowed:
            asked = f"{self.namespace} {event}"
            log.warning("turned_away", route=asked, caller=who.credential if who else "stranger")
            raise

    def _found(self, guard: Guard, event: str) -> Caller | None:
        """Who sent it, where the row looks at that; whoever sends too much is told to wait."""
        token = self._tokens.get(line())
        if guard.by is not By.NOTHING and token is not None:
            return self._identity.holder(token, shown=event == "connect")
        if guard.counted:
            self._identity.must_not_hurry()
        return None


def line() -> str:
    """The name of the connection by which the event at hand came."""
    name: str = request.sid  # type: ignore[attr-defined]  # flask-socketio adds it
    return name


def attach(socketio: SocketIO, table: Table, *namespaces: Guarded) -> None:
    """Listen to these. Raises `Unguarded` where a row belongs to none of them, or something else listens."""
    for namespace in namespaces:
        socketio.on_namespace(namespace)
    if set(table) != events(socketio):
        raise Unguarded(f"Only these events are guarded: {', '.join(sorted(table))}")


def events(socketio: SocketIO) -> set[str]:
    """Every event that is listened to, as `/namespace event`, whoever listens."""
    server = socketio.server
    alone = {f"{name} {event}" for name, handlers in server.handlers.items() for event in handlers}
    bare = [one for one in server.namespace_handlers.values() if not isinstance(one, Guarded)]
    guarded = [one for one in server.namespace_handlers.values() if isinstance(one, Guarded)]
    return (
        {f"unguarded {event}" for event in alone}
        | {f"unguarded {one.namespace} {event}" for one in bare for event in _handled(one)}
        | {f"{one.namespace} {event}" for one in guarded for event in _handled(one)}
    )


def _rows_of(namespace: Guarded, table: Table) -> Mapping[str, Guard]:
    """The guards of the events of a namespace."""
    start = f"{namespace.namespace} "
    rows = {name.removeprefix(start): guard for name, guard in table.items() if name.startswith(start)}
    if set(rows) != _handled(namespace):
        odd = ", ".join(sorted(set(rows) ^ _handled(namespace)))
        raise Unguarded(f"Say in server/web/guards.py who may send on {namespace.namespace}: {odd}")
    wrong = sorted(event for event, guard in rows.items() if guard.by not in _KINDS)
    if wrong:
        raise Unguarded(f"What a socket does not know how to ask for: {', '.join(wrong)}")
    return rows


def _handled(namespace: Namespace) -> set[str]:
    return {name.removeprefix("on_") for name in dir(namespace) if name.startswith("on_")}


def _answer_no(event: str, code: str) -> dict[str, str]:
    if event == "connect":
        raise Refused(code)
    return {"error": code}
