"""In which encoding a file of text is written: found where it is sure, asked for where it is not."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

UTF_8, UTF_16, VIETNAMESE, WESTERN = "utf-8", "utf-16", "windows-1258", "windows-1252"
ENCODINGS = (UTF_8, UTF_16, "utf-16-le", "utf-16-be", VIETNAMESE, WESTERN)
"""What may be asked for."""

_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_BROKEN_CASE = re.compile(r"[a-zà-öø-ÿăđơư][À-ÖØ-ÞĂĐƠƯ]")
_BLOCK = 1 << 20
_SAMPLE = 60


class Undecided(Exception):
    """The encoding has to be said; `line`, from 1, is the first that reads in several ways."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Found:
    """An encoding; `guessed` where nothing but the letters themselves speaks for it."""

    name: str
    guessed: bool = False


def encoding_of(file: Path) -> Found:
    """UTF-8 and UTF-16 are recognised for sure, Windows-1258 and Windows-1252 by their letters.

    A guess is made only when the other reading makes no words: tone marks that stand on no vowel, or
    capitals within a word. Raises `Undecided`.
    """
    with file.open("rb") as opened:
        head = opened.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Found(UTF_16)
    if head.startswith(codecs.BOM_UTF8):
        return Found("utf-8-sig")
    if wide := _utf_16_without_mark(head):
        return Found(wide, guessed=True)
    lines = _lines_beyond_ascii(file)
    if all(_is(line, UTF_8) for _, line in lines):
        return Found("utf-8-sig")
    return _eight_bit(file)


def _utf_16_without_mark(head: bytes) -> str | None:
    """Text with much ASCII has a zero in every second byte; which one tells the order."""
    pairs = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if second > 0.4 * pairs and first < second / 10:
        return "utf-16-le"
    if first > 0.4 * pairs and second < first / 10:
        return "utf-16-be"
    return None


def _lines_beyond_ascii(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not ASCII, with their numbers from 1; blocks of ASCII cost next to nothing."""
    line, rest = 1, b""
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            block = rest + block
            whole, separator, rest = block.rpartition(b"\n")
            if len(rest) > _BLOCK:
                raise Undecided(line, "has no end within a megabyte: this is not a log")
            if not whole.isascii():
                yield from ((at, one) for at, one in enumerate(whole.split(b"\n"), line) if not one.isascii())
            line += whole.count(b"\n") + len(separator)
    if rest and not rest.isascii():
        yield line, rest


def _is(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(file: Path) -> Found:
    """One of the two code pages, when only one of them makes words of every line."""
    possible = [VIETNAMESE, WESTERN]
    sound, broken = 0, 0
    doubtful: tuple[int, bytes] | None = None
    differs = False
    for line, raw in _lines_beyond_ascii(file):
        if _is(raw, UTF_8):
            sound += 1
        else:
            broken += 1
            doubtful = doubtful or (line, raw)
        possible = [name for name in possible if _plausible(raw, name)]
        differs = differs or _readings(raw) > 1
    first, raw = doubtful or (1, b"")
    if sound > broken:
        raise Undecided(first, f"is not UTF-8 (byte 0x{_first_wrong(raw):02x}), as the other lines are")
    if len(possible) == 1:
        return Found(possible[0], guessed=True)
    if possible and not differs:
        return Found(WESTERN)
    raise Undecided(first, _which(raw))


def _plausible(raw: bytes, encoding: str) -> bool:
    """Whether these bytes make words: every mark on a vowel it goes with, no capital within a word."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    composed = unicodedata.normalize("NFC", text)
    return not any(mark in composed for mark in _MARKS) and _BROKEN_CASE.search(composed) is None


def _readings(raw: bytes) -> int:
    texts = {raw.decode(name, "replace") for name in (VIETNAMESE, WESTERN)}
    return len(texts)


def _first_wrong(raw: bytes) -> int:
    try:
        raw.decode(UTF_8)
    except UnicodeDecodeError as error:
        return raw[error.start]
    return 0


def _which(raw: bytes) -> str:
    """The question that only a person can answer, with what there is to see."""
    seen = []
    for name in (VIETNAMESE, WESTERN):
        text = unicodedata.normalize("NFC", raw.decode(name, "replace")).strip()
        seen.append(f"“{text[:_SAMPLE]}” in {name}")
    return f"is not UTF-8 and reads {' or '.join(seen)}: say which with --encoding"
