"""A file that leaves the house, and names that no file system, mail or header trips over."""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class File:
    """A whole file; `media_type` like `application/pdf`, `shown_name` as people would write its name.

    `kept_s`: for how many seconds anybody may keep it; 0 for what is for nobody else.
    """

    name: str
    media_type: str
    content: bytes
    shown_name: str = ""
    kept_s: int = 0


def plain_name(text: str) -> str:
    """A name of ASCII letters, digits, dots and dashes, at most 120, which hides no path and no option."""
    without_d = text.replace("Đ", "D").replace("đ", "d")
    letters = "".join(c for c in unicodedata.normalize("NFKD", without_d) if unicodedata.category(c) != "Mn")
    return _NOT_IN_NAMES.sub("-", letters).strip(".-")[:120] or "file"


def write_whole(folder: Path, file: File) -> None:
    """Write a file so that nobody ever sees half of it; raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{file.name}.{os.getpid()}"
    try:
        aside.write_bytes(file.content)
        os.replace(aside, folder / file.name)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
