"""Names at every way in: the same characters are refused or taken out, and no name is blank to the eye."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from pydantic import BaseModel, ValidationError

from server.contract.messages import BookByStaff, BookSlot
from server.contract.messages.booking import PersonName
from server.contract.unseen import shown
from server.web import booking_forms
from server.web.booking_texts import VI

HOLD = "x" * 32


class Named(BaseModel):
    """A message with a name in it."""

    name: PersonName


def taken(name: str) -> str | None:
    """The name as the API keeps it, None when it is refused."""
    try:
        return Named(name=name).name
    except ValidationError:
        return None


def kept_by_page(name: str) -> str | None:
    """The name as the page keeps it, None when it asks to look again."""
    form = booking_forms.filled({"name": name, "consent": "yes"}, HOLD, VI)
    return form.booking.name if form.booking else None


BLANK = (
    *("\u3164", "\u2800", "\u034f", "\u200d", "\u00ad", "\u115f", "\u1160", "\uffa0", "\ufe0f", "\U000e0100"),
    *(
        "\u180b",
        "\u17b4",
        "\u2063",
        "\U0001d173",
        "\ue000",
        "\u200b \u2060",
        "\u3164 \u3164",
        "\u0301",
        " \u0308",
    ),
    *("\u00a0", "\u2003", "\u3000"),
)


@pytest.mark.parametrize("name", BLANK)
def test_a_name_that_shows_nothing_is_none(name: str) -> None:
    assert taken(name) is None
    assert kept_by_page(name) is None


@pytest.mark.parametrize("name", ["Đặng Ỷ Lan", "O'Brien-Nguyễn", "H’Hen Niê", "Y Bhăm", "Ma. Pilar", "Mỹ Á"])
def test_names_that_people_have_are_taken(name: str) -> None:
    composed = unicodedata.normalize("NFC", name)
    for typed in (name, unicodedata.normalize("NFD", name), f"  {name.replace(' ', '   ')} "):
        assert taken(typed) == composed
        assert kept_by_page(typed) == composed


BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""A form may have these between words, and the page reads them as blanks; a program has no need of them."""


def test_page_and_api_agree_about_every_character_there_is() -> None:
    differ = []
    for number in (*range(0xD800), *range(0xE000, sys.maxunicode + 1, 1)):
        if number > 0x30000 and number % 0x1000 not in (0, 1, 0xFFF):
            continue  # nothing is given out there but what the first and last of each block show
        name = f"Lê{chr(number)}An"
        seen = shown(name)
        by_page = None if seen != " ".join(unicodedata.normalize("NFC", name).split()) else seen
        if by_page != taken(name) and chr(number) not in BREAKS:
            differ.append(hex(number))
    assert differ == []


def test_nothing_is_left_that_unicode_calls_format_control_or_nobody_s() -> None:
    hidden = [
        chr(number)
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) in ("Cc", "Cf", "Co", "Zl", "Zp")
    ]
    assert [hex(ord(one)) for one in hidden if shown(f"a{one}b") not in ("ab", "a b")] == []


def test_the_published_schema_says_the_same_rule() -> None:
    for message in (BookSlot, BookByStaff):
        about = message.model_json_schema()["properties"]["name"]["anyOf"][0]
        pattern = re.compile(about["pattern"])
        assert not any(pattern.search(name.strip()) for name in BLANK)
        assert pattern.search("Đặng Ỷ Lan")
