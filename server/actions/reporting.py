"""Reporting: the waits of a period by the one definition, with its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.domain import figures
from server.domain.figures import Uncounted, WaitSummary
from server.domain.tickets import TicketState
from server.domain.verdict import Verdict, verdict
from server.storage import queries
from server.storage.happenings import Transaction


@dataclass(frozen=True, slots=True)
class Waits:
    """The waits of an office's days; `summary` None when nobody was answered."""

    goal_s: float
    summary: WaitSummary | None
    uncounted: Mapping[TicketState, Uncounted]
    verdict: Verdict | None


def waits(tx: Transaction, office_code: str, *, first: date, last: date) -> Waits:
    """The waits of the office days from `first` to `last`, both included; raises `UnknownOffice`."""
    office = tx.office(office_code)
    legs = queries.legs_between(tx, office, first=first, last=last)
    counted = [wait for leg in legs if (wait := figures.leg_wait_s(leg)) is not None]
    return Waits(
        goal_s=office.goal_s,
        summary=figures.summary(counted, office.goal_s),
        uncounted=figures.uncounted(legs),
        verdict=verdict(figures.days_of(legs, office.hours.time_zone).values(), office.goal_s),
    )
