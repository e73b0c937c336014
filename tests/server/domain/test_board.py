"""What each event does to the board."""

from __future__ import annotations

from typing import Any

import pytest

from server.contract.events import FIELDS, Kind
from server.domain import board
from server.domain.board import BoardState, Call, Place

NINE = "2026-11-23T02:00:00.000Z"


def told(kind: Kind, number: str = "A001", **more: Any) -> dict[str, Any]:
    """An event with every field of its kind."""
    filled: dict[str, Any] = {
        "ticket": 1,
        "next_ticket": 2,
        "number": number,
        "counter": 3,
        "service": "land",
        "before": None,
        "call_id": "1.1",
        "voice": [["number/A001"]],
        "recalls": 1,
        "day": "2026-11-22",
        "notices": [],
        "device": "Kiosk 1",
        "printer": "ready",
        "role": "kiosk",
        "online": True,
        "appointment": 1,
        "start": NINE,
        "late": False,
        "alert": 7,
        "about": "longest_wait",
        "subject": "land",
    }
    return {"seq": 1, "kind": kind.value, "at": NINE} | {n: filled[n] for n in FIELDS[kind]} | more


def line(*numbers: str) -> BoardState:
    return BoardState(waiting=tuple(Place(number, "land") for number in numbers))


def numbers(state: BoardState) -> list[str]:
    return [place.number for place in state.waiting]


def shown(state: BoardState) -> list[tuple[int, str]]:
    return [(call.counter, call.number) for call in state.calls]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("A001", ["A009", "A001", "A002"]),
        ("A002", ["A001", "A009", "A002"]),
        (None, ["A001", "A002", "A009"]),
    ],
)
def test_an_issued_number_stands_where_the_event_says(before: str | None, expected: list[str]) -> None:
    after = board.fold([told(Kind.TICKET_ISSUED, "A009", before=before)], line("A001", "A002"))
    assert numbers(after) == expected


@pytest.mark.parametrize("kind", [Kind.TICKET_CALLED, Kind.TICKET_CALLED_OUT_OF_ORDER])
def test_a_call_shows_the_number_and_takes_it_out_of_the_line(kind: Kind) -> None:
    after = board.fold([told(kind, "A002")], line("A001", "A002", "A003"))
    assert numbers(after) == ["A001", "A003"]
    assert after.calls == (Call("1.1", "A002", 3, NINE, 0, [["number/A001"]]),)


def test_the_newest_call_comes_first_and_a_counter_shows_one() -> None:
    calls = [("A001", 3), ("A002", 4), ("A003", 3)]
    after = board.fold(told(Kind.TICKET_CALLED, number, counter=counter) for number, counter in calls)
    assert shown(after) == [(3, "A003"), (4, "A002")]


def test_a_recall_counts_and_comes_first_again() -> None:
    events = [
        told(Kind.TICKET_CALLED, "A001"),
        told(Kind.TICKET_CALLED, "A002", counter=4),
        told(Kind.TICKET_RECALLED, "A001", call_id="1.2"),
        told(Kind.TICKET_RECALLED, "A001", call_id="1.3"),
    ]
    first = board.fold(events).calls[0]
    assert (first.number, first.call_id, first.recalls) == ("A001", "1.3", 2)


@pytest.mark.parametrize(
    "kind", [Kind.TICKET_STARTED, Kind.TICKET_FINISHED, Kind.TICKET_HELD, Kind.TICKET_RESUMED]
)
def test_a_number_stays_shown_while_its_citizen_is_at_the_counter_and_after(kind: Kind) -> None:
    after = board.fold([told(Kind.TICKET_CALLED), told(kind)])
    assert shown(after) == [(3, "A001")]


@pytest.mark.parametrize(
    "kind", [Kind.TICKET_NO_SHOW, Kind.TICKET_LEFT, Kind.TICKET_REMOVED, Kind.TICKET_CLOSED]
)
def test_a_number_that_is_gone_is_neither_shown_nor_waiting(kind: Kind) -> None:
    assert board.fold([told(Kind.TICKET_CALLED), told(kind)]) == BoardState()
    assert board.fold([told(kind)], line("A001")) == BoardState()


@pytest.mark.parametrize("kind", [Kind.TICKET_PUT_BACK, Kind.TICKET_TRANSFERRED, Kind.TICKET_RESTORED])
def test_a_number_that_waits_again_is_no_longer_shown_and_has_its_place(kind: Kind) -> None:
    called = board.fold([told(Kind.TICKET_CALLED)], line("A001", "A002"))
    gone = called if kind is not Kind.TICKET_RESTORED else board.fold([told(Kind.TICKET_NO_SHOW)], called)
    after = board.fold([told(kind, before="A002")], gone)
    assert numbers(after) == ["A001", "A002"]
    assert shown(after) == []


def test_a_counter_opens_pauses_and_closes_with_its_call() -> None:
    opened = board.fold([told(Kind.COUNTER_OPENED), told(Kind.TICKET_CALLED)])
    assert (opened.counters, shown(opened)) == ({3: "open"}, [(3, "A001")])
    paused = board.fold([told(Kind.COUNTER_PAUSED)], opened)
    assert (paused.counters, shown(paused)) == ({3: "paused"}, [(3, "A001")])
    closed = board.fold([told(Kind.COUNTER_CLOSED)], paused)
    assert (closed.counters, shown(closed)) == ({3: "closed"}, [])


def test_the_end_of_the_day_empties_the_board() -> None:
    before = board.fold([told(Kind.TICKET_CALLED, "A009")], line("A001", "A002"))
    after = board.fold([told(Kind.DAY_CLOSED)], before)
    assert (after.calls, after.waiting) == ((), ())


@pytest.mark.parametrize("kind", [Kind.OFFICE_CHANGED, Kind.DEVICE_REPORTED, Kind.NOTICE_CHANGED])
def test_what_does_not_concern_the_line_leaves_it_alone(kind: Kind) -> None:
    before = board.fold([told(Kind.TICKET_CALLED, "A009")], line("A001"))
    assert board.fold([told(kind)], before) == before


def test_a_kind_that_nobody_knows_yet_is_passed_over() -> None:
    unknown = {"seq": 9, "kind": "ticket_teleported", "at": NINE, "number": "A001"}
    assert board.fold([unknown], line("A001")) == line("A001")


def test_an_event_that_comes_twice_changes_nothing_the_second_time() -> None:
    before = line("A001", "A002")
    for kind in set(Kind) - {Kind.TICKET_RECALLED}:
        once = board.fold([told(kind, "A002", before="A001" if "before" in FIELDS[kind] else None)], before)
        twice = board.fold([told(kind, "A002", before="A001" if "before" in FIELDS[kind] else None)], once)
        assert twice == once, kind
