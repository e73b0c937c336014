"""What is wrong with a set-up: where, and why in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.plain_text import one_line
from server.setup_file.locating import Path

_LONGEST_KEY = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `path` leads to it in the set-up."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as the writer of a file sees it: the line, from 1, and the key."""

    line: int
    key: str
    reason: str


def spelled(path: Path) -> str:
    """A path as people count: `counters[3].services[1]` is the first service of the third counter.

    A key that nobody knows is told as it was written, in one line that commands no terminal."""
    text = ""
    for part in path:
        key = part if isinstance(part, int) else one_line(part)[:_LONGEST_KEY]
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text
