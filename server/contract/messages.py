"""The messages between the rooms: what may be asked, and the shape of every answer.

Requests refuse fields they do not know; answers ignore them, so that an older client keeps
working when a newer server says more. Times are aware UTC, durations are seconds (`…_s`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)


def as_rfc3339(moment: datetime) -> str:
    """The one spelling of a moment: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    PlainSerializer(as_rfc3339, return_type=str, when_used="json"),
]
"""A moment as RFC 3339 in UTC, e.g. `2026-11-21T01:30:00.000Z`."""

_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
# One line of text that people wrote: no control characters, so that no printer, page or log obeys it.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
Dossier = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9./_-]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
RowId = Annotated[int, Field(ge=1, le=2**62)]
Names = dict[str, str]
"""A text in each language of the product: `{"vi": "Đất đai", "en": "Land"}`."""


class Request(BaseModel):
    """What a caller sends; a field nobody knows is a mistake and is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What the server says; newer servers may say more."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Channel(StrEnum):
    """How a citizen got the number."""

    KIOSK = "kiosk"
    RECEPTION = "reception"
    API = "api"


TicketStateName = Annotated[
    str,
    Field(
        description="Newer servers may add states.",
        examples=["waiting", "called", "serving", "on_hold", "served", "no_show"],
    ),
]
CounterStateName = Annotated[str, Field(examples=["open", "paused", "closed"])]


class PrinterState(StrEnum):
    """What a kiosk knows of its printer."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    OFFLINE = "offline"


# --- the office, as anyone may see it -------------------------------------------------------------


class Expected(Answer):
    """How long a wait is likely to be: its 10 % and 90 % points, in seconds."""

    low_s: float
    high_s: float


class Unavailable(Answer):
    """Why a service gives no tickets now, and until when if that is known."""

    reason: str
    until: Instant | None = None


class Category(Answer):
    """A priority category a citizen may claim; only the code is ever stored."""

    code: str
    name: str
    names: Names


class Service(Answer):
    """A node of the services tree; only leaves (no `services`) take tickets."""

    code: str
    letter: str | None = None
    name: str
    names: Names
    services: list[Service] = Field(default_factory=list)
    waiting: int = 0
    expected: Expected | None = None
    counters: list[int] = Field(
        default_factory=list, description="Numbers of the open counters that serve it."
    )
    idle_counter: bool = Field(default=False, description="A counter that serves it is open and free now.")
    unavailable: Unavailable | None = None


class Office(Answer):
    """What a kiosk shows before anyone has pressed anything."""

    code: str
    name: str
    names: Names
    short_name: str
    level: str
    address: str = ""
    hotline: str = ""
    house_text: str = Field(default="", description="One line of house text for the ticket.")
    time_zone: str
    languages: list[str]
    goal_s: float
    at: Instant
    rate: float = Field(default=1.0, description="How fast the office's clock runs; 1 outside demos.")
    open_now: bool = Field(description="Whether tickets are given now.")
    closed_reason: str | None = Field(
        default=None, description="Reason of today's exception or the holiday's name."
    )
    opens_at: Instant | None = Field(default=None, description="When tickets are next given, if not now.")
    tickets_until: Instant | None = Field(default=None, description="End of the current ticket hours.")
    categories: list[Category]
    services: list[Service]
    public_url: str | None = None


# --- tickets --------------------------------------------------------------------------------------


class IssueTicket(Request):
    """A press at the kiosk, or the receptionist's for somebody who cannot."""

    service: Code
    category: Code | None = None
    persons: int = Field(default=1, ge=1, le=20)
    language: Language = "vi"
    channel: Channel | None = None


class Ticket(Answer):
    """One leg of a visit. `due` goes to staff only; `token` and `follow_url` only to who issued it."""

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


_TOLD_TO_SOME = frozenset({"due", "waited_s", "slot", "late", "reprint", "token", "follow_url"})


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


# --- the board ------------------------------------------------------------------------------------


class BoardCall(Answer):
    """The latest call of one counter."""

    call_id: str
    number: str
    counter: int
    called_at: Instant
    recalls: int
    voice: list[list[str]] = Field(
        default_factory=list, description="One list of clip names per language, in order of speech."
    )


class BoardWaiting(Answer):
    """Somebody who waits, as the hall may know it."""

    number: str
    service: str


class Notice(Answer):
    """A text for the displays."""

    id: int
    texts: Names


class Today(Answer):
    """The measured wait of the office day so far: mean over answered tickets."""

    n: int
    mean_wait_s: float | None


class Board(Answer):
    """What the displays of an office show; it equals the fold of the events up to `seq`."""

    office: str
    names: Names
    languages: list[str]
    time_zone: str
    seq: int
    at: Instant
    rate: float = 1.0
    goal_s: float
    open_now: bool
    opens_at: Instant | None = None
    closed_reason: str | None = None
    services: dict[str, Names] = Field(description="Names of the services that take tickets, by code.")
    counters: dict[str, str] = Field(description="State of every counter, by number.")
    calls: list[BoardCall]
    waiting: list[BoardWaiting]
    notices: list[Notice]
    today: Today


# --- the counter ----------------------------------------------------------------------------------


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
    version: int | None = Field(default=None, ge=1)
    dossiers: list[Dossier] = Field(default_factory=list, max_length=50)


class CallTicket(Request):
    """Call a chosen ticket out of order."""

    ticket: RowId
    reason: Reason


class Step(Request):
    """A step of a ticket at this counter: the current one, or the one named."""

    version: int = Field(ge=1)
    ticket: RowId | None = None


class Finish(Step):
    """The citizen has been served."""

    dossiers: list[Dossier] = Field(default_factory=list, max_length=50)
    services: list[Code] = Field(default_factory=list, max_length=20, description="Services actually done.")
    note: Line = ""


class PutBack(Step):
    """Back to the line with the same due."""

    after_s: int | None = Field(default=None, ge=0, le=3600)


class Hold(Step):
    """Set aside, e.g. while the citizen copies a paper."""

    note: Line = ""


class NamedStep(Request):
    """A step of a ticket that is not the current one."""

    ticket: RowId
    version: int = Field(ge=1)


class Remove(NamedStep):
    """Take somebody out of the line, with the reason."""

    reason: Reason


class Transfer(Step):
    """To another service or another counter; with `return` it comes back to the sender."""

    service: Code | None = None
    counter: int | None = Field(default=None, ge=1, le=9999)
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


# --- devices and staff ----------------------------------------------------------------------------


class DeviceReport(Request):
    """What a kiosk says of itself; staff see an alert when its printer needs somebody."""

    printer: PrinterState
    version: Line = ""


class SignIn(Request):
    """A staff member's name and password."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=_NO_CONTROLS)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_CONTROLS)]


class StaffSession(Answer):
    """Who is signed in, and the token that state-changing calls must repeat in `X-CSRFToken`."""

    name: str
    username: str
    role: str
    office: str | None
    csrf_token: str


class Problem(Answer):
    """An RFC 9457 problem; `code` is stable, the texts are not."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str
    title: str
    status: int
    detail: str
    code: str


class LiveEvent(Answer):
    """One thing that happened, as the hall may know it: ids and numbers only."""

    model_config = ConfigDict(extra="allow", frozen=True)

    seq: int
    kind: str
    at: Instant


Json = dict[str, Any]
