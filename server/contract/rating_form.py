"""A form of rating as a file, a page or the database writes it: names, questions, steps, classes."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.contract.messages import Code, Request
from server.contract.setup_words import LanguageCode
from server.contract.unseen import shown


def _seen(text: str) -> str:
    """What a citizen will see of it; a text of which nothing is seen is none."""
    if not (seen := shown(text)):
        raise PydanticCustomError("empty_text", "is empty")
    return seen


def _with_vietnamese(texts: dict[str, str]) -> dict[str, str]:
    if texts and "vi" not in texts:
        raise PydanticCustomError("no_vietnamese", "has no Vietnamese text: add vi")
    return texts


def _thousandths(value: float) -> float:
    if abs(value * 1000 - round(value * 1000)) > 1e-6:
        raise PydanticCustomError("too_fine", "has more than three decimals")
    return round(value * 1000) / 1000


Said = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_seen)]
Texts = Annotated[dict[LanguageCode, Said], Field(min_length=1), AfterValidator(_with_vietnamese)]
OptionalTexts = Annotated[dict[LanguageCode, Said], AfterValidator(_with_vietnamese)]
Points = Annotated[float, Field(ge=0, le=1000), AfterValidator(_thousandths)]
Weight = Annotated[float, Field(ge=0.001, le=100), AfterValidator(_thousandths)]
Steps = Annotated[list["StepEntry"], Field(max_length=10)]

OVERALL = {
    "vi": "Nhìn chung, quý công dân hài lòng đến mức nào?",
    "en": "Overall, how satisfied are you?",
}


class StepEntry(Request):
    """One answer that can be chosen, and its points."""

    points: Points
    texts: Texts


class QuestionEntry(Request):
    """A question. Without steps of its own it has those of the form."""

    code: Code
    texts: Texts
    weight: Weight = 1
    steps: Steps = Field(default_factory=list)


class ClassEntry(Request):
    """A class, and how many of the form's points it needs at least."""

    code: Code
    names: Texts
    least_points: Annotated[float, Field(ge=0, le=1_000_000), AfterValidator(_thousandths)]


class OverallEntry(Request):
    """The overall question with its five levels; points of levels 1 to 5 where they count in the score."""

    texts: Texts = Field(default=OVERALL)
    points: Annotated[list[Points], Field(max_length=5)] = Field(default_factory=list)


class RatingFormDocument(Request):
    """One form, whole; its version is counted by the database."""

    code: Code
    names: Texts
    intro: OptionalTexts = Field(default_factory=dict)
    overall: OverallEntry = OverallEntry()
    remark: OptionalTexts = Field(default_factory=dict)
    steps: Steps = Field(default_factory=list)
    questions: Annotated[list[QuestionEntry], Field(max_length=30)] = Field(default_factory=list)
    classes: Annotated[list[ClassEntry], Field(max_length=10)] = Field(default_factory=list)
