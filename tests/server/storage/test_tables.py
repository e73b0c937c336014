"""The constraints that carry the invariants, tried against both engines, and events that stay."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from server.domain.tickets import TicketState
from server.storage.column_types import Instant
from server.storage.database import Database
from server.storage.tables import counter, event, job_run, number_series, staff, ticket, visit

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def a_visit(connection: Connection, serial: int = 1, **other: Any) -> int:
    row = {
        "office_id": 1,
        "day": DAY,
        "letter": "A",
        "serial": serial,
        "number": f"A{serial:03d}",
        "token": f"token {serial} {other}",
        "persons": 1,
        "language": "vi",
        "issued_at": NOON,
    }
    made: int = connection.execute(insert(visit).values({**row, **other}).returning(visit.c.id)).scalar_one()
    return made


def last_visit(connection: Connection) -> int:
    last: int = connection.execute(select(func.max(visit.c.id))).scalar_one()
    return last


def a_ticket(connection: Connection, of_visit: int, state: str = "waiting", **other: Any) -> None:
    at_counter = state in ("called", "serving", "on_hold")
    row = {
        "visit_id": of_visit,
        "office_id": 1,
        "service_id": 1,
        "leg": 1,
        "day": DAY,
        "number": "A001",
        "channel": "kiosk",
        "state": state,
        "version": 1,
        "issued_at": NOON,
        "arrived_at": NOON,
        "waits_from": NOON,
        "due": NOON,
        "calls": 0,
        "start_inferred": False,
        "held_s": 0,
        "dossiers": [],
        "services_done": [],
        "note": "",
        "counter_number": 3 if at_counter else None,
    }
    connection.execute(insert(ticket).values({**row, **other}))


def refused(database: Database, *acts: Any) -> None:
    """All but the last act are fine; the last one breaks a constraint."""
    with database.engine.connect() as connection:
        for act in acts[:-1]:
            act(connection)
        with pytest.raises(IntegrityError):
            acts[-1](connection)


def fine(database: Database, *acts: Any) -> None:
    with database.engine.begin() as connection:
        for act in acts:
            act(connection)


def test_no_number_is_given_twice_in_a_day_of_an_office(database: Database) -> None:
    refused(database, lambda c: a_visit(c, 1), lambda c: a_visit(c, 2, number="A001"))
    refused(database, lambda c: a_visit(c, 1), lambda c: a_visit(c, 1, number="A002"))
    fine(database, lambda c: a_visit(c, 1), lambda c: a_visit(c, 1, day=date(2026, 11, 24)))


def test_no_two_visits_share_a_link(database: Database) -> None:
    refused(database, lambda c: a_visit(c, 1, token="t"), lambda c: a_visit(c, 2, token="t"))


@pytest.mark.parametrize("state", ["called", "serving"])
def test_a_counter_never_has_two_people(database: Database, state: str) -> None:
    def first(connection: Connection) -> None:
        a_ticket(connection, a_visit(connection, 1), "serving")

    refused(database, first, lambda c: a_ticket(c, a_visit(c, 2), state))
    fine(database, first, lambda c: a_ticket(c, a_visit(c, 2), state, counter_number=4))


def test_a_counter_may_have_many_on_hold_and_many_who_were_served(database: Database) -> None:
    states = ("on_hold", "on_hold", "served", "served", "called")
    fine(database, *[lambda c, n=n, s=s: a_ticket(c, a_visit(c, n), s) for n, s in enumerate(states, 1)])


def test_a_visit_never_has_two_open_legs(database: Database) -> None:
    def first(connection: Connection) -> None:
        a_ticket(connection, a_visit(connection, 1), "waiting")

    refused(database, first, lambda c: a_ticket(c, last_visit(c), "waiting", leg=2))
    refused(database, first, lambda c: a_ticket(c, last_visit(c), "on_hold", leg=2))
    fine(database, first, lambda c: a_ticket(c, last_visit(c), "transferred", leg=2))


def test_a_leg_is_there_once(database: Database) -> None:
    refused(
        database,
        lambda c: a_ticket(c, a_visit(c), "transferred"),
        lambda c: a_ticket(c, last_visit(c), "served"),
    )


@pytest.mark.parametrize("state", ["called", "serving", "on_hold"])
def test_who_is_at_a_counter_has_one(database: Database, state: str) -> None:
    refused(database, lambda c: a_ticket(c, a_visit(c), state, counter_number=None))


def test_who_waits_has_neither_counter_nor_call(database: Database) -> None:
    refused(database, lambda c: a_ticket(c, a_visit(c), counter_number=3))
    refused(database, lambda c: a_ticket(c, a_visit(c), called_at=NOON))


def test_a_state_that_nobody_knows_is_refused(database: Database) -> None:
    refused(database, lambda c: a_ticket(c, a_visit(c), "asleep"))
    states = [state for state in TicketState if state not in ("serving", "waiting", "on_hold")]
    fine(
        database, *[lambda c, n=n, s=s: a_ticket(c, a_visit(c, n), s.value) for n, s in enumerate(states, 1)]
    )


def test_a_clerk_sits_at_one_counter(database: Database) -> None:
    def sit(number: int) -> Any:
        return lambda c: c.execute(update(counter).where(counter.c.number == number).values(staff_id=1))

    refused(database, sit(1), sit(2))


def test_a_counter_is_open_paused_or_closed(database: Database) -> None:
    refused(database, lambda c: c.execute(update(counter).values(state="ajar")))


def test_a_member_of_staff_has_a_role_that_exists_and_a_name_of_their_own(database: Database) -> None:
    row = {"office_id": 1, "name": "X", "active": True}
    refused(database, lambda c: c.execute(insert(staff).values(**row, username="x", role="king")))
    refused(database, lambda c: c.execute(insert(staff).values(**row, username="hoa", role="clerk")))


def test_a_series_counts_from_one_and_a_period_is_claimed_once(database: Database) -> None:
    series = {"office_id": 1, "day": DAY, "letter": "A"}
    refused(database, lambda c: c.execute(insert(number_series).values(**series, last=0)))
    claim = {"job": "j", "period": "p", "at": NOON}
    refused(database, *[lambda c: c.execute(insert(job_run).values(claim))] * 2)


def test_nothing_belongs_to_an_office_that_does_not_exist(database: Database) -> None:
    refused(database, lambda c: a_visit(c, 1, office_id=99))
    refused(database, lambda c: a_ticket(c, 99))


@pytest.mark.parametrize(
    "change",
    [update(event).values(kind="ticket_left"), update(event).values(detail={"reason": "x"}), delete(event)],
    ids=["update", "reason", "delete"],
)
def test_what_happened_is_neither_changed_nor_deleted(database: Database, change: Any) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.engine.begin() as connection:
        connection.execute(change)
    with database.read() as tx:
        assert tx.connection.execute(select(event.c.kind)).scalars().all() == ["office_changed"]


def test_two_events_never_share_a_seq(database: Database) -> None:
    row = {"office_id": 1, "seq": 1, "kind": "x", "at": NOON, "public": {}, "detail": {}}
    refused(database, lambda c: c.execute(insert(event).values(row)))


# --- moments ---------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.timezones())  # noqa: DTZ001 - the bounds are naive


@given(MOMENTS, MOMENTS)
def test_moments_come_back_exact_in_utc_and_in_their_order(one: datetime, other: datetime) -> None:
    kept = [Instant().process_bind_param(moment, sqlite.dialect()) for moment in (one, other)]
    back = [Instant().process_result_value(value, sqlite.dialect()) for value in kept]
    assert back == [one.astimezone(UTC), other.astimezone(UTC)]
    assert kept[0] is not None
    assert kept[1] is not None
    assert (kept[0] < kept[1]) == (one.astimezone(UTC) < other.astimezone(UTC))


def test_a_line_is_found_by_its_index(database: Database) -> None:
    """Old tickets do not make the line slower: the partial index is used on both engines."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        query = (
            "SELECT id FROM ticket WHERE office_id = 1 AND day = '2026-11-23' AND state = 'waiting'"
            " ORDER BY due, visit_id"
        )
        plan = str(connection.execute(text(f"{explain} {query}")).all())
    assert "ix_ticket_line" in plan
    assert "TEMP B-TREE" not in plan
