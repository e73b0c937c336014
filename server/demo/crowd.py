"""Who comes when and for what on a simulated day: drawn from a profile, never from the network."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from random import Random

from pydantic import Field

from server.contract.messages import Request

FILE = Path(__file__).with_name("day.toml")

LEAST_PATIENCE_S = 20 * 60.0
MOST_PATIENCE_S = 50 * 60.0


class Stretch(Request):
    """A stretch of the day and the relative share of people who come in it."""

    from_: time = Field(alias="from")
    until: time
    share: float = Field(gt=0)


class ShiftHours(Request):
    """When clerks work."""

    opens: time
    lunch_from: time
    lunch_until: time
    closes: time


class Profile(Request):
    """A day in figures: how many people, when, for what, and what they are like."""

    begins: time
    people: int = Field(ge=1)
    priority_share: float = Field(ge=0, le=1)
    impatient_share: float = Field(ge=0, le=1)
    english_share: float = Field(ge=0, le=1)
    shift: ShiftHours
    hours: list[Stretch] = Field(min_length=1)
    services: dict[str, float] = Field(min_length=1)
    categories: dict[str, float] = Field(min_length=1)

    def after_s(self, wall: time) -> float:
        """Seconds from the beginning of the day to a wall time."""
        return seconds_of(wall) - seconds_of(self.begins)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who presses for a service `after_s` seconds after the day begins.

    With a `patience_s`, they give their turn back when they have not been called after that long.
    """

    after_s: float
    service: str
    category: str | None = None
    language: str = "vi"
    patience_s: float | None = None


@cache
def shipped_profile() -> Profile:
    """The profile of a provincial centre that comes with the product."""
    return Profile.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def arrivals(profile: Profile, random: Random, *, people: int | None = None) -> list[Arrival]:
    """A whole day of people in the order in which they come; as many as the profile says, or `people`."""
    count = profile.people if people is None else people
    stretches = random.choices(profile.hours, [stretch.share for stretch in profile.hours], k=count)
    services = random.choices(list(profile.services), list(profile.services.values()), k=count)
    moments = sorted(_moment(profile, stretch, random) for stretch in stretches)
    return [
        somebody(profile, random, at, service=service) for at, service in zip(moments, services, strict=True)
    ]


def somebody(profile: Profile, random: Random, after_s: float, *, service: str) -> Arrival:
    """One person with a category, a language and patience as the profile's shares have it."""
    priority = random.random() < profile.priority_share
    categories = profile.categories
    return Arrival(
        after_s,
        service,
        category=random.choices(list(categories), list(categories.values()))[0] if priority else None,
        language="en" if random.random() < profile.english_share else "vi",
        patience_s=(
            random.uniform(LEAST_PATIENCE_S, MOST_PATIENCE_S)
            if random.random() < profile.impatient_share
            else None
        ),
    )


def _moment(profile: Profile, stretch: Stretch, random: Random) -> float:
    return random.uniform(profile.after_s(stretch.from_), profile.after_s(stretch.until))


def seconds_of(wall: time) -> float:
    """Seconds since midnight."""
    return wall.hour * 3600 + wall.minute * 60 + wall.second + wall.microsecond / 1e6
