"""Plays scripts on the real actions without a network, the clock jumping from one moment to the next."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from inspect import GEN_CREATED, getgeneratorstate
from itertools import count

from sqlalchemy import select

from server.actions.hall import arriving, watching
from server.actions.hall.places import Place
from server.contract.messages import IssueTicket
from server.demo.people import Do, Idle, Leave, Look, Press, Reply, Request, Script, Wait
from server.demo.scenario import Scenario
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import ticket
from server.web.counter_api import STEPS
from tests.support.clocks import StoppedClock

_STEPS = {name: (act, message) for name, act, message, _ in STEPS}


class DirectOffice:
    """An office in a database, on a clock that stands at the beginning of the scenario."""

    def __init__(self, database: Database, clock: StoppedClock, scenario: Scenario) -> None:
        self.database = database
        self.taken: set[int] = set()
        self.done: Counter[str] = Counter()
        self.refused: list[str] = []
        self._numbers = count()
        self._turns: list[tuple[float, int, Script]] = []
        self._clock = clock
        self._begins = scenario.begins
        self._code = scenario.setup.office.code
        with database.read() as tx:
            self._office_id = tx.office(self._code).id

    @property
    def now_s(self) -> float:
        return (self._clock.now() - self._begins).total_seconds()

    def play(self, scripts: Iterable[Script], *, until_s: float = 24 * 3600) -> None:
        """Play these and whoever has not ended yet, until all have, or until that moment of the day."""
        for script in scripts:
            self._push(self.now_s, script)
        while self._turns and self._turns[0][0] <= until_s:
            at_s, _, script = heapq.heappop(self._turns)
            self._clock.tick(seconds=max(0.0, at_s - self.now_s))
            new = getgeneratorstate(script) == GEN_CREATED
            self._go_on(script, None if new else Reply(self.now_s, taken=bool(self.taken)))

    def _push(self, at_s: float, script: Script) -> None:
        heapq.heappush(self._turns, (at_s, next(self._numbers), script))

    def _go_on(self, script: Script, reply: Reply | None) -> None:
        """Let somebody act until they wait."""
        while True:
            try:
                wish = next(script) if reply is None else script.send(reply)
            except StopIteration:
                return
            if isinstance(wish, Wait | Idle):
                self._push(wish.until_s, script)
                return
            reply = self.fulfil(wish)

    def fulfil(self, wish: Request) -> Reply:
        """Do what somebody wishes, in one transaction."""
        try:
            reply = self.database.write(lambda tx: self._act(tx, wish))
        except Refusal as refusal:
            self.refused.append(refusal.code)
            return Reply(self.now_s, refused=refusal.code)
        self.done[wish.step if isinstance(wish, Do) else type(wish).__name__.lower()] += 1
        return reply

    def _act(self, tx: Transaction, wish: Request) -> Reply:
        match wish:
            case Press(arrival):
                press = IssueTicket(service=arrival.service, category=arrival.category)
                kiosk = self._caller(Role.KIOSK)
                issued = arriving.issue_ticket(tx, kiosk, self._code, press, public_url="http://office")
                return Reply(self.now_s, ticket=issued)
            case Leave(token):
                arriving.leave(tx, token)
                return Reply(self.now_s)
            case Do(counter, step, body):
                act, message = _STEPS[step]
                asked = message.model_validate(body)
                said = act(tx, self._caller(Role.COUNTER, counter), Place(self._code, counter), asked)
                return Reply(self.now_s, ticket=said.ticket, taken=counter in self.taken)
            case Look(counter):
                place = Place(self._code, counter)
                view = watching.counter_view(tx, self._caller(Role.COUNTER, counter), place, rate=1)
                return Reply(self.now_s, view=view, taken=counter in self.taken)

    def _caller(self, role: Role, counter: int | None = None) -> Caller:
        return Caller(role, self._office_id, f"{role}:{counter}", counter=counter)

    def states(self) -> Counter[str]:
        """How many legs stand where."""
        with self.database.read() as tx:
            return Counter(tx.connection.execute(select(ticket.c.state)).scalars())
