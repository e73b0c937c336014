"""The order of call is spelled once as a rule and once in SQL: both say the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from server.domain import ordering
from server.storage import queries
from server.storage.database import Database
from server.storage.happenings import Transaction, write_events
from server.storage.tables import ticket, visit
from tests.builders import MORNING, OFFICE, Hall, at
from tests.support.clocks import StoppedClock

DAY = date(2026, 11, 23)
# Few different minutes, so that many people are due at once.
PEOPLE = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([None, -1, 0, 1]), st.sampled_from([None, 3, 4])),
    max_size=12,
)
_settings = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def stand(tx: Transaction, people: list[tuple[int, int | None, int | None]]) -> None:
    """Put people in the line: minute of due, minute from which they may be called, and for which counter."""
    office = tx.office(OFFICE)
    service = office.leaf("land").id
    for serial, (due, callable_from, for_counter) in enumerate(people, 1):
        named: dict[str, Any] = {"office_id": office.id, "day": DAY, "number": f"A{serial:03d}"}
        mine = {
            **named,
            "letter": "A",
            "serial": serial,
            "token": f"t{serial}",
            "persons": 1,
            "language": "vi",
        }
        visited = tx.connection.execute(
            insert(visit).values(**mine, issued_at=MORNING).returning(visit.c.id)
        ).scalar_one()
        row = {
            **named,
            "visit_id": visited,
            "service_id": service,
            "leg": 1,
            "channel": "kiosk",
            "state": "waiting",
            "version": 1,
            "issued_at": MORNING,
            "arrived_at": MORNING,
            "waits_from": MORNING,
            "due": at(due),
            "calls": 0,
            "start_inferred": False,
            "held_s": 0,
            "dossiers": [],
            "services_done": [],
            "note": "",
            "for_counter": for_counter,
            "callable_from": None if callable_from is None else MORNING + timedelta(minutes=callable_from),
        }
        tx.connection.execute(insert(ticket).values(row))


class Undone(Exception):
    """Nothing of an example stays."""


def in_a_line(database: Database, people: list[tuple[int, int | None, int | None]], check: Any) -> None:
    def act(tx: Transaction) -> None:
        stand(tx, people)
        check(tx)
        raise Undone

    with pytest.raises(Undone):
        database.write(act)


@_settings
@given(people=PEOPLE)
def test_sql_calls_in_the_order_of_the_rule(database: Database, people: Any) -> None:
    def check(tx: Transaction) -> None:
        office = tx.office(OFFICE)
        found = queries.candidates(tx, office, office.counter(3), day=DAY, limit=100)
        assert found == ordering.in_order(found, tx.now)
        ready = [n for n, (_, later, _) in enumerate(people) if later is None or later <= 0]
        assert len(found) == len(ready), "who may be called now is found, and nobody else"

    in_a_line(database, people, check)


@_settings
@given(people=PEOPLE)
def test_the_board_and_a_counter_show_the_same_order(database: Database, people: Any) -> None:
    def check(tx: Transaction) -> None:
        office = tx.office(OFFICE)
        whole = [row.number for row in queries.everybody_waiting(tx, office)]
        dues = sorted((at(due), f"A{n:03d}") for n, (due, _, _) in enumerate(people, 1))
        assert whole == [number for _, number in dues]
        mine = [row.number for row in queries.waiting_line(tx, office, office.counter(3), day=DAY)]
        assert mine == [number for number in whole if number in mine]

    in_a_line(database, people, check)


@_settings
@given(people=PEOPLE)
def test_how_many_are_ahead_is_what_the_rule_counts(database: Database, people: Any) -> None:
    """With every counter closed, those that would serve land are reckoned with: 3, 4, 5 and 7."""

    def check(tx: Transaction) -> None:
        office = tx.office(OFFICE)
        rows = {row.number: row for row in tx.connection.execute(ticket.select())}
        order = [row.number for row in queries.everybody_waiting(tx, office)]
        for place, number in enumerate(order):
            mine = rows[number]
            counted = queries.ahead(tx, office, "land", day=DAY, before=(mine.due, mine.visit_id))
            assert sum(counted.values()) == place

    in_a_line(database, people, check)


def test_a_press_at_any_time_stands_where_its_event_says(database: Database, clock: StoppedClock) -> None:
    hall = Hall(database, clock)
    for category in (None, "elderly", None, "elderly", None):
        hall.press(category=category)
        assert hall.line() == [place.number for place in hall.folded().waiting]
    with database.read() as tx:
        assert not write_events(tx), "a read tells nothing"
