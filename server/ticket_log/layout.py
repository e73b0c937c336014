"""Which cell of a row is which column of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from server.setup_file.explaining import suggestion
from server.setup_file.problems import Finding
from server.ticket_log.logged import COLUMNS
from server.ticket_log.mapping import Mapping as LogMapping
from server.ticket_log.moments import joined

NEEDED = ("office", "service", "number", "channel", "issued_at", "outcome")
"""Columns without which no ticket can be told from another, or counted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Picks our columns, in their order, out of a row of theirs."""

    width: int
    places: tuple[int, ...]
    constants: tuple[str, ...] = ("",)
    pairs: tuple[tuple[int, int], ...] = ()

    def picker(self) -> itemgetter[tuple[object, ...]]:
        """What picks from a row that `completed` has made longer."""
        return itemgetter(*self.places)

    def completed(self, cells: list[object]) -> list[object]:
        """The row with dates and times joined, and constants, behind it."""
        cells += [joined(cells[day], cells[clock]) for day, clock in self.pairs]
        cells += self.constants
        return cells


@dataclass(slots=True)
class _Places:
    """Gathers where each column stands: in the row, behind it, or nowhere (an empty constant)."""

    titles: Sequence[str]
    problems: list[Finding]
    line: int
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def of(self, title: str, column: str) -> int:
        if title in self.titles:
            return self.titles.index(title)
        reason = f"there is no column “{title}”{suggestion(title, self.titles)}"
        self.problems.append(Finding(self.line, column, reason))
        return 0


def layout_of(
    titles: Sequence[str], mapping: LogMapping | None, *, line: int
) -> tuple[Layout | None, list[Finding]]:
    """How rows below these titles are read, or what is wrong with them.

    Without a mapping every column has to be one of ours; with one, those that it does not name are left
    out. A column of ours that nobody names is empty.
    """
    problems = list(_doubled(titles, line))
    said = _said(titles, mapping)
    if mapping is None or not mapping.columns:
        problems += _foreign(titles, line)
    constants = mapping.constants if mapping else {}
    for name in NEEDED:
        if name not in said and name not in constants:
            problems.append(Finding(line, name, "is missing: no column, no mapping and no constant says it"))
    places = _Places(titles, problems, line)
    layout = _laid(said, constants, places)
    return (None if problems else layout), problems


def _said(titles: Sequence[str], mapping: LogMapping | None) -> Mapping[str, str | list[str]]:
    if mapping is not None and mapping.columns:
        return dict(mapping.columns)
    return {name: name for name in titles if name in COLUMNS}


def _laid(said: Mapping[str, str | list[str]], constants: Mapping[str, str], places: _Places) -> Layout:
    width = len(places.titles)
    found: dict[str, int | tuple[int, int]] = {}
    for name, title in said.items():
        if isinstance(title, str):
            found[name] = places.of(title, name)
        else:
            found[name] = (places.of(title[0], name), places.of(title[1], name))
    pairs = tuple(at for at in found.values() if isinstance(at, tuple))
    fixed = tuple(constants.get(name, "") for name in COLUMNS if name not in found)
    unsaid = [name for name in COLUMNS if name not in found]

    def place(name: str) -> int:
        at = found.get(name)
        if at is None:
            return width + len(pairs) + unsaid.index(name)
        return width + pairs.index(at) if isinstance(at, tuple) else at

    return Layout(width, tuple(place(name) for name in COLUMNS), fixed, pairs)


def _doubled(titles: Sequence[str], line: int) -> Iterator[Finding]:
    for at, title in enumerate(titles):
        if title and title in titles[:at]:
            yield Finding(line, title, "is a column twice")


def _foreign(titles: Sequence[str], line: int) -> Iterator[Finding]:
    for title in titles:
        if title not in COLUMNS:
            yield Finding(line, title, "is not a column here" + suggestion(title, COLUMNS))
