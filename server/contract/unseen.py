"""Characters that nobody sees, and what is left of a text without them: one rule for every way in."""

from __future__ import annotations

import re
import unicodedata

CONTROLS = "\\x00-\\x1f\\x7f-\\x9f"
UNSEEN = (
    CONTROLS
    # Marks of format: they turn the direction of text, join or part letters, or take no width.
    + "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    + "\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    # Letters and marks that Unicode counts as such and that show nothing: fillers, the empty Braille
    # cell, the joiner of graphemes, and the choice of another shape.
    + "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    # No characters, private ones, and tags.
    + "\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
"""The inside of a class of a regular expression, as Python, Rust and (with its flag `u`) JavaScript read it.

They make a name look like another, or like none, on a page, on paper and on a display.
"""
_PARTS_WORDS = re.compile(rf"[{CONTROLS}\u2028\u2029]")
_UNSEEN = re.compile(f"[{UNSEEN}]")


def shown(text: str) -> str:
    """What is to be seen of `text`, in one line, with one blank between words and one spelling of each
    letter (NFC: keyboards differ in how they compose Vietnamese ones)."""
    seen = _UNSEEN.sub("", _PARTS_WORDS.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", seen).split())
