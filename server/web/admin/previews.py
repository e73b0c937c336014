"""What an intended set-up would look like before it is applied: the kiosk, and the slots of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from server.contract.setup_file import ServiceSetUp, SetUp
from server.domain import hours, slots
from server.domain.hours import Hours
from server.storage import bookable, opening


@dataclass(frozen=True, slots=True)
class Tile:
    """One button of the kiosk; `inside` are the names of what it opens."""

    letter: str
    names: Mapping[str, str]
    paused: str | None
    served: bool
    inside: tuple[Mapping[str, str], ...]


def kiosk(setup: SetUp) -> list[Tile]:
    """The buttons of the first screen in their order. Services without a parent stand there."""
    served = {code for counter in setup.counters for code in counter.ever()}
    return [_tile(setup, entry, served) for entry in setup.services if entry.parent is None]


def _tile(setup: SetUp, entry: ServiceSetUp, served: set[str]) -> Tile:
    below = [child for child in setup.services if child.parent == entry.code]
    letters = {child.letter for child in below if child.letter}
    letter = entry.letter or (letters.pop() if len(letters) == 1 else "")
    inside = tuple(child.names for child in below)
    return Tile(letter or "", entry.names, entry.paused_reason, bool(below) or entry.code in served, inside)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot by the office's own clock."""

    begins: str
    ends: str
    pool: str
    public: int
    internal: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day under a set-up: when the office is open, and what can be booked."""

    day: date
    open: tuple[str, ...]
    slots: tuple[SlotRow, ...]


def day_of(setup: SetUp, day: date) -> Day:
    """The hours and slots of a day; none outside of the office's validity, or without limits of bookings."""
    zone, rules = ZoneInfo(setup.office.time_zone), opening.hours_of(setup)
    first, last = setup.office.valid_from or date.min, setup.office.valid_to or date.max
    if not first <= day <= last:
        return Day(day, (), ())
    found = slots.slots_on(bookable.plans_of(setup), rules, day) if setup.booking else ()
    rows = tuple(
        SlotRow(
            f"{one.start.astimezone(zone):%H:%M}",
            f"{one.end.astimezone(zone):%H:%M}",
            one.pool,
            one.public,
            one.internal,
        )
        for one in found
    )
    return Day(day, _open(rules, zone, day), rows)


def _open(rules: Hours, zone: ZoneInfo, day: date) -> tuple[str, ...]:
    spans = hours.open_spans(rules, day)
    return tuple(f"{span.start.astimezone(zone):%H:%M}–{span.end.astimezone(zone):%H:%M}" for span in spans)
