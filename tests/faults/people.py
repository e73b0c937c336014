"""People at work, by chance: what a kiosk's citizen or a clerk does next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

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


@dataclass
class Citizens:
    """Citizens at one kiosk: most press, some give the turn back."""

    chance: Random
    links: list[str] = field(default_factory=list)

    def remember(self, body: str) -> None:
        """Keep the link of a ticket just issued."""
        self.links.append(json.loads(body)["token"])

    def forget(self, leave: Asked) -> None:
        """Who has left has no link any more."""
        if leave.body["token"] in self.links:
            self.links.remove(leave.body["token"])

    def next(self) -> Asked:
        if self.links and self.chance.random() < 0.3:
            return Asked(LEAVE, {"token": self.chance.choice(self.links)})
        body: dict[str, Any] = {"service": self.chance.choice(_SERVICES)}
        if self.chance.random() < 0.1:
            body["category"] = "elderly"
        return Asked(ISSUE, body)


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
