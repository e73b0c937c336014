"""The words that the entries of a set-up file are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.contract.messages import Line

_Value = TypeVar("_Value", bound=Hashable)


def _nfc(text: str) -> str:
    """One spelling of every Vietnamese letter: editors differ in how they compose it."""
    return unicodedata.normalize("NFC", text)


def _with_vietnamese(texts: dict[str, str]) -> dict[str, str]:
    if "vi" not in texts:
        raise PydanticCustomError("no_vietnamese", "has no Vietnamese text: add vi")
    return texts


def _none_or_with_vietnamese(texts: dict[str, str]) -> dict[str, str]:
    return _with_vietnamese(texts) if texts else texts


def distinct(values: list[_Value]) -> list[_Value]:
    """The values, each of them once; what is said twice is refused."""
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "says something twice")
    return values


def whole_seconds(minutes: float) -> float:
    """As it is kept, so that what is read back is what was written."""
    return round(minutes * 60) / 60


Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"
    ),
    AfterValidator(_nfc),
]
OptionalText = Annotated[Line, AfterValidator(_nfc)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Texts = Annotated[dict[LanguageCode, Text], AfterValidator(_with_vietnamese)]
"""A text in Vietnamese and in any other language."""
OptionalTexts = Annotated[dict[LanguageCode, Text], AfterValidator(_none_or_with_vietnamese)]
LONG = 600
"""Characters of a text that is more than a line."""
LongText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONG, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"
    ),
    AfterValidator(_nfc),
]
OptionalLongTexts = Annotated[dict[LanguageCode, LongText], AfterValidator(_none_or_with_vietnamese)]
Letter = Annotated[str, StringConstraints(pattern=r"^[A-ZĐ]$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Languages = Annotated[list[Literal["vi", "en"]], Field(min_length=1), AfterValidator(distinct)]
Minutes = Annotated[float, Field(ge=0, le=24 * 60)]
Password = Annotated[
    str, StringConstraints(min_length=8, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")
]
"""What the sign-in page takes, and long enough."""
