"""Messages of ratings: what a citizen is asked after a visit and answers, and what it comes to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from server.contract.messages.base import WHOLE, Answer, Code, Instant, Names, Request, RowId, Version
from server.contract.unseen import shown

Remark = Annotated[str, StringConstraints(max_length=500), AfterValidator(shown)]
StepNumber = Annotated[int, Field(ge=0, le=9), WHOLE]


class RatingStep(Answer):
    """One answer that can be chosen; its place, from 0, is what is sent."""

    texts: Names


class RatingQuestion(Answer):
    """A question, which may be passed over."""

    code: str
    texts: Names
    steps: list[RatingStep]


class RatingFormView(Answer):
    """What a citizen is asked: the overall question, which is always answered, and the others.

    `levels` name the five levels, the first is level 1. `remark` is empty where none is asked for.
    """

    code: str
    version: int
    names: Names
    intro: Names
    overall: Names
    levels: list[Names]
    questions: list[RatingQuestion]
    remark: Names


class TicketRating(Answer):
    """Whether a visit can be rated: `open`, `not_served_yet`, `rated` or `no_form`; the form when open."""

    state: Annotated[str, Field(examples=["open", "not_served_yet", "rated", "no_form"])]
    form: RatingFormView | None = None


class GiveRating(Request):
    """What a citizen answers: the overall level, the place of the chosen step by question, a remark.

    `form` and `version` say what was asked.
    """

    form: Code
    version: Version
    overall: Annotated[int, Field(ge=1, le=5), WHOLE]
    answers: Annotated[
        dict[Code, StepNumber], Field(max_length=30, json_schema_extra={"additionalProperties": False})
    ] = Field(default_factory=dict)
    remark: Remark = ""


class RateAtCounter(GiveRating):
    """The same at the tablet of a counter, for the visit that it asks for."""

    visit: RowId


class RateAtReception(GiveRating):
    """The same as somebody told it at reception, for today's number."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=10, pattern=r"^[A-ZĐ]{1,2}[0-9]{1,6}$")]


class Rated(Answer):
    """The rating was taken; it is done once per visit."""

    rated_at: Instant
    overall: int


class AskedVisit(Answer):
    """Who was just served at a counter and may rate it now."""

    visit: int
    number: str
    language: str
    until: Instant


class CounterRating(Answer):
    """What the tablet of a counter shows: whom it asks and what, or nobody."""

    office: str
    office_names: Names
    counter: int
    at: Instant
    languages: list[str]
    ask: AskedVisit | None = None
    form: RatingFormView | None = None


RatingKey = Literal["office", "service", "counter", "clerk", "day", "form"]


class RatingFigure(Answer):
    """The ratings of one group by one version of a form. Shares and scores from 0 to 1.

    `score` is Σ points ÷ Σ most points; `low` and `high` bound it with 95 % confidence, clustered by day.
    `best` and `worst` are the places among the groups of the same form, 1 the best; they are the same
    where `standing` is `ranked`, and null where it is `too_few_days`. A `suppressed` group tells no
    values: few people are recognised too easily.
    """

    key: str
    names: Names
    form: str
    version: int
    suppressed: bool = False
    n: int | None = None
    served: int | None = None
    response_rate: float | None = None
    mean_level: float | None = None
    share_satisfied: float | None = None
    points: float | None = None
    most_points: float | None = None
    score: float | None = None
    score_percent: float | None = None
    class_code: str | None = None
    class_names: Names | None = None
    low: float | None = None
    high: float | None = None
    days: int | None = None
    best: int | None = None
    worst: int | None = None
    standing: str | None = None


class RatingFigures(Answer):
    """Satisfaction over some days, by what was asked for; never a mean of means."""

    definition: str
    from_: Annotated[date, Field(alias="from")]
    to: date
    by: RatingKey
    rows: list[RatingFigure]


class RatingRemark(Answer):
    """What somebody wrote with a rating; who it was, and at which counter, is not told."""

    day: date
    service: str
    service_names: Names
    overall: int
    remark: str


class RatingRemarks(Answer):
    """The newest remarks first, at most 200; each is kept for 90 days."""

    remarks: list[RatingRemark]
