"""The evening's accounts: what the API and the database say is what we counted, and `verify` is clean."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from server.storage.tables import appointment, number_series, ticket, visit
from tests.server.web.month import almanac
from tests.server.web.month.booked import person_of
from tests.server.web.month.bookers import POPULAR
from tests.server.web.month.line import PUNCTUAL
from tests.server.web.month.world import Booking, Month


def evening(month: Month, day: date) -> None:
    """Everything that can be compared at the end of an office day."""
    assert month.house.hall.violations() == []
    bookings_of_the_day(month, day)
    free_places(month)
    rows_of_the_day(month, day)


def free_places(month: Month) -> None:
    for service in POPULAR:
        for role in ("", "receptionist"):
            today = almanac.day_of(month.now)
            days = (today, today + timedelta(days=almanac.DAYS_AHEAD))
            told = month.slots(service, role, days=days)
            assert told == month.free(service, staff=bool(role), days=days), (month.now, service, role)


def bookings_of_the_day(month: Month, day: date) -> None:
    """The list that staff see, with its counts."""
    ours = [booking for booking in month.bookings if booking.day == day]
    told = month.day(day)
    counts = {name: told[name] for name in ("booked", "arrived", "late", "missed", "cancelled", "called")}
    assert counts == counted(month, ours), day
    assert told["punctual_share"] == punctual_share(month, ours), day
    assert {one["code"]: shown(one) for one in told["appointments"]} == {
        booking.code: as_it_should_be_shown(month, booking) for booking in ours
    }, day


def counted(month: Month, ours: list[Booking]) -> dict[str, int]:
    return {
        "booked": sum(booking.state != "cancelled" for booking in ours),
        "arrived": sum(booking.state == "arrived" for booking in ours),
        "late": sum(booking.late for booking in ours),
        "missed": sum(booking.state == "missed" or booking.missed(month.now) for booking in ours),
        "cancelled": sum(booking.state == "cancelled" for booking in ours),
        "called": len(waits(month, ours)),
    }


def waits(month: Month, ours: list[Booking]) -> list[timedelta]:
    """From the slot, or the check-in if that was later, to the last call of the first ticket."""
    found = []
    for booking in ours:
        if booking.state == "arrived" and not booking.late and booking.arrived is not None:
            called = person_of(month, booking).first_called
            if called is not None:
                found.append(called - max(booking.start, booking.arrived))
    return found


def punctual_share(month: Month, ours: list[Booking]) -> float | None:
    found = waits(month, ours)
    return sum(wait <= PUNCTUAL for wait in found) / len(found) if found else None


def shown(one: dict[str, Any]) -> tuple[object, ...]:
    return one["state"], one["number"], one["ticket_state"], one["late"]


def as_it_should_be_shown(month: Month, booking: Booking) -> tuple[object, ...]:
    if booking.state != "arrived":
        return booking.state, None, None, False
    person = person_of(month, booking)
    return "arrived", person.number, person.state, booking.late


def rows_of_the_day(month: Month, day: date) -> None:
    """What stands in the tables themselves: bookings, tickets and numbers."""
    office = month.house.hall.office().id
    with month.house.app.database.read() as tx:
        states = _count(tx, appointment, appointment.c.state, office=office, day=day)
        current = _count(tx, ticket, ticket.c.state, office=office, day=day)
        series = select(number_series.c.letter, number_series.c.last).where(
            number_series.c.office_id == office, number_series.c.day == day
        )
        last = {letter: number for letter, number in tx.connection.execute(series)}
        visits = _count(tx, visit, visit.c.letter, office=office, day=day)
    ours = Counter(booking.state for booking in month.bookings if booking.day == day)
    assert {state: n for state, n in states.items() if state not in ("held", "expired")} == ours, day
    people = month.line.of_day(day)
    legs = Counter(person.state for person in people)
    legs["transferred"] += sum(person.leg - 1 for person in people)
    assert current == +legs, day
    assert last == visits == Counter(person.number[0] for person in people), day


def _count(tx: Any, table: Any, by: Any, *, office: int, day: date) -> Counter[str]:
    query = select(by, func.count()).where(table.c.office_id == office, table.c.day == day).group_by(by)
    return Counter({key: number for key, number in tx.connection.execute(query)})
