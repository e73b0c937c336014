"""The board: what the displays of an office show."""

from __future__ import annotations

from pydantic import Field

from server.contract.messages.base import Answer, Instant, Names


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
    texts: dict[str, dict[str, str]] = Field(
        default_factory=dict,
        description="The office's own words, `invite`, `empty_board`, `closed_board` and `call`, which is "
        "said with `{number}` and `{counter}`, by language.",
    )
    today: Today
