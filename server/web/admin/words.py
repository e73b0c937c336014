"""What the sections, fields and choices of a set-up are called, in both languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from server.setup_file.locating import Path as At

_LANGUAGES = ("vi", "en")


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("words.toml").read_text("utf-8")
    )
    return found


def known(kind: str) -> frozenset[str]:
    """The keys of `groups`, `sections`, `fields`, `headings` or `choices` that have words."""
    return frozenset(_words()[kind])


def entry(kind: str, key: str) -> list[str]:
    """All words of a key; raises `KeyError`."""
    return _words()[kind][key]


def label(kind: str, key: str, lang: str) -> str:
    """What something is called; a key that nobody named is shown as it is.

    >>> label("fields", "hours.opens", "vi")
    'Mở cửa'
    """
    found = _words()[kind].get(key)
    return found[_LANGUAGES.index(lang)] if found else key


def hint(kind: str, key: str, lang: str) -> str:
    """What helps to fill it in, nothing where no help is needed."""
    found = _words()[kind].get(key, [])
    return found[2 + _LANGUAGES.index(lang)] if len(found) == 4 else ""


def place(path: At, lang: str) -> str:
    """Where something stands in a set-up, as its reader counts.

    >>> place(("services", 2, "names", "vi"), "vi")
    'Lĩnh vực, thủ tục 3 · Tên · Tiếng Việt'
    """
    said: list[str] = []
    key = ""
    for part in path:
        if isinstance(part, int):
            said[-1] += f" {part + 1}"
            continue
        kind = "fields" if said else "sections"
        key = f"{key}.{part}" if key else part
        known = key in _words()[kind]
        said.append(label(kind, key, lang) if known else label("choices", part, lang))
    return " · ".join(said)
