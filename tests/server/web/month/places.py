"""Our own account of places: who has which, kept in lists and counted, with no help of the server."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.server.web.month import almanac

Key = tuple[str, datetime]
"""A pool and the start of a slot, or a resource and a step of time."""


@dataclass(eq=False)
class Place:
    """One place that somebody has (`owner`), or that was freed and is for staff until `public_from`."""

    kind: str
    owner: str | None
    public_from: datetime | None = None
    lapses: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it still counts as taken, or kept back, at this moment."""
        until = self.lapses or self.public_from
        return until is None or now < until


@dataclass
class Places:
    """What is taken in each slot, against what is published; `changed` in the middle of the month."""

    changed: bool = False
    taken: dict[Key, list[Place]] = field(default_factory=dict)

    def wanted(self, service: str, start: datetime) -> list[Key] | None:
        """What a booking takes; None where the hours have no such time."""
        pool, needed = almanac.SERVICES[service]
        day = almanac.day_of(start)
        run = [start + n * almanac.STEP for n in range(needed)]
        if not set(run) <= set(almanac.starts(day, changed=self.changed)):
            return None
        return list(keys(service, start, pool=pool, needed=needed))

    def free(self, each: list[Key], now: datetime, *, staff: bool, own: Collection[Key] = ()) -> int:
        """The places left in the fullest of these slots."""
        return min(self._free_in(key, now, staff=staff) + (key in own) for key in each)

    def _free_in(self, key: Key, now: datetime, *, staff: bool) -> int:
        public, internal = self.room(key)
        standing = [place for place in self.taken.get(key, []) if place.stands(now)]
        if staff:
            return max(0, public + internal - sum(place.owner is not None for place in standing))
        return max(0, public - sum(place.kind == "public" for place in standing))

    def room(self, key: Key) -> tuple[int, int]:
        """Public and internal places, as published."""
        return almanac.places(key[0], almanac.day_of(key[1]), changed=self.changed)

    def take(
        self, owner: str, each: list[Key], now: datetime, *, staff: bool, lapses: datetime | None = None
    ) -> None:
        """One place in each: staff take what was freed, then internal places, then public ones."""
        for key in each:
            self.settle(key, now)
            here = self.taken[key]
            public, internal = self.room(key)
            inside = sum(place.kind == "internal" for place in here)
            freed = next((place for place in here if place.owner is None), None)
            # Where fewer places are published than are taken, a freed one is no place any more.
            if staff and freed is not None and len(here) - inside <= public and inside <= internal:
                freed.owner, freed.public_from = owner, None
                continue
            kind = "internal" if staff and inside < internal else "public"
            here.append(Place(kind, owner, lapses=lapses))

    def keep(self, owner: str) -> None:
        """A hold became an appointment."""
        for place in self._of(owner):
            place.lapses = None

    def give_back(
        self, owner: str, now: datetime, *, at_once: bool = False, but: Collection[Key] = ()
    ) -> None:
        """Public places stay with staff for a while, unless they were only held."""
        for key, here in self.taken.items():
            for place in [place for place in here if place.owner == owner and key not in but]:
                if place.kind == "public" and not at_once:
                    place.owner, place.public_from = None, now + almanac.FREED
                else:
                    here.remove(place)

    def of(self, owner: str) -> set[Key]:
        return {key for key, here in self.taken.items() if any(place.owner == owner for place in here)}

    def settle(self, key: Key, now: datetime) -> None:
        self.taken[key] = [place for place in self.taken.get(key, []) if place.stands(now)]

    def settle_all(self, now: datetime) -> None:
        for key in self.taken:
            self.settle(key, now)

    def _of(self, owner: str) -> Iterator[Place]:
        return (place for here in self.taken.values() for place in here if place.owner == owner)


def keys(service: str, start: datetime, *, pool: str, needed: int) -> Iterator[Key]:
    """The slots of a booking, and each step of the camera where it needs one."""
    for n in range(needed):
        yield pool, start + n * almanac.STEP
    if service == "construction":
        length = needed * almanac.STEP
        for step in range(length // almanac.RESOURCE_STEP):
            yield almanac.CAMERA, start + step * almanac.RESOURCE_STEP


def length_of(service: str) -> timedelta:
    return almanac.SERVICES[service][1] * almanac.STEP
