"""News for the page, the office's clock, and rounds that can be woken."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.clock import OfficeClock
from kiosk.hub import BACKLOG, LISTENERS, Hub, TooManyListeners
from kiosk.rounds import Round
from tests.kiosk.stand import until

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_every_listener_hears_everything_in_order() -> None:
    hub = Hub()
    streams = [hub.listen(1.0) for _ in range(3)]
    for n in range(5):
        hub.publish("state", {"n": n})
    hub_heard = [[next(stream) for _ in range(5)] for stream in streams]
    assert hub_heard == [[("state", {"n": n}) for n in range(5)]] * 3


def test_silence_is_told_so_that_a_dead_page_is_noticed() -> None:
    assert next(Hub().listen(0.01)) is None


def test_a_listener_that_does_not_read_is_dropped_and_holds_up_nobody() -> None:
    hub = Hub()
    asleep = hub.listen(0.01)
    for n in range(BACKLOG + 5):
        hub.publish("state", {"n": n})
    assert len(list(asleep)) <= BACKLOG


def test_there_are_no_more_listeners_than_a_kiosk_has_screens_for() -> None:
    hub = Hub()
    streams = [hub.listen(0.01) for _ in range(LISTENERS)]
    with pytest.raises(TooManyListeners):
        hub.listen(0.01)
    streams[0].close()  # type: ignore[attr-defined]  # a generator, and so closes as a lost page does
    del streams


def test_closing_ends_all_listening() -> None:
    hub = Hub()
    stream = hub.listen(5.0)
    threading.Timer(0.05, hub.close).start()
    assert list(stream) == []
    assert list(hub.listen(5.0)) == []


def test_the_clock_goes_on_from_what_the_server_said_whatever_this_machine_thinks() -> None:
    steady = iter([0.0, 100.0, 110.0])
    clock = OfficeClock(lambda: next(steady))
    clock.hear(NOON, 1.0)
    assert clock.now() == NOON + timedelta(seconds=10)


def test_a_demos_clock_runs_at_its_rate_and_a_tick_keeps_it() -> None:
    steady = iter([0.0, 0.0, 5.0, 5.0, 6.0])
    clock = OfficeClock(lambda: next(steady))
    clock.hear(NOON, 60.0)
    assert clock.now() == NOON + timedelta(minutes=5)
    clock.hear(NOON)
    assert clock.now() == NOON + timedelta(minutes=1)


def test_a_round_runs_at_once_when_woken_and_ends_when_stopped() -> None:
    times: list[float] = []

    def act() -> float:
        times.append(time.monotonic())
        return 60.0

    turning = Round("test", act)
    turning.start()
    until(lambda: len(times) == 1)
    turning.wake()
    until(lambda: len(times) == 2)
    turning.stop()
    assert len(times) == 2
