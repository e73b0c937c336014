"""The life of a ticket, as a table one can read aloud."""

from __future__ import annotations

from enum import StrEnum

from server.domain.errors import ImpossibleStep


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    ON_HOLD = "on_hold"
    SERVED = "served"
    NO_SHOW = "no_show"
    TRANSFERRED = "transferred"
    LEFT = "left"
    REMOVED = "removed"
    CLOSED_BY_SYSTEM = "closed_by_system"


CHECK_IN_UNDONE, BOOKED_FOR_LATER = "check_in_undone", "booked_for_later"
OWN_REASONS = (CHECK_IN_UNDONE, BOOKED_FOR_LATER)
"""Why the system itself took a ticket out of the line; every other reason somebody has typed."""


class Step(StrEnum):
    """What can be done with a ticket."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    PUT_BACK = "put_back"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    LEAVE = "leave"
    REMOVE = "remove"
    RESTORE = "restore"
    CLOSE_DAY = "close_day"


_S = TicketState

LIFE: dict[tuple[TicketState, Step], TicketState] = {
    (_S.WAITING, Step.CALL): _S.CALLED,
    (_S.CALLED, Step.RECALL): _S.CALLED,
    (_S.CALLED, Step.START): _S.SERVING,
    (_S.CALLED, Step.FINISH): _S.SERVED,  # the clerk forgot to start: start := call, marked inferred
    (_S.CALLED, Step.NO_SHOW): _S.NO_SHOW,
    (_S.CALLED, Step.PUT_BACK): _S.WAITING,
    (_S.SERVING, Step.FINISH): _S.SERVED,
    (_S.SERVING, Step.PUT_BACK): _S.WAITING,
    (_S.SERVING, Step.HOLD): _S.ON_HOLD,
    (_S.SERVING, Step.TRANSFER): _S.TRANSFERRED,
    (_S.ON_HOLD, Step.RESUME): _S.SERVING,
    (_S.ON_HOLD, Step.FINISH): _S.SERVED,
    (_S.ON_HOLD, Step.NO_SHOW): _S.NO_SHOW,
    (_S.ON_HOLD, Step.LEAVE): _S.LEFT,
    (_S.WAITING, Step.LEAVE): _S.LEFT,
    (_S.WAITING, Step.REMOVE): _S.REMOVED,
    (_S.NO_SHOW, Step.RESTORE): _S.WAITING,
    (_S.WAITING, Step.CLOSE_DAY): _S.CLOSED_BY_SYSTEM,
    (_S.CALLED, Step.CLOSE_DAY): _S.CLOSED_BY_SYSTEM,
    (_S.SERVING, Step.CLOSE_DAY): _S.CLOSED_BY_SYSTEM,
    (_S.ON_HOLD, Step.CLOSE_DAY): _S.CLOSED_BY_SYSTEM,
}

AT_COUNTER = frozenset({_S.CALLED, _S.SERVING})
"""States of a counter's current ticket; a counter has at most one."""

OPEN = frozenset({_S.WAITING, _S.CALLED, _S.SERVING, _S.ON_HOLD})
"""States that the end of the day closes."""


def after(state: TicketState, step: Step) -> TicketState:
    """The state that `step` leads to; raises `ImpossibleStep` when the table has no such row."""
    try:
        return LIFE[state, step]
    except KeyError:
        detail = f"A ticket that is {state} has no step {step}."
        raise ImpossibleStep(detail, state=state, step=step) from None
