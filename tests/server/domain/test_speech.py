"""Speech: Vietnamese and English number words, tickets digit by digit, and clips that say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.speech import (
    ALL_CLIPS,
    LETTERS,
    PLAIN,
    SpeechOptions,
    Unspeakable,
    call_clips,
    call_text,
    number_words,
    own_call,
    phrases,
    ticket_words,
)

SOUTHERN = SpeechOptions(zero_word="linh", thousand_word="ngàn")
NUMBERS = st.builds(
    lambda letter, serial: f"{letter}{serial:03d}", st.sampled_from(sorted(LETTERS)), st.integers(1, 9999)
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm lẻ một"),
        (1015, "một nghìn không trăm mười lăm"),
        (1100, "một nghìn một trăm"),
        (9999, "chín nghìn chín trăm chín mươi chín"),
    ],
)
def test_vietnamese_number_words(number: int, words: str) -> None:
    assert number_words(number, "vi") == words


def test_the_words_for_a_gap_and_for_a_thousand_are_settings() -> None:
    assert number_words(1001, "vi", options=SOUTHERN) == "một ngàn không trăm linh một"
    assert number_words(105, "vi", options=SOUTHERN) == "một trăm linh năm"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (12, "twelve"),
        (19, "nineteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (40, "forty"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1000, "one thousand"),
        (1015, "one thousand and fifteen"),
        (1100, "one thousand one hundred"),
        (9999, "nine thousand nine hundred and ninety-nine"),
    ],
)
def test_english_number_words(number: int, words: str) -> None:
    assert number_words(number, "en") == words


# --- an independent reading: words back into numbers ----------------------------------------------

VI_VALUES = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
VI_PLACES = {"nghìn": 1000, "ngàn": 1000, "trăm": 100, "mươi": 10}
EN_VALUES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def read_vietnamese(words: str) -> int:
    """Adds a digit's value when its place word has been heard, or at the end."""
    total, digit = 0, 0
    for word in words.split():
        if word in VI_PLACES:
            total, digit = total + digit * VI_PLACES[word], 0
        elif word == "mười":
            total += 10
        elif word not in ("lẻ", "linh"):
            digit = VI_VALUES[word]
    return total + digit


def read_english(words: str) -> int:
    total, below = 0, 0
    for word in words.replace("-", " ").split():
        if word == "thousand":
            total, below = total + below * 1000, 0
        elif word == "hundred":
            below *= 100
        elif word != "and":
            below += EN_VALUES[word]
    return total + below


@pytest.mark.parametrize("options", [PLAIN, SOUTHERN])
def test_every_vietnamese_number_is_read_back_as_itself(options: SpeechOptions) -> None:
    wrong = [n for n in range(10_000) if read_vietnamese(number_words(n, "vi", options=options)) != n]
    assert wrong == []


def test_every_english_number_is_read_back_as_itself() -> None:
    assert [n for n in range(10_000) if read_english(number_words(n, "en")) != n] == []


@given(st.integers(1, 9999))
def test_vietnamese_keeps_its_spelling_rules(number: int) -> None:
    words = number_words(number, "vi").split()
    for before, word in zip(["", *words], words, strict=False):
        assert (word == "mốt") <= (before == "mươi")
        assert (word == "tư") <= (before == "mươi")
        assert (word == "lăm") <= (before in ("mười", "mươi"))
        assert (word in ("một", "bốn", "năm")) <= (before != "mươi")
        assert (before == "mười") <= (word != "năm")
        assert (word == "lẻ") <= (before == "trăm")


# --- tickets and calls ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        ("A025", "vi", "A, không hai năm"),
        ("A005", "vi", "A, không không năm"),
        ("B115", "vi", "B, một một năm"),
        ("Đ1024", "vi", "Đ, một không hai bốn"),
        ("A025", "en", "A, zero two five"),
    ],
)
def test_a_ticket_is_read_letter_then_digit_by_digit(number: str, language: str, words: str) -> None:
    assert ticket_words(number, language) == words


def test_a_call_says_the_ticket_in_digits_and_the_counter_as_a_number() -> None:
    assert call_text("A025", 21, "vi") == (
        "Kính mời công dân có số thứ tự A, không hai năm, đến quầy số hai mươi mốt"
    )
    assert call_text("A025", 21, "en") == "Ticket A, zero two five, please go to counter twenty-one"


