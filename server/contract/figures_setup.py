"""The part of a set-up file that decides how figures are read, who is warned, and who gets reports."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from server.contract.messages import Line, Request
from server.contract.setup_words import distinct

Email = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
]
Emails = Annotated[list[Email], Field(max_length=20), AfterValidator(distinct)]
Area = Literal["urban", "rural", "mountain"]
Period = Literal["month", "quarter", "half_year", "nine_months", "year"]


class TargetSetUp(Request):
    """How many dossiers one member of staff is to receive in a year, by the kind of area."""

    year: Annotated[int, Field(ge=2000, le=2200)]
    area: Area
    dossiers_per_year: Annotated[int, Field(ge=1, le=1_000_000)]


class FiguresSetUp(Request):
    """How the figures of an office are read and who may see them.

    The plan's "30 minutes per dossier" has three readings: the time is to be reduced by at least so much
    against a baseline period, or to be at most so long, or at least so long.
    """

    dossier_time: Literal["reduce", "max", "min"] = "reduce"
    dossier_min: Annotated[float, Field(gt=0, le=480)] = 30
    baseline_from: date | None = None
    baseline_to: date | None = None
    area: Area = "urban"
    working_days_a_year: Annotated[int, Field(ge=1, le=366)] = 250
    # Groups of fewer tickets are not shown where people could be recognised.
    smallest_group: Annotated[int, Field(ge=1, le=100)] = 5
    clerks_see_colleagues: bool = False
    # The head and foot of official reports (Decree 30/2020/NĐ-CP); what is empty is filled in by hand.
    report_superior: Line = ""
    report_symbol: Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-zĐ0-9./-]*$")] = ""
    report_place: Line = ""
    report_signer: Line = ""

    @model_validator(mode="after")
    def _whole_baseline(self) -> Self:
        first, last = self.baseline_from, self.baseline_to
        if (first is None) != (last is None):
            raise PydanticCustomError("half_a_baseline", "names only one end of the baseline period")
        if first is not None and last is not None and last < first:
            raise PydanticCustomError("baseline_backwards", "has a baseline that ends before it begins")
        return self


class AlertsSetUp(Request):
    """When supervisors are warned, and who by e-mail."""

    emails: Emails = Field(default_factory=list)
    longest_wait_min: Annotated[float, Field(gt=0, le=480)] | None = None  # without: the goal
    device_gone_s: Annotated[int, Field(ge=30, le=3600)] = 60


class ReportSetUp(Request):
    """A report that is made by itself when its period is over."""

    period: Period = "month"
    formats: Annotated[
        list[Literal["pdf", "xlsx", "csv", "json"]], Field(min_length=1), AfterValidator(distinct)
    ] = Field(default=["pdf", "xlsx"])
    emails: Emails = Field(default_factory=list)
    folder: bool = False
    # Of every office of the province, not of the province's own counters alone.
    all_offices: bool = False


def one_per_year(targets: list[TargetSetUp]) -> list[TargetSetUp]:
    """Refuses a second target for the same year and kind of area."""
    if len({(target.year, target.area) for target in targets}) < len(targets):
        raise PydanticCustomError("two_targets", "has two targets for the same year and area")
    return targets


def one_per_period(reports: list[ReportSetUp]) -> list[ReportSetUp]:
    """Refuses a second report of the same kind of period."""
    if len({report.period for report in reports}) < len(reports):
        raise PydanticCustomError("two_reports", "has two reports for the same kind of period")
    return reports
