"""The simulated people's hands: each wish becomes one request to the server's own API."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from server.contract.client import Client, Refused, Unreachable, new_key
from server.contract.messages import CounterView, IssueTicket, Ticket
from server.demo.people import Do, Leave, Look, Press, Reply, Request
from server.ports import Clock

TRY_AGAIN_S = 0.3


@dataclass(frozen=True)
class Crew:
    """The callers of a demo: one kiosk, and a device at each counter by its number."""

    kiosk: Client
    counters: Mapping[int, Client]


class World:
    """One office as its simulated people reach it, until `stopped` is set.

    A request whose answer was lost is repeated with the same key until it is answered, so no action is
    ever dropped.
    """

    def __init__(
        self, office: str, crew: Crew, *, clock: Clock, begins: datetime, stopped: threading.Event
    ) -> None:
        self.office = office
        self.stopped = stopped
        self._crew = crew
        self._clock = clock
        self._begins = begins
        self._taken: frozenset[int] = frozenset()

    @property
    def rate(self) -> float:
        """Simulated seconds in a real one."""
        return self._clock.rate

    def now_s(self) -> float:
        """Seconds since the day began."""
        return (self._clock.now() - self._begins).total_seconds()

    def look_around(self) -> None:
        """Note at which counters a real person has signed in; simulated clerks have no account."""
        client = next(iter(self._crew.counters.values()))
        try:
            places = client.counters(self.office).places
        except Unreachable:
            return  # what was seen last holds until the server answers again
        self._taken = frozenset(place.number for place in places if place.staff_name is not None)

    def taken(self, counter: int | None) -> bool:
        """Whether a real person sits there."""
        return counter in self._taken

    def fulfil(self, wish: Request) -> Reply:
        """Ask the server, again and again while there is no answer."""
        key = new_key()
        while True:
            try:
                return self._reply(wish, said=self._ask(wish, key))
            except Refused as refused:
                return self._reply(wish, refused=refused.code)
            except Unreachable:
                if self.stopped.wait(TRY_AGAIN_S):
                    return self._reply(wish, refused="stopped")

    def _ask(self, wish: Request, key: str) -> Ticket | CounterView | None:
        match wish:
            case Press(arrival):
                press = IssueTicket(
                    service=arrival.service, category=arrival.category, language=arrival.language
                )
                return self._crew.kiosk.issue_ticket(self.office, press, key=key)
            case Leave(token):
                self._crew.kiosk.leave(token)
                return None
            case Do(counter, step, body):
                return self._crew.counters[counter].step(self.office, counter, step, body, key=key)
            case Look(counter):
                return self._crew.counters[counter].counter(self.office, counter)

    def _reply(
        self, wish: Request, *, said: Ticket | CounterView | None = None, refused: str | None = None
    ) -> Reply:
        counter = wish.counter if isinstance(wish, Do | Look) else None
        return Reply(
            self.now_s(),
            ticket=said if isinstance(said, Ticket) else None,
            view=said if isinstance(said, CounterView) else None,
            refused=refused,
            taken=self.taken(counter),
        )
