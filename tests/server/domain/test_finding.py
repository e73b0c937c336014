"""Names and phones are found as reception types them."""

from __future__ import annotations

import pytest

from server.domain.finding import begins_a_word, ends_a_phone


@pytest.mark.parametrize(
    "typed", ["Nguyễn Thị Đào", "nguyen", "NGUYEN THI", "thi dao", "đao", "dao", "  Đà "]
)
def test_a_name_is_found_by_the_begin_of_any_word_without_its_marks(typed: str) -> None:
    assert begins_a_word("Nguyễn Thị Đào", typed)


@pytest.mark.parametrize("typed", ["guyen", "hi dao", "dao x", "", "  "])
def test_a_name_is_not_found_inside_a_word_nor_by_nothing(typed: str) -> None:
    assert not begins_a_word("Nguyễn Thị Đào", typed)


def test_a_phone_is_found_by_its_last_three_to_six_digits() -> None:
    assert ends_a_phone("+84912345678", "678")
    assert ends_a_phone("+84912345678", "345678")
    assert not ends_a_phone("+84912345678", "78")
    assert not ends_a_phone("+84912345678", "2345678")
    assert not ends_a_phone("+84912345678", "679")
