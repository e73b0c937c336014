"""Texts as they can stand on paper."""

from __future__ import annotations

import unicodedata

import pytest

from kiosk.lettering import UNKNOWN, Weight, clean, fit, font, has_glyph, wrap
from tests.support.hostile import HALVES, HOSTILE

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
VIETNAMESE = LETTERS + LETTERS.upper()


@pytest.mark.parametrize("weight", list(Weight))
def test_every_vietnamese_letter_has_a_picture_of_its_own_in_every_cut(weight: Weight) -> None:
    face = font(weight, 48)
    pictures = {(face.getmask(letter).size, bytes(face.getmask(letter))) for letter in VIETNAMESE}
    assert len(pictures) == len(VIETNAMESE)
    assert (face.getmask("\uffff").size, bytes(face.getmask("\uffff"))) not in pictures


def test_letters_typed_in_pieces_become_whole() -> None:
    assert clean(unicodedata.normalize("NFD", "Đặng Thị Hường")) == "Đặng Thị Hường"


def test_nothing_that_could_be_obeyed_or_break_the_page_is_left() -> None:
    for text in (*HOSTILE, *HALVES):
        cleaned = clean(text)
        assert cleaned == unicodedata.normalize("NFC", cleaned), repr(text)
        assert all(char == " " or has_glyph(char) or char == UNKNOWN for char in cleaned), repr(text)
        assert not any(unicodedata.category(char)[0] in "CM" for char in cleaned), repr(text)
        assert len(cleaned) <= 300


def test_what_the_typeface_cannot_show_becomes_one_box() -> None:
    assert clean("Đất 🏠🏠🏠 đai") == "Đất □ đai"


@pytest.mark.parametrize(("typed", "shown"), [("Z" + "\u0335" * 200, "Z"), ("e" + "\u0301" * 9, "é")])
def test_marks_beyond_what_a_letter_has_are_dropped(typed: str, shown: str) -> None:
    assert clean(typed) == shown


def test_controls_part_words_and_formats_vanish() -> None:
    assert clean("một\x1bhai\u200bba\nbốn") == "một haiba bốn"


def test_every_text_fits_its_block() -> None:
    for text in (*HOSTILE, *HALVES):
        block = fit(text, 360, weight=Weight.BOLD, sizes=(38, 30, 24), max_lines=3)
        assert 1 <= len(block.lines) <= 3, repr(text)
        assert all(block.face.getlength(line) <= 360 for line in block.lines), repr(text)


def test_a_long_name_shrinks_before_it_is_cut() -> None:
    name = "Cấp giấy chứng nhận quyền sử dụng đất"
    block = fit(name, 360, weight=Weight.BOLD, sizes=(60, 30), max_lines=2)
    assert block.face.size == 30
    assert " ".join(block.lines) == name


def test_what_never_fits_ends_with_an_ellipsis() -> None:
    block = fit("đất đai " * 50, 360, weight=Weight.BOLD, sizes=(30,), max_lines=2)
    assert block.lines[-1].endswith("…")


def test_a_word_wider_than_the_paper_is_broken_inside() -> None:
    face = font(Weight.BOLD, 30)
    lines = wrap("a " + "m" * 100, 300, face)
    assert "".join(lines).replace("a", "", 1) == "m" * 100
    assert all(face.getlength(line) <= 300 for line in lines)


def test_no_word_is_left_alone_when_lines_can_be_alike() -> None:
    block = fit(
        "Trung tâm Phục vụ hành chính công tỉnh Bình Định", 368, weight=Weight.BOLD, sizes=(30,), max_lines=4
    )
    widths = [block.face.getlength(line) for line in block.lines]
    assert min(widths) > 0.6 * max(widths)
