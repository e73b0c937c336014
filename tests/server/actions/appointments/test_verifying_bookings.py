"""Verifying bookings: every planted corruption of places, tickets and lives is found and named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

PLANS = (plan(), plan(pool="health", services=["health"]))
TWO_IN_A_ROW = {"health": {"slots_needed": 2}}


@pytest.fixture
def hall(database_url: str, clock: StoppedClock) -> Iterator[BookingHall]:
    """Somebody of every kind: booked, arrived, missed, cancelled, held, and two slots in a row."""
    setup = office_with(*PLANS, services=TWO_IN_A_ROW, bookings_per_person=20)
    database = database_with_office(database_url, clock, setup)
    hall = BookingHall(database, clock)
    hall.press()
    hall.booked(0)
    hall.booked(60, service="health")
    arrived, cancelled = hall.booked(60), hall.booked(90)
    hall.cancel(cancelled)
    hall.time_passes(minutes=31)
    hall.check_in(arrived)
    hall.booked(90)
    hall.hold(120)
    hall.booked(120, service="health")
    assert hall.violations() == []
    yield hall
    database.close()


def plant(hall: BookingHall, *statements: str) -> list[str]:
    """Tamper with what the constraints would protect; what verifying says then."""
    sqlite = hall.database.engine.dialect.name == "sqlite"
    with hall.database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        for statement in _UNGUARDED_SQLITE if sqlite else _UNGUARDED_POSTGRESQL:
            connection.execute(text(statement))
        for statement in statements:
            changed = connection.execute(text(statement)).rowcount
            assert changed > 0, f"it planted nothing: {statement}"
        if sqlite:
            connection.execute(text("PRAGMA ignore_check_constraints = OFF"))
    return hall.violations()


_UNGUARDED_SQLITE = (
    "PRAGMA ignore_check_constraints = ON",
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER event_no_delete",
)
_UNGUARDED_POSTGRESQL = (
    "ALTER TABLE slot DROP CONSTRAINT ck_slot_public_taken, DROP CONSTRAINT ck_slot_internal_taken",
    "ALTER TABLE appointment DROP CONSTRAINT ck_appointment_arrived",
    "ALTER TABLE event DISABLE TRIGGER ALL",
)
_MISSED = "(SELECT min(id) FROM appointment WHERE state = 'missed')"
_ARRIVED = "(SELECT min(id) FROM appointment WHERE state = 'arrived')"
_BOOKED = "(SELECT min(id) FROM appointment WHERE state = 'booked')"
_HEALTH = "(SELECT max(id) FROM appointment WHERE state = 'booked')"
_HALF_AN_HOUR = 30 * 60_000_000

CORRUPTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "a slot counts more places than it has": (
        ("UPDATE slot SET public_taken = 5 WHERE pool = 'land' AND public_taken = 1",),
        "places given, 5 counted, 2 there",
    ),
    "a slot is overbooked, and counted so": (
        ("UPDATE slot SET public = 0 WHERE pool = 'land' AND public_taken = 1",),
        "counted, 0 there",
    ),
    "a slot forgot a place that it gave": (
        ("UPDATE slot SET public_taken = public_taken - 1 WHERE public_taken = 1 AND pool = 'land'",),
        "1 public places given, 0 counted, 2 there",
    ),
    "a place went without being counted back": (
        (f"DELETE FROM slot_place WHERE appointment_id = {_BOOKED}",),
        "is booked and has 0 places",
    ),
    "a place belongs to nobody though somebody booked it": (
        (f"UPDATE slot_place SET appointment_id = NULL, public_from = 0 WHERE appointment_id = {_MISSED}",),
        "is missed and has 0 places",
    ),
    "who cancelled still has a place": (
        (
            "UPDATE slot_place SET appointment_id = (SELECT id FROM appointment WHERE state = 'cancelled')"
            f" WHERE appointment_id = {_MISSED}",
            "UPDATE appointment SET start = (SELECT start FROM slot_place WHERE appointment_id ="
            " appointment.id) WHERE state = 'cancelled'",
        ),
        "is cancelled and has 1 places",
    ),
    "a booking has its place at another time": (
        (f"UPDATE appointment SET start = start - {_HALF_AN_HOUR} WHERE id = {_BOOKED}",),
        "has places at",
    ),
    "a booking of two slots in a row has its places in one and elsewhere": (
        (
            f"UPDATE slot_place SET start = start - {3 * _HALF_AN_HOUR} WHERE appointment_id = {_HEALTH}"
            f" AND start > (SELECT start FROM appointment WHERE id = {_HEALTH})",
        ),
        "has places at",
    ),
    "a ticket is for another slot than its booking": (
        ("UPDATE ticket SET slot = 0 WHERE slot IS NOT NULL",),
        "has a ticket for 1970-01-01",
    ),
    "a booking has a second ticket": (
        ("UPDATE ticket SET slot = (SELECT max(slot) FROM ticket) WHERE slot IS NULL",),
        "1 tickets of bookings belong to no appointment",
    ),
    "a booking checked in twice": (
        (
            "UPDATE event SET kind = 'appointment_checked_in',"
            " public = (SELECT public FROM event WHERE kind = 'appointment_checked_in')"
            " WHERE kind = 'appointment_missed'",
        ),
        "An appointment that is arrived has no step check_in",
    ),
    "a booking stands elsewhere than its events lead": (
        (f"UPDATE appointment SET state = 'missed' WHERE id = {_BOOKED}",),
        "is missed but its events lead to booked",
    ),
    "a booking was made without an event": (
        ("UPDATE event SET kind = 'office_changed' WHERE kind = 'appointment_cancelled'",),
        "is cancelled but its events lead to booked",
    ),
    "an event tells a step that a booking cannot take": (
        ("UPDATE event SET kind = 'check_in_undone' WHERE kind = 'appointment_missed'",),
        "has no step undo_check_in",
    ),
    "who arrived has lost the ticket": (
        (f"UPDATE appointment SET visit_id = NULL WHERE id = {_ARRIVED}",),
        "1 tickets of bookings belong to no appointment",
    ),
}


@pytest.mark.parametrize("corruption", list(CORRUPTIONS))
def test_a_corruption_of_bookings_is_found_and_named(hall: BookingHall, corruption: str) -> None:
    statements, sentence = CORRUPTIONS[corruption]
    found = plant(hall, *statements)
    assert any(sentence in finding for finding in found), found
    assert all(finding.startswith("ttpvhcc: ") for finding in found)
