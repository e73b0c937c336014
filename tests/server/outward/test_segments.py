"""What fits into one text message."""

from __future__ import annotations

import pytest

from server.outward.segments import fits, unaccented


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


def test_vietnamese_is_written_without_accents_where_that_is_wished() -> None:
    plain = "Lich hen 7K3M-92QX: 08:30 ngay 25/11, Dat dai, ho tich - chung thuc..."
    assert unaccented("Lịch hẹn 7K3M-92QX: 08:30 ngày 25/11, Đất đai, hộ tịch – chứng thực…") == plain
    every = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĐ"
    assert unaccented(every).isascii()
