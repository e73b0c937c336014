"""A small Wing–Gong checker: could these overlapping operations have happened one after another?

After J. Wing and C. Gong, *Testing and verifying concurrent objects* (1993), with the memory of
configurations of G. Lowe, *Testing for linearizability* (2017).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Operation:
    """What was asked and what was answered, with the moments between which it must have happened."""

    asked_at: int
    answered_at: int
    name: str
    about: Hashable
    answer: Hashable


def not_linear(
    history: Sequence[Operation], start: State, step: Callable[[State, Operation], State | None]
) -> Operation | None:
    """The operation at which every order fails; None when there is an order that explains all answers.

    `step` gives the state after an operation, or None when its answer is impossible in that state.
    """
    operations = sorted(history, key=lambda operation: operation.asked_at)
    chosen: list[tuple[int, State]] = []  # what happened so far, and the state before each
    done = 0  # a bit per operation
    state, first = start, 0
    tried: set[tuple[int, State]] = set()
    deepest, culprit = -1, None
    while done != (1 << len(operations)) - 1:
        found = _next(operations, done, first, state, step, tried)
        if found is not None:
            at, after = found
            chosen.append((at, state))
            done, state, first = done | 1 << at, after, 0
            continue
        if len(chosen) > deepest:
            deepest, culprit = len(chosen), operations[_earliest(operations, done)]
        if not chosen:
            return culprit
        at, state = chosen.pop()
        done, first = done & ~(1 << at), at + 1
    return None


def _next(
    operations: Sequence[Operation],
    done: int,
    first: int,
    state: State,
    step: Callable[[State, Operation], State | None],
    tried: set[tuple[int, State]],
) -> tuple[int, State] | None:
    """An operation that may come next: none that was answered before it began is still to come."""
    horizon = _horizon(operations, done)
    low = _lowest_open(done)
    for at in range(max(first, low), len(operations)):
        operation = operations[at]
        if operation.asked_at > horizon:
            return None
        if done >> at & 1:
            continue
        after = step(state, operation)
        if after is None or (done | 1 << at, after) in tried:
            continue
        tried.add((done | 1 << at, after))
        return at, after
    return None


def _lowest_open(done: int) -> int:
    """The index of the first operation that is still to come."""
    return (~done & done + 1).bit_length() - 1


def _horizon(operations: Sequence[Operation], done: int) -> int:
    """The earliest answer among what is still to come; who asked later cannot come before it."""
    at = _lowest_open(done)
    horizon = operations[at].answered_at
    while at < len(operations) and operations[at].asked_at <= horizon:
        if not done >> at & 1:
            horizon = min(horizon, operations[at].answered_at)
        at += 1
    return horizon


def _earliest(operations: Sequence[Operation], done: int) -> int:
    """Of what is still to come, the one that was answered first."""
    open_ones = [at for at in range(len(operations)) if not done >> at & 1]
    return min(open_ones, key=lambda at: operations[at].answered_at)
