"""A request as a client keeps it: what it says, under which key, so that it can be repeated after a fault."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import uuid4

from server.actions import once as keys
from server.actions.hall import arriving
from server.actions.hall.places import Place
from server.actions.once import Answered, Once
from server.contract.messages import IssueTicket
from server.domain.people import Caller
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.counter_api import STEPS
from tests.faults import booked
from tests.support.servers import OFFICE

ISSUE, LEAVE = "tickets", "leave"
_STEPS = {name: (act, message) for name, act, message, _ in STEPS}


@dataclass(frozen=True)
class Asked:
    """One request: a press (`tickets`), a `leave` (its body names the link), a step at a counter, or
    one about a booking (see `tests.faults.booked`)."""

    route: str
    body: dict[str, Any]
    counter: int = 0
    key: str = field(default_factory=lambda: uuid4().hex)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        return cls(**json.loads(text))


def fair(asked: Asked, code: str) -> bool:
    """Whether a refusal only says that somebody else was first."""
    if asked.route in booked.ROUTES:
        return code in booked.FAIR[asked.route]
    return asked.route in (LEAVE, "resume") and code in ("impossible_step", "stale")


Callers = Mapping[int, Caller]
"""Who asks: the kiosk under 0, and the device of each counter under its number."""
Say = Callable[[str], None]
"""Acknowledges: the client has the answer from now on."""
Ask = Callable[[Database, Caller, Asked, Say], None]


def ask(database: Database, caller: Caller, asked: Asked, say: Say) -> None:
    """Do what the doors do: one transaction, one effect per key; then acknowledge."""
    say(database.write(lambda tx: answered(tx, caller, asked)).body)


def answered(tx: Transaction, caller: Caller, asked: Asked) -> Answered:
    """The answer of a request, in an open transaction."""
    return keys.once(tx, once_of(caller, asked), lambda tx: act(tx, caller, asked))


def once_of(caller: Caller, asked: Asked) -> Once | None:
    """The key of a request with its scope; a `leave` has none."""
    if asked.route == LEAVE:
        return None
    said = json.dumps(asked.body, sort_keys=True)
    scope = f"{caller.credential} {path_of(asked)}"
    if asked.route in booked.ROUTES:
        scope = booked.scope_of(caller, asked.route, asked.body)
    return Once(scope, asked.key, hashlib.sha256(said.encode()).hexdigest())


def path_of(asked: Asked) -> str:
    """The path of its door."""
    office = f"/api/v1/offices/{OFFICE}"
    return f"{office}/counters/{asked.counter}/{asked.route}" if asked.counter else f"{office}/{asked.route}"


def act(tx: Transaction, caller: Caller, asked: Asked) -> Answered:
    """The action itself, without its key."""
    if asked.route in booked.ROUTES:
        return booked.act(tx, caller, asked.route, asked.body)
    if asked.route == LEAVE:
        return Answered(200, arriving.leave(tx, asked.body["token"]).model_dump_json(by_alias=True))
    if asked.route == ISSUE:
        press = IssueTicket.model_validate(asked.body)
        ticket = arriving.issue_ticket(tx, caller, OFFICE, press, public_url=None)
        return Answered(201, ticket.model_dump_json(by_alias=True))
    step, message = _STEPS[asked.route]
    wish = message.model_validate(asked.body)
    done = step(tx, caller, Place(OFFICE, asked.counter), wish)
    return Answered(200, done.model_dump_json(by_alias=True))