def test_an_office_has_its_own_sentence() -> None:
    options = SpeechOptions(templates={"vi": "Mời số {number} tới quầy {counter}"})
    assert call_text("C310", 4, "vi", options=options) == "Mời số C, ba một không tới quầy bốn"
    assert call_text("C310", 4, "en", options=options) == call_text("C310", 4, "en")


def test_a_template_is_only_text_and_never_a_program() -> None:
    options = SpeechOptions(templates={"vi": "{number.__class__} {0} {counter}"})
    assert call_text("A001", 1, "vi", options=options) == "{number.__class__} {0} một"


def test_clips_are_listed_once_per_language_in_the_order_asked() -> None:
    assert call_clips("A025", 20, ["vi", "en"]) == [
        ["vi/invite", "vi/letter-a", "vi/0", "vi/2", "vi/5", "vi/to-counter", "vi/20"],
        ["en/invite", "en/letter-a", "en/0", "en/2", "en/5", "en/to-counter", "en/20"],
    ]
    assert call_clips("Đ001", 105, ["en", "vi"], options=SOUTHERN) == [
        ["en/invite", "en/letter-dd", "en/0", "en/0", "en/1", "en/to-counter", "en/100", "en/and", "en/5"],
        ["vi/invite", "vi/letter-dd", "vi/0", "vi/0", "vi/1", "vi/to-counter", "vi/100", "vi/linh-5"],
    ]


def test_a_language_without_a_voice_is_shown_but_not_spoken() -> None:
    assert call_clips("A025", 20, ["fr"]) == []


@given(NUMBERS, st.integers(1, 9999), st.sampled_from([PLAIN, SOUTHERN]))
def test_no_call_asks_for_a_clip_that_does_not_exist(
    number: str, counter: int, options: SpeechOptions
) -> None:
    for clips in call_clips(number, counter, ["vi", "en"], options=options):
        assert set(clips) <= ALL_CLIPS


def test_every_clip_is_asked_for_by_some_call() -> None:
    asked = {"chime"}
    for options in (PLAIN, SOUTHERN):
        for counter in (*range(1, 200), *range(200, 10_000, 100), 1001):
            for clips in call_clips("A0123456789", counter, ["vi", "en"], options=options):
                asked.update(clips)
    for letter in LETTERS:
        asked.update(*call_clips(f"{letter}001", 1, ["vi", "en"]))
    assert asked == ALL_CLIPS


@pytest.mark.parametrize("number", ["", "025", "A", "a025", "A-25", "A025 ", "A٠٢٥", "A0\x1b25", "Ä025"])
def test_a_ticket_that_is_no_letter_and_digits_cannot_be_said(number: str) -> None:
    with pytest.raises(Unspeakable):
        call_clips(number, 1, ["vi"])


@pytest.mark.parametrize("counter", [-1, 10_000])
def test_a_counter_without_words_cannot_be_said(counter: int) -> None:
    with pytest.raises(Unspeakable):
        call_text("A001", counter, "vi")


def test_a_language_without_words_cannot_be_written_out() -> None:
    with pytest.raises(Unspeakable):
        call_text("A001", 1, "fr")


def test_an_office_calls_in_its_own_sentence_or_with_its_own_invitation() -> None:
    own = {"call": {"vi": "Mời {number} tới {counter}"}, "invite": {"vi": "Kính mời", "en": "Now serving"}}
    assert own_call(own, "vi") == "Mời {number} tới {counter}"
    assert own_call(own, "en") == "Now serving {number}, please go to counter {counter}"
    assert own_call({"invite": {"vi": "Kính mời"}}, "vi") == "Kính mời {number}, đến quầy số {counter}"
    assert own_call({"invite": {"fr": "Voici"}}, "fr") is None
    assert own_call({}, "vi") is None


def test_phrases_are_what_stands_around_number_and_counter() -> None:
    assert phrases("Kính mời {number}, đến quầy số {counter}!") == ["Kính mời", ", đến quầy số"]
    assert phrases("{counter} – {number}") == []
    assert phrases("{number} Đ {counter}") == ["Đ"]
