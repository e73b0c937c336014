"""What a simulated clerk does next: open, call, recall, serve, hold, transfer, rest, close."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from random import Random

from server.contract.messages import Json, Ticket
from server.demo.people import Do, Errand, Idle, Look, Nature, Reply, Script, Wait, Wish, gamma

RECALL_AFTER_S = 45.0
GIVE_UP_AFTER_S = 90.0
TIDY_S = 20.0
"""Mean seconds between two citizens when a clerk does not call at once."""
CALLS_AT_ONCE_SHARE = 0.6
LOOK_AGAIN_S = 30.0
ASIDE_S = 60.0
NO_TRANSFER_BEFORE_REST_S = 30 * 60.0


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause from `from_s`, put off while people wait but not beyond `latest_s`, until `until_s`."""

    from_s: float
    latest_s: float
    until_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Shift:
    """The day of one counter: hours in seconds since the day began."""

    counter: int
    services: frozenset[str]
    opens_s: float
    closes_s: float
    rests: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True)
class _Away:
    """A citizen who was sent to copy a paper, and what is left to do."""

    ticket: Ticket
    back_s: float
    work_s: float


class _Lost(Exception):
    """The server refused a step: something is not as this clerk believes."""


class _Taken(Exception):
    """A real person sits at this counter now."""


Asking = Generator[Wish, Reply, Reply]
Meeting = Generator[Wish, Reply, Ticket | None]


