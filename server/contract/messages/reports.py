"""The official report of a period: every figure that it tells, before anybody draws it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from server.contract.messages.base import Answer, Instant, Names
from server.contract.messages.figure_quality import Devices
from server.contract.messages.figures import (
    BookingFigures,
    OfficesMeetingGoal,
    Productivity,
    WaitFigures,
)
from server.contract.messages.ratings import RatingFigure

PeriodName = Literal["month", "quarter", "half_year", "nine_months", "year", "range"]


class Issuer(Answer):
    """Who signs a report, as its head names it: what is empty is filled in by hand.

    `superior` is the authority above, `symbol` what follows the number ("BC-UBND"), `place` where it is
    dated, `signer` the office of who signs.
    """

    code: str
    names: Names
    superior: str
    symbol: str
    place: str
    signer: str


class OfficialReport(Answer):
    """The report of a month, a quarter, half a year, nine months, a year or any other period.

    `before` is the period before, of the same length. `by_time` are days, weeks or months, as `time_by`
    says. `by_office` has a row for each office where there are several. `satisfaction` has a row for each
    version of a form that citizens were asked with.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    definition: str
    kind: PeriodName
    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    before_first: date
    before_last: date
    made_at: Instant
    issuer: Issuer
    offices: list[str]
    goal_s: float
    total: WaitFigures
    before: WaitFigures
    by_service: list[WaitFigures]
    time_by: str
    by_time: list[WaitFigures]
    by_half_hour: list[WaitFigures]
    by_office: list[WaitFigures]
    offices_meeting_goal: OfficesMeetingGoal
    bookings: BookingFigures
    productivity: list[Productivity]
    satisfaction: list[RatingFigure]
    devices: Devices
    quantiles: str
    pending_events: int
