"""What fits into one text message."""

from __future__ import annotations

import pytest

from server.domain.segments import fits, parts, shortened, unaccented


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a" * 160, True),
        ("a" * 161, False),
        ("é" * 160, True),  # in the alphabet
        ("[" * 80, True),  # two places each
        ("[" * 80 + "a", False),
        ("ẹ" * 70, True),
        ("ẹ" * 71, False),
        ("a" * 70 + "ẹ", False),  # one letter makes the whole message another kind
        ("🙂" * 35, True),  # two places each
        ("🙂" * 36, False),
        ("", True),
    ],
)
def test_160_places_of_the_gsm_alphabet_or_70_of_any(text: str, whole: bool) -> None:
    assert fits(text) is whole


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("[" * 76 + "a" + "[" * 76, 2),
        ("[" * 77 + "[" * 76, 3),  # 153 places do not hold 77 letters of two
        ("ẹ" * 71, 2),
        ("ẹ" * 134, 2),
        ("ẹ" * 135, 3),
        ("", 1),
    ],
)
def test_longer_texts_become_several_messages(text: str, messages: int) -> None:
    assert parts(text) == messages


def test_a_long_name_is_cut_at_the_end_of_a_word() -> None:
    assert shortened("Đăng ký biến động đất đai", 25) == "Đăng ký biến động đất đai"
    assert shortened("Đăng ký biến động đất đai", 15) == "Đăng ký biến…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
    assert all(len(shortened("ab cd ef gh", room)) <= room for room in range(3, 12))


def test_vietnamese_is_written_without_accents_where_that_is_wished() -> None:
    plain = "Lich hen 7K3M-92QX: 08:30 ngay 25/11, Dat dai, ho tich - chung thuc..."
    assert unaccented("Lịch hẹn 7K3M-92QX: 08:30 ngày 25/11, Đất đai, hộ tịch – chứng thực…") == plain
    every = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĐ"
    assert unaccented(every).isascii()
