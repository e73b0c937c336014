"""What the buttons of a form do to its values before anything is looked at: add, remove, move an entry."""

from __future__ import annotations

import re
from typing import Any

_STEP = re.compile(r"(add|remove|up|down):([a-z_]+(?:\.(?:[0-9]{1,4}|[a-z_]+)){0,4})")


def stepped(values: Any, step: str) -> str | None:
    """Do a step of the form to its values, in place; the id of the entry to look at then, or None when the
    step makes no sense. `add:counters.2.timed` is a new entry, `up:services.3` the fourth moved up.

    >>> entries = [{"code": "a"}, {"code": "b"}]
    >>> stepped(entries, "up:services.1"), entries
    ('services.0', [{'code': 'b'}, {'code': 'a'}])
    """
    said = _STEP.fullmatch(step)
    if said is None:
        return None
    verb, path = said[1], said[2].split(".")
    if verb == "add":
        return _add(values, path)
    entries = _at(values, path[1:-1])
    if not isinstance(entries, list) or not path[-1].isdecimal() or int(path[-1]) >= len(entries):
        return None
    return _move(entries, verb, path)


def _add(values: Any, path: list[str]) -> str | None:
    entries = _at(values, path[1:], make=True)
    if not isinstance(entries, list):
        return None
    entries.append({})
    return ".".join([*path, str(len(entries) - 1)])


def _move(entries: list[Any], verb: str, path: list[str]) -> str:
    place = int(path[-1])
    above = ".".join(path[:-1])
    if verb == "remove":
        del entries[place]
        return above
    beside = place - 1 if verb == "up" else place + 1
    if 0 <= beside < len(entries):
        entries[place], entries[beside] = entries[beside], entries[place]
        place = beside
    return f"{above}.{place}"


def _at(values: Any, path: list[str], *, make: bool = False) -> Any:
    """What stands at a path within the values, None where nothing does."""
    for part in path:
        if isinstance(values, list) and part.isdecimal() and int(part) < len(values):
            values = values[int(part)]
        elif isinstance(values, dict) and not part.isdecimal():
            values = values.setdefault(part, []) if make else values.get(part)
        else:
            return None
    return values
