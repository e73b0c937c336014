"""An office as its set-up describes it, and its counters as they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from server.domain.errors import UnknownCategory, UnknownCounter, UnknownService
from server.domain.figure_rules import FigureRules
from server.domain.hours import Hours
from server.domain.intervals import Span
from server.domain.ordering import ArrivalClass, Policy
from server.domain.serving import Choice, CounterPlan, served, unchanged
from server.domain.slots import BookingRules, SlotPlan
from server.domain.speech import SpeechOptions

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Service:
    """A field or a procedure; `children` are codes, and only a service without any takes tickets."""

    id: int
    code: str
    letter: str | None
    names: Names
    usual_s: int
    parent: str | None = None
    children: tuple[str, ...] = ()
    active: bool = True
    paused_reason: str | None = None
    paused_until: datetime | None = None
    slots_needed: int = 1
    resources: tuple[str, ...] = ()
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What to bring, in each language."""

    def paused(self, now: datetime) -> bool:
        return self.paused_reason is not None and (self.paused_until is None or now < self.paused_until)


@dataclass(frozen=True, slots=True)
class Category:
    """A priority category; only its code is ever stored."""

    code: str
    names: Names
    min_age: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something scarce that some services need besides a counter, e.g. a camera; `quantity` of them."""

    code: str
    names: Names
    quantity: int


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter as it stands now; `services` are the codes it serves, or would when it opens.

    `configured` is what it is set up for at this time of day, `skills` what its clerk may serve (None:
    anything), `chosen` what it was opened for.
    """

    id: int
    number: int
    names: Names
    state: str
    services: frozenset[str]
    configured: frozenset[str]
    staff_id: int | None = None
    staff_name: str | None = None
    reason: str | None = None
    plan: CounterPlan = field(default_factory=lambda: CounterPlan(frozenset()))
    skills: frozenset[str] | None = None
    chosen: Choice | None = None

    @property
    def open(self) -> bool:
        return self.state == "open"

    def knows(self, code: str) -> bool:
        """Whether whoever sits here may serve that service."""
        return self.skills is None or code in self.skills


@dataclass(frozen=True)
class Office:
    """Everything the rules need to know of an office. Durations in seconds."""

    id: int
    code: str
    level: str
    names: Names
    short_name: str
    address: str
    hotline: str
    house_text: str
    languages: tuple[str, ...]
    time_zone: str
    goal_s: float
    hours: Hours
    policy: Policy
    speech: SpeechOptions
    voice_languages: tuple[str, ...]
    categories: Mapping[str, Category]
    services: Mapping[str, Service]
    roots: tuple[str, ...]
    counters: Mapping[int, Counter]
    closed_through: date | None
    valid_from: date | None = None
    valid_to: date | None = None
    booking: BookingRules | None = None
    """None where nobody can book."""
    plans: tuple[SlotPlan, ...] = ()
    resources: Mapping[str, Resource] = field(default_factory=dict)
    figures: FigureRules = field(default_factory=FigureRules)
    texts: Mapping[str, Names] = field(default_factory=dict)
    """The office's own words for what citizens read; where there are none, the usual ones are said."""

    def standing_at(self, now: datetime) -> Office:
        """The office with what each of its counters serves at `now`."""
        counters = {number: self._standing(counter, now) for number, counter in self.counters.items()}
        return replace(self, counters=counters)

    def _standing(self, counter: Counter, now: datetime) -> Counter:
        found = served(counter.plan, counter.chosen, counter.skills, hours=self.hours, now=now)
        return replace(counter, services=found, configured=counter.plan.at(self.hours, now))

    def counters_unchanged(self, now: datetime) -> Span | None:
        """The stretch around `now` in which no counter changes by the clock; None: none ever does."""
        return unchanged((counter.plan for counter in self.counters.values()), self.hours, now)

    def leaf(self, code: str) -> Service:
        """The service that takes tickets under `code`; raises `UnknownService`."""
        service = self.services.get(code)
        if service is None or service.children or not service.active:
            raise UnknownService(service=code)
        return service

    def service_by_id(self, service_id: int) -> Service:
        return self._services_by_id[service_id]

    @cached_property
    def _services_by_id(self) -> dict[int, Service]:
        return {service.id: service for service in self.services.values()}

    def counter(self, number: int) -> Counter:
        """Raises `UnknownCounter`."""
        if number not in self.counters:
            raise UnknownCounter(counter=number)
        return self.counters[number]

    def in_force(self, day: date) -> bool:
        """Whether the office exists on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def arrival_class(self, category: str | None) -> ArrivalClass:
        """The class of somebody who just walks in; raises `UnknownCategory`."""
        if category is None:
            return ArrivalClass.WALK_IN
        if category not in self.categories:
            raise UnknownCategory(category=category)
        return ArrivalClass.PRIORITY

    def serving(self, code: str) -> list[Counter]:
        """The open counters that serve a service."""
        return [counter for counter in self.counters.values() if counter.open and code in counter.services]

    def pool(self, code: str) -> tuple[list[Counter], frozenset[str]]:
        """The counters that would call a ticket for `code`, and every service that competes for them."""
        counters = self.serving(code) or [c for c in self.counters.values() if code in c.configured]
        return counters, _union(counter.services for counter in counters) | {code}

    def shared_out(self, code: str, ahead: Mapping[str, int]) -> dict[str, float]:
        """How many of those `ahead`, by service, fall to the open counters that serve `code`.

        Colleagues who serve the other services too take their even part of those people.
        """
        mine = {counter.number for counter in self.serving(code)}
        shares: dict[str, float] = {}
        for other, count in ahead.items():
            theirs = {counter.number for counter in self.serving(other)} or mine
            shares[other] = count * len(mine & theirs) / len(theirs) if theirs else float(count)
        return shares

    def ids(self, codes: Iterable[str]) -> list[int]:
        return [self.services[code].id for code in codes if code in self.services]


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
