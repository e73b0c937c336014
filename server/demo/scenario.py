"""A day to be played: an office, the moment it begins, who comes, and who works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from server.contract.messages import Ticket
from server.contract.setup_file import CounterSetUp, SetUp
from server.demo.clerks import Clerk, Rest, Shift
from server.demo.crowd import Arrival, Profile, arrivals, shipped_profile
from server.demo.office import demo_office
from server.demo.people import Nature, Script, chance, citizen, nature

LATEST_OPENING_S = 4 * 60.0
LUNCH_PUT_OFF_S = 45 * 60.0
"""At noon a clerk serves who is still there, but not for longer than this."""
TEA_S = 8 * 60.0
MOST_SENT_ON_TO = 3
SEED = 2026


@dataclass(frozen=True)
class Scenario:
    """One day of one office. `begins` is aware; times of people count from it, in seconds."""

    setup: SetUp
    begins: datetime
    arrivals: list[Arrival]
    shifts: list[Shift]
    seed: int = SEED

    def scripts(self) -> list[Script]:
        """Everybody of the day, clerks first."""
        return [self._clerk(shift).day() for shift in self.shifts] + [
            citizen(arrival) for arrival in self.arrivals
        ]

    def beginning(self, moment: datetime) -> Scenario:
        """The same day as if it began at that moment."""
        return replace(self, begins=moment)

    def nature_of(self, ticket: Ticket) -> Nature:
        """How a ticket will go, from the usual duration of its service."""
        usual = {service.code: service.usual_min * 60 for service in self.setup.services}
        return nature(self.seed, ticket.visit, ticket.leg, usual_s=usual[ticket.service])

    def _clerk(self, shift: Shift) -> Clerk:
        """People are sent on to the services that come most, which always have a counter."""
        coming = [arrival.service for arrival in self.arrivals]
        often = sorted(set(coming), key=lambda code: (-coming.count(code), code))[:MOST_SENT_ON_TO]
        random = chance(self.seed, "clerk", shift.counter)
        return Clerk(shift, random, nature_of=self.nature_of, elsewhere=often)


def shipped(now: datetime, *, people: int | None = None, seed: int = SEED) -> Scenario:
    """The demo office on the day of `now`, from its morning on."""
    setup, profile = demo_office(), shipped_profile()
    local = now.astimezone(ZoneInfo(setup.office.time_zone))
    morning = datetime.combine(local.date(), profile.begins, local.tzinfo)
    random = chance(seed, "day")
    return Scenario(
        setup,
        morning.astimezone(UTC),
        arrivals(profile, random, people=people),
        [_shift(profile, counter, random) for counter in setup.counters],
        seed,
    )


def _shift(profile: Profile, counter: CounterSetUp, random: Random) -> Shift:
    hours = profile.shift
    lunch = profile.after_s(hours.lunch_from)
    rests = (
        _tea(random, profile.after_s(hours.opens) + 90 * 60, lunch - 30 * 60),
        Rest(lunch, lunch + LUNCH_PUT_OFF_S, profile.after_s(hours.lunch_until), "Nghỉ trưa"),
        _tea(random, profile.after_s(hours.lunch_until) + 60 * 60, profile.after_s(hours.closes) - 60 * 60),
    )
    return Shift(
        counter.number,
        frozenset(counter.services),
        opens_s=profile.after_s(hours.opens) + random.uniform(0, LATEST_OPENING_S),
        closes_s=profile.after_s(hours.closes),
        rests=rests,
    )


def _tea(random: Random, earliest_s: float, latest_s: float) -> Rest:
    """A short break at a moment of its own, so that counters do not stand empty together."""
    begins = random.uniform(earliest_s, latest_s)
    return Rest(begins, begins, begins + TEA_S, "Tạm nghỉ")
