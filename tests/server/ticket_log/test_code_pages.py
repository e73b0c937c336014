"""No letter is lost or changed unseen, whatever a file is written in."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from server.ticket_log.code_pages import Found, Undecided, encoding_of
from server.ticket_log.reading import How
from tests.server.ticket_log.builders import TONES, in_1258, log_of, only_fault, opened, row, tickets

PLAIN = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
EVERY = [unicodedata.normalize("NFC", letter + tone) for letter in PLAIN for tone in ("", *TONES)] + [
    "đ",
    "Đ",
]
"""Every Vietnamese letter: 12 vowels with 6 tones, small and large, and đ."""
NAMES = ["Nguyễn Thị Hoa", "Trần Đức Thuận", "Lê Văn Hưởng", "Phạm Minh Quý"]


def clerks(tmp_path: Path, raw: bytes, how: How | None = None) -> list[str | None]:
    return [ticket.clerk for ticket in tickets(tmp_path, raw, how)]


def log_with(names: list[str]) -> str:
    return log_of(*(row(clerk=name, number=f"A{at}") for at, name in enumerate(names))).decode()


def test_every_vietnamese_letter_comes_out_of_windows_1258_as_one(tmp_path: Path) -> None:
    words = [f"t{letter}n" for letter in EVERY]
    assert clerks(tmp_path, in_1258(log_with(words)), How(encoding="windows-1258")) == words
    assert all(unicodedata.is_normalized("NFC", word) for word in words)


def test_windows_1258_is_recognised_by_its_letters_and_that_is_told(tmp_path: Path) -> None:
    log = opened(tmp_path, in_1258(log_with(NAMES)))
    assert [ticket.clerk for ticket in log.tickets()] == NAMES
    assert log.notes == ["read as windows-1258, as its letters say; --encoding says another"]


def test_western_letters_are_not_taken_for_vietnamese_ones(tmp_path: Path) -> None:
    names = ["Jürgen Groß", "João Þorláksson", "Čapek".replace("Č", "Š")]
    log = opened(tmp_path, log_with(names).encode("cp1252"))
    assert [ticket.clerk for ticket in log.tickets()] == names
    assert log.notes == ["read as windows-1252, as its letters say; --encoding says another"]


def test_letters_that_both_code_pages_have_need_no_guess(tmp_path: Path) -> None:
    log = opened(tmp_path, log_with(["Café Zürich"]).encode("cp1252"))
    assert [ticket.clerk for ticket in log.tickets()] == ["Café Zürich"]
    assert log.notes == []


def test_what_reads_well_in_both_is_asked_for_with_both_readings(tmp_path: Path) -> None:
    raw = log_with(["hoa", "perciò"]).encode("cp1252")
    line, _, reason = only_fault(tmp_path, raw)
    assert line == 3
    assert "perciò,left" not in reason
    assert "in windows-1258 or" in reason
    assert "say which with --encoding" in reason
    assert clerks(tmp_path, raw, How(encoding="windows-1252")) == ["hoa", "perciò"]
    assert clerks(tmp_path, raw, How(encoding="windows-1258")) == ["hoa", "percị"]


def test_a_code_page_of_neither_kind_is_not_guessed(tmp_path: Path) -> None:
    tcvn3 = log_with(["hoa"]).encode() + row(clerk="Nguy", number="B1").encode().replace(
        b"Nguy", b"Nguy\xd4n Th\xde"
    )
    assert "say which with --encoding" in only_fault(tmp_path, tcvn3)[2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised(tmp_path: Path, encoding: str) -> None:
    assert clerks(tmp_path, log_with(NAMES).encode(encoding)) == NAMES


def test_big_endian_with_a_mark_is_recognised_too(tmp_path: Path) -> None:
    assert clerks(tmp_path, b"\xfe\xff" + log_with(NAMES).encode("utf-16-be")) == NAMES


def test_letters_in_parts_become_one(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", log_with(NAMES)).encode()
    assert clerks(tmp_path, apart) == NAMES


def test_one_broken_byte_in_utf_8_is_told_and_the_file_not_garbled(tmp_path: Path) -> None:
    raw = log_with([*NAMES, "hoa"]).encode().replace(b"hoa", b"ho\xe1", 1)
    line, _, reason = only_fault(tmp_path, raw)
    assert (line, reason) == (6, "is not UTF-8 (byte 0xe1), as the other lines are")


def test_a_byte_that_the_asked_encoding_has_not_is_told_with_its_line(tmp_path: Path) -> None:
    lines = [row(number=f"A{n}").encode() for n in range(3000)]
    lines[2500] = lines[2500].replace(b"hoa", b"ho\xe1")
    line, _, reason = only_fault(tmp_path, log_of() + b"\n".join(lines), How(encoding="utf-8"))
    assert line == 2502
    assert "byte 0xe1" in reason


def test_a_file_cut_off_within_a_letter_is_told(tmp_path: Path) -> None:
    raw = log_of(row(clerk="Hoà")).rstrip(b"\n").removesuffix(b",served")[:-1]
    assert only_fault(tmp_path, raw, How(encoding="utf-8"))[0] == 2


def test_lines_are_counted_over_many_blocks(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_bytes(b"x,y\n" * 700_000 + b"perci\xf2\n" + b"x,y\n" * 10)
    with pytest.raises(Undecided) as undecided:
        encoding_of(file)
    assert undecided.value.line == 700_001


def test_plain_ascii_is_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_bytes(log_of(row()))
    assert encoding_of(file) == Found("utf-8-sig")
