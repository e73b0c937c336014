"""How numbers are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import numbering


@pytest.mark.parametrize(
    ("letter", "serial", "spelled"),
    [("A", 1, "A001"), ("A", 12, "A012"), ("Đ", 999, "Đ999"), ("A", 1000, "A1000"), ("A", 9999, "A9999")],
)
def test_a_number_is_its_letter_and_at_least_three_digits(letter: str, serial: int, spelled: str) -> None:
    assert numbering.number(letter, serial) == spelled


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_two_serials_never_share_a_number(one: int, other: int) -> None:
    assert (numbering.number("A", one) == numbering.number("A", other)) == (one == other)
