"""The rest of the day, simulated: right by the theory of queues, by the rule of order, and at the edges."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from server.domain import ordering
from server.domain.drawing import Booked, Coming, Desk, Person, Rest, draw
from server.domain.figures import DayWaits
from server.domain.forecasting import Forecast, Outlook, look_ahead, runs_for
from server.domain.simulating import Line, called, side_by_side

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NOTHING = DayWaits(0, 0.0)
HOUR = 3600.0


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def desks(count: int, *services: str) -> tuple[Desk, ...]:
    return tuple(Desk(number, frozenset(services or ("land",))) for number in range(1, count + 1))


def rest(**about: Any) -> Rest:
    """A hall where nothing happens, but for what is said."""
    empty: dict[str, Any] = {"line": (), "desks": desks(2), "spare": (), "coming": (), "booked": ()}
    usual = {"usual_s": {"land": 600.0, "civil": 600.0}, "closing_s": 4 * HOUR}
    return Rest(**(empty | usual | about))


def ahead(hall: Rest, done: DayWaits = NOTHING, **about: Any) -> Outlook:
    return look_ahead(hall, random(), done=done, goal_s=900.0, **about)


def told(hall: Rest, done: DayWaits = NOTHING, **about: Any) -> Forecast:
    forecast = ahead(hall, done, **about).forecast()
    assert forecast is not None
    return forecast


def people(count: int, service: str = "land", since_s: float = 0.0) -> tuple[Person, ...]:
    return tuple(Person(service, -since_s, 900.0 - since_s + place) for place in range(count))


# --- the mathematics of waiting -------------------------------------------------------------------


def long_run(
    counters: int, per_hour: Sequence[float], service_s: Any, allowances: Sequence[float] = (900.0,)
) -> list[float]:
    """Mean waits in minutes of classes that come for one service, over a long while that begins empty; the
    first tenth is left out."""
    chance, runs, hours = random(7), 24, 260.0
    lines = []
    for rate, allowance in zip(per_hour, allowances, strict=True):
        gaps = chance.exponential(HOUR / rate, (runs, int(rate * hours * 1.1)))
        comes = gaps.cumsum(axis=1)
        comes = np.where(comes < hours * HOUR, comes, np.inf)
        seconds = service_s(chance, comes.shape)
        lines.append(Line(0, comes, comes, comes + allowance, seconds))
    free = np.zeros((runs, counters))
    calls = called(side_by_side(lines, runs), np.ones((counters, 1), dtype=np.bool_), free)
    warm = calls.at > hours * HOUR / 10
    return [float(calls.wait[warm & (calls.line == kind)].mean()) / 60 for kind in range(len(lines))]


def exponential(chance: np.random.Generator, shape: Any) -> Any:
    return chance.exponential(600.0, shape)


def constant(chance: np.random.Generator, shape: Any) -> Any:
    return np.full(shape, 600.0)


@pytest.mark.parametrize(
    ("counters", "per_hour", "service", "minutes", "within"),
    [
        pytest.param(8, 40, exponential, 3.995149, 0.06, id="M/M/8 at 40 an hour"),
        pytest.param(8, 42, exponential, 6.353160, 0.08, id="M/M/8 at 42 an hour"),
        pytest.param(3, 14, exponential, 9.171123, 0.08, id="M/M/3 at 14 an hour"),
        pytest.param(8, 40, constant, 2.095734, 0.06, id="M/D/8 at 40 an hour"),
    ],
)
def test_in_the_long_run_people_wait_as_the_theory_of_queues_says(
    counters: int, per_hour: float, service: Any, minutes: float, within: float
) -> None:
    assert long_run(counters, [per_hour], service) == [pytest.approx(minutes, rel=within)]


def test_classes_far_apart_in_due_wait_as_with_strict_priority() -> None:
    never = 1e9
    waits = long_run(8, [4.5, 13.5, 27.0], exponential, [0.0, never, 2 * never])
    expected = [1.113452, 1.781523, 25.832081]
    assert waits[:2] == pytest.approx(expected[:2], rel=0.08)
    assert waits[2] == pytest.approx(expected[2], rel=0.25)  # at this load it takes months to settle


# --- the same order of call as at the counters ----------------------------------------------------


class Slow:
    """One run, one call after the other, by the rule of the house itself."""

    def __init__(self, drawn_lines: list[Line], serves: Any, free: list[float]) -> None:
        self.serves, self.free = serves, free
        self.left = [
            (float(line.comes[0, at]), float(line.due[0, at]), line.kind, float(line.seconds[0, at]))
            for line in drawn_lines
            for at in range(line.comes.shape[1])
        ]

    def run(self) -> list[tuple[float, float]]:
        calls = []
        while self.left:
            moment, _, counter = min(
                (max(since, min(p[0] for p in self.left if may[p[2]])), since, at)
                for at, (since, may) in enumerate(zip(self.free, self.serves, strict=True))
                if any(may[p[2]] for p in self.left)
            )
            chosen = self._first(moment, counter)
            calls.append((moment, moment - chosen[0]))
            self.free[counter] = moment + chosen[3]
            self.left.remove(chosen)
        return calls

    def _first(self, moment: float, counter: int) -> tuple[float, float, int, float]:
        may = [p for p in self.left if self.serves[counter][p[2]] and p[0] <= moment]
        line = [
            ordering.Waiting(at, at, NOW + timedelta(seconds=person[1]), 1) for at, person in enumerate(may)
        ]
        return may[ordering.in_order(line, NOW + timedelta(seconds=moment))[0].ticket]


@pytest.mark.parametrize("seed", range(6))
def test_everybody_is_called_when_the_rule_of_the_house_would_call_them(seed: int) -> None:
    chance = random(seed)
    serves = np.array([[True, False], [True, True], [False, True]])
    lines = []
    for kind, allowance in ((0, 900.0), (0, 0.0), (1, 900.0), (1, 300.0)):
        comes = np.sort(chance.uniform(0, 4000, (1, 30)), axis=1)
        seconds = chance.gamma(4, 60, (1, 30))
        lines.append(Line(kind, comes, comes, comes + allowance, seconds))
    free = [0.0, 50.0, 20.0]
    calls = called(side_by_side(lines, 1), serves, np.array([free]))
    fast = sorted(zip(calls.at[:, 0], calls.wait[:, 0], strict=True))
    slow = sorted(Slow(lines, serves, list(free)).run())
    assert np.allclose(fast, slow, atol=1e-5)


# --- what the forecast says -----------------------------------------------------------------------


def test_a_day_that_is_over_ends_as_it_was_measured() -> None:
    forecast = told(rest(), DayWaits(10, 6000.0))
    assert (forecast.mean_s, forecast.low_s, forecast.high_s) == (600.0, 600.0, 600.0)
    assert (forecast.word, forecast.chance, forecast.half_hours) == ("met", 1.0, ())


def test_where_nobody_came_and_nobody_is_expected_nothing_is_said() -> None:
    assert ahead(rest()).forecast() is None
    assert ahead(rest(desks=(), line=people(3))).forecast() is None


def test_waits_of_who_stands_there_are_counted_from_when_they_came() -> None:
    hall = rest(desks=desks(1), line=people(1, since_s=600.0))
    assert told(hall, DayWaits(1, 0.0)).mean_s == pytest.approx(300.0)


def test_a_long_line_breaks_the_goal_and_a_short_one_cannot() -> None:
    assert told(rest(line=people(40), desks=desks(2))).word == "not_met"
    assert told(rest(line=people(3), desks=desks(2)), DayWaits(50, 50 * 300.0)).word == "met"


def test_near_the_goal_it_cannot_be_told() -> None:
    busy = Coming("land", 900.0, ((0.0, 4 * HOUR, 4 * 11.6),))
    forecast = told(rest(line=people(4), coming=(busy,)), DayWaits(60, 60 * 880.0))
    assert forecast.word == "cannot_tell"
    assert forecast.low_s < 900 < forecast.high_s


def test_the_range_holds_eight_of_ten_days_drawn_by_the_same_chances() -> None:
    coming = Coming("land", 900.0, ((0.0, 3 * HOUR, 30.0),))
    hall = rest(coming=(coming,), seen=20.0, foreseen=20.0)
    forecast = told(hall, DayWaits(20, 20 * 300.0), runs=400)
    held = []
    for seed in range(60):
        outlook = look_ahead(hall, random(100 + seed), done=DayWaits(20, 6000.0), goal_s=900.0, runs=1)
        one = outlook.forecast()
        assert one is not None
        held.append(forecast.low_s <= one.mean_s <= forecast.high_s)
    assert 0.65 <= sum(held) / len(held) <= 0.93


def test_measured_times_are_drawn_as_they_were_and_few_of_them_are_not_trusted() -> None:
    line = people(1)
    often = draw(rest(line=line, seconds={"land": [100.0, 700.0] * 10}), random(), 50)
    assert set(np.unique(often.people.seconds[:, 0])) == {100.0, 700.0}
    seldom = draw(rest(line=line, seconds={"land": [100.0] * 5}), random(), 2000).people.seconds[:, 0]
    assert seldom.mean() == pytest.approx(600, rel=0.1)
    assert seldom.var() / seldom.mean() ** 2 == pytest.approx(0.216, rel=0.25)


def test_a_counter_that_is_busy_is_free_when_a_longer_measured_time_ends() -> None:
    measured = {"land": [300.0] * 10 + [900.0] * 10}
    busy = Desk(1, frozenset({"land"}), busy_with="land", busy_s=400.0)
    left = draw(rest(desks=(busy,), seconds=measured), random(), 20).busy_until
    assert set(left[:, 0]) == {500.0}
    overdue = draw(rest(desks=(replace(busy, busy_s=2000.0),), seconds=measured), random(), 20).busy_until
    assert set(overdue[:, 0]) <= {150.0, 450.0}


def test_a_busy_morning_raises_what_is_expected_of_the_rest() -> None:
    coming = (Coming("land", 900.0, ((0.0, HOUR, 20.0),)),)
    usual = rest(coming=coming, seen=40.0, foreseen=40.0)
    busy = replace(usual, seen=80.0)
    assert usual.expected == pytest.approx(20)
    assert busy.expected == pytest.approx(20 * 100 / 60)
    drawn = [np.isfinite(draw(hall, random(), 400).people.comes).sum() / 400 for hall in (usual, busy)]
    assert drawn == pytest.approx([20, 33.3], rel=0.07)


def test_bookings_come_at_their_slots_and_some_do_not() -> None:
    hall = rest(booked=(Booked("land", 1800.0), Booked("land", -600.0)), kept_share=0.8)
    comes = draw(hall, random(), 500).people.comes
    there = np.isfinite(comes)
    assert there.sum() / 1000 == pytest.approx(0.8, abs=0.05)
    assert set(comes[there]) == {0.0, 1800.0}  # who is late may come any moment


def test_nobody_is_called_at_lunch() -> None:
    hall = rest(line=people(6), pauses=((300.0, 5000.0),), seconds={"land": [200.0] * 20})
    outlook = ahead(hall)
    assert set(np.unique(outlook.calls.at)) == {0.0, 200.0, 5000.0}


def test_whoever_was_sent_to_a_counter_is_called_there() -> None:
    line = (Person("land", 0.0, 900.0, for_counter=2), Person("land", 0.0, 901.0))
    hall = rest(line=line, desks=desks(2), seconds={"land": [300.0] * 20})
    assert np.allclose(ahead(hall).calls.at, 0)
    alone = replace(hall, desks=(Desk(2, frozenset({"civil"})),))
    forecast = told(alone)
    assert forecast.services["land"].n == 1
    assert forecast.services["land"].in_vain == 1


def test_half_hours_begin_with_the_one_of_now() -> None:
    hall = rest(line=people(3), desks=desks(1), seconds={"land": [900.0] * 20})
    forecast = told(hall, into_half_hour_s=600.0)
    assert [(bar.n, bar.mean_s) for bar in forecast.half_hours] == [(2.0, 450.0), (1.0, 1800.0)]
    assert forecast.last_call_s == 1800.0


def test_who_is_served_by_nobody_is_told_and_in_no_mean() -> None:
    forecast = told(rest(line=(*people(2), *people(3, "civil"))))
    assert forecast.services["civil"].in_vain == 3
    assert forecast.n == 2


def test_the_same_seed_says_the_same() -> None:
    hall = rest(line=people(5), coming=(Coming("land", 900.0, ((0.0, HOUR, 12.0),)),))
    assert told(hall) == told(hall)


@pytest.mark.parametrize("a_day", [300, 1250])
def test_a_whole_day_is_foreseen_in_half_a_second(a_day: int) -> None:
    """Of the processor's time, on a machine that others use too; the promise leaves room for slower ones."""
    services = [f"s{number}" for number in range(10)]
    coming = tuple(Coming(code, 900.0, ((0.0, 8 * HOUR, a_day / 10),)) for code in services)
    staff = tuple(Desk(n, frozenset(services[n % 5 :: 5] + services[:1])) for n in range(1, 1 + a_day // 35))
    hall = rest(coming=coming, desks=staff, usual_s=dict.fromkeys(services, 600.0), closing_s=9 * HOUR)
    began = time.process_time()
    told(hall)
    assert time.process_time() - began < 1.0
    assert runs_for(hall.expected) >= 96
