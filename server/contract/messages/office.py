"""The office, as anyone may see it."""

from __future__ import annotations

from pydantic import Field

from server.contract.messages.base import Answer, Instant, Names


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
    foot_texts: dict[str, str] = Field(
        default_factory=dict, description="The foot of the ticket by language, in the place of `house_text`."
    )
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
    bookings: bool = Field(default=False, description="Whether times can be booked here.")
    public_url: str | None = None
