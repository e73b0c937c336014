"""The life of a ticket: every state and every step, pair by pair."""

from __future__ import annotations

import typing

import pytest

from server.contract import messages
from server.domain import tickets
from server.domain.errors import ImpossibleStep
from server.domain.tickets import AT_COUNTER, LIFE, OPEN, Step, TicketState

S = TicketState

# The matrix of the design, once more and by hand: rows are states, an entry says where a step leads.
EXPECTED: dict[TicketState, dict[Step, TicketState]] = {
    S.WAITING: {
        Step.CALL: S.CALLED,
        Step.LEAVE: S.LEFT,
        Step.REMOVE: S.REMOVED,
        Step.CLOSE_DAY: S.CLOSED_BY_SYSTEM,
    },
    S.CALLED: {
        Step.RECALL: S.CALLED,
        Step.START: S.SERVING,
        Step.FINISH: S.SERVED,
        Step.NO_SHOW: S.NO_SHOW,
        Step.PUT_BACK: S.WAITING,
        Step.CLOSE_DAY: S.CLOSED_BY_SYSTEM,
    },
    S.SERVING: {
        Step.FINISH: S.SERVED,
        Step.PUT_BACK: S.WAITING,
        Step.HOLD: S.ON_HOLD,
        Step.TRANSFER: S.TRANSFERRED,
        Step.CLOSE_DAY: S.CLOSED_BY_SYSTEM,
    },
    S.ON_HOLD: {
        Step.RESUME: S.SERVING,
        Step.FINISH: S.SERVED,
        Step.NO_SHOW: S.NO_SHOW,
        Step.LEAVE: S.LEFT,
        Step.CLOSE_DAY: S.CLOSED_BY_SYSTEM,
    },
    S.NO_SHOW: {Step.RESTORE: S.WAITING},
    S.SERVED: {},
    S.TRANSFERRED: {},
    S.LEFT: {},
    S.REMOVED: {},
    S.CLOSED_BY_SYSTEM: {},
}
PAIRS = [pytest.param(state, step, id=f"{state}-{step}") for state in TicketState for step in Step]


@pytest.mark.parametrize(("state", "step"), PAIRS)
def test_every_step_leads_where_the_table_says_or_is_refused(state: TicketState, step: Step) -> None:
    if step in EXPECTED[state]:
        assert tickets.after(state, step) is EXPECTED[state][step]
        return
    with pytest.raises(ImpossibleStep) as refused:
        tickets.after(state, step)
    assert refused.value.code == "impossible_step"
    assert refused.value.facts == {"state": state, "step": step}


def test_an_ended_ticket_has_no_step_but_a_no_show_may_be_restored() -> None:
    ended = set(TicketState) - OPEN
    assert {(state, step) for state, step in LIFE if state in ended} == {(S.NO_SHOW, Step.RESTORE)}


def test_the_end_of_the_day_closes_every_open_state() -> None:
    assert {state for state, step in LIFE if step is Step.CLOSE_DAY} == OPEN


def test_every_state_can_be_reached_from_waiting() -> None:
    reached = {S.WAITING}
    for _ in TicketState:
        reached |= {after for (state, _), after in LIFE.items() if state in reached}
    assert reached == set(TicketState)


def test_a_ticket_at_a_counter_is_called_or_being_served() -> None:
    assert {S.CALLED, S.SERVING} == AT_COUNTER


def test_the_contract_gives_only_states_that_exist_as_examples() -> None:
    _, field = typing.get_args(messages.TicketStateName)
    assert set(field.examples) <= {state.value for state in TicketState}
