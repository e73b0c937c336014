"""The cells of a log that are words: each distinct one is looked at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from server.contract.unseen import shown
from server.domain.tickets import TicketState
from server.setup_file.explaining import suggestion
from server.ticket_log.logged import OUTCOMES
from server.ticket_log.premises import KnownOffice
from server.ticket_log.writing import rearmed

T = TypeVar("T")

LONGEST = {"service": 40, "number": 10, "channel": 20, "category": 40, "clerk": 80}
MOST_COUNTERS = 9999
_MOST_KEPT = 50_000
_NUMBER = re.compile(r"[^\W\d_]{0,3}[ .-]?[0-9]{1,6}")
_CHANNEL = re.compile(r"[a-z][a-z0-9_-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Wrong(Exception):
    """This cell cannot be what it stands for; says why."""


class Words(dict[object, T], Generic[T]):
    """What the cells of one column mean. Asking for a cell that has no meaning raises `Wrong`."""

    def __init__(self, meaning: Callable[[str], T], translated: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._meaning = meaning
        self._translated = translated or {}

    def __missing__(self, cell: object) -> T:
        meaning = self._meaning(self._plain(cell))
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[cell] = meaning
        return meaning

    def _plain(self, cell: object) -> str:
        if not isinstance(cell, str):
            raise Wrong(f"is a date or time, {cell}; a text is needed")
        text = rearmed(unicodedata.normalize("NFC", cell).strip())
        if _CONTROL.search(text):
            raise Wrong("has a control character or line break")
        return self._translated.get(text, text)


def fitting(column: str, text: str) -> str:
    """`text`, if it is there, is short enough and shows all that it has; else raises `Wrong`."""
    if not text:
        raise Wrong("is empty")
    if len(text) > LONGEST[column]:
        raise Wrong(f"has more than {LONGEST[column]} characters")
    if shown(text) != text:
        raise Wrong("has characters that nobody sees, or blanks in a row")
    return text


def office_among(known: Mapping[str, KnownOffice]) -> Callable[[str], KnownOffice]:
    """Reads the code of an office."""

    def office(text: str) -> KnownOffice:
        if not text:
            raise Wrong("is empty")
        if text not in known:
            raise Wrong(f"there is no office “{text[:40]}”" + suggestion(text, known))
        return known[text]

    return office


def service_of(office: KnownOffice, *, keep_new: bool) -> Callable[[str], str]:
    """Reads the code of a service; `keep_new` takes those too that the office never had."""

    def service(text: str) -> str:
        if fitting("service", text) not in office.services and not keep_new:
            raise Wrong(_none_such(office, "service", text, office.services))
        return text

    return service


def category_of(office: KnownOffice) -> Callable[[str], str | None]:
    """Reads the code of a priority category; empty is none."""

    def category(text: str) -> str | None:
        if text and text not in office.categories:
            raise Wrong(_none_such(office, "priority category", text[:40], office.categories))
        return text or None

    return category


def _none_such(office: KnownOffice, kind: str, text: str, known: Iterable[str]) -> str:
    return f"{office.code} has no {kind} “{text}”{suggestion(text, known)}"


def number(text: str) -> str:
    """Reads a number: at most three letters, then digits."""
    if not _NUMBER.fullmatch(fitting("number", text)):
        raise Wrong("is no number: at most three letters and one to six digits, as A012")
    return text


def channel(text: str) -> str:
    """Reads how the number was taken: a small word, as kiosk."""
    if not _CHANNEL.fullmatch(fitting("channel", text)):
        raise Wrong("is no channel: small letters, as kiosk or reception")
    return text


def counter(text: str) -> int | None:
    """Reads the number of a counter, whether or not the office has it now; empty is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= MOST_COUNTERS:
        raise Wrong(f"is no counter: a number from 1 to {MOST_COUNTERS}")
    return int(text)


def clerk(text: str) -> str | None:
    """Reads who served, whether or not there is such an account; empty is nobody."""
    return fitting("clerk", text) if text else None


def outcome(text: str) -> TicketState:
    """Reads an end state."""
    if not text:
        raise Wrong("is empty")
    if text not in OUTCOMES:
        raise Wrong(f"there is no outcome “{text[:40]}”{suggestion(text, OUTCOMES)}; {', '.join(OUTCOMES)}")
    return OUTCOMES[text]
