"""The counter: every step a clerk can take, and what the counter shows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from server.contract.messages.base import (
    WHOLE,
    Answer,
    Code,
    CounterStateName,
    Dossier,
    Instant,
    Line,
    Names,
    Reason,
    Request,
    RowId,
    Version,
)
from server.contract.messages.tickets import Ticket


class OpenCounter(Request):
    """Open a counter, for all its services or some of them."""

    services: list[Code] | None = Field(default=None, max_length=200)
    take_over: bool = Field(
        default=False, description="Take the counter from a colleague who forgot to close it."
    )


class PauseCounter(Request):
    """Pause a counter, with the reason colleagues see."""

    reason: Reason


class CloseCounter(Request):
    """Close a counter."""


class CallNext(Request):
    """Call whoever is due first; with `finish_current` the current ticket is finished before."""

    finish_current: bool = False
    ticket: RowId | None = None
    version: Version | None = None
    dossiers: list[Dossier] = Field(default_factory=list, max_length=50)


class CallTicket(Request):
    """Call a chosen ticket out of order."""

    ticket: RowId
    reason: Reason


class Step(Request):
    """A step of a ticket at this counter: the current one, or the one named."""

    version: Version
    ticket: RowId | None = None


class Finish(Step):
    """The citizen has been served."""

    dossiers: list[Dossier] = Field(default_factory=list, max_length=50)
    services: list[Code] = Field(default_factory=list, max_length=20, description="Services actually done.")
    note: Line = ""


class PutBack(Step):
    """Back to the line with the same due."""

    after_s: Annotated[int, Field(ge=0, le=3600), WHOLE] | None = None


class Hold(Step):
    """Set aside, e.g. while the citizen copies a paper."""

    note: Line = ""


class NamedStep(Request):
    """A step of a ticket that is not the current one."""

    ticket: RowId
    version: Version


class Remove(NamedStep):
    """Take somebody out of the line, with the reason."""

    reason: Reason


class Transfer(Step):
    """To another service or another counter; with `return` it comes back to the sender."""

    service: Code | None = None
    counter: Annotated[int, Field(ge=1, le=9999), WHOLE] | None = None
    return_: bool = Field(default=False, alias="return")
    note: Line = ""


class CounterTicket(Answer):
    """The ticket a step left behind, null when nobody waits."""

    ticket: Ticket | None


class OwnFigures(Answer):
    """A clerk's own day."""

    served: int
    mean_counter_time_s: float | None
    dossiers: int
    mean_wait_s: float | None


class Alert(Answer):
    """Something staff should see to."""

    code: str
    text: Names
    since: Instant


class CounterPlace(Answer):
    """A counter as a place in the office: for the sign-in page and for transfers."""

    number: int
    names: Names
    state: CounterStateName
    staff_name: str | None = None
    services: list[str] = Field(description="Codes of the services it serves now (or would, when closed).")


class CounterPlaces(Answer):
    """Every counter of an office."""

    places: list[CounterPlace]


class CounterView(Answer):
    """Everything the page of one counter shows."""

    office: str
    office_names: Names
    time_zone: str
    counter: int
    names: Names
    at: Instant
    rate: float = 1.0
    seq: int
    goal_s: float
    state: CounterStateName
    reason: str | None = None
    staff_name: str | None = None
    services: list[str]
    service_names: dict[str, Names]
    ticket: Ticket | None
    on_hold: list[Ticket]
    line: list[Ticket]
    recent_no_shows: list[Ticket] = Field(description="Tickets that may still be restored.")
    places: list[CounterPlace]
    today: OwnFigures
    alerts: list[Alert]
