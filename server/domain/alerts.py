"""What needs a supervisor: when an alert begins, and when it ends.

Each rule says what begins an alert and what keeps one that has begun; between the two it stays as it is,
so that what swings around a limit is told once (hysteresis).

| kind | begins | ends |
|---|---|---|
| `longest_wait` | somebody has waited for a service longer than the limit | its longest wait is down to 80 % of it |
| `no_counter` | during hours, people have waited a minute for a service that no open counter serves | one does, or nobody waits |
| `device_gone` | during hours, a kiosk, display, tablet or counter machine was not heard of for the limit; one that was not heard of since they began has ten minutes to be switched on | it is heard of, or revoked |
| `printer_…` | a kiosk says so of its printer | it says something else, or nothing for 12 hours |
| `mean_near` | the mean is within the goal, and the forecast gives the goal at closing a chance of 25 % or less | that chance is 50 % or more, or the mean is over |
| `mean_over` | the day's mean of at least ten people is over the goal | it is half a minute below |
| `counter_wanted` | a supervisor asks for a counter | it opens, the wish is taken back, or the hours end |
"""  # noqa: E501 - a table is read by rows

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class AlertKind(StrEnum):
    """What an alert is about; a printer's alerts are `printer_` and what the kiosk says of it."""

    LONGEST_WAIT = "longest_wait"
    NO_COUNTER = "no_counter"
    DEVICE_GONE = "device_gone"
    MEAN_NEAR = "mean_near"
    MEAN_OVER = "mean_over"
    COUNTER_WANTED = "counter_wanted"


PRINTER = "printer_"
PRINTER_FINE = "ready"
CALM = 0.8
"""The share of the limit that a longest wait must be down to, that its alert ends."""
UNSERVED_FOR = timedelta(seconds=60)
"""Clerks change seats: a service without a counter for less than this is none."""
MORNING_GRACE = timedelta(minutes=10)
"""After each opening machines are switched on; one that was heard of since is on, and is missed at once."""
FORGOTTEN_AFTER = timedelta(days=7)
"""A device that was not heard of for so long has been put away."""
REPORT_HOLDS = timedelta(hours=12)
LEAST_ANSWERED = 10
"""A mean of fewer people is no mean of a day."""
SLIM_CHANCE, FAIR_CHANCE = 0.25, 0.5
BELOW_GOAL_S = 30.0

Key = tuple[str, str]
"""Kind and subject: what is open once at most."""


@dataclass(frozen=True, slots=True)
class ServiceNow:
    """The line of a service: since when its longest waiting person waits, and with which number;
    `unserved_since`: since when no open counter serves it (None: one does, or nobody knows)."""

    code: str
    waiting: int
    oldest_since: datetime
    oldest_number: str
    served: bool
    unserved_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeviceNow:
    """What is known of a device that is not revoked."""

    id: int
    name: str
    role: str
    seen_at: datetime | None
    printer: str | None = None
    reported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an office. `open_since`: the beginning of the hours that it is within, None outside.

    `mean_s` None: this look did not ask; `chance` None: nothing was foreseen.
    """

    now: datetime
    goal_s: float
    longest_wait_s: float
    device_gone_s: float
    open_since: datetime | None = None
    services: tuple[ServiceNow, ...] = ()
    devices: tuple[DeviceNow, ...] = ()
    open_counters: frozenset[int] = frozenset()
    answered: int | None = None
    mean_s: float | None = None
    chance: float | None = None
    foreseen_s: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An alert as it stands: what it is about, and facts for words; numbers and codes, no person."""

    kind: str
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.kind, self.subject


@dataclass(frozen=True, slots=True)
class Changes:
    """What begins and what ends with this look."""

    begin: tuple[Found, ...]
    end: tuple[Key, ...]

    def __bool__(self) -> bool:
        return bool(self.begin or self.end)


Rule = Callable[[Look, frozenset[Key]], Iterator[Found]]


def changes(look: Look, known: frozenset[Key]) -> Changes:
    """What this look changes in the alerts that are open (`known`)."""
    found = {said.key: said for rule in _RULES for said in rule(look, known)}
    return Changes(
        tuple(said for key, said in found.items() if key not in known),
        tuple(sorted(key for key in known if key not in found)),
    )


def _longest_wait(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    for service in look.services:
        key = (AlertKind.LONGEST_WAIT.value, service.code)
        limit_s = look.longest_wait_s * (CALM if key in known else 1)
        if (look.now - service.oldest_since).total_seconds() > limit_s:
            yield Found(*key, {"number": service.oldest_number, "limit_s": look.longest_wait_s})


def _no_counter(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    for service in look.services:
        key = (AlertKind.NO_COUNTER.value, service.code)
        if service.served:
            continue
        since = max(service.oldest_since, service.unserved_since or service.oldest_since)
        if key in known or (look.open_since is not None and look.now - since >= UNSERVED_FOR):
            yield Found(*key, {"waiting": service.waiting})


def _device_gone(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    settled = look.open_since is not None and look.now - look.open_since >= MORNING_GRACE
    for device in look.devices:
        key = (AlertKind.DEVICE_GONE.value, str(device.id))
        if device.seen_at is None or device.seen_at < look.now - FORGOTTEN_AFTER:
            continue
        gone = (look.now - device.seen_at).total_seconds() > look.device_gone_s
        switched_on = look.open_since is not None and device.seen_at >= look.open_since
        if gone and (settled or switched_on or key in known):
            yield Found(*key, {"device": device.name, "role": device.role})


def _printers(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    for device in look.devices:
        fresh = device.reported_at is not None and device.reported_at >= look.now - REPORT_HOLDS
        if fresh and device.printer not in (None, PRINTER_FINE):
            yield Found(f"{PRINTER}{device.printer}", str(device.id), {"device": device.name})


def _mean_near(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    said = Found(AlertKind.MEAN_NEAR.value, "", _means(look))
    if look.answered is None:
        if said.key in known:
            yield said
        return
    if look.mean_s is None or look.answered < LEAST_ANSWERED or look.mean_s > look.goal_s:
        return
    unknown = look.chance is None and said.key in known
    slim = look.chance is not None and look.chance <= SLIM_CHANCE
    still = look.chance is not None and look.chance < FAIR_CHANCE and said.key in known
    if unknown or slim or still:
        yield said


def _mean_over(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    said = Found(AlertKind.MEAN_OVER.value, "", _means(look))
    if look.answered is None:
        if said.key in known:
            yield said
        return
    limit_s = look.goal_s - (BELOW_GOAL_S if said.key in known else 0)
    if look.mean_s is not None and look.answered >= LEAST_ANSWERED and look.mean_s > limit_s:
        yield said


def _means(look: Look) -> dict[str, Any]:
    return {"mean_s": look.mean_s, "foreseen_s": look.foreseen_s, "goal_s": look.goal_s, "n": look.answered}


def _counter_wanted(look: Look, known: frozenset[Key]) -> Iterator[Found]:
    """Begun by a supervisor, so it is only kept here."""
    for kind, subject in known:
        if kind == AlertKind.COUNTER_WANTED and int(subject) not in look.open_counters and look.open_since:
            yield Found(kind, subject)


_RULES: tuple[Rule, ...] = (
    _longest_wait,
    _no_counter,
    _device_gone,
    _printers,
    _mean_near,
    _mean_over,
    _counter_wanted,
)
