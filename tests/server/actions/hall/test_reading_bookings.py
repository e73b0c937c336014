"""What citizens wrote when they booked is read at the counter that serves them, and the audit is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Row

from server.actions.hall import places, watching
from server.contract.messages import CounterView, Ticket
from tests.support.booking import BookingHall, office_with, plan
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office

NOTE = "Đi xe lăn"
NOTHING = (None, "", None)


@pytest.fixture
def hall(tmp_path: Path, clock: StoppedClock) -> Iterator[BookingHall]:
    """Three people who booked have come to counters 3 and 4."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    database = database_with_office(url, clock, office_with(plan(public=9)))
    hall = BookingHall(database, clock)
    hall.open(3, 4)
    for name in ("An", "Bình", "Chi"):
        hall.check_in(hall.booked(30, name=name, note=f"{NOTE} {name}", dossier="H08.65-0042"))
    yield hall
    database.close()


def view(hall: BookingHall, counter: int = 3) -> CounterView:
    place = places.Place(OFFICE, counter)
    with hall.database.read() as tx:
        return watching.counter_view(tx, hall.device(counter), place, rate=1)


def personal(ticket: Ticket | None) -> tuple[str | None, str, str | None]:
    assert ticket is not None
    assert ticket.booking is not None
    return ticket.booking.name, ticket.booking.note, ticket.booking.dossier


def told(hall: BookingHall) -> list[Row[tuple[str, str]]]:
    return hall.sql("SELECT object, new FROM audit_entry WHERE action = 'counter.bookings_read' ORDER BY seq")


def test_a_name_is_shown_of_the_person_at_this_counter_alone(hall: BookingHall) -> None:
    hall.called()
    shown = view(hall)
    assert personal(shown.ticket) == ("An", f"{NOTE} An", "H08.65-0042")
    assert [personal(ticket) for ticket in shown.line] == [(None, f"{NOTE} Bình", None), NOTHING]
    assert view(hall, 4).ticket is None


def test_only_what_the_next_one_wrote_is_read_before_the_call(hall: BookingHall) -> None:
    line = view(hall).line
    assert [personal(ticket) for ticket in line] == [(None, f"{NOTE} An", None), NOTHING, NOTHING]
    assert all(ticket.booking is not None and ticket.booking.wrote for ticket in line)


def test_nobody_on_hold_or_gone_is_shown_by_name(hall: BookingHall) -> None:
    hall.step("hold", hall.step("start", hall.called()))
    hall.step("no-show", hall.called())
    shown = view(hall)
    assert [personal(ticket) for ticket in (*shown.on_hold, *shown.recent_no_shows)] == [NOTHING, NOTHING]


def test_reading_is_told_once_an_hour_for_each_counter(hall: BookingHall) -> None:
    for _ in range(3):
        view(hall)
    view(hall, 4)
    assert [tuple(row) for row in told(hall)] == [
        ("counter 3", '{"found":1}'),
        ("counter 4", '{"found":1}'),
    ]
    hall.clock.tick(minutes=61)
    view(hall)
    assert len(told(hall)) == 3


def test_a_counter_that_sees_nothing_personal_is_not_told_of(hall: BookingHall) -> None:
    for _ in range(3):
        hall.step("no-show", hall.called())
    view(hall)
    assert told(hall) == []
