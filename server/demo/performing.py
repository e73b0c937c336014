"""Performs a scenario on a running server, telling how the day goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from zoneinfo import ZoneInfo

from server.contract.client import Client
from server.demo.playing import Play, Played
from server.demo.report import Report, report, tally
from server.demo.scenario import Scenario
from server.demo.texts import tally_line
from server.demo.world import Crew, World
from server.ports import Clock
from server.storage.database import Database

ANSWER_S = 10.0
"""How long a simulated person waits for one answer before asking again."""


class Performance:
    """One scenario on one database; `say` gets a line of tally at most once per simulated minute."""

    def __init__(
        self, scenario: Scenario, database: Database, *, clock: Clock, say: Callable[[str], None]
    ) -> None:
        self._scenario = scenario
        self._database = database
        self._clock = clock
        self._say = say
        self._office = scenario.setup.office.code
        self._said_minute = 0

    def play(
        self,
        url: str,
        tokens: tuple[str, dict[int, str]],
        *,
        stop: threading.Event,
        look: Callable[[], None],
    ) -> Played:
        """Play until the day has ended or `stop` is set; `look` may raise to end it."""
        with ExitStack() as stack:
            crew = _crew(stack, url, tokens)
            world = World(self._office, crew, clock=self._clock, begins=self._scenario.begins, stopped=stop)

            def now_and_then() -> None:
                look()
                world.look_around()
                self._tell()

            return Play(world, self._scenario.scripts()).run(now_and_then)

    def report(self, played: Played) -> Report:
        """How the day went."""
        people = len(self._scenario.arrivals)
        return report(
            self._database, self._office, begins=self._scenario.begins, people=people, played=played
        )

    def _tell(self) -> None:
        now = self._clock.now()
        minute = int((now - self._scenario.begins).total_seconds() // 60)
        if minute > self._said_minute:
            self._said_minute = minute
            local = now.astimezone(ZoneInfo(self._scenario.setup.office.time_zone))
            self._say(tally_line(local, tally(self._database, self._office, self._scenario.begins)))


def _crew(stack: ExitStack, url: str, tokens: tuple[str, dict[int, str]]) -> Crew:
    """A client for every token, closed with the stack."""

    def client(token: str) -> Client:
        return stack.enter_context(Client(url, token, timeout_s=ANSWER_S))

    kiosk, counters = tokens
    return Crew(client(kiosk), {number: client(token) for number, token in counters.items()})
