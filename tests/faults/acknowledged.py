"""What the server said was done: the clients' own record, compared with the database after the fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from server.actions.verifying import verify
from server.storage.database import Database
from tests.faults import booked, booking_invariants, invariants
from tests.faults.asking import ISSUE, LEAVE, Asked
from tests.faults.promised import Promises

Fact = tuple[int, str, int]
"""Id, number and version of a ticket in an answer."""


@dataclass
class Acknowledged:
    """Every answer a client got, by its key."""

    facts: dict[str, Fact | None] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    bookings: Promises = field(default_factory=Promises)
    findings: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.facts) + len(self.left) + len(self.bookings)

    def note(self, asked: Asked, said: dict[str, Any]) -> None:
        """Keep an answer; one key must always be answered alike."""
        if asked.route == LEAVE:
            self.left.add(asked.body["token"])
        elif asked.route in booked.ROUTES:
            self.findings += self.bookings.note(asked, said)
        else:
            fact = _fact(said if asked.route == ISSUE else said["ticket"])
            if self.facts.setdefault(asked.key, fact) != fact:
                self.findings.append(f"key {asked.key} was answered {self.facts[asked.key]}, then {fact}")

    def note_body(self, asked: Asked, body: str) -> None:
        """Keep an answer as its door said it."""
        self.note(asked, json.loads(body))

    def missing(self, connection: Connection) -> Iterator[str]:
        """Invariant 2: whatever was acknowledged and is not in the database."""
        stored = {key: ticket for _, key, ticket in invariants.stored_tickets(connection)}
        for key, fact in self.facts.items():
            if key not in stored:
                yield f"the answer {fact} to key {key} is lost"
            elif _fact(stored[key]) != fact:
                yield f"key {key} was acknowledged with {fact} but {_fact(stored[key])} is stored"
        rows = connection.execute(
            text("SELECT v.token FROM visit v JOIN ticket t ON t.visit_id = v.id WHERE t.state = 'left'")
        )
        for token in self.left - set(rows.scalars()):
            yield f"the leave of {token} is lost"
        yield from self.bookings.missing(connection)


def _fact(ticket: dict[str, Any] | None) -> Fact | None:
    return None if ticket is None else (ticket["id"], ticket["number"], ticket["version"])


def all_violations(database: Database, log: Acknowledged, *, all_keyed: bool = True) -> list[str]:
    """What `verify`, the second opinion and the clients' record find wrong."""
    with database.read() as tx:
        found = [*verify(tx), *invariants.violations(tx.connection, all_keyed=all_keyed)]
        found += booking_invariants.violations(tx.connection, all_keyed=all_keyed)
        return found + list(log.missing(tx.connection)) + log.findings
