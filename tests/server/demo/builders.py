"""Small scenarios for tests of the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from server.contract.messages import Ticket
from server.demo.clerks import Clerk, Rest, Shift
from server.demo.crowd import Arrival
from server.demo.office import demo_office
from server.demo.people import Errand, Nature, Script, chance, citizen
from server.demo.scenario import Scenario

BEGINS = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
MINUTE = 60.0


def nature(
    *, walk_s: float | None = 20, work_s: float = 300, errand: Errand = Errand.NONE, away_s: float = 600
) -> Nature:
    return Nature(walk_s, work_s, dossiers=1, errand=errand, away_s=away_s)


def arrivals(*minutes: float, service: str = "land", patience_s: float | None = None) -> list[Arrival]:
    return [Arrival(minute * MINUTE, service, patience_s=patience_s) for minute in minutes]


def scenario(people: list[Arrival], *shifts: Shift) -> Scenario:
    return Scenario(demo_office(), BEGINS, people, list(shifts))


def shift(counter: int, *services: str, closes: float = 60, rests: tuple[Rest, ...] = ()) -> Shift:
    """From the first minute of the day until `closes` minutes after it."""
    return Shift(counter, frozenset(services), 0, closes * MINUTE, rests)


def scripts(
    day: Scenario,
    *,
    nature_of: Callable[[Ticket], Nature] = lambda ticket: nature(),
    elsewhere: list[str] | None = None,
) -> list[Script]:
    """Everybody of a scenario, with natures of the test's choice."""
    clerks = [
        Clerk(shift, chance(shift.counter), nature_of=nature_of, elsewhere=elsewhere or []).day()
        for shift in day.shifts
    ]
    return clerks + [citizen(arrival) for arrival in day.arrivals]
