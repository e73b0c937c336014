"""People who work over HTTP and never give up: what was not answered is asked again with the same key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random
from types import TracebackType
from typing import Any, Self

from server.contract.client import Client, Refused, Unreachable
from server.contract.messages import CheckIn, IssueTicket
from server.ports import SystemClock
from tests.faults import booked
from tests.faults.acknowledged import Acknowledged
from tests.faults.asking import ISSUE, LEAVE, Asked
from tests.faults.bookers import Bookers, Passes, Scanner
from tests.faults.people import COUNTERS, Citizens, Clerk, Person
from tests.support.servers import OFFICE

PATIENCE_S = 60.0
"""Nobody repeats one request for longer; a server that stays away this long is a finding."""
_TRY_AGAIN = {429, 503}
# Somebody else was first (a citizen left), or midnight closed the day; anything else is a finding.
_FAIR = {"stale", "impossible_step", "counter_not_open", "no_current_ticket"}


class Persistent(threading.Thread):
    """One client in a thread, who asks what `person` wants until it is answered."""

    def __init__(self, load: Load, client: Client, person: Person) -> None:
        super().__init__(daemon=True)
        self.load = load
        self.client = client
        self.person = person

    def run(self) -> None:
        """Work until told to stop; the request at hand is always brought to its end."""
        if isinstance(self.person, Clerk):
            self._do(Asked("open", {}, self.person.counter))
        while not self.load.stopped.is_set():
            self._do(self.person.next())
            self.load.stopped.wait(self.load.pause_s)
        self.client.close()

    def _do(self, asked: Asked) -> None:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                said = send(self.client, asked)
            except Unreachable:
                self.load.repeated()
            except Refused as refused:
                if refused.problem.status not in _TRY_AGAIN:
                    return self._refused(asked, refused)
                self.load.repeated()
            else:
                self.load.acknowledge(asked, said)
                return self.person.heard(asked, said)
            if time.monotonic() > until:
                return self.load.find(f"{asked} had no answer for {PATIENCE_S} s")
            time.sleep(0.1)

    def _refused(self, asked: Asked, refused: Refused) -> None:
        if refused.code not in booked.FAIR.get(asked.route, _FAIR):
            self.load.find(f"{asked} was refused: {refused}")
        self.person.refused(asked)
        if refused.code == "counter_not_open":
            self._do(Asked("open", {}, asked.counter))


def send(client: Client, asked: Asked) -> dict[str, Any]:
    """Ask once; raises as the client does."""
    if asked.route == ISSUE:
        return client.issue_ticket(OFFICE, IssueTicket.model_validate(asked.body), key=asked.key).model_dump()
    if asked.route == LEAVE:
        return client.leave(asked.body["token"]).model_dump()
    if asked.route == booked.CHECK_IN:
        return client.check_in(OFFICE, CheckIn.model_validate(asked.body), key=asked.key).model_dump()
    if asked.route in booked.ROUTES:
        path, said = booked.path_of(asked.route, asked.body), booked.said(asked.route, asked.body)
        answer: dict[str, Any] = client._send(booked.METHODS[asked.route], path, said, asked.key)
        return answer
    ticket = client.step(OFFICE, asked.counter, asked.route, asked.body, key=asked.key)
    return {"ticket": None if ticket is None else ticket.model_dump()}


def crew(client_of: Callable[[str, int | None], Client], chance: Random) -> list[tuple[Client, Person]]:
    """Two kiosks, three clerks, two places where people book and two kiosks that scan bookings."""
    passes = Passes()
    found: list[tuple[Client, Person]] = [
        (client_of("counter", number), Clerk(Random(chance.random()), number)) for number in COUNTERS
    ]
    for _ in range(2):
        one, other, third = (Random(chance.random()) for _ in range(3))
        found += [
            (client_of("kiosk", None), Citizens(one)),
            (client_of("integration", None), Bookers(other, SystemClock().now, passes)),
            (client_of("kiosk", None), Scanner(third, passes)),
        ]
    return found


class Load:
    """`with Load(client_of) as load:` has its `crew` at work; leaving it lets them finish.

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
        self._people = [Persistent(self, *who) for who in crew(client_of, Random(seed))]

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
                self.find(f"{person.person} did not come to an end")

    def acknowledge(self, asked: Asked, said: dict[str, Any]) -> None:
        with self._lock:
            self.log.note(asked, said)

    def find(self, finding: str) -> None:
        with self._lock:
            self.findings.append(finding)

    def repeated(self) -> None:
        with self._lock:
            self.repetitions += 1
