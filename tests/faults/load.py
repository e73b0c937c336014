"""People who work over HTTP and never give up: what was not answered is asked again with the same key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random
from types import TracebackType
from typing import Any, Self

from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import IssueTicket, Ticket
from tests.faults.acknowledged import Acknowledged
from tests.faults.asking import ISSUE, LEAVE, Asked
from tests.faults.people import COUNTERS, HABITS, Citizens, Seen, clerk_does
from tests.support.servers import OFFICE

PATIENCE_S = 30.0
"""Nobody repeats one request for longer; a server that stays away this long is a finding."""
_TRY_AGAIN = {429, 503}
# Somebody else was first (a citizen left), or midnight closed the day; anything else is a finding.
_FAIR = {"stale", "impossible_step", "counter_not_open", "no_current_ticket"}


class Person(threading.Thread):
    """One client in a thread. `citizens` makes it a kiosk, otherwise it is a clerk at `counter`."""

    def __init__(self, load: Load, client: Client, counter: int, chance: Random) -> None:
        super().__init__(daemon=True)
        self.load = load
        self.client = client
        self.counter = counter
        self.chance = chance
        self.citizens = None if counter else Citizens(chance)
        self.current: Seen | None = None
        self.on_hold: list[Seen] = []

    def run(self) -> None:
        """Work until told to stop; the request at hand is always brought to its end."""
        if self.counter:
            self._do(Asked("open", {}, self.counter))
        while not self.load.stopped.is_set():
            self._do(self._next())
            self.load.stopped.wait(self.load.pause_s)
        self.client.close()

    def _next(self) -> Asked:
        if self.citizens is not None:
            return self.citizens.next()
        return clerk_does(self.chance, self.counter, self.current, self.on_hold, HABITS)

    def _do(self, asked: Asked) -> None:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                ticket = send(self.client, asked)
            except Unreachable:
                self.load.repeated()
            except Refused as refused:
                if refused.problem.status not in _TRY_AGAIN:
                    return self._refused(asked, refused)
                self.load.repeated()
            else:
                return self._answered(asked, ticket)
            if time.monotonic() > until:
                return self.load.find(f"{asked} had no answer for {PATIENCE_S} s")
            time.sleep(0.05)

    def _answered(self, asked: Asked, ticket: Ticket | None) -> None:
        self.load.acknowledge(asked, None if ticket is None else ticket.model_dump())
        if self.citizens is not None:
            self._citizen_goes_on(asked, ticket)
            return
        self.on_hold = [held for held in self.on_hold if ticket is None or held.id != ticket.id]
        self.current = ticket if ticket is not None and ticket.state in ("called", "serving") else None
        if ticket is not None and ticket.state == "on_hold":
            self.on_hold.append(ticket)

    def _citizen_goes_on(self, asked: Asked, ticket: Ticket | None) -> None:
        assert self.citizens is not None
        if asked.route == LEAVE:
            self.citizens.forget(asked)
        elif ticket is not None and ticket.token is not None:
            self.citizens.links.append(ticket.token)

    def _refused(self, asked: Asked, refused: Refused) -> None:
        if refused.code not in _FAIR:
            self.load.find(f"{asked} was refused: {refused}")
        if self.citizens is not None:
            self.citizens.forget(asked)
            return
        self.on_hold = [held for held in self.on_hold if held.id != asked.body.get("ticket")]
        if asked.route != "resume":
            self.current = None
        if refused.code == "counter_not_open":
            self._do(Asked("open", {}, self.counter))


def send(client: Client, asked: Asked) -> Ticket | None:
    """Ask once; raises as the client does."""
    if asked.route == ISSUE:
        return client.issue_ticket(OFFICE, IssueTicket.model_validate(asked.body), key=asked.key)
    if asked.route == LEAVE:
        client.leave(asked.body["token"])
        return None
    return client.step(OFFICE, asked.counter, asked.route, asked.body, key=asked.key)


class Load:
    """`with Load(client_of) as load:` has two kiosks and three clerks at work; leaving it lets them finish.

    `client_of(role, counter)` gives each its client. `pause_s`: how long each rests between requests.
    """

    def __init__(
        self, client_of: Callable[[str, int | None], Client], *, seed: int, pause_s: float = 0.0
    ) -> None:
        self.log = Acknowledged()
        self.stopped = threading.Event()
        self.pause_s = pause_s
        self.findings: list[str] = []
        self.repetitions = 0
        self._lock = threading.Lock()
        chance = Random(seed)
        self._people = [
            Person(
                self,
                client_of("counter" if place else "kiosk", place or None),
                place,
                Random(chance.random()),
            )
            for place in (0, 0, *COUNTERS)
        ]

    def __enter__(self) -> Self:
        for person in self._people:
            person.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        for person in self._people:
            person.join(timeout=PATIENCE_S + 10)
            if person.is_alive():
                self.find(f"the person at place {person.counter} did not come to an end")

    def acknowledge(self, asked: Asked, ticket: dict[str, Any] | None) -> None:
        with self._lock:
            self.log.note(asked, ticket)

    def find(self, finding: str) -> None:
        with self._lock:
            self.findings.append(finding)

    def repeated(self) -> None:
        with self._lock:
            self.repetitions += 1
