"""What citizens are told of their waits is kept, and compared with what they then feel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from server.actions.figures import projecting, reporting, telling_figures
from server.contract.messages import Ticket
from server.contract.messages.figure_quality import EstimateFigures
from server.contract.messages.figures import WaitFigures
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.storage.tables import event, ticket_fact
from tests.builders import Hall
from tests.server.actions.figures.standing import assert_as_plain_computation_tells, wrong_sums
from tests.support.clocks import StoppedClock

DAY = date(2026, 11, 23)
SUPERVISOR = Caller(Role.SUPERVISOR, office_id=1, credential="test")
US = 1_000_000


@pytest.fixture
def hall(hall: Hall, clock: StoppedClock) -> Hall:
    """Counter 3 has been serving, 5½ and 8½ minutes by turns, and has somebody now: the next is told."""
    hall.open(3)
    for turn in range(24):
        hall.press()
        begun = hall.step("start", hall.called())
        clock.tick(seconds=330 if turn % 2 else 510)
        hall.step("finish", begun)
    hall.press()
    hall.step("start", hall.called())
    clock.tick(minutes=1)
    hall.database.write(lambda tx: tx.paces._kept.clear())  # what was learned is kept for some seconds
    return hall


def told(hall: Hall) -> WaitFigures:
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        report = reporting.waits(tx, [tx.office(hall.code)], Period(DAY, DAY))
    return telling_figures.told(report, SUPERVISOR).total


def issued(hall: Hall, ticket: Ticket) -> dict[str, Any]:
    with hall.database.read() as tx:
        query = select(event.c.detail).where(event.c.ticket_id == ticket.id, event.c.kind == "ticket_issued")
        detail: dict[str, Any] = tx.connection.execute(query).scalar_one()
    return detail


def free(hall: Hall) -> None:
    """Whoever is at counter 3 has been served."""
    current = hall.sql("SELECT id, version FROM ticket WHERE state = 'serving'")[0]
    hall.do("finish", ticket=current.id, version=current.version)


def serve(hall: Hall, clock: StoppedClock, *, after_s: float) -> None:
    """After so long, counter 3 is free and serves the next."""
    clock.tick(seconds=after_s)
    free(hall)
    hall.step("finish", hall.step("start", hall.called()))


def test_the_range_that_is_answered_is_kept_with_the_event(hall: Hall) -> None:
    ticket = hall.press()
    assert ticket.expected is not None
    assert (round(ticket.expected.low_s / 60), round(ticket.expected.high_s / 60)) == (5, 9)
    assert issued(hall, ticket)["expected"] == ticket.expected.model_dump()
    assert "expected" not in str(hall.last_event()), "the hall is not told what one citizen was"


AT_ONCE = 25
"""Those who found the counter free were told 0 to 1 minute and waited for nothing: inside, 30 s shorter."""


def test_whoever_is_called_after_what_was_told_is_counted_as_later(hall: Hall, clock: StoppedClock) -> None:
    ticket = hall.press()
    assert ticket.expected is not None
    serve(hall, clock, after_s=720)
    found = told(hall).estimates
    over_s = 720 - (ticket.expected.low_s + ticket.expected.high_s) / 2
    assert (found.n, found.share_inside, found.share_later) == (AT_ONCE + 1, AT_ONCE / found.n, 1 / found.n)
    assert found.mae_s == pytest.approx((AT_ONCE * 30 + over_s) / found.n)
    assert found.bias_s == pytest.approx((AT_ONCE * -30 + over_s) / found.n)


@pytest.mark.parametrize(("after_s", "inside", "later"), [(420, 1, 0), (60, 0, 0), (720, 0, 1)])
def test_a_call_is_before_within_or_after_what_was_told(
    hall: Hall, clock: StoppedClock, after_s: float, inside: int, later: int
) -> None:
    hall.press()
    serve(hall, clock, after_s=after_s)
    found = told(hall).estimates
    assert (found.share_inside, found.share_later) == ((AT_ONCE + inside) / found.n, later / found.n)


def test_whoever_was_told_nothing_is_in_no_comparison(hall: Hall, clock: StoppedClock) -> None:
    ticket = hall.press("results")  # nothing was learned of it
    assert (ticket.expected, issued(hall, ticket)) == (None, {"channel": "kiosk"})
    serve(hall, clock, after_s=60)
    found = told(hall)
    assert (found.n, found.estimates.n) == (AT_ONCE + 1, AT_ONCE)


def test_where_nobody_was_told_anything_there_is_no_share(hall: Hall) -> None:
    nothing = EstimateFigures()
    hall.sql("UPDATE ticket SET told_low_us = NULL, told_high_us = NULL")
    found = told(hall)
    assert found.n == AT_ONCE - 1
    assert found.estimates == nothing


def test_a_transfer_is_told_nothing(hall: Hall, clock: StoppedClock) -> None:
    hall.press()
    free(hall)
    begun = hall.step("start", hall.called())
    hall.step("transfer", begun, service="results")
    hall.step("finish", hall.step("start", hall.called()))
    projecting.follow_all(hall.database)
    with hall.database.read() as tx:
        query = select(ticket_fact.c.leg, ticket_fact.c.told_low_us.is_not(None))
        legs = tx.connection.execute(query.where(ticket_fact.c.number == begun.number)).all()
    assert sorted(map(tuple, legs)) == [(1, True), (2, False)]


def test_what_was_told_once_stays_though_the_line_grows_and_the_ticket_is_put_back(
    hall: Hall, clock: StoppedClock
) -> None:
    ticket = hall.press()
    kept = hall.row(ticket)
    for _ in range(3):
        hall.press()
    free(hall)
    hall.step("put-back", hall.called())
    row = hall.row(ticket)
    assert (row.told_low_us, row.told_high_us) == (kept.told_low_us, kept.told_high_us)
    assert ticket.expected is not None
    assert row.told_low_us == round(ticket.expected.low_s * US)


def test_what_grew_with_events_is_what_is_made_anew(hall: Hall, clock: StoppedClock) -> None:
    for after_s in (30, 420, 900):
        hall.press()
        serve(hall, clock, after_s=after_s)
        projecting.follow_all(hall.database)
        hall.press()
        hall.step("start", hall.called())
    hall.press()
    hall.leave(hall.press())
    projecting.follow_all(hall.database)
    assert_as_plain_computation_tells(hall.database)
    assert wrong_sums(hall.database) == 0
