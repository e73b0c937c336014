"""Scripts are played in order of time, and nobody is ever dropped."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import pytest

from server.demo.people import Do, Idle, Look, Press, Reply, Request, Script, Wait
from server.demo.playing import Play
from tests.server.demo.builders import arrivals


@dataclass
class Hall:
    """A stage in memory: remembers what was wished, and may take its time to answer."""

    rate: float = 100.0
    answer_s: float = 0.0
    stopped: threading.Event = field(default_factory=threading.Event)
    wishes: list[tuple[float, Request]] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def now_s(self) -> float:
        return (time.monotonic() - self._began) * self.rate

    def taken(self, counter: int | None) -> bool:
        return counter == 99

    def fulfil(self, wish: Request) -> Reply:
        self.wishes.append((self.now_s(), wish))
        time.sleep(self.answer_s)
        return Reply(self.now_s())


def nothing() -> None:
    """Between the turns."""


def knocks(counter: int, *moments: float) -> Script:
    for moment in moments:
        yield Wait(moment)
        yield Look(counter)


def test_wishes_come_in_order_of_time_whoever_has_them() -> None:
    hall = Hall()
    Play(hall, [knocks(1, 30, 50), knocks(2, 10, 40), knocks(3, 20)]).run(nothing)
    assert [wish for _, wish in hall.wishes] == [Look(2), Look(3), Look(1), Look(2), Look(1)]


def test_nothing_happens_before_its_time() -> None:
    hall = Hall()
    Play(hall, [knocks(1, 20, 60)]).run(nothing)
    (first, _), (second, _) = hall.wishes
    assert first >= 20
    assert second >= 60


def test_a_slow_server_makes_people_late_and_loses_none() -> None:
    hall = Hall(rate=10_000, answer_s=0.01)
    played = Play(hall, [knocks(n, 10, 20, 30) for n in range(40)]).run(nothing)
    assert len(hall.wishes) == 120
    assert played.latest_s > 0.01


def test_everybody_acts_at_the_same_time_though_each_waits_for_an_answer() -> None:
    hall = Hall(answer_s=0.2)
    began = time.monotonic()
    Play(hall, [knocks(n, 1) for n in range(8)]).run(nothing)
    assert time.monotonic() - began < 8 * 0.2


def test_an_idle_clerk_is_woken_by_somebody_who_comes_for_their_service() -> None:
    def idle(counter: int, *services: str) -> Script:
        yield Idle(1_000_000.0, frozenset(services))
        yield Look(counter)

    def press() -> Script:
        yield Wait(20)
        yield Press(arrivals(0, service="land")[0])

    hall = Hall()
    hall_closes = threading.Timer(1.0, hall.stopped.set)
    hall_closes.start()
    Play(hall, [idle(1, "health"), idle(2, "land"), press()]).run(nothing)
    hall_closes.cancel()
    assert [wish for _, wish in hall.wishes if isinstance(wish, Look)] == [Look(2)]


def test_a_transfer_wakes_an_idle_clerk_too() -> None:
    def idle() -> Script:
        yield Idle(1_000_000.0, frozenset({"labour"}))
        yield Look(10)

    def sends_on() -> Script:
        yield Wait(20)
        yield Do(3, "transfer", {"version": 1, "service": "labour"})

    hall = Hall()
    Play(hall, [idle(), sends_on()]).run(nothing)
    assert [wish for _, wish in hall.wishes][-1] == Look(10)


def test_a_person_at_the_counter_is_seen_when_a_wait_ends() -> None:
    seen: list[bool] = []

    def clerk(counter: int) -> Script:
        yield Do(counter, "open")
        reply = yield Wait(20)
        seen.append(reply.taken)

    Play(Hall(), [clerk(99), clerk(1)]).run(nothing)
    assert sorted(seen) == [False, True]


def test_a_play_ends_soon_after_it_is_told_to_stop() -> None:
    hall = Hall()
    threading.Timer(0.2, hall.stopped.set).start()
    began = time.monotonic()
    Play(hall, [knocks(1, 10_000_000)]).run(nothing)
    assert time.monotonic() - began < 2


def test_what_goes_wrong_in_a_script_is_not_hidden() -> None:
    def broken() -> Script:
        yield Wait(1)
        raise LookupError("a mistake of ours")

    with pytest.raises(LookupError):
        Play(Hall(), [broken(), knocks(1, 5_000)]).run(nothing)


def test_whoever_looks_now_and_then_may_end_the_play() -> None:
    def server_is_gone() -> None:
        raise ConnectionError

    hall = Hall()
    with pytest.raises(ConnectionError):
        Play(hall, [knocks(1, 10_000_000)]).run(server_is_gone)
    assert hall.stopped.is_set()
