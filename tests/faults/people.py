"""People at work, by chance: what a kiosk's citizen or a clerk does next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from server.contract.messages import Ticket
from tests.faults.asking import ISSUE, LEAVE, Asked

Habits = Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]]
COUNTERS = (3, 5, 7)
"""Counters of the demo office that compete for the same line."""
BRISK = {state: (("finish",), (1,)) for state in ("called", "serving")}
"""Habits of clerks who do nothing but call and finish."""
_SERVICES = ("land", "land", "land", "civil_status", "construction")

# After which state a clerk does what, and how often.
HABITS: Habits = {
    "called": (("start", "recall", "no-show", "put-back"), (75, 10, 8, 7)),
    "serving": (("finish", "finish-next", "hold", "transfer", "put-back"), (60, 20, 7, 7, 6)),
}


class Seen(Protocol):
    """A ticket as a clerk sees it."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> int: ...


class Person(Protocol):
    """Somebody who asks one thing after another."""

    def next(self) -> Asked: ...
    def heard(self, asked: Asked, said: dict[str, Any]) -> None: ...
    def refused(self, asked: Asked) -> None: ...


@dataclass
class Citizens:
    """Citizens at one kiosk: most press, some give the turn back."""

    chance: Random
    links: list[str] = field(default_factory=list)

    def heard(self, asked: Asked, said: dict[str, Any]) -> None:
        """Keep the link of a ticket just issued; who has left has none any more."""
        if asked.route == LEAVE:
            self.refused(asked)
        else:
            self.links.append(said["token"])

    def refused(self, asked: Asked) -> None:
        """Who cannot leave does not try again."""
        if asked.route == LEAVE and asked.body["token"] in self.links:
            self.links.remove(asked.body["token"])

    def next(self) -> Asked:
        if self.links and self.chance.random() < 0.3:
            return Asked(LEAVE, {"token": self.chance.choice(self.links)})
        body: dict[str, Any] = {"service": self.chance.choice(_SERVICES)}
        if self.chance.random() < 0.1:
            body["category"] = "elderly"
        return Asked(ISSUE, body)


@dataclass
class Clerk:
    """A clerk who knows what was answered, and nothing else."""

    chance: Random
    counter: int
    current: Seen | None = None
    on_hold: list[Seen] = field(default_factory=list)

    def next(self) -> Asked:
        return clerk_does(self.chance, self.counter, self.current, self.on_hold)

    def heard(self, asked: Asked, said: dict[str, Any]) -> None:
        """The ticket that this counter has now, or has set aside."""
        ticket = Ticket.model_validate(said["ticket"]) if said.get("ticket") else None
        self.on_hold = [held for held in self.on_hold if ticket is None or held.id != ticket.id]
        self.current = ticket if ticket is not None and ticket.state in ("called", "serving") else None
        if ticket is not None and ticket.state == "on_hold":
            self.on_hold.append(ticket)

    def refused(self, asked: Asked) -> None:
        """Somebody else was first: look at the line anew."""
        self.on_hold = [held for held in self.on_hold if held.id != asked.body.get("ticket")]
        if asked.route != "resume":
            self.current = None


def clerk_does(
    chance: Random, counter: int, current: Seen | None, on_hold: list[Seen], habits: Habits = HABITS
) -> Asked:
    """The next step of a clerk who sees this."""
    if current is None:
        if on_hold and chance.random() < 0.5:
            set_aside = on_hold[0]
            return Asked("resume", {"ticket": set_aside.id, "version": set_aside.version}, counter)
        return Asked("call-next", {}, counter)
    steps, weights = habits[current.state]
    (step,) = chance.choices(steps, weights)
    if step == "finish-next":
        body = {"finish_current": True, "ticket": current.id, "version": current.version}
        return Asked("call-next", body, counter)
    more: dict[str, Any] = {}
    if step == "put-back":
        more = {"after_s": 0}
    elif step == "transfer":
        more = {"service": chance.choice(_SERVICES), "return": chance.random() < 0.5}
    return Asked(step, {"version": current.version, "ticket": current.id, **more}, counter)
