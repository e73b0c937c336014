"""Who is called next: the smallest due goes first, so nobody can be overtaken for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class ArrivalClass(StrEnum):
    """What decides somebody's allowance."""

    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"
    PRIORITY = "priority"


DEFAULT_ALLOWANCE = {
    ArrivalClass.WALK_IN: timedelta(minutes=15),
    ArrivalClass.APPOINTMENT: timedelta(minutes=5),
    ArrivalClass.PRIORITY: timedelta(0),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What an office may set about the order: allowances per class, and of a transferred leg."""

    allowance: Mapping[ArrivalClass, timedelta] = field(default_factory=lambda: DEFAULT_ALLOWANCE)
    transfer: timedelta = timedelta(minutes=5)
    put_back_after_call: timedelta = timedelta(seconds=300)
    restore_within: timedelta = timedelta(minutes=60)

    @property
    def largest(self) -> timedelta:
        """Nobody who comes more than this after you is called before you."""
        return max(*self.allowance.values(), self.transfer)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line. `visit` grows with the number issued, so it settles ties."""

    ticket: int
    visit: int
    due: datetime
    version: int
    callable_from: datetime | None = None


def due(start: datetime, kind: ArrivalClass, policy: Policy) -> datetime:
    """The due of a ticket whose wait starts at `start` = max(check-in, slot or opening).

    It never changes while the ticket waits, so the order can be audited (earliest-due-date scheduling).
    """
    return start + policy.allowance[kind]


def due_of_transfer(now: datetime, policy: Policy, *, returning: bool) -> datetime:
    """The due of a transferred leg; it goes to the front when it returns to the clerk who sent it."""
    return now if returning else now + policy.transfer


def in_order(line: Iterable[Waiting], now: datetime) -> list[Waiting]:
    """The people who may be called at `now`, the one to call first in front."""
    ready = (person for person in line if person.callable_from is None or person.callable_from <= now)
    return sorted(ready, key=lambda person: (person.due, person.visit))
