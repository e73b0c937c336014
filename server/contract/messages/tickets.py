"""Tickets: taking a number, following it, giving it back."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from server.contract.messages.base import (
    WHOLE,
    Answer,
    Channel,
    Code,
    Instant,
    Language,
    Names,
    Request,
    TicketStateName,
)
from server.contract.messages.office import Expected


class IssueTicket(Request):
    """A press at the kiosk, or the receptionist's for somebody who cannot."""

    service: Code
    category: Code | None = None
    persons: Annotated[int, Field(ge=1, le=20), WHOLE] = 1
    language: Language = "vi"
    channel: Channel | None = None


class TicketBooking(Answer):
    """The appointment behind a ticket. `note`, what the citizen wrote, is told of the ticket at the counter
    and of the one it calls next, to be read before the call; `name` and `dossier` of that at the counter."""

    start: Instant
    late: bool = Field(default=False, description="Checked in after the window: a walk-in all the same.")
    name: str | None = None
    note: str = ""
    wrote: bool = Field(default=False, description="Whether there is a note, also where it is not told.")
    dossier: str | None = Field(default=None, description="To be offered, not yet received.")


class Ticket(Answer):
    """One leg of a visit. `due`, `waited_s` and `booking` go to staff only; `token` and `follow_url`
    only to who issued it."""

    id: int
    visit: int
    leg: int = 1
    number: str
    service: str
    service_name: str
    service_names: Names
    channel: str
    state: TicketStateName
    version: int
    issued_at: Instant
    arrived_at: Instant
    called_at: Instant | None = None
    started_at: Instant | None = None
    held_at: Instant | None = None
    slot: Instant | None = None
    due: Instant | None = None
    target: Instant | None = None
    ahead: int | None = None
    expected: Expected | None = None
    counters: list[int] = Field(default_factory=list)
    counter: int | None = None
    persons: int = 1
    language: str = "vi"
    dossiers: list[str] = Field(default_factory=list)
    note: str = ""
    waited_s: float | None = Field(
        default=None, description="Staff only: wait so far, or until the last call."
    )
    booking: TicketBooking | None = Field(default=None, description="Staff only: of a booked visit.")
    late: bool | None = None
    reprint: bool | None = None
    token: str | None = None
    follow_url: str | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_not_told(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A field that this reader may not see, or that does not apply, is absent and not null."""
        whole: dict[str, Any] = serialize(self)
        return {
            name: value for name, value in whole.items() if value is not None or name not in _TOLD_TO_SOME
        }


_TOLD_TO_SOME = frozenset({"due", "waited_s", "booking", "slot", "late", "reprint", "token", "follow_url"})


class Leave(Request):
    """A citizen gives the turn back."""


class Done(Answer):
    """It is done, and there is nothing to tell."""


class TicketView(Answer):
    """What the holder of a ticket's link sees on a phone."""

    number: str
    state: TicketStateName
    service: str
    service_names: Names
    office: str
    office_names: Names
    at: Instant
    issued_at: Instant
    ahead: int | None
    expected: Expected | None
    target: Instant | None
    counter: int | None
    counters: list[int]
    calling: str | None = Field(default=None, description="The number last called at a counter serving this.")
