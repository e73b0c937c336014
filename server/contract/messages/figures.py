"""Figures: waits by one definition, and everything that is told beside them. Durations in seconds,
shares from 0 to 1, null where there is nothing to tell."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from server.contract.messages.base import Answer, Names

By = Literal[
    "all", "day", "week", "month", "hour", "weekday_hour", "service", "counter", "clerk", "category",
    "channel", "office",
]  # fmt: skip
VerdictName = Annotated[
    str, Field(examples=["met", "not_met", "cannot_tell", "too_few_days"], description="May grow.")
]


class WaitFigures(Answer):
    """The waits of one key of a grouping: of answered tickets; beside them who was not served.

    `verdict` says whether the goal would hold, with `low_s` and `high_s` around the mean (95 %, clustered
    by day); `reached` says whether the measured mean is within the goal. `all_…` count those who gave up
    as having waited longer. `suppressed`: too few tickets to be shown to this caller.
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
    reached: bool | None = None
    low_s: float | None = None
    high_s: float | None = None
    verdict: VerdictName | None = None
    suppressed: bool = False


class OfficesMeetingGoal(Answer):
    """How many offices have a mean within the goal, of those where somebody was answered."""

    met: int
    of: int


class Waits(Answer):
    """The waits of a period. `quantiles`: `exact`, or `histogram` (then to within 2.5 s below an hour).

    `pending_events`: what happened but is not in the figures yet; 0 but after an upgrade.
    """

    definition: str
    offices: list[str]
    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    by: str
    only: dict[str, str] = Field(default_factory=dict)
    goal_s: float
    total: WaitFigures
    rows: list[WaitFigures]
    offices_meeting_goal: OfficesMeetingGoal
    quantiles: Annotated[str, Field(examples=["exact", "histogram"])]
    pending_events: int
