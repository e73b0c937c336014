"""Figures: waits by one definition, and everything that is told beside them. Durations in seconds,
shares from 0 to 1, null where there is nothing to tell."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from server.contract.messages.base import Answer, Instant, Names
from server.contract.messages.figure_quality import EstimateFigures

By = Literal[
    "all", "day", "week", "month", "weekday", "hour", "weekday_hour", "service", "counter", "clerk",
    "category", "channel", "office",
]  # fmt: skip
VerdictName = Annotated[
    str, Field(examples=["met", "not_met", "cannot_tell", "too_few_days"], description="May grow.")
]


class WaitFigures(Answer):
    """The waits of one key of a grouping: of answered tickets; beside them who was not served.

    `verdict` says whether the goal would hold, with `low_s` and `high_s` around the mean (95 %, clustered
    by day); `reached` says whether the measured mean is within the goal. `all_…` count those who gave up
    as having waited longer. Of what can be ranked (offices, services, counters, clerks), `rank_best` and
    `rank_worst` are the places it may have, 1 the shortest mean; they are the same where `standing` is
    `ranked`. `suppressed`: too few tickets to be shown to this caller.
    """

    key: str
    names: Names | None = None
    n: int
    days: int = 0
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None
    max_s: float | None = None
    share_within_goal: float | None = None
    share_over_30min: float | None = None
    raw_mean_s: float | None = None
    in_hours_mean_s: float | None = None
    visit_mean_s: float | None = None
    visits: int = 0
    way_mean_s: float | None = None
    counter_time_mean_s: float | None = None
    counter_time_per_dossier_s: float | None = None
    held_mean_s: float | None = None
    dossiers: int = 0
    no_show: int = 0
    left: int = 0
    removed: int = 0
    closed_by_system: int = 0
    no_show_waited_s: float = 0.0
    left_waited_s: float = 0.0
    removed_waited_s: float = 0.0
    closed_by_system_waited_s: float = 0.0
    no_show_share: float | None = None
    all_median_s: float | None = None
    all_p90_s: float | None = None
    booked: int = 0
    punctual_share: float | None = None
    calls: int = 0
    out_of_order_share: float | None = None
    inferred_starts: int = 0
    service_too_short: int = 0
    service_too_long: int = 0
    estimates: EstimateFigures = Field(default_factory=EstimateFigures)
    reached: bool | None = None
    low_s: float | None = None
    high_s: float | None = None
    verdict: VerdictName | None = None
    rank_best: int | None = None
    rank_worst: int | None = None
    standing: Annotated[str, Field(examples=["ranked", "cannot_tell", "too_few_days"])] | None = None
    suppressed: bool = False


class OfficesMeetingGoal(Answer):
    """How many offices have a mean within the goal, of those where somebody was answered."""

    met: int
    of: int


class Waits(Answer):
    """The waits of a period. `quantiles`: `exact`, or `histogram` (then to within 2.5 s below an hour).

    `pending_events`: what happened but is not in the figures yet; 0 but after an upgrade.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    definition: str
    offices: list[str]
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    by: str
    only: dict[str, str] = Field(default_factory=dict)
    goal_s: float
    total: WaitFigures
    rows: list[WaitFigures]
    offices_meeting_goal: OfficesMeetingGoal
    quantiles: Annotated[str, Field(examples=["exact", "histogram"])]
    pending_events: int


class WaitBin(Answer):
    """Waits longer than `from_s` and at most `to_s`, the first bin with 0 too; `to_s` null: any longer."""

    from_s: float
    to_s: float | None
    n: int


class Distribution(Answer):
    """How many waited how long, in whole minutes up to four hours, as far as there are any."""

    goal_s: float
    n: int
    bins: list[WaitBin]


class TicketFact(Answer):
    """One ended ticket behind a figure; nothing in it says who it was. `waited_s` is the wait that counts,
    or the time waited in vain. `clerk` is shown to whoever may see it."""

    office: str
    day: date
    number: str
    leg: int
    service: str
    counter: int | None
    clerk: str | None
    channel: str
    outcome: str
    arrived_at: Instant
    slot: Instant | None
    waits_from: Instant
    called_at: Instant | None
    started_at: Instant | None
    ended_at: Instant
    counted: bool
    waited_s: float
    raw_wait_s: float | None
    in_hours_wait_s: float | None
    way_s: float | None
    counter_time_s: float | None
    dossiers: int
    calls: int
    out_of_order: bool
    inferred_start: bool
    imported: bool


class TicketFacts(Answer):
    """The tickets behind a figure, a page of them."""

    total: int
    skip: int
    tickets: list[TicketFact]


class CounterUse(Answer):
    """What a counter did: seconds open and paused, serving and on the way.

    Occupancy is (serving + way) ÷ open. `per_open_hour` are citizens served; null where it was never open.
    """

    office: str
    counter: int
    names: Names | None = None
    open_s: float
    paused_s: float
    serving_s: float
    way_s: float
    served: int
    occupancy: float | None
    per_open_hour: float | None


class CounterUses(Answer):
    """The counters of some offices' days."""

    counters: list[CounterUse]


class CounterSpan(Answer):
    """A stretch in which a counter was open or paused; `ended_at` null: it still is."""

    counter: int
    state: str
    clerk: str | None
    reason: str | None
    began_at: Instant
    ended_at: Instant | None


class OpenHours(Answer):
    """A stretch of the office's hours."""

    start: Instant
    end: Instant


class CounterDay(Answer):
    """One day of an office's counters: when they were open, and whom they had."""

    office: str
    day: date
    time_zone: str
    at: Instant
    goal_s: float
    hours: list[OpenHours]
    spans: list[CounterSpan]
    tickets: list[TicketFact]


class BookingFigures(Answer):
    """The bookings of a key: `punctual_share` of the called within 10 minutes of their slot, or of their
    check-in if that was later; `missed_share` of those whose time has passed."""

    key: str
    booked: int
    arrived: int
    late: int
    missed: int
    cancelled: int
    called: int
    punctual: int
    punctual_share: float | None
    missed_share: float | None
    lead_s: float | None


class Bookings(Answer):
    """How the bookings of a period were kept."""

    total: BookingFigures
    rows: list[BookingFigures]


class DossierTime(Answer):
    """The time to receive a dossier against "30 minutes per dossier", in the reading that the office uses.

    `reading`: `reduce` (by at least `minutes` against the baseline), `max` or `min`. `reached` null: there
    is no baseline yet, or nothing was received. Handling is not measured here, only receiving.
    """

    reading: str
    minutes: float
    baseline_from: date | None
    baseline_to: date | None
    baseline_per_dossier_s: float | None
    per_dossier_s: float | None
    per_ticket_s: float | None
    reduced_by_s: float | None
    reached: bool | None


class Productivity(Answer):
    """Dossiers received by the staff on duty. A staff-day is one clerk on one day with answered tickets.

    `forecast_a_year` is `per_staff_day` times the office's working days of a year.
    """

    office: str
    names: Names
    dossiers: int
    staff_days: int
    per_staff_day: float | None
    forecast_a_year: float | None
    target_a_year: int | None
    area: str
    share_of_target: float | None
    dossier_time: DossierTime


class Productivities(Answer):
    """Offices by their dossiers."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    offices: list[Productivity]
