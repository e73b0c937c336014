"""How a call is said: the words, and the names of the voice clips that say them.

A ticket is read letter, then digit by digit (`A025`: "A, không hai năm"); a counter as a whole number.
A number is cut into parts that are both words and clips, so that text and voice cannot differ: one
part for all below a hundred, before it one for the hundreds and one for the thousands. Nearly every
counter is then a single clip, which sounds like speech and not like beads on a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

HIGHEST_NUMBER = 9999
LANGUAGES = ("vi", "en")
CHIME = "chime"

LETTERS = {"Đ": "dd"} | {chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
"""The letters of number series, and how clips spell them (Đ as it is typed, in plain letters)."""

TEMPLATES = {
    "vi": "Kính mời công dân có số thứ tự {number}, đến quầy số {counter}",
    "en": "Ticket {number}, please go to counter {counter}",
}

_TICKET = re.compile(r"([A-ZĐ]+)([0-9]+)")

_VI_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VI_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_EN_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


_PLACES = re.compile(r"\{(?:number|counter)\}")
_SAYS_NOTHING = re.compile(r"[\W_]*")


def own_call(texts: Mapping[str, Mapping[str, str]], language: str) -> str | None:
    """The sentence with which an office calls, with `{number}` and `{counter}`; None: the recorded one.

    `texts` are the office's own words: its `call`, or else its `invite` of the display, which is said
    before the number.
    """
    call = texts.get("call", {}).get(language)
    if call is not None or language not in TEMPLATES:
        return call
    invite = texts.get("invite", {}).get(language)
    return invite and f"{invite} {{number}}, {TEMPLATES[language].partition('}, ')[2]}"


def phrases(sentence: str) -> list[str]:
    """What stands around number and counter, to be said word for word; bare punctuation is not.

    >>> phrases("Xin mời số {number} vào quầy {counter}.")
    ['Xin mời số', 'vào quầy']
    """
    parts = (part.strip() for part in _PLACES.split(sentence))
    return [part for part in parts if not _SAYS_NOTHING.fullmatch(part)]


class Unspeakable(Exception):
    """There are no words for this number, ticket or language."""


@dataclass(frozen=True, slots=True)
class SpeechOptions:
    """How an office speaks: its words for a gap and for a thousand, its sentence in each language.

    `templates` holds sentences with `{number}` and `{counter}`, for text. The clips of a call always say
    the recorded sentence; a display that has an office's own phrases puts them in its place.
    """

    zero_word: Literal["lẻ", "linh"] = "lẻ"
    thousand_word: Literal["nghìn", "ngàn"] = "nghìn"
    templates: Mapping[str, str] = field(default_factory=dict)


PLAIN = SpeechOptions()


def number_words(number: int, language: str, *, options: SpeechOptions = PLAIN) -> str:
    """A whole number from 0 to 9999 in words. Raises `Unspeakable`."""
    return " ".join(_WORDS[f"{language}/{part}"] for part in _parts(number, language, options))


def ticket_words(number: str, language: str) -> str:
    """`A025` as "A, không hai năm": every zero is said, and a last 5 stays "năm". Raises `Unspeakable`."""
    letters, digits = _letters_and_digits(number)
    return f"{letters}, {' '.join(number_words(int(digit), language) for digit in digits)}"


def call_text(number: str, counter: int, language: str, *, options: SpeechOptions = PLAIN) -> str:
    """The sentence of a call, all in words, in the office's own template. Raises `Unspeakable`."""
    said = ticket_words(number, language)
    place = number_words(counter, language, options=options)
    template = options.templates.get(language) or TEMPLATES[language]
    return template.replace("{number}", said).replace("{counter}", place)


def call_clips(
    number: str, counter: int, languages: Iterable[str], *, options: SpeechOptions = PLAIN
) -> list[list[str]]:
    """The clips of a call, one list per language that has a voice, in the order of `languages`.

    Raises `Unspeakable` for a number or a counter that cannot be said.
    """
    spoken = [language for language in languages if language in LANGUAGES]
    return [_clips(number, counter, language, options) for language in spoken]


