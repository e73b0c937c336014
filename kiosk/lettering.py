"""Texts as they can stand on paper: cleaned of everything a printer or a layout could trip over, and set
in Be Vietnam Pro so that they fit."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from fontpkg_be_vietnam_pro import ROOT as FONTS
from PIL import ImageFont

LONGEST = 300
"""Characters of a text that are looked at; no ticket has room for more."""
BALANCE_STEP = 8
UNKNOWN = "□"
MISSING = "\uffff"  # a code point that no font has


class Weight(StrEnum):
    """Cuts of the typeface, by their file names."""

    MEDIUM = "Medium"
    SEMI_BOLD = "SemiBold"
    BOLD = "Bold"
    EXTRA_BOLD = "ExtraBold"


@lru_cache(maxsize=128)
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The typeface at `size` pixels an em."""
    path = FONTS / "files" / f"BeVietnamPro-{weight}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def clean(text: str) -> str:
    """One line of printable text: NFC, no control, bidi or other format characters, single spaces, no
    stacked marks beyond what letters need, and a box (once) for what the typeface cannot show."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text[:LONGEST]):
        shown = _shown(char)
        if shown == UNKNOWN and kept and kept[-1] == UNKNOWN:
            continue
        kept.append(shown)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category == "Cc":
        return " "
    if category[0] in "CM":  # format, surrogate, private; marks that NFC could not join to a letter
        return ""
    return char if has_glyph(char) else UNKNOWN


def has_glyph(char: str) -> bool:
    """Whether the typeface can show this character (its picture is not that of a missing one)."""
    face = font(Weight.BOLD, 32)
    shown, missing = face.getmask(char), face.getmask(MISSING)
    return shown.size != missing.size or bytes(shown) != bytes(missing)


@lru_cache(maxsize=8192)
def _advance(face: ImageFont.FreeTypeFont, char: str) -> float:
    return face.getlength(char)


def length(text: str, face: ImageFont.FreeTypeFont) -> float:
    """Pixels that a text is wide: the sum of its letters, for this layout knows no kerning pairs."""
    return sum(_advance(face, char) for char in text)


@dataclass(frozen=True)
class Block:
    """Lines of one text, all in one cut and size."""

    lines: tuple[str, ...]
    face: ImageFont.FreeTypeFont

    @property
    def line_height(self) -> int:
        """Pixels from one line to the next: Vietnamese capitals carry two marks above."""
        ascent, descent = self.face.getmetrics()
        return ascent + descent

    @property
    def height(self) -> int:
        return self.line_height * len(self.lines)


def fit(text: str, width: int, *, weight: Weight, sizes: tuple[int, ...], max_lines: int) -> Block:
    """The text in the largest of `sizes` in which it needs at most `max_lines` lines of `width` pixels;
    if it fits in none, the smallest, ended with an ellipsis."""
    words = clean(text)
    for size in sizes:
        face = font(weight, size)
        lines = wrap(words, width, face)
        if len(lines) <= max_lines:
            return Block(tuple(balanced(words, lines, width, face=face)), face)
    face = font(weight, sizes[-1])
    kept = wrap(words, width, face)[:max_lines]
    kept[-1] = _shortened(kept[-1], width, face)
    return Block(tuple(kept), face)


def wrap(text: str, width: int, face: ImageFont.FreeTypeFont) -> list[str]:
    """Lines no wider than `width` pixels, broken at spaces; a word that is wider alone is broken inside."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if length(longer, face) <= width:
            lines[-1] = longer
            continue
        pieces = _pieces(word, width, face)
        lines.extend(pieces if lines[-1] else [])
        if not lines[0]:
            lines = pieces
    return lines


def balanced(text: str, lines: list[str], width: int, *, face: ImageFont.FreeTypeFont) -> list[str]:
    """The same text in as many lines, of lengths as alike as can be: no word is left alone at the end."""
    widest = max((length(word, face) for word in text.split()), default=0)
    best = lines
    while len(lines) > 1 and (width := width - BALANCE_STEP) > widest:
        narrower = wrap(text, width, face)
        if len(narrower) > len(lines):
            break
        best = narrower
    return best


def _pieces(word: str, width: int, face: ImageFont.FreeTypeFont) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and length(pieces[-1] + char, face) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _shortened(line: str, width: int, face: ImageFont.FreeTypeFont) -> str:
    while line and length(line + "…", face) > width:
        line = line[:-1]
    return line.rstrip() + "…"