class Clerk:
    """One clerk's day as a script.

    `nature_of` tells how a ticket will go; `elsewhere` are services that somebody may be sent on to. A
    clerk who is refused looks at the counter and goes on from what is there; one whose counter a real
    person has taken stands aside until it is given back.
    """

    def __init__(
        self, shift: Shift, random: Random, *, nature_of: Callable[[Ticket], Nature], elsewhere: list[str]
    ) -> None:
        self._shift = shift
        self._random = random
        self._nature_of = nature_of
        self._elsewhere = elsewhere
        self._rests = list(shift.rests)
        self._away: list[_Away] = []
        self._now = 0.0
        self._nobody = False

    def day(self) -> Script:
        """From opening to closing; ends when the counter is closed and nobody is left to serve."""
        yield Wait(self._shift.opens_s)
        work = self._work
        while True:
            try:
                yield from work()
                return
            except _Lost:
                yield Wait(self._now + 5)
            except _Taken:
                if not (yield from self._stood_aside()):
                    return
            work = self._go_on

    def _work(self) -> Script:
        yield from self._do("open")
        while not self._over():
            yield from self._turn()
        yield from self._do("close")

    def _over(self) -> bool:
        return self._now >= self._shift.closes_s and self._nobody and not self._away

    def _turn(self) -> Script:
        """The next thing that is due: a rest, somebody who is back, the next person, or nothing."""
        rest = self._rest_due()
        back = min(self._away, key=lambda away: away.back_s, default=None)
        if rest is not None:
            yield from self._take_rest(rest)
        elif back is not None and back.back_s <= self._now:
            self._away.remove(back)
            reply = yield from self._do("resume", ticket=back.ticket.id, version=back.ticket.version)
            yield from self._everybody(self._attend(_known(reply), back.work_s, Errand.NONE))
        else:
            yield from self._everybody(self._call())
            if self._nobody and not self._over():
                yield from self._ask(Idle(self._until(), self._shift.services))

    def _until(self) -> float:
        """When an idle clerk looks again: soon, or when something of the own day is due."""
        due = [rest.from_s for rest in self._rests] + [away.back_s for away in self._away]
        due += [self._shift.closes_s, self._now + LOOK_AGAIN_S]
        return min(moment for moment in due if moment > self._now)

    def _everybody(self, meeting: Meeting) -> Script:
        """Whoever is called while another is finished is met at once."""
        ticket = yield from meeting
        while ticket is not None:
            ticket = yield from self._meet(ticket)

    def _call(self) -> Meeting:
        reply = yield from self._do("call-next")
        self._nobody = reply.ticket is None
        return reply.ticket

    def _meet(self, ticket: Ticket) -> Meeting:
        """Wait for a called citizen, calling again once; None at the end, or who was called then."""
        nature = self._nature_of(ticket)
        called = self._now
        for patience_s, step in ((RECALL_AFTER_S, "recall"), (GIVE_UP_AFTER_S, "no-show")):
            if nature.walk_s is not None and nature.walk_s <= patience_s:
                yield from self._ask(Wait(called + nature.walk_s))
                return (yield from self._begin(ticket, nature))
            yield from self._ask(Wait(called + patience_s))
            ticket = _known((yield from self._do(step, version=ticket.version)))
        return None

    def _begin(self, ticket: Ticket, nature: Nature) -> Meeting:
        started = _known((yield from self._do("start", version=ticket.version)))
        return (yield from self._attend(started, nature.work_s, nature.errand))

    def _attend(self, ticket: Ticket, work_s: float, errand: Errand) -> Meeting:
        if errand is Errand.COPY:
            return (yield from self._send_to_copy(ticket, work_s))
        if errand is Errand.ELSEWHERE and self._may_transfer(ticket):
            return (yield from self._send_on(ticket, work_s))
        yield from self._ask(Wait(self._now + work_s))
        return (yield from self._finish(ticket))

    def _send_to_copy(self, ticket: Ticket, work_s: float) -> Meeting:
        yield from self._ask(Wait(self._now + work_s * 0.4))
        held = _known((yield from self._do("hold", version=ticket.version, note="Photo giấy tờ")))
        away_s = self._nature_of(ticket).away_s
        self._away.append(_Away(held, self._now + away_s, work_s * 0.6))
        return None

    def _may_transfer(self, ticket: Ticket) -> bool:
        """Nobody is sent on shortly before everybody rests or goes home."""
        ends = [rest.from_s for rest in self._rests] + [self._shift.closes_s]
        others = [code for code in self._elsewhere if code != ticket.service]
        return bool(others) and min(ends) - self._now > NO_TRANSFER_BEFORE_REST_S

    def _send_on(self, ticket: Ticket, work_s: float) -> Meeting:
        others = [code for code in self._elsewhere if code != ticket.service]
        yield from self._ask(Wait(self._now + work_s * 0.5))
        yield from self._do("transfer", version=ticket.version, service=self._random.choice(others))
        return None

    def _finish(self, ticket: Ticket) -> Meeting:
        done: Json = {"version": ticket.version, "dossiers": self._dossiers(ticket)}
        something_due = self._rest_due() is not None or any(a.back_s <= self._now for a in self._away)
        if not something_due and self._random.random() < CALLS_AT_ONCE_SHARE:
            reply = yield from self._do("call-next", finish_current=True, ticket=ticket.id, **done)
            self._nobody = reply.ticket is None
            return reply.ticket
        yield from self._do("finish", **done)
        yield from self._ask(Wait(self._now + gamma(self._random, TIDY_S, 0.5)))
        return None

    def _dossiers(self, ticket: Ticket) -> list[str]:
        count = self._nature_of(ticket).dossiers
        return [f"H21.65-{ticket.issued_at:%y%m%d}-{ticket.visit:04d}.{n + 1}" for n in range(count)]

    def _rest_due(self) -> Rest | None:
        while self._rests and self._rests[0].until_s <= self._now:
            self._rests.pop(0)
        if not self._rests or self._now < self._rests[0].from_s:
            return None
        rest = self._rests[0]
        return rest if self._nobody or self._now >= rest.latest_s else None

    def _take_rest(self, rest: Rest) -> Script:
        self._rests.remove(rest)
        yield from self._do("pause", reason=rest.reason)
        yield from self._ask(Wait(rest.until_s))
        yield from self._do("open")

    def _stood_aside(self) -> Generator[Wish, Reply, bool]:
        """Whether the counter was given back before the day's end."""
        self._away.clear()
        while self._now < self._shift.closes_s:
            reply = yield Wait(self._now + ASIDE_S)
            self._now = reply.now_s
            if not reply.taken:
                return True
        return False

    def _go_on(self) -> Script:
        """Go on from what the counter's page shows."""
        view = (yield from self._ask(Look(self._shift.counter))).view
        if view is None:
            raise AssertionError("the counter's page was not shown")
        known = {away.ticket.id for away in self._away}
        self._away = [away for away in self._away if away.ticket.id in {held.id for held in view.on_hold}]
        self._away += [_Away(held, self._now, 60.0) for held in view.on_hold if held.id not in known]
        if view.state != "open":
            yield from self._do("open")
        if view.ticket is not None:
            yield from self._everybody(self._take_up(view.ticket))
        while not self._over():
            yield from self._turn()
        yield from self._do("close")

    def _take_up(self, ticket: Ticket) -> Meeting:
        if ticket.state == "called":
            return (yield from self._meet(ticket))
        return (yield from self._attend(ticket, self._nature_of(ticket).work_s / 2, Errand.NONE))

    def _do(self, step: str, **body: object) -> Asking:
        return self._ask(Do(self._shift.counter, step, body))

    def _ask(self, wish: Wish) -> Asking:
        reply = yield wish
        self._now = reply.now_s
        if reply.taken:
            raise _Taken
        if reply.refused is not None:
            raise _Lost(reply.refused)
        return reply


def _known(reply: Reply) -> Ticket:
    if reply.ticket is None:
        raise AssertionError("a step that was done brings its ticket")
    return reply.ticket
