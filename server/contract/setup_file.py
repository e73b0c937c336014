"""The set-up file: everything an operator decides about an office, in one TOML document."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from server.contract.booking_setup import BookingSetUp, ResourceSetUp, SlotPlanSetUp
from server.contract.figures_setup import (
    AlertsSetUp,
    FiguresSetUp,
    ReportSetUp,
    TargetSetUp,
    one_per_period,
    one_per_year,
)
from server.contract.messages import Code, Request
from server.contract.setup_texts import TextsSetUp
from server.contract.setup_words import (
    LanguageCode,
    Languages,
    Letter,
    Minutes,
    OptionalText,
    OptionalTexts,
    Password,
    Text,
    Texts,
    Weekday,
    distinct,
    whole_seconds,
)


class OfficeSetUp(Request):
    """The office itself."""

    code: Code
    level: Literal["province", "commune", "district"]
    names: Texts
    short_name: Text
    address: OptionalText = ""
    hotline: OptionalText = ""
    house_text: OptionalText = ""
    time_zone: Annotated[str, StringConstraints(max_length=60)] = "Asia/Ho_Chi_Minh"
    languages: Languages = Field(default=["vi", "en"])
    parent: Code | None = None
    successor: Code | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    always_open: bool = False
    goal_min: Annotated[float, Field(gt=0, le=240)] = 15


class Allowances(Request):
    """Minutes added to the start of a wait to get its due, per class of arrival."""

    walk_in_min: Minutes = 15
    appointment_min: Minutes = 5
    priority_min: Minutes = 0
    transfer_min: Minutes = 5


class Rules(Request):
    """What happens to people who do not come when called."""

    put_back_after_s: Annotated[int, Field(ge=0, le=3600)] = 300
    restore_within_min: Minutes = 60


class Voice(Request):
    """How calls are spoken."""

    languages: Languages = Field(default=["vi"])
    zero_word: Literal["lẻ", "linh"] = "lẻ"
    thousand_word: Literal["nghìn", "ngàn"] = "nghìn"


class IntervalSetUp(Request):
    """Hours of one stretch of a day; tickets are given within it."""

    opens: time
    closes: time
    tickets_from: time | None = None
    tickets_until: time | None = None


class WeeklyHours(IntervalSetUp):
    """A stretch that recurs on these weekdays. On the dates of a version with validity (both dates
    included) that version's stretches rule alone."""

    days: list[Weekday] = Field(min_length=1)
    valid_from: date | None = None
    valid_until: date | None = None


class Holiday(Request):
    """A public holiday, from the notice of that year."""

    date: date
    names: Texts


class WorkingDay(Request):
    """A day that is worked in exchange for another, with that weekday's hours."""

    date: date
    like: Weekday
    names: Texts


class ExceptionDay(Request):
    """A day with hours of its own; without any, the office is closed."""

    date: date
    names: Texts
    hours: list[IntervalSetUp] = Field(default_factory=list, max_length=4)


class CategorySetUp(Request):
    """A priority category, with an optional age rule."""

    code: Code
    names: Texts
    min_age: Annotated[int, Field(ge=0, le=120)] | None = None


def _wall_time(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise PydanticCustomError("zoned", "is a time of the office's own wall: leave the zone out")
    return moment


class ServiceSetUp(Request):
    """A field or a procedure. Only those without children take tickets, and need a letter."""

    code: Code
    names: Texts
    letter: Letter | None = None
    parent: Code | None = None
    usual_min: Annotated[float, Field(ge=0.1, le=480), AfterValidator(whole_seconds)] = 10
    paused_reason: Text | None = None
    paused_until: Annotated[datetime, AfterValidator(_wall_time)] | None = None
    slots_needed: Annotated[int, Field(ge=1, le=16)] = 1
    resources: Annotated[list[Code], AfterValidator(distinct)] = Field(default_factory=list)
    papers: dict[LanguageCode, Annotated[list[Text], Field(max_length=20)]] = Field(default_factory=dict)


class TimedServicesSetUp(Request):
    """What a counter serves on some weekdays at some time, in the place of its `services`."""

    services: Annotated[list[Code], Field(min_length=1), AfterValidator(distinct)]
    days: Annotated[list[Weekday], Field(min_length=1), AfterValidator(distinct)]
    begins: time
    ends: time


class CounterSetUp(Request):
    """A counter and the services it is set up for, also those of some times of the week."""

    number: Annotated[int, Field(ge=1, le=9999)]
    names: OptionalTexts = Field(default_factory=dict)
    services: Annotated[list[Code], Field(min_length=1), AfterValidator(distinct)]
    timed: Annotated[list[TimedServicesSetUp], Field(max_length=50)] = Field(default_factory=list)

    def ever(self) -> set[str]:
        """Codes of everything it serves at some time."""
        return {*self.services, *(code for entry in self.timed for code in entry.services)}


class StaffSetUp(Request):
    """A member of staff. A password here is the first one of a new account: it is hashed on import,
    never exported, and never put in the place of one that is already there. `services` are what a clerk
    may serve; none: anything."""

    username: Code
    name: Text
    role: Literal["clerk", "receptionist", "supervisor"]
    services: Annotated[list[Code], AfterValidator(distinct)] = Field(default_factory=list)
    password: Password | None = None


class AccountSetUp(StaffSetUp):
    """Any account, also of people who belong to no single office."""

    role: Literal["clerk", "receptionist", "supervisor", "province", "admin"]  # type: ignore[assignment]  # wider


class OfficeDocument(Request):
    """What is decided about an office as a whole; the office keeps it as one document."""

    office: OfficeSetUp
    allowances: Allowances = Allowances()
    rules: Rules = Rules()
    voice: Voice = Voice()
    texts: TextsSetUp = TextsSetUp()
    hours: list[WeeklyHours] = Field(default_factory=list)
    holidays: list[Holiday] = Field(default_factory=list)
    working_days: list[WorkingDay] = Field(default_factory=list)
    exceptions: list[ExceptionDay] = Field(default_factory=list)
    categories: list[CategorySetUp] = Field(default_factory=list)
    booking: BookingSetUp | None = None
    resources: list[ResourceSetUp] = Field(default_factory=list)
    slots: list[SlotPlanSetUp] = Field(default_factory=list)
    figures: FiguresSetUp = FiguresSetUp()
    targets: Annotated[list[TargetSetUp], Field(max_length=200), AfterValidator(one_per_year)] = Field(
        default_factory=list
    )
    alerts: AlertsSetUp = AlertsSetUp()
    reports: Annotated[list[ReportSetUp], AfterValidator(one_per_period)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _the_province_reports_of_all(self) -> Self:
        if self.office.level != "province" and any(report.all_offices for report in self.reports):
            raise PydanticCustomError(
                "not_the_province", "reports on all offices, which only an office of the province does"
            )
        return self


class SetUp(OfficeDocument):
    """One office, whole. Without `staff` the accounts of the office stay as they are."""

    services: list[ServiceSetUp] = Field(min_length=1)
    counters: list[CounterSetUp] = Field(min_length=1)
    staff: list[StaffSetUp] | None = None
