"""The part of a set-up file that holds the office's own words for what citizens read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from server.contract.messages import Request
from server.contract.setup_words import OptionalLongTexts, OptionalTexts

OF_BOOKING = (
    "code",
    "start",
    "end",
    "date",
    "short_date",
    "service",
    "office",
    "place",
    "hotline",
    "from",
    "until",
)
"""What can be filled into the messages about a booking."""
OF_TURN = ("number", "office", "place", "hotline")
"""What can be filled into the message that a turn is near."""
OF_CALL = ("number", "counter")
"""What is said within the sentence that calls."""
MESSAGES = ("booked", "moved", "cancelled", "reminder", "near")
"""What citizens are written; each has first lines, `…_subject` and `…_sms`."""
_DISPLAYED = 60
"""Characters that a display has room for, read from twelve metres."""


def filled_with(*known: str) -> Callable[[dict[str, str]], dict[str, str]]:
    """Texts with `{placeholders}` of these names only; any other brace is told exactly."""

    def check(texts: dict[str, str]) -> dict[str, str]:
        for language, text in texts.items():
            for name in _placeholders(language, text):
                _must_be_known(language, name, known)
        return texts

    return check


def _placeholders(language: str, text: str) -> Iterable[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise PydanticCustomError(
            "broken_braces", "{language}: a brace stands alone; write {{ for a brace", {"language": language}
        ) from error
    for _, name, form, conversion in parts:
        if name is not None:
            yield name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")


def _must_be_known(language: str, name: str, known: tuple[str, ...]) -> None:
    if name in known:
        return
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {{{near[0]}}}?" if near else ""
    allowed = ", ".join(f"{{{one}}}" for one in known) or "nothing"
    raise PydanticCustomError(
        "unknown_placeholder",
        "{language}: {name} cannot be filled in here{hint} There is: {allowed}",
        {"language": language, "name": f"{{{name}}}", "hint": hint or ".", "allowed": allowed},
    )


def _short(texts: dict[str, str]) -> dict[str, str]:
    for language, text in texts.items():
        if len(text) > _DISPLAYED:
            raise PydanticCustomError(
                "too_long_for_display",
                "{language}: has more than {most} characters",
                {"language": language, "most": _DISPLAYED},
            )
    return texts


def _both_once(texts: dict[str, str]) -> dict[str, str]:
    """Number and counter are what a call is about."""
    for language, text in texts.items():
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
        if sorted(names) != sorted(OF_CALL) or "{{" in text or "}}" in text:
            raise PydanticCustomError(
                "not_a_call",
                "{language}: has to say {both} once each, and no other brace",
                {"language": language, "both": " and ".join(f"{{{name}}}" for name in OF_CALL)},
            )
    return texts


_Displayed = Annotated[OptionalTexts, AfterValidator(_short)]
_Called = Annotated[OptionalTexts, AfterValidator(filled_with(*OF_CALL)), AfterValidator(_both_once)]
_OfBooking = Annotated[OptionalTexts, AfterValidator(filled_with(*OF_BOOKING))]
_OfTurn = Annotated[OptionalTexts, AfterValidator(filled_with(*OF_TURN))]
_LinesOfBooking = Annotated[OptionalLongTexts, AfterValidator(filled_with(*OF_BOOKING))]
_LinesOfTurn = Annotated[OptionalLongTexts, AfterValidator(filled_with(*OF_TURN))]


class TextsSetUp(Request):
    """The office's own words, by language; where there are none, the usual ones are said.

    Of an e-mail `…_subject` is the subject, and the key of the message itself the first lines, above the
    facts that every message tells; `…_sms` is the whole text message.
    """

    ticket_foot: OptionalTexts = Field(default_factory=dict)
    invite: _Displayed = Field(default_factory=dict)
    call: _Called = Field(default_factory=dict)
    empty_board: _Displayed = Field(default_factory=dict)
    closed_board: _Displayed = Field(default_factory=dict)
    booked_subject: _OfBooking = Field(default_factory=dict)
    booked: _LinesOfBooking = Field(default_factory=dict)
    booked_sms: _OfBooking = Field(default_factory=dict)
    moved_subject: _OfBooking = Field(default_factory=dict)
    moved: _LinesOfBooking = Field(default_factory=dict)
    moved_sms: _OfBooking = Field(default_factory=dict)
    cancelled_subject: _OfBooking = Field(default_factory=dict)
    cancelled: _LinesOfBooking = Field(default_factory=dict)
    cancelled_sms: _OfBooking = Field(default_factory=dict)
    reminder_subject: _OfBooking = Field(default_factory=dict)
    reminder: _LinesOfBooking = Field(default_factory=dict)
    reminder_sms: _OfBooking = Field(default_factory=dict)
    near_subject: _OfTurn = Field(default_factory=dict)
    near: _LinesOfTurn = Field(default_factory=dict)
    near_sms: _OfTurn = Field(default_factory=dict)
    closing: OptionalLongTexts = Field(default_factory=dict)
