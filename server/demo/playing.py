"""Plays scripts on the office's clock: everybody's next wish in order of time, none ever dropped."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from inspect import GEN_CREATED, getgeneratorstate
from itertools import count
from typing import Protocol

from server.demo.people import Do, Idle, Press, Reply, Request, Script, Wait, Wish

HANDS = 8
"""Requests under way at once; each person has at most one."""
LOOK_AROUND_S = 1.0
"""Real seconds between two looks at everything else."""
LEAST_IDLE_S = 0.25
"""Real seconds that an idle clerk waits at least before looking again without being woken."""
LONGEST_NAP_S = 0.2


class Stage(Protocol):
    """Where scripts are played. `World` is one; times are seconds since the day began."""

    stopped: threading.Event

    @property
    def rate(self) -> float: ...

    def now_s(self) -> float: ...

    def taken(self, counter: int | None) -> bool: ...

    def fulfil(self, wish: Request) -> Reply: ...


@dataclass(order=True)
class _Turn:
    """A script that goes on at `at_s`; `n` keeps the order of those who go on at the same moment."""

    at_s: float
    n: int
    script: Script = field(compare=False)
    counter: int | None = field(compare=False, default=None)
    wakes_for: frozenset[str] = field(compare=False, default=frozenset())
    moved: bool = field(compare=False, default=False)


@dataclass
class Played:
    """How well the play kept up: turns taken, and how late the latest was, in real seconds."""

    turns: int = 0
    latest_s: float = 0.0


class Play:
    """Runs scripts until all have ended or `world.stopped` is set.

    A turn that comes late is taken late and the person's next one follows from the moment it was taken:
    a slow machine makes a slower office, never lost people.
    """

    def __init__(self, world: Stage, scripts: Iterable[Script]) -> None:
        self.world = world
        self.played = Played()
        self._numbers = count()
        self._turns: list[_Turn] = []
        self._idle: list[_Turn] = []
        self._changed = threading.Condition()
        self._left = 0
        for script in scripts:
            self._left += 1
            self._push(_Turn(0.0, next(self._numbers), script))

    def run(self, now_and_then: Callable[[], None]) -> Played:
        """Play; `now_and_then` is called about once in a real second.

        Raises what a script, a request or `now_and_then` raised that is not foreseen.
        """
        underway: set[Future[None]] = set()
        next_look = time.monotonic()
        with ThreadPoolExecutor(HANDS, "people") as hands:
            try:
                while self._left and not self.world.stopped.is_set():
                    underway = _without_done(underway)
                    turn = self._next_turn()
                    if turn is not None:
                        underway.add(hands.submit(self._take, turn))
                    if time.monotonic() >= next_look:
                        next_look = time.monotonic() + LOOK_AROUND_S
                        now_and_then()
            finally:
                self.world.stopped.set()  # else a hand that gets no answer would go on asking
        _without_done(underway)
        return self.played

    def _next_turn(self) -> _Turn | None:
        """The first turn that is due, waiting a little for one; None when there was none."""
        with self._changed:
            turn = self._due()
            if turn is None:
                self._changed.wait(self._nap_s())
                turn = self._due()
        return turn

    def _due(self) -> _Turn | None:
        while self._turns and self._turns[0].moved:
            heapq.heappop(self._turns)
        if not self._turns or self._turns[0].at_s > self.world.now_s():
            return None
        turn = heapq.heappop(self._turns)
        if turn.wakes_for:
            self._idle.remove(turn)
        return turn

    def _nap_s(self) -> float:
        if not self._turns:
            return LONGEST_NAP_S
        due_in_s = (self._turns[0].at_s - self.world.now_s()) / self.world.rate
        return min(LONGEST_NAP_S, max(0.0, due_in_s))

    def _take(self, turn: _Turn) -> None:
        """Go on with one person until they wait for something."""
        self._note_lateness(turn)
        reply = self._reply_to(turn)
        counter = turn.counter
        while not self.world.stopped.is_set():
            try:
                wish = next(turn.script) if reply is None else turn.script.send(reply)
            except StopIteration:
                with self._changed:
                    self._left -= 1
                    self._changed.notify()
                return
            if isinstance(wish, Wait | Idle):
                self._put_off(turn.script, wish, counter)
                return
            counter = wish.counter if isinstance(wish, Do) else counter
            reply = self.world.fulfil(wish)
            self._wake_somebody(wish, reply)

    def _note_lateness(self, turn: _Turn) -> None:
        late_s = (self.world.now_s() - turn.at_s) / self.world.rate
        with self._changed:
            self.played.turns += 1
            self.played.latest_s = max(self.played.latest_s, late_s)

    def _reply_to(self, turn: _Turn) -> Reply | None:
        """What came of waiting; None for a script that has not begun."""
        if getgeneratorstate(turn.script) == GEN_CREATED:
            return None
        return Reply(self.world.now_s(), taken=self.world.taken(turn.counter))

    def _put_off(self, script: Script, wish: Wait | Idle, counter: int | None) -> None:
        if isinstance(wish, Wait):
            self._push(_Turn(wish.until_s, next(self._numbers), script, counter))
            return
        until_s = max(wish.until_s, self.world.now_s() + LEAST_IDLE_S * self.world.rate)
        self._push(_Turn(until_s, next(self._numbers), script, counter, wish.services))

    def _push(self, turn: _Turn) -> None:
        with self._changed:
            heapq.heappush(self._turns, turn)
            if turn.wakes_for:
                self._idle.append(turn)
            self._changed.notify()

    def _wake_somebody(self, wish: Wish, reply: Reply) -> None:
        """Whoever has been idle longest sees that somebody has come for one of their services."""
        service = _comes_for(wish) if reply.refused is None else None
        with self._changed:
            sleeper = next((turn for turn in self._idle if service in turn.wakes_for), None)
            if sleeper is None:
                return
            self._idle.remove(sleeper)
            sleeper.moved = True
        self._push(_Turn(self.world.now_s(), next(self._numbers), sleeper.script, sleeper.counter))


def _comes_for(wish: Wish) -> str | None:
    """The service somebody waits for now because of this wish."""
    if isinstance(wish, Press):
        return wish.arrival.service
    if isinstance(wish, Do) and wish.step == "transfer":
        return str(wish.body["service"])
    return None


def _without_done(underway: set[Future[None]]) -> set[Future[None]]:
    """Those still under way; raises what one of the others raised."""
    for future in [future for future in underway if future.done()]:
        underway.discard(future)
        future.result()
    return underway
