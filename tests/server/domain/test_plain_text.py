"""One line of plain text from whatever somebody wrote."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.plain_text import one_line


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Trần Văn Bình", "Trần Văn Bình"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "Nguyễn Thị Hoà"),
        ("a\r\nb\tc\u2028d\u0085e", "a b c d e"),
        ("\u202egnud\u202c \u200bhẹn\ufeff\u00ad", "gnud hẹn"),
        ("  a \u00a0 b  ", "a b"),
        ("\x00\x1b[2J", "[2J"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_what_is_shown_is_all_there_is(written: str, shown: str) -> None:
    assert one_line(written) == shown


@given(st.text())
def test_no_text_has_a_second_line_a_control_or_anything_hidden(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert one_line(line) == line
    line.encode("utf-8")
