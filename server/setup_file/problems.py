"""What is wrong with a set-up: where, and why in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from server.setup_file.locating import Path


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
    """A path as people count: `counters[3].services[1]` is the first service of the third counter."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
