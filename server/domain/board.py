"""What an event does to the board: a display that folds the same events shows the same hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """The latest call of one counter."""

    call_id: str
    number: str
    counter: int
    called_at: str
    recalls: int
    voice: list[list[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the line, in the order of call."""

    number: str
    service: str


@dataclass(frozen=True, slots=True)
class BoardState:
    """Calls, newest first and one per counter; the line in the order of call; counters by number."""

    calls: tuple[Call, ...] = ()
    waiting: tuple[Place, ...] = ()
    counters: Mapping[int, str] = field(default_factory=dict)


Event = Mapping[str, Any]

_CALLING = {"ticket_called", "ticket_called_out_of_order", "ticket_recalled"}
_UNCALLING = {
    "ticket_no_show",
    "ticket_put_back",
    "ticket_transferred",
    "ticket_left",
    "ticket_removed",
    "ticket_closed",
}
_WAITING_AGAIN = {"ticket_issued", "ticket_put_back", "ticket_restored", "ticket_transferred"}
_COUNTER = {"counter_opened": "open", "counter_paused": "paused", "counter_closed": "closed"}


def fold(events: Iterable[Event], board: BoardState | None = None) -> BoardState:
    """The board after `events`, which come in order of their seq."""
    state = board or BoardState()
    for event in events:
        state = _after(state, event)
    return state


def _after(board: BoardState, event: Event) -> BoardState:
    kind = event["kind"]
    if kind == "day_closed":
        return replace(board, calls=(), waiting=())
    if kind in _COUNTER:
        return _with_counter(board, event["counter"], _COUNTER[kind])
    if "number" not in event:
        return board
    if kind in _CALLING:
        board = _with_call(board, event)
    elif kind in _UNCALLING:
        board = _without_number(board, event["number"])
    if kind in _WAITING_AGAIN:
        board = _with_waiting(board, Place(event["number"], event["service"]), event["before"])
    return board


def _with_counter(board: BoardState, counter: int, state: str) -> BoardState:
    calls = board.calls if state != "closed" else tuple(c for c in board.calls if c.counter != counter)
    return replace(board, counters={**board.counters, counter: state}, calls=calls)


def _with_call(board: BoardState, event: Event) -> BoardState:
    earlier = next((c for c in board.calls if c.counter == event["counter"]), None)
    recalled = event["kind"] == "ticket_recalled" and earlier is not None
    call = Call(
        call_id=event["call_id"],
        number=event["number"],
        counter=event["counter"],
        called_at=event["at"],
        recalls=earlier.recalls + 1 if recalled and earlier else 0,
        voice=event["voice"],
    )
    others = tuple(c for c in board.calls if c.counter != call.counter)
    waiting = tuple(w for w in board.waiting if w.number != call.number)
    return replace(board, calls=(call, *others), waiting=waiting)


def _without_number(board: BoardState, number: str) -> BoardState:
    return replace(
        board,
        calls=tuple(c for c in board.calls if c.number != number),
        waiting=tuple(w for w in board.waiting if w.number != number),
    )


def _with_waiting(board: BoardState, place: Place, before: str | None) -> BoardState:
    line = [w for w in board.waiting if w.number != place.number]
    at = next((i for i, w in enumerate(line) if w.number == before), len(line))
    line.insert(at, place)
    return replace(board, waiting=tuple(line))
