"""A morning of the demo office, lived in seconds on a stopped clock: people press, counters serve."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from server.contract.messages import Ticket
from server.domain.people import Caller
from tests.builders import Hall
from tests.support.clocks import StoppedClock

STEP_S = 20
WALK_S = 20
MINUTES = (4, 9)
"""At the counter, least and most."""
FIELDS = {
    1: "civil_status",
    2: "business",
    3: "land",
    4: "land",
    5: "construction",
    6: "results",
    7: "civil_status",
    8: "labour",
    9: "farming",
    10: "health",
}
"""What each counter takes; people come for a field as often as it has counters."""


@dataclass
class Desk:
    """A counter at work: whoever sits there, the current ticket, and when its next step comes."""

    number: int
    caller: Caller
    next_at: datetime
    ticket: Ticket | None = None


@dataclass
class Morning:
    """`Morning(hall, clock, staff={3: "hoa"}).live(begins, until)`: then the clock stands at `until`."""

    hall: Hall
    clock: StoppedClock
    people_per_hour: float = 90
    staff: dict[int, str] = field(default_factory=dict)
    booked: dict[datetime, tuple[str, Callable[[], object]]] = field(default_factory=dict)
    """When who has a booking comes, for which service, and how they check in."""
    random: Random = field(default_factory=lambda: Random(2026))
    waiting: Tally[str] = field(default_factory=Tally)

    def live(self, begins: datetime, until: datetime) -> None:
        """All ten counters open at once; who is not served by `until` is still there."""
        self._to(begins)
        desks = [Desk(number, self._caller(number), begins) for number in FIELDS]
        for desk in desks:
            self.hall.do("open", desk.number, desk.caller, services=[FIELDS[desk.number]])
        while self.clock.now() < until:
            self._to(self.clock.now() + timedelta(seconds=STEP_S))
            if self.random.random() < self.people_per_hour * STEP_S / 3600:
                self._press(self.random.choice(list(FIELDS.values())))
            self._check_in()
            for desk in desks:
                if desk.next_at <= self.clock.now():
                    self._work(desk)

    def _to(self, moment: datetime) -> None:
        self.clock.tick(seconds=(moment - self.clock.now()).total_seconds())

    def _caller(self, number: int) -> Caller:
        username = self.staff.get(number)
        return self.hall.staff(username) if username else self.hall.device(number)

    def _press(self, service: str) -> None:
        self.hall.press(service)
        self.waiting[service] += 1

    def _check_in(self) -> None:
        for moment in [known for known in self.booked if known <= self.clock.now()]:
            service, check_in = self.booked.pop(moment)
            check_in()
            self.waiting[service] += 1

    def _work(self, desk: Desk) -> None:
        """The next step of a counter: done with one, another is called; who was called is started."""
        if desk.ticket is not None and desk.ticket.state == "called":
            desk.ticket = self._step("start", desk)
            desk.next_at += timedelta(minutes=self.random.uniform(*MINUTES))
            return
        if desk.ticket is not None:
            self._step("finish", desk)
            desk.ticket = None
        if self.waiting[FIELDS[desk.number]]:
            desk.ticket = self.hall.do("call-next", desk.number, desk.caller)
            self.waiting[FIELDS[desk.number]] -= 1
            desk.next_at = self.clock.now() + timedelta(seconds=WALK_S)

    def _step(self, step: str, desk: Desk) -> Ticket | None:
        assert desk.ticket is not None
        seen = {"ticket": desk.ticket.id, "version": desk.ticket.version}
        return self.hall.do(step, desk.number, desk.caller, **seen)
