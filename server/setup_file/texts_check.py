"""How long the office's own text messages become, once everything is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from server.contract.setup_texts import MESSAGES, TextsSetUp
from server.domain.segments import GSM_PLACES, MOST_PARTS, ROOM, UCS2_PLACES, parts
from server.setup_file.draft import Draft
from server.setup_file.locating import Path
from server.setup_file.problems import Problem

_WIDEST = {"vi": "ạ"}
"""What stands in the place of every letter of a name; names in other languages are of the GSM alphabet."""
_NAMES = ("date", "service", "office", "place")


@dataclass(frozen=True, slots=True)
class _Length:
    path: Path
    language: str
    letters: int
    parts: int


def problems(draft: Draft) -> Iterator[Problem]:
    """Text messages that would become more than two."""
    for one in _lengths(draft):
        if one.parts > MOST_PARTS:
            yield Problem(one.path, f"{_told(one)}; at most {MOST_PARTS} are sent")


def warnings(draft: Draft) -> Iterator[Problem]:
    """Text messages that become two, which costs twice."""
    for one in _lengths(draft):
        if 1 < one.parts <= MOST_PARTS:
            reason = f"{_told(one)}; one holds {UCS2_PLACES}, or {GSM_PLACES} without Vietnamese letters"
            yield Problem(one.path, reason)


def _told(one: _Length) -> str:
    return f"{one.language}: with long names it has {one.letters} letters and becomes {one.parts} messages"


def _lengths(draft: Draft) -> Iterator[_Length]:
    try:
        texts = TextsSetUp.model_validate(draft.values.get("texts", {}))
    except ValidationError:  # told where the texts themselves are looked at
        return
    for kind in MESSAGES:
        own: Mapping[str, str] = getattr(texts, f"{kind}_sms")
        for language, text in own.items():
            longest = text.format_map(_filling(language))
            path = ("texts", f"{kind}_sms", language)
            yield _Length(path, language, len(longest), parts(longest))


def _filling(language: str) -> dict[str, str]:
    """As long as each thing can be in a text message."""
    letter = _WIDEST.get(language, "o")
    return {name: (letter if name in _NAMES else "0") * room for name, room in ROOM.items()}
