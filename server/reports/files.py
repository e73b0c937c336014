"""A file that leaves the house, and names that no file system, mail or header trips over."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class File:
    """A whole file; `media_type` like `application/pdf`, `shown_name` as people would write its name."""

    name: str
    media_type: str
    content: bytes
    shown_name: str = ""


def plain_name(text: str) -> str:
    """A name of ASCII letters, digits, dots and dashes, at most 120, which hides no path and no option."""
    without_d = text.replace("Đ", "D").replace("đ", "d")
    letters = "".join(c for c in unicodedata.normalize("NFKD", without_d) if unicodedata.category(c) != "Mn")
    return _NOT_IN_NAMES.sub("-", letters).strip(".-")[:120] or "file"
