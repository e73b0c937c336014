"""A door: one route with who may call it, what it takes and answers, and the action behind it.

The same table guards the routes, parses and answers, makes the OpenAPI document, and is read by a
test, so that no route is open by oversight.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, g, request
from pydantic import BaseModel, ValidationError

from server.actions.once import Answered, Once, once
from server.contract.messages import Answer, Request
from server.domain.errors import Refusal
from server.domain.people import Caller, Permission, Role, holders
from server.reports.files import File
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.refusals import BadRequest, invalid

JSON = "application/json"
_KEY_SHAPE = re.compile(r"[\x21-\x7e]{1,200}")


class Key(StrEnum):
    """What a route does with an Idempotency-Key."""

    REQUIRED = "required"
    HONOURED = "honoured"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as an action hears it: who asks, the parts of the path, the parsed body and query."""

    caller: Caller | None
    path: dict[str, Any]
    body: Any
    query: Any = None

    @property
    def known(self) -> Caller:
        """The caller of a guarded route."""
        if self.caller is None:
            raise AssertionError("a guarded route let a stranger in")
        return self.caller


@dataclass(frozen=True, slots=True)
class Again:
    """An answer to something that had been done before: 200 where the first time was 201."""

    answer: Answer


Act = Callable[[Transaction, Ask], Answer | Again]
Draw = Callable[[Any, Ask, datetime], File]
"""Draws an answer as a file, at a moment; called outside of the transaction."""


@dataclass(frozen=True)
class Door:
    """One route. `permission` None: anyone. `writes` False: a read, in a read-only transaction."""

    method: str
    rule: str
    act: Act
    summary: str
    answer: type[Answer]
    permission: Permission | None = None
    welcome: bool = False
    """Open to anyone, but whoever shows who they are is known, and may see more."""
    scope: str | None = None
    """What a limited key needs here; see `server.domain.people.SCOPES`."""
    body: type[Request] | None = None
    query: type[Request] | None = None
    status: int = 200
    before: Callable[[Database], None] | None = None
    """What is done before a read, in transactions of its own, so that the read finds everything."""
    again: bool = False
    """Whether it may also answer 200, to something that had been done before."""
    key: Key = Key.NONE
    writes: bool = True
    refusals: tuple[type[Refusal], ...] = ()
    draw: Draw | None = None
    """What makes a file of the answer; without it the answer is JSON."""
    media_type: str = JSON
    name: str = ""
    """What the door is called where its action has several."""

    @property
    def who(self) -> frozenset[Role] | None:
        """The roles that may pass; None: anyone."""
        return None if self.permission is None else holders(self.permission)

    @property
    def operation(self) -> str:
        """What the door is called in the API document."""
        return self.name or self.act.__name__


@dataclass
class Doors:
    """The doors of one blueprint."""

    name: str
    doors: list[Door] = field(default_factory=list)

    def add(self, method: str, rule: str, *, answer: type[Answer], **about: Any) -> Callable[[Act], Act]:
        """Register the decorated action; its docstring is the summary."""

        def register(act: Act) -> Act:
            summary = (act.__doc__ or act.__name__).strip()
            self.doors.append(Door(method, rule, act, summary, answer, **about))
            return act

        return register

    def blueprint(self, database: Database) -> Blueprint:
        """The routes, ready to be mounted."""
        blueprint = Blueprint(self.name, __name__, url_prefix="/api/v1")
        for door in self.doors:
            view = _view(door, database)
            blueprint.add_url_rule(door.rule, door.operation, view, methods=[door.method])
        return blueprint


def _view(door: Door, database: Database) -> Callable[..., Response]:
    def view(**path: Any) -> Response:
        caller: Caller | None = g.caller  # who passed the guard
        ask = Ask(caller, path, _parsed(door.body), _asked(door.query))
        if not door.writes:
            if door.before is not None:
                door.before(database)
            if door.draw is not None:
                return _drawn(door.draw, door, ask, database=database)
            with database.read() as tx:
                return _respond(_act(door, ask)(tx))
        key = _once(door, caller, ask)
        return _respond(database.write(lambda tx: once(tx, key, _act(door, ask))))

    return view


def _parsed(body: type[Request] | None) -> BaseModel | None:
    if body is None:
        return None
    if request.mimetype != JSON:
        raise BadRequest(415, "unsupported_media_type", f"Send {JSON}.")
    try:
        return body.model_validate_json(request.get_data() or b"{}", strict=True)
    except ValidationError as error:
        raise invalid(error) from error


def _asked(query: type[Request] | None) -> BaseModel | None:
    """What the query string says; a name that comes twice or that nobody knows is refused."""
    if query is None:
        return None
    said = {name: values if len(values) > 1 else values[0] for name, values in request.args.lists()}
    try:
        return query.model_validate(said)
    except ValidationError as error:
        raise invalid(error) from error


def _once(door: Door, caller: Caller | None, ask: Ask) -> Once | None:
    key = request.headers.get("Idempotency-Key")
    if door.key is Key.NONE or (key is None and door.key is Key.HONOURED):
        return None
    if key is None:
        raise BadRequest(
            400, "idempotency_key_required", "Send an Idempotency-Key, and the same one when you repeat."
        )
    if not _KEY_SHAPE.fullmatch(key):
        raise BadRequest(400, "idempotency_key_invalid", "A key is 1 to 200 visible ASCII characters.")
    said = ask.body.model_dump_json(by_alias=True) if ask.body is not None else ""
    who = caller.credential if caller else "anyone"
    # Quoted, because a path may hold what no database column takes.
    path = quote(request.path)
    return Once(f"{who} {path}"[:120], key, _keyed_hash(f"{path} {said}"))


def _keyed_hash(said: str) -> str:
    """Of what may hold a citizen's ID: a plain hash of twelve digits is reversed in a second."""
    secret = f"request {current_app.config['SECRET_KEY']}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()


def _act(door: Door, ask: Ask) -> Callable[[Transaction], Answered]:
    def act(tx: Transaction) -> Answered:
        said = door.act(tx, ask)
        answer, status = (said.answer, 200) if isinstance(said, Again) else (said, door.status)
        return Answered(status, answer.model_dump_json(by_alias=True))

    return act


def _respond(answered: Answered) -> Response:
    return Response(answered.body, answered.status, mimetype=JSON)


def _drawn(draw: Draw, door: Door, ask: Ask, *, database: Database) -> Response:
    """The answer as a file; nobody waits for the database while it is drawn."""
    with database.read() as tx:
        said = door.act(tx, ask)
    return as_file(draw(said, ask, database.clock.now()))


def as_file(file: File) -> Response:
    """A file to be kept by whoever asked, and on the way by nobody unless it is for everybody."""
    answer = Response(file.content, mimetype=None, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer.headers["Cache-Control"] = f"public, max-age={file.kept_s}" if file.kept_s else "no-store"
    return answer


def mount(app: Flask, groups: list[Doors], database: Database) -> None:
    """Open every door of every group."""
    for group in groups:
        app.register_blueprint(group.blueprint(database))