def _clips(number: str, counter: int, language: str, options: SpeechOptions) -> list[str]:
    letters, digits = _letters_and_digits(number)
    ticket = [*(f"letter-{LETTERS[letter]}" for letter in letters), *digits]
    parts = ["invite", *ticket, "to-counter", *_parts(counter, language, options)]
    return [f"{language}/{part}" for part in parts]


def _letters_and_digits(number: str) -> tuple[str, str]:
    match = _TICKET.fullmatch(number)
    if match is None:
        raise Unspeakable(f"{number!r} is not a letter and digits")
    return match[1], match[2]


def _parts(number: int, language: str, options: SpeechOptions) -> list[str]:
    if language not in LANGUAGES:
        raise Unspeakable(f"there are no number words in {language!r}")
    if not 0 <= number <= HIGHEST_NUMBER:
        raise Unspeakable(f"{number} is not in 0 to {HIGHEST_NUMBER}")
    return _vi_parts(number, options) if language == "vi" else _en_parts(number)


def _vi_parts(number: int, options: SpeechOptions) -> list[str]:
    """Missing hundreds are said "không trăm" after a thousand, missing tens "lẻ" or "linh"."""
    thousands, hundreds, below = number // 1000, number // 100 % 10, number % 100
    parts = []
    if thousands:
        parts.append(f"{thousands}000" if options.thousand_word == "nghìn" else f"{thousands}000-ngan")
    if hundreds:
        parts.append(f"{hundreds}00")
    elif thousands and below:
        parts.append("no-hundred")
    if below >= 10 or not parts:
        parts.append(f"{below}")
    elif below:
        parts.append(f"le-{below}" if options.zero_word == "lẻ" else f"linh-{below}")
    return parts


def _en_parts(number: int) -> list[str]:
    """The British way, with "and" before what is below a hundred."""
    thousands, hundreds, below = number // 1000, number // 100 % 10, number % 100
    parts = [f"{thousands}000"] if thousands else []
    parts += [f"{hundreds}00"] if hundreds else []
    if not parts:
        return [f"{below}"]
    return [*parts, "and", f"{below}"] if below else parts


def _vi_below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _VI_DIGITS[unit]
    words = ["mười"] if tens == 1 else [_VI_DIGITS[tens], "mươi"]
    if unit == 5 or (unit and tens > 1):
        words.append(_VI_AFTER_TENS.get(unit, _VI_DIGITS[unit]))
    elif unit:
        words.append(_VI_DIGITS[unit])
    return " ".join(words)


def _en_below_hundred(number: int) -> str:
    if number < 20:
        return (_EN_DIGITS + _EN_TEENS)[number]
    tens, unit = _EN_TENS[number // 10 - 2], number % 10
    return f"{tens}-{_EN_DIGITS[unit]}" if unit else tens


def _number_words() -> dict[str, str]:
    """Every part of a number that there is, in words."""
    words = {f"vi/{n}": _vi_below_hundred(n) for n in range(100)} | {"vi/no-hundred": "không trăm"}
    words |= {f"en/{n}": _en_below_hundred(n) for n in range(100)} | {"en/and": "and"}
    for digit in range(1, 10):
        vi, en = _VI_DIGITS[digit], _EN_DIGITS[digit]
        words |= {f"vi/le-{digit}": f"lẻ {vi}", f"vi/linh-{digit}": f"linh {vi}"}
        words |= {f"vi/{digit}000": f"{vi} nghìn", f"vi/{digit}000-ngan": f"{vi} ngàn"}
        words |= {f"vi/{digit}00": f"{vi} trăm"}
        words |= {f"en/{digit}00": f"{en} hundred", f"en/{digit}000": f"{en} thousand"}
    return words


_WORDS = _number_words()
_PHRASES = ("invite", "to-counter", *(f"letter-{spelled}" for spelled in LETTERS.values()))
ALL_CLIPS = frozenset({CHIME, *_WORDS, *(f"{lang}/{part}" for lang in LANGUAGES for part in _PHRASES)})
"""Every clip that can ever be asked for; `display/voice/clips` holds a file for each."""
