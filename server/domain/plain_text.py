"""Text that people wrote, made safe for where one line of plain text belongs."""

from __future__ import annotations

import unicodedata

# Separators and controls (line breaks above all) part words; what is invisible says nothing: marks that
# turn the direction of text, widthless characters, halves of surrogates, and what Unicode has not given out.
_PARTS_WORDS = frozenset({"Cc", "Zl", "Zp", "Zs"})
_SAYS_NOTHING = frozenset({"Cf", "Cs", "Co", "Cn"})


def one_line(text: str) -> str:
    """`text` as one line that shows every character it has: no controls, no line breaks, nothing hidden."""
    shown = (_shown(letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(shown).split())


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _PARTS_WORDS:
        return " "
    return "" if category in _SAYS_NOTHING else letter
