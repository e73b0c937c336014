"""What clients were promised about bookings: held, booked, moved, cancelled, and the number they came by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from tests.faults.asking import Asked
from tests.faults.booked import CHECK_IN, HOLD
from tests.faults.invariants import stored_answers

Promise = tuple[str, ...]
"""Of a hold its token; of an appointment its token, code, state and start; of a check-in the number and
the link of the ticket. All as they were said."""


@dataclass
class Promises:
    """Every answer about a booking, by its key."""

    said: dict[str, Promise] = field(default_factory=dict)
    of_text: dict[str, str] = field(default_factory=dict)
    """Which appointment a QR or a code is of, by the token of its link."""
    came: dict[str, Promise] = field(default_factory=dict)
    """The ticket of each QR or code that was checked in."""

    def __len__(self) -> int:
        return len(self.said)

    def note(self, asked: Asked, said: dict[str, Any]) -> Iterator[str]:
        """Keep an answer, and tell what contradicts an earlier one."""
        promise = _promise(said)
        if self.said.setdefault(asked.key, promise) != promise:
            yield f"key {asked.key} was answered {self.said[asked.key]}, then {promise}"
        if asked.route == CHECK_IN:
            shown = asked.body["code"]
            if self.came.setdefault(shown, promise) != promise:
                yield f"{shown} brought {self.came[shown]}, then {promise}"
        elif asked.route != HOLD:
            self.of_text |= {said["qr"]: said["token"], said["code"]: said["token"]}

    def missing(self, connection: Connection) -> Iterator[str]:
        """Every promise that the database does not keep."""
        stored = {key: said for _, key, said in stored_answers(connection)}
        for key, promise in self.said.items():
            if key not in stored:
                yield f"the answer {promise} to key {key} is lost"
            elif _promise(stored[key]) != promise:
                yield f"key {key} was acknowledged with {promise} but {_promise(stored[key])} is stored"
        rows = {row.token: row for row in connection.execute(text(_APPOINTMENTS))}
        for promise in self.said.values():
            yield from _broken(promise, rows.get(promise[0]))
        for shown, (number, link) in self.came.items():
            row = rows.get(self.of_text.get(shown, ""))
            if row is None or (row.number, row.link) != (number, link):
                yield f"the ticket {number} of booking {shown[:9]} is lost"


def _promise(said: dict[str, Any]) -> Promise:
    if "hold" in said:
        return (said["hold"],)
    if "qr" in said:
        return said["token"], said["code"], said["state"], str(said["start"])
    return said["number"], said["token"]


def _broken(promise: Promise, row: Any) -> Iterator[str]:
    """A hold may have expired and a booking gone on; a code stays, and what is cancelled stays so."""
    if len(promise) == 2:
        return
    if row is None:
        yield f"the appointment {promise} is lost"
    elif len(promise) == 4:
        _, code, state, _ = promise
        if row.booked_at is None or row.code != code.replace("-", ""):
            yield f"the booking {promise} is lost"
        if state == "cancelled" != row.state:
            yield f"the cancelling of {promise} is lost: it is {row.state}"


_APPOINTMENTS = (
    "SELECT a.token, a.code, a.state, a.booked_at, v.number, v.token AS link"
    " FROM appointment a LEFT JOIN visit v ON v.id = a.visit_id"
)
