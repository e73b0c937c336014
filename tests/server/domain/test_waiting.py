"""Waiting: what recent calls teach, and the range that an expected wait is told as."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.waiting import CallRecord, Cycle, Pace, cycles, expected, learn

EIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
STEADY = {"land": Pace(200, 600.0, 600.0)}


def minute(passed: float) -> datetime:
    return EIGHT + timedelta(minutes=passed)


def call(
    at: float, free: float | None, *, since: float = 0, counter: int = 1, service: str = "land"
) -> CallRecord:
    return CallRecord(counter, service, minute(since), minute(at), None if free is None else minute(free))


# --- what calls teach -----------------------------------------------------------------------------


def test_a_cycle_lasts_until_the_next_call_when_the_next_person_was_already_waiting() -> None:
    assert cycles([call(0, 8), call(9, None, since=7)]) == [Cycle("land", 540)]


def test_a_cycle_ends_when_the_counter_is_free_if_nobody_was_waiting() -> None:
    assert cycles([call(0, 8), call(20, None, since=19)]) == [Cycle("land", 480)]


def test_a_cycle_belongs_to_the_service_that_was_called() -> None:
    calls = [call(0, 5, service="permit"), call(5, 15, service="land"), call(16, None)]
    assert cycles(calls) == [Cycle("permit", 300), Cycle("land", 660)]


def test_each_counter_has_its_own_cycles_whatever_the_order_of_the_records() -> None:
    calls = [call(0, 10), call(10, 22), call(3, 9, counter=2), call(9, 30, counter=2)]
    seconds = sorted(cycle.seconds for cycle in cycles(reversed(calls)))
    assert seconds == [360, 600, 720, 1260]


def test_a_counter_that_was_left_while_people_waited_teaches_only_its_work() -> None:
    assert cycles([call(0, 8), call(18, None)]) == [Cycle("land", 1080)]
    assert cycles([call(0, 8), call(18.1, None)]) == [Cycle("land", 480)]


def test_a_forgotten_ticket_teaches_nothing() -> None:
    assert cycles([call(0, 180)]) == [Cycle("land", 10_800)]
    assert cycles([call(0, 180.1)]) == []


def test_a_counter_that_was_free_at_once_teaches_nothing() -> None:
    assert cycles([call(0, 0)]) == []
    assert cycles([]) == []


def test_a_pace_is_the_mean_and_the_deviation_of_its_cycles() -> None:
    paces = learn([call(0, 4), call(10, 18, since=9), call(0, 6, counter=2, service="permit")])
    assert paces["land"].n == 2
    assert paces["land"].mean_s == pytest.approx(360)
    assert paces["land"].sd_s == pytest.approx(169.7056)
    assert paces["permit"] == Pace(1, 360.0, 0.0)


# --- the range ------------------------------------------------------------------------------------


def test_with_eight_counters_and_seven_ahead_the_mean_is_eight_departures() -> None:
    steady = {"land": Pace(200, 600.0, 0.0)}
    assert expected({"land": 7}, "land", steady, counters=8) == (600, 600)


def test_people_ahead_count_with_the_pace_of_their_own_service() -> None:
    paces = {"land": Pace(50, 1200.0, 0.0), "copy": Pace(50, 120.0, 0.0)}
    assert expected({"copy": 5}, "land", paces, counters=1) == (1800, 1800)
    assert expected({"land": 5}, "copy", paces, counters=2) == (3060, 3060)


@pytest.mark.parametrize(
    ("ahead", "low_s", "high_s"),
    [
        # 10 % and 90 % points of the Erlang distribution of order n + 1, from chi-square tables.
        (0, 600 * 0.10536, 600 * 2.30259),
        (4, 600 * 2.43259, 600 * 7.99359),
        (9, 600 * 6.22130, 600 * 14.20599),
    ],
)
def test_the_range_of_exponential_work_is_that_of_the_erlang_distribution(
    ahead: int, low_s: float, high_s: float
) -> None:
    told = expected({"land": ahead}, "land", STEADY, counters=1)
    assert told is not None
    assert told[0] == pytest.approx(low_s, rel=0.07)
    assert told[1] == pytest.approx(high_s, rel=0.011)


def test_nothing_is_told_before_there_is_enough_to_tell_it_from() -> None:
    paces = {"land": Pace(20, 600.0, 300.0), "copy": Pace(19, 120.0, 60.0)}
    assert expected({"land": 3}, "land", paces, counters=2) is not None
    assert expected({"land": 3}, "copy", paces, counters=2) is None
    assert expected({"copy": 1}, "land", paces, counters=2) is None
    assert expected({"copy": 0}, "land", paces, counters=2) is not None
    assert expected({}, "tax", paces, counters=2) is None


def test_nothing_is_told_when_no_counter_is_open() -> None:
    assert expected({"land": 3}, "land", STEADY, counters=0) is None


SERVICES = ["land", "copy", "permit"]
PACES = st.fixed_dictionaries(
    {
        service: st.builds(Pace, st.integers(20, 500), st.floats(30, 3600), st.floats(0, 2700))
        for service in SERVICES
    }
)
LINES = st.dictionaries(st.sampled_from(SERVICES), st.integers(0, 60))
COUNTERS = st.integers(1, 40)


@given(LINES, PACES, st.sampled_from(SERVICES), COUNTERS)
def test_one_more_ahead_never_lowers_the_range(
    line: dict[str, int], paces: Mapping[str, Pace], more: str, counters: int
) -> None:
    before = expected(line, "land", paces, counters=counters)
    after = expected(line | {more: line.get(more, 0) + 1}, "land", paces, counters=counters)
    assert before is not None
    assert after is not None
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(LINES, PACES, COUNTERS)
def test_one_more_counter_never_raises_the_range(
    line: dict[str, int], paces: Mapping[str, Pace], counters: int
) -> None:
    before = expected(line, "land", paces, counters=counters)
    after = expected(line, "land", paces, counters=counters + 1)
    assert before is not None
    assert after is not None
    assert before[0] >= after[0]
    assert before[1] >= after[1]


@given(LINES, st.floats(30, 3600), st.floats(0, 1.5), COUNTERS)
def test_the_mean_lies_within_the_range(
    line: dict[str, int], mean_s: float, cv: float, counters: int
) -> None:
    paces = {service: Pace(100, mean_s, cv * mean_s) for service in SERVICES}
    told = expected(line, "land", paces, counters=counters)
    mean = mean_s * (sum(line.values()) + 1) / counters
    assert told is not None
    assert 0 <= told[0] <= mean * 1.000001
    assert told[1] >= mean * 0.999999


# --- a whole hall ---------------------------------------------------------------------------------


def hall(load: float, people: int) -> tuple[list[CallRecord], list[tuple[int, float]]]:
    """First come, first served at 8 counters, exponential services of 600 s on average.

    Gives the calls, and for everybody who found all counters busy: people ahead and seconds waited.
    """
    chance, now = Random(20261123), 0.0
    free = [(0.0, counter) for counter in range(1, 9)]
    calls: list[CallRecord] = []
    waits: list[tuple[int, float]] = []
    for _ in range(people):
        now += chance.expovariate(8 * load / 600)
        free_at, counter = heapq.heappop(free)
        called = max(now, free_at)
        ends = called + chance.expovariate(1 / 600)
        heapq.heappush(free, (ends, counter))
        if called > now:
            ahead = sum(1 for earlier in calls[-200:] if earlier.called_at > minute(now / 60))
            waits.append((ahead, called - now))
        calls.append(call(called / 60, ends / 60, since=now / 60, counter=counter))
    return calls, waits


def test_eight_of_ten_waits_end_within_the_range_that_was_told() -> None:
    calls, waits = hall(0.9, 6000)
    paces = learn(calls)
    inside, below, above = 0, 0, 0
    for ahead, waited_s in waits:
        told = expected({"land": ahead}, "land", paces, counters=8)
        assert told is not None
        below += waited_s < told[0]
        above += waited_s > told[1]
        inside += told[0] <= waited_s <= told[1]
    assert len(waits) > 3000
    assert 0.76 <= inside / len(waits) <= 0.84
    assert below / len(waits) <= 0.13
    assert above / len(waits) <= 0.13


@pytest.mark.parametrize("load", [0.4, 0.9])
def test_a_quiet_hall_teaches_the_same_pace_as_a_full_one(load: float) -> None:
    pace = learn(hall(load, 6000)[0])["land"]
    assert pace.mean_s == pytest.approx(600, rel=0.04)
    assert pace.sd_s == pytest.approx(600, rel=0.06)


def test_one_forgotten_ticket_in_a_morning_hardly_moves_the_pace() -> None:
    calls = hall(0.9, 300)[0]
    forgotten = replace(calls[100], counter_free_at=calls[100].called_at + timedelta(hours=9))
    moved = learn([*calls[:100], forgotten, *calls[101:]])["land"].mean_s
    assert moved == pytest.approx(learn(calls)["land"].mean_s, rel=0.02)
