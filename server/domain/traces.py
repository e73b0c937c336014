"""What names somebody in free text: full names, phones however they are grouped, e-mails, codes and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_LEAST_WORDS = 2
"""A name of one word is anybody's: it is looked for in no other text."""
_LEAST_DIGITS = 8
"""Fewer digits are no phone of one person."""
_BETWEEN = r"[\W_]{0,3}"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Traces:
    """The words of one person, folded, and the phones as patterns of their digits."""

    words: frozenset[str]
    phones: tuple[re.Pattern[str], ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.phones)

    def are_in(self, text: str | None) -> bool:
        """Whether a text, or JSON with its letters escaped, has one of these in it, in capitals or not."""
        if not text:
            return False
        read = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
        folded = _folded(read)
        return any(word in folded for word in self.words) or any(one.search(read) for one in self.phones)


def traces(*, names: Collection[str], phones: Collection[str], words: Collection[str]) -> Traces:
    """What to look for. `words` are e-mails, codes of dossiers and links: whatever stands for one person."""
    full = {name for name in names if len(name.split()) >= _LEAST_WORDS}
    digits = {"".join(filter(str.isdecimal, phone.lstrip("+0"))) for phone in phones}
    patterns = (re.compile(_BETWEEN.join(one)) for one in sorted(digits) if len(one) >= _LEAST_DIGITS)
    return Traces(frozenset(_folded(word) for word in {*full, *words} if word.strip()), tuple(patterns))


def _folded(text: str) -> str:
    """Without the difference of capitals, of ways to write a letter with its marks, and of spaces."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).split())
