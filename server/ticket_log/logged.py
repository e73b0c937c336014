"""One row of a ticket log, as the rules take it: typed, checked, its times in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.domain.tickets import OPEN, TicketState

COLUMNS = (
    *("office", "service", "number", "channel", "category"),
    *("issued_at", "slot", "checked_in_at", "called_at", "started_at", "finished_at"),
    *("counter", "clerk", "outcome"),
)
"""The columns of a log, in the order in which they are written; empty is what did not happen."""
TIMES = ("issued_at", "slot", "checked_in_at", "called_at", "started_at", "finished_at")
OUTCOMES = {state.value: state for state in TicketState if state not in OPEN}
"""The end states of a ticket, by the word that stands in a log."""


@dataclass(frozen=True, slots=True)
class LoggedTicket:
    """One ended ticket. Times are aware UTC; `line` is where its row begins in the file, from 1.

    `finished_at` is there for every outcome: where a file does not say it, a rule has filled it in.
    `inferred` says that the start of somebody who was served was not in the file and is the call.
    """

    line: int
    office: str
    office_day: date
    service: str
    number: str
    channel: str
    category: str | None
    issued_at: datetime
    slot: datetime | None
    checked_in_at: datetime | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime
    counter: int | None
    clerk: str | None
    outcome: TicketState
    inferred: bool = False
