"""Sums of days, kept beside the facts they are made of; making them anew is always allowed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    LargeBinary,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
)

from server.domain.day_figures import TOTALS, DayRow, DaySums, day_sums
from server.domain.periods import Period
from server.storage import facts
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, day_figures, log_import

_KEPT = (day_figures.c.dimension, day_figures.c.key, day_figures.c.longest_us)
_HISTOGRAMS = (day_figures.c.waits, day_figures.c.losses)
_TOTALS = tuple(day_figures.c[name] for name in TOTALS)


def rebuild_day(tx: Transaction, office_id: int, day: date, source: int = MEASURED_HERE) -> int:
    """Make the sums of one day anew from its facts; how many of them were not what was kept.

    Only those are written, so that doing it after every ended ticket costs little.
    """
    wanted = {(s.dimension, s.key): s for s in day_sums(facts.of_day(tx, office_id, day, source))}
    have = {(s.dimension, s.key): s for s in of_day(tx, office_id, day, source)}
    wrong = [key for key, sums in have.items() if wanted.get(key) != sums]
    new = [sums for key, sums in wanted.items() if have.get(key) != sums]
    if wrong:
        these = tuple_(day_figures.c.dimension, day_figures.c.key).in_(wrong)
        tx.connection.execute(delete(day_figures).where(_of_day(office_id, day, source), these))
    if new:
        place = {"office_id": office_id, "day": day, "source": source}
        tx.connection.execute(insert(day_figures), [{**place, **_row(sums)} for sums in new])
    return len({*wrong, *((sums.dimension, sums.key) for sums in new)})


def of_day(tx: Transaction, office_id: int, day: date, source: int) -> list[DaySums]:
    """The sums of one day as they are kept."""
    query = select(*_KEPT, *_HISTOGRAMS, *_TOTALS).where(_of_day(office_id, day, source))
    return [
        DaySums(dimension, key, tuple(totals), longest_us, waits, losses)
        for dimension, key, longest_us, waits, losses, *totals in tx.connection.execute(query)
    ]


def _of_day(office_id: int, day: date, source: int) -> ColumnElement[bool]:
    return and_(
        day_figures.c.office_id == office_id, day_figures.c.day == day, day_figures.c.source == source
    )


def _row(sums: DaySums) -> dict[str, Any]:
    return {
        "dimension": sums.dimension,
        "key": sums.key,
        "longest_us": sums.longest_us,
        "waits": sums.waits,
        "losses": sums.losses,
        **dict(zip(TOTALS, sums.totals, strict=True)),
    }


def between(
    tx: Transaction,
    offices: Collection[int],
    dimension: str,
    *,
    period: Period,
    apart: Collection[Apart] = ("office_id", "day", "key"),
    key: str | None = None,
) -> list[DayRow]:
    """The sums of some offices' days, both ends included, under one key or all; imports count once they
    are published.

    The database adds up whatever is not held `apart`; the row then has office 0, the first day or no key.
    """
    held = {name: day_figures.c[name] for name in _PLACE if name in apart}
    added = (func.max(day_figures.c.longest_us), *(_joined(tx, c) for c in _HISTOGRAMS), *map(_sum, _TOTALS))
    query = select(*held.values(), *added).group_by(*held.values())
    usual: dict[str, Any] = {"office_id": 0, "day": period.first, "key": ""}
    found = []
    for row in tx.connection.execute(query.where(*_asked(offices, dimension, period, key))):
        at = usual | dict(zip(held, row, strict=False))
        longest_us, waits, losses, *totals = row[len(held) :]
        if longest_us is None:  # nothing was added up
            continue
        sums = longest_us, _whole(waits), _whole(losses), tuple(totals)
        found.append(DayRow(at["office_id"], at["day"], at["key"], *sums))
    return found


Apart = Literal["office_id", "day", "key"]
_PLACE: tuple[Apart, ...] = get_args(Apart)


def days_of_offices(
    tx: Transaction, offices: Collection[int], dimension: str, *, period: Period, key: str | None = None
) -> list[tuple[int, date, int, int]]:
    """How many were answered and how long they waited in all, for each office and day."""
    place = day_figures.c.office_id, day_figures.c.day
    query = select(*place, _sum(day_figures.c.n), _sum(day_figures.c.wait_us)).group_by(*place)
    rows = tx.connection.execute(query.where(*_asked(offices, dimension, period, key)))
    return [(office_id, day, n, wait_us) for office_id, day, n, wait_us in rows]


def _asked(
    offices: Collection[int], dimension: str, period: Period, key: str | None
) -> list[ColumnElement[bool]]:
    asked = [
        day_figures.c.office_id.in_(offices),
        day_figures.c.dimension == dimension,
        day_figures.c.day.between(period.first, period.last),
        _visible(),
    ]
    return asked if key is None else [*asked, day_figures.c.key == key]


def _sum(column: Column[int]) -> ColumnElement[int]:
    return cast(func.sum(column), BigInteger)


def _joined(tx: Transaction, column: Column[bytes]) -> ColumnElement[Any]:
    """Packed histograms one after the other, which is their sum; SQLite joins texts only."""
    if tx.connection.dialect.name == "sqlite":
        return func.group_concat(func.hex(column), "")
    return func.string_agg(column, literal(b"", LargeBinary))


def _whole(joined: str | bytes) -> bytes:
    return bytes.fromhex(joined) if isinstance(joined, str) else bytes(joined)


def staff_days(tx: Transaction, offices: Collection[int], period: Period) -> dict[int, int]:
    """By office: on how many days a clerk answered anybody, added up over clerks."""
    clerk_days = (
        select(day_figures.c.office_id, day_figures.c.day, day_figures.c.key)
        .where(
            day_figures.c.office_id.in_(offices),
            day_figures.c.dimension == "clerk",
            day_figures.c.day.between(period.first, period.last),
            day_figures.c.key != "",
            day_figures.c.n > 0,
            _visible(),
        )
        .distinct()
        .subquery()
    )
    counted = select(clerk_days.c.office_id, func.count()).group_by(clerk_days.c.office_id)
    return {office: count for office, count in tx.connection.execute(counted)}


def _visible() -> ColumnElement[bool]:
    """Sums measured here, and of imports that are published."""
    published = select(log_import.c.id).where(log_import.c.published_at.is_not(None))
    return or_(day_figures.c.source == MEASURED_HERE, day_figures.c.source.in_(published))
