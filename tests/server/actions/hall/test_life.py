"""The life of a ticket through the real actions: every state and every step."""

from __future__ import annotations

import pytest

from server.actions.hall import closing
from server.contract.messages import Ticket
from server.domain.tickets import AT_COUNTER, LIFE, Step, TicketState
from tests.builders import Hall

S = TicketState
BY_TICKET = {
    Step.RECALL: "recall",
    Step.START: "start",
    Step.FINISH: "finish",
    Step.NO_SHOW: "no-show",
    Step.PUT_BACK: "put-back",
    Step.HOLD: "hold",
    Step.RESUME: "resume",
    Step.TRANSFER: "transfer",
    Step.RESTORE: "restore",
    Step.REMOVE: "remove",
}
WISHES = {Step.TRANSFER: {"counter": 4}, Step.REMOVE: {"reason": "nhầm số"}}


def brought_to(hall: Hall, state: TicketState) -> Ticket:
    """A fresh ticket in this state; where it has a counter, that is 3."""
    ticket = hall.press()
    if state is S.WAITING:
        return ticket
    if state in (S.LEFT, S.REMOVED):
        take(hall, ticket, Step.LEAVE if state is S.LEFT else Step.REMOVE)
        return ticket
    take(hall, ticket, Step.CALL)
    path = {
        S.CALLED: [],
        S.SERVING: [Step.START],
        S.ON_HOLD: [Step.START, Step.HOLD],
        S.SERVED: [Step.FINISH],
        S.NO_SHOW: [Step.NO_SHOW],
        S.TRANSFERRED: [Step.START, Step.TRANSFER],
        S.CLOSED_BY_SYSTEM: [],
    }
    for step in path[state]:
        take(hall, ticket, step)
    if state is S.CLOSED_BY_SYSTEM:
        hall.clock.tick(days=1)
        hall.database.write(closing.close_all_days)
        hall.open(3)
    return ticket


def take(hall: Hall, ticket: Ticket, step: Step) -> None:
    if step is Step.LEAVE:
        hall.leave(ticket)
    elif step is Step.CALL:
        hall.do("call", ticket=ticket.id, reason="đã hẹn trước")
    else:
        wish = WISHES.get(step, {})
        version = hall.row(ticket).version
        hall.do(BY_TICKET[step], ticket=ticket.id, version=version, **wish)


def expected_refusal(hall: Hall, ticket: Ticket, step: Step) -> str:
    row = hall.row(ticket)
    if step in (Step.CALL, Step.RESUME) and row.state in AT_COUNTER:
        return "busy"  # with this very ticket
    anywhere = step in (Step.CALL, Step.LEAVE, Step.REMOVE)
    if step is Step.CALL and row.state == S.CLOSED_BY_SYSTEM:
        return "unknown_ticket"  # of another day
    return "impossible_step" if anywhere or row.counter_number == 3 else "unknown_ticket"


@pytest.mark.parametrize("state", list(TicketState))
def test_every_step_leads_where_the_table_says_or_changes_nothing(hall: Hall, state: TicketState) -> None:
    hall.open(3)
    for step in [step for step in Step if step is not Step.CLOSE_DAY]:
        if (state, step) == (S.TRANSFERRED, Step.LEAVE):
            continue  # a citizen's link speaks of the leg that waits now
        ticket = brought_to(hall, state)
        assert hall.row(ticket).state == state
        if (state, step) in LIFE:
            take(hall, ticket, step)
            assert hall.row(ticket).state == LIFE[state, step], (state, step)
        else:
            expected = expected_refusal(hall, ticket, step)
            assert hall.refused(take, hall, ticket, step) == expected, (state, step)
        if hall.row(ticket).state in AT_COUNTER:
            take(hall, ticket, Step.FINISH)
    assert hall.violations() == []


@pytest.mark.parametrize("state", [S.WAITING, S.CALLED, S.SERVING, S.ON_HOLD, S.NO_SHOW])
def test_a_stale_version_is_refused_and_changes_nothing(hall: Hall, state: TicketState) -> None:
    hall.open(3)
    ticket = brought_to(hall, state)
    version = hall.row(ticket).version
    for step in [step for step in BY_TICKET if (state, step) in LIFE]:
        for wrong in (version - 1, version + 1):
            if wrong < 1:
                continue
            wish = {"ticket": ticket.id, "version": wrong, **WISHES.get(step, {})}
            assert hall.refused(hall.do, BY_TICKET[step], **wish) == "stale"


def test_a_step_without_a_ticket_is_of_the_current_one(hall: Hall) -> None:
    hall.open(3)
    hall.press()
    called = hall.called()
    started = hall.do("start", version=called.version)
    assert started is not None
    assert (started.id, started.state) == (called.id, "serving")


def test_a_step_at_a_counter_without_a_ticket_says_so(hall: Hall) -> None:
    hall.open(3)
    for step in ("recall", "start", "finish", "no-show", "put-back", "hold"):
        assert hall.refused(hall.do, step, version=1) == "no_current_ticket"


def test_a_colleagues_ticket_is_not_here(hall: Hall) -> None:
    hall.open(3, 4)
    hall.press()
    called = hall.called(3)
    for step in ("recall", "start", "finish", "no-show", "put-back", "hold", "resume", "restore"):
        code = hall.refused(hall.do, step, 4, ticket=called.id, version=called.version)
        assert code == "unknown_ticket", step
