"""The second opinion on bookings finds what somebody bent in the database, and nothing where nobody did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.storage.database import Database
from tests.faults import booking_invariants
from tests.faults.acknowledged import Acknowledged
from tests.faults.asking import Asked, ask
from tests.faults.booked import BOOK, CANCEL, CHECK_IN, HOLD, MOVE
from tests.faults.bookers import busy_office
from tests.faults.together import ANYBODY
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

STARTS = ["2026-11-23T01:30:00Z", "2026-11-23T01:35:00Z"]

AGAIN = (
    "INSERT INTO event (office_id, seq, kind, at, public, detail)"
    " SELECT office_id, 1000 + seq, kind, at, public, detail FROM event"
)


class Morning:
    """Three who booked: one came, one moved, one cancelled; and one who only holds a time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.log = Acknowledged()
        came, moved, gone = (self._booked() for _ in range(3))
        self.answer(Asked(CHECK_IN, {"code": came["qr"]}))
        self.answer(Asked(CHECK_IN, {"code": came["code"]}))
        self.answer(Asked(MOVE, {"token": moved["token"], "start": STARTS[1]}))
        self.answer(Asked(CANCEL, {"token": gone["token"]}))
        self.answer(Asked(HOLD, {"service": "land", "start": STARTS[1]}))

    def _booked(self) -> dict[str, str]:
        held = self.answer(Asked(HOLD, {"service": "land", "start": STARTS[0]}))
        return self.answer(Asked(BOOK, {"hold": held["hold"]}))

    def answer(self, asked: Asked) -> dict[str, str]:
        bodies: list[str] = []
        ask(self.database, ANYBODY, asked, bodies.append)
        self.log.note_body(asked, bodies[0])
        return json.loads(bodies[0])  # type: ignore[no-any-return]  # an object, as every door answers

    def bend(self, statement: str) -> None:
        """Change rows as nobody may."""
        with self.database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            assert connection.exec_driver_sql(statement).rowcount > 0

    def found(self) -> list[str]:
        with self.database.read() as tx:
            return [*booking_invariants.violations(tx.connection), *self.log.missing(tx.connection)]


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Morning]:
    database = database_with_office(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock(), busy_office())
    yield Morning(database)
    database.close()


def test_an_honest_morning_is_found_sound(morning: Morning) -> None:
    assert morning.found() == []


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE slot SET public = 0", "gave"),
        ("UPDATE slot SET public_taken = public_taken + 1", "counts"),
        ("DELETE FROM slot_place WHERE id = 1", "has 0 places"),
        ("UPDATE appointment SET state = 'booked' WHERE state = 'cancelled'", "the cancelling of"),
        ("UPDATE appointment SET state = 'expired' WHERE state = 'booked'", "its events say booked"),
        ("UPDATE appointment SET code = 'ZZZZZZZZ' WHERE state = 'booked'", "is lost"),
        ("UPDATE appointment SET visit_id = NULL", "the ticket A001"),
        ("UPDATE ticket SET slot = slot + 1", "is of a booking for"),
        (f"{AGAIN} WHERE kind = 'appointment_moved'", "1 keys had 2 effects of appointment_moved"),
        (f"{AGAIN} WHERE kind = 'appointment_booked'", "had appointment_booked while arrived"),
        ("DELETE FROM idempotent_answer WHERE scope LIKE '%holds'", "4 effects of hold"),
        ("DELETE FROM idempotent_answer WHERE scope LIKE '%check-ins'", "is lost"),
    ],
)
def test_what_was_bent_is_found(morning: Morning, statement: str, finding: str) -> None:
    morning.bend(statement)
    assert any(finding in found for found in morning.found()), morning.found()
