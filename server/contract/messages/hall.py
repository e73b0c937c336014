"""The live hall: is the goal met today, will it be, where does it hurt, and what helps."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from server.contract.messages.base import WHOLE, Answer, Code, CounterStateName, Instant, Names, Request


class HallCounter(Answer):
    """A counter as it stands: since when, with whom, and who sits there (told to staff alone)."""

    number: int
    names: Names
    state: CounterStateName
    since: Instant | None = None
    reason: str | None = None
    staff_name: str | None = None
    services: list[str] = Field(description="Codes it serves now, or would when it opens.")
    ticket: str | None = Field(default=None, description="Number of the ticket it has now.")
    ticket_state: str | None = None
    ticket_since: Instant | None = Field(default=None, description="Of its call, or of its start.")


class HallService(Answer):
    """The line of a service, and its day so far."""

    code: str
    letter: str | None = None
    names: Names
    waiting: int
    oldest_since: Instant | None = None
    oldest_number: str | None = None
    n: int
    mean_s: float | None = None
    counters: list[int] = Field(description="Numbers of the open counters that serve it.")
    expected_mean_s: float | None = Field(
        default=None, description="Mean wait expected of those still to be called."
    )
    in_vain: float = Field(default=0.0, description="People expected whom no open counter serves.")


class LongestWait(Answer):
    """Who has waited longest."""

    number: str
    service: str
    since: Instant


class HallToday(Answer):
    """The day so far, by the one definition of the wait; seconds, shares from 0 to 1."""

    n: int
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    max_s: float | None = None
    share_within_goal: float | None = None


class HallBookings(Answer):
    """The bookings of today: how many were called, and the share of them in time."""

    called: int
    punctual: int
    share: float | None = None


class HalfHour(Answer):
    """One half-hour of the day: what was measured in it, and what is expected still."""

    start: Instant
    n: int
    mean_s: float | None = None
    expected_n: float = 0.0
    expected_mean_s: float | None = None


class HallForecast(Answer):
    """The whole day's mean as it will be at closing: 10 % and 90 % points of many simulated days.

    `word` is `met` or `not_met` where at least nine of ten runs say so, else `cannot_tell`.
    """

    at: Instant
    runs: int
    n: float
    mean_s: float
    low_s: float
    high_s: float
    chance: float = Field(description="Share of the runs within the goal.")
    word: Annotated[str, Field(examples=["met", "not_met", "cannot_tell"])]
    last_call_at: Instant
    learned_from: Annotated[str, Field(examples=["weekdays", "today"])]
    learned_days: int
    people: float = Field(description="How many are still to be called, about.")
    busyness: float = Field(description="How much busier the rest is taken to be than was foreseen.")
    measured: list[str] = Field(description="Services whose times at a counter were measured.")
    assumed: list[str] = Field(description="Services whose usual time of the set-up was taken.")


class HallAdvice(Answer):
    """What helps. `open`: this counter for this service, with the day's mean before and after, in which
    people whom nobody serves have waited until closing."""

    kind: Annotated[str, Field(examples=["open", "none_needed", "no_counter", "none_helps"])]
    service: str | None = None
    counter: int | None = None
    before_s: float | None = None
    after_s: float | None = None
    noise_s: float | None = Field(default=None, description="Standard error of the gain.")
    chance: float | None = Field(default=None, description="Share of the runs within the goal, then.")
    runs: int = 0
    wanted: bool = Field(default=False, description="The counter has been asked for.")


class HallAlert(Answer):
    """Something that needs, or needed, a supervisor; newer servers know more kinds."""

    id: int
    kind: str
    subject: str
    detail: dict[str, Any]
    began_at: Instant
    ended_at: Instant | None = None


class HallView(Answer):
    """Everything the live page of an office shows."""

    office: str
    names: Names
    short_name: str
    time_zone: str
    at: Instant
    rate: float = 1.0
    seq: int
    goal_s: float
    longest_wait_s: float
    open_now: bool = Field(description="Within the hours of the office.")
    closes_at: Instant | None = Field(default=None, description="The end of today's hours.")
    opens_at: Instant | None = Field(default=None, description="When tickets are next given, if not now.")
    closed_reason: Names | None = None
    waiting: int
    longest: LongestWait | None = None
    today: HallToday
    bookings: HallBookings | None = None
    half_hours: list[HalfHour]
    services: list[HallService]
    counters: list[HallCounter]
    may_close: bool = Field(default=False, description="You may close counters that were forgotten.")
    foreseen: bool = Field(description="False until the first forecast has been made.")
    forecast: HallForecast | None = None
    advice: HallAdvice | None = None
    alerts: list[HallAlert]


class WantCounter(Request):
    """Ask the staff to open a counter, for a service; or take that back."""

    counter: Annotated[int, Field(ge=1, le=9999), WHOLE]
    service: Code | None = None
    wanted: bool = True
