"""The words that every message is made of, and the shape of a problem."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)


def as_rfc3339(moment: datetime) -> str:
    """The one spelling of a moment: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    PlainSerializer(as_rfc3339, return_type=str, when_used="json"),
]
"""A moment as RFC 3339 in UTC, e.g. `2026-11-21T01:30:00.000Z`."""

NO_CONTROLS = r"^[^\x00-\x1f\x7f-\x9f]*$"
# One line of text that people wrote: no control characters, so that no printer, page or log obeys it.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=NO_CONTROLS)]
Reason = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"
    ),
]
Code = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
Dossier = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9./_-]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
"""JSON has one kind of number: `3.0` is the integer 3, though `"3"` and `true` are none."""
RowId = Annotated[int, Field(ge=1, le=2**62), WHOLE]
Version = Annotated[int, Field(ge=1), WHOLE]
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
