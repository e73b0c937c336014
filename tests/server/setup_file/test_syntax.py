"""A file that is no TOML says where it stops being so."""

from __future__ import annotations

import pytest

from server.setup_file.reading import read
from tests.server.setup_file.builders import SMALL, faults, line_of, only_fault, small


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    raw = b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()
    assert read(raw).setup == read(SMALL.encode()).setup
    assert read(raw).setup is not None


def test_a_byte_that_is_not_utf8_is_told_with_its_line() -> None:
    reading = read(SMALL.encode().replace("Đất đai".encode(), b"\xd0\xe1t"))
    assert [(one.line, one.reason) for one in reading.problems] == [
        (line_of(SMALL, "Đất đai"), "not UTF-8 (byte 0xd0); save the file as UTF-8")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_as_some_editors_write_it_is_named(encoding: str) -> None:
    raw = ("\ufeff" + SMALL).encode(encoding)
    assert read(raw).problems[0].reason == "the file is UTF-16; save it as UTF-8"


def test_a_file_larger_than_any_set_up_is_refused() -> None:
    assert read(b"#" * 4_000_001).problems[0].reason == "the file is larger than 4 MB"


def test_a_time_without_seconds_is_told_how_to_write_it() -> None:
    line, _, reason = only_fault(small("07:30:00", "07:30"))
    assert line == line_of(SMALL, "opens")
    assert reason.endswith("; a time has seconds: 07:30:00")


def test_a_text_without_quotes_is_told_so() -> None:
    line, _, reason = only_fault(small('"P1"', "Phường"))
    assert (line, reason) == (line_of(SMALL, "short_name"), 'invalid value; a text stands in quotes: "…"')


def test_every_line_that_cannot_be_read_is_told_at_once() -> None:
    spoiled = SMALL.replace("07:30:00", "07:30").replace('"P1"', "P1").replace("number = 1", "number 1")
    assert [one.line for one in faults(spoiled)] == [5, 9, 18]


def test_a_key_that_is_given_twice_is_told_at_the_second() -> None:
    line, _, reason = only_fault(small('letter = "A"\n', 'letter = "A"\nletter = "B"\n'))
    assert (line, reason) == (line_of(SMALL, "letter") + 1, "cannot overwrite a value")


@pytest.mark.parametrize(
    ("spoiled", "line"),
    [
        pytest.param(small('["land"]', '["land"'), 19, id="array"),
        pytest.param(small('"P1"', '"""P1'), 5, id="text"),
        pytest.param(small("[[counters]]", "[[counters]"), 17, id="header"),
        pytest.param(small("[[counters]]", "[office]"), 17, id="table twice"),
    ],
)
def test_what_is_never_closed_is_told_where_it_begins(spoiled: str, line: int) -> None:
    assert only_fault(spoiled)[0] == line


def test_nesting_without_end_is_a_fault_and_no_crash() -> None:
    assert read(b"a = " + b"[" * 50_000).problems
