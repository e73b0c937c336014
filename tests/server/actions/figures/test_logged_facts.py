"""Facts of imports, worked out on integers, are those of the rules that tickets measured here go through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from server.actions.figures.logged_facts import NO_CALLS, LoggedFacts
from server.domain.facts import EndedTicket, OfficeDays, measures
from server.domain.hours import Hours, Season, SpecialDay
from server.domain.intervals import Interval
from server.domain.office import Office
from server.domain.tickets import TicketState
from server.storage.database import Database
from server.storage.facts import COLUMNS, fact_row
from server.ticket_log.logged import LoggedTicket
from tests.server.ticket_log.builders import NOW
from tests.server.ticket_log.test_round_trip import logged
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SPLIT = (Interval(time(7, 30), time(11, 30)), Interval(time(13, 30), time(17)))
EARLY = (Interval(time(7, 0), time(12, 0), tickets_from=time(7, 15), tickets_until=time(11)),)
NIGHT = (Interval(time(0), time(4)), Interval(time(20), time(0)))


def week(intervals: tuple[Interval, ...]) -> dict[int, tuple[Interval, ...]]:
    return dict.fromkeys(range(6), intervals)


HOURS = {
    "always": Hours(ZoneInfo("Asia/Ho_Chi_Minh"), always_open=True),
    "split": Hours(ZoneInfo("Asia/Ho_Chi_Minh"), week(SPLIT)),
    "summer": Hours(
        ZoneInfo("Europe/Warsaw"),
        week(EARLY),
        {date(2025, 5, 1): SpecialDay(date(2025, 5, 1), "holiday")},
        seasons=(Season(date(2024, 6, 1), date(2024, 8, 31), week(SPLIT)),),
    ),
    "night": Hours(ZoneInfo("America/St_Johns"), week(NIGHT)),
    "half": Hours(ZoneInfo("Australia/Lord_Howe"), week(SPLIT)),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    database: Database = database_with_office(
        f"sqlite:///{tmp_path_factory.mktemp('office') / 'office.db'}", StoppedClock(NOW)
    )
    with database.read() as tx:
        found = tx.office(OFFICE)
    database.close()
    return found


def by_the_rules(ticket: LoggedTicket, hours: Hours, office_id: int) -> tuple[Any, ...]:
    """The fact as `server.storage.facts` makes it of a ticket measured here."""
    arrived = ticket.checked_in_at or ticket.issued_at
    leg = EndedTicket(
        office_day=ticket.office_day,
        arrived_at=arrived,
        outcome=ticket.outcome,
        ended_at=ticket.finished_at,
        slot=ticket.slot,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
    )
    found = measures(leg, OfficeDays(hours))
    about = {
        **{name: getattr(ticket, name) for name in ("number", "issued_at", "service", "counter", "clerk")},
        **{name: getattr(ticket, name) for name in ("category", "channel", "inferred")},
        "office_id": office_id,
        "source": 7,
        "ticket_id": None,
        "leg": 1,
        "dossiers": 0,
        "calls": NO_CALLS,
        "out_of_order": False,
        "told_low_us": None,
        "told_high_us": None,
        "visit_us": found.wait_us if ticket.outcome is TicketState.SERVED else None,
    }
    row = fact_row(about, leg, found)
    return tuple(kept(row[name]) for name in COLUMNS)


def kept(value: Any) -> Any:
    """As the database keeps it: moments in microseconds, dates spelled."""
    if isinstance(value, datetime):
        return (value - EPOCH) // timedelta(microseconds=1)
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("name", HOURS)
@settings(max_examples=120, deadline=None)
@given(ticket=logged())
def test_facts_of_a_log_follow_the_rules(name: str, office: Office, ticket: LoggedTicket) -> None:
    hours = HOURS[name]
    day = ticket.issued_at.astimezone(hours.time_zone).date()
    there = replace(ticket, office_day=day)
    made = LoggedFacts({OFFICE: replace(office, hours=hours)}, 7).fact(there)
    assert made == by_the_rules(there, hours, office.id)
