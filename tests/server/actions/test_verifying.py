"""Verifying: every planted corruption is found, and said in one sentence."""

from __future__ import annotations

import json

import pytest

from tests.builders import Hall


@pytest.fixture
def worked(hall: Hall) -> Hall:
    """A hall in which something of everything has happened."""
    hall.open(3, 4)
    for _ in range(5):
        hall.press()
    hall.step("transfer", hall.step("start", hall.called()), service="results")
    hall.step("finish", hall.called())
    hall.called(4)
    assert hall.violations() == []
    return hall


def unguarded(hall: Hall, table: str = "event") -> None:
    """Take away what would stop the corruption: triggers and unique indexes."""
    if hall.database.engine.dialect.name == "sqlite":
        hall.sql("DROP TRIGGER event_no_update")
        hall.sql("DROP TRIGGER event_no_delete")
    else:
        hall.sql("ALTER TABLE event DISABLE TRIGGER ALL")
    hall.sql("DROP INDEX uq_ticket_current")
    hall.sql("DROP INDEX uq_ticket_open_leg")


CORRUPTIONS = {
    "a number is missing": (
        "UPDATE visit SET serial = 9, number = 'A009' WHERE serial = 5",
        "series A of 2026-11-23: 5 visits with 5 numbers up to 9; the last given is 5",
    ),
    "the series counted a number that nobody has": (
        "UPDATE number_series SET last = 6",
        "series A of 2026-11-23: 5 visits with 5 numbers up to 5; the last given is 6",
    ),
    "the series forgot a number": (
        "UPDATE number_series SET last = 4",
        "series A of 2026-11-23: 5 visits with 5 numbers up to 5; the last given is 4",
    ),
    "a counter has two people": (
        "UPDATE ticket SET state = 'serving', counter_number = 4 WHERE state = 'served'",
        "counter 4 has 2 tickets",
    ),
    "somebody is at a counter that does not exist": (
        "UPDATE ticket SET counter_number = 77 WHERE state = 'called'",
        "counter 77 has a ticket but is not a counter of this office",
    ),
    "a leg is missing": ("UPDATE ticket SET leg = 5 WHERE leg = 2", "visit 1 has legs [1, 5]"),
    "a visit went on from a leg that had ended": (
        "UPDATE ticket SET state = 'served' WHERE leg = 1 AND visit_id = 1",
        "visit 1 went on from a leg that was not transferred",
    ),
    "an event is gone": ("DELETE FROM event WHERE seq = 3", "event 4 follows event 2"),
    "the seq ran ahead of the events": ("UPDATE office SET seq = 90", "seq is 90 but the last event is 14"),
    "a ticket moved without an event": (
        "UPDATE ticket SET state = 'left' WHERE visit_id = 5",
        "ticket 5 is left but its events lead to waiting",
    ),
    "an event tells an impossible step": (
        "UPDATE event SET kind = 'ticket_resumed' WHERE kind = 'ticket_finished'",
        "A ticket that is called has no step resume",
    ),
    "an event tells of a ticket that was never issued": (
        "UPDATE event SET ticket_id = 77 WHERE kind = 'ticket_finished'",
        "The ticket was never issued.",
    ),
    "somebody jumped the line": (
        "UPDATE ticket SET due = 0 WHERE visit_id = 5",
        "the line is A005 A003 A004 but its events lead to A003 A004 A005",
    ),
    "the board shows another number": (
        "UPDATE counter SET call_number = 'A009' WHERE number = 4",
        "the board shows {",
    ),
    "a counter opened by itself": (
        "UPDATE counter SET state = 'open' WHERE number = 9",
        "counter 9 is open but its events lead to closed",
    ),
}


@pytest.mark.parametrize("corruption", list(CORRUPTIONS))
def test_a_corruption_is_found_and_said(worked: Hall, corruption: str) -> None:
    statement, sentence = CORRUPTIONS[corruption]
    unguarded(worked)
    worked.sql(statement)
    found = worked.violations()
    assert any(sentence in finding for finding in found), found
    assert all(finding.startswith("ttpvhcc: ") for finding in found)


def store(hall: Hall, key: str, *, ticket: int, number: str) -> None:
    hall.sql(
        "INSERT INTO idempotent_answer (scope, key, request_hash, status, answer, at)"
        " VALUES ('device:1 /api/v1/offices/ttpvhcc/tickets', :key, 'h', 201, :answer, 0)",
        key=key,
        answer=json.dumps({"id": ticket, "number": number}),
    )


def test_an_answer_that_speaks_of_nobody_is_found(worked: Hall) -> None:
    store(worked, "k1", ticket=2, number="A002")
    assert worked.violations() == []
    store(worked, "k2", ticket=3, number="A030")
    assert worked.violations() == ["key k2 was answered A030, which is not there"]


def test_two_keys_with_one_ticket_are_found(worked: Hall) -> None:
    store(worked, "k1", ticket=2, number="A002")
    store(worked, "k2", ticket=2, number="A002")
    assert worked.violations() == ["keys k2 and k1 were answered with one ticket"]
