"""The offices of a province as a tree: who belongs to whom, from when until when, and who took over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from server.storage.happenings import Transaction
from server.storage.tables import office

STATES = ("now", "coming", "ended")


@dataclass(frozen=True, slots=True)
class Place:
    """An office in the tree; `depth` counts from 0, `above` and `successor` are codes."""

    code: str
    level: str
    names: dict[str, str]
    above: str | None
    successor: str | None
    valid_from: date | None
    valid_to: date | None
    depth: int = 0

    def state(self, today: date) -> str:
        """`now`, `coming` or `ended`."""
        if self.valid_to is not None and self.valid_to < today:
            return "ended"
        return "coming" if self.valid_from is not None and self.valid_from > today else "now"


def places(tx: Transaction) -> list[Place]:
    """Every office, each below the one it belongs to, by name among its neighbours."""
    rows = tx.connection.execute(select(office)).all()
    code_of = {row.id: row.code for row in rows}
    found = [
        Place(
            code=row.code,
            level=row.level,
            names=row.setup["office"]["names"],
            above=code_of.get(row.parent_id),
            successor=code_of.get(row.successor_id),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]
    return list(_below(None, sorted(found, key=lambda place: place.names["vi"]), depth=0))


def _below(above: str | None, all_of_them: list[Place], *, depth: int) -> Iterator[Place]:
    """Links never lead in a circle: that is refused when a set-up is applied."""
    for place in all_of_them:
        if place.above == above:
            yield replace(place, depth=depth)
            yield from _below(place.code, all_of_them, depth=depth + 1)


def chosen(all_of_them: Iterable[Place], *, state: str | None, words: str, today: date) -> list[Place]:
    """Those of a state whose name or code holds the words."""
    wanted = words.casefold().strip()
    return [
        place
        for place in all_of_them
        if (state is None or place.state(today) == state)
        and (not wanted or wanted in " ".join((place.code, *place.names.values())).casefold())
    ]
