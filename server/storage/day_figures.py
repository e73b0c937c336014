"""Sums of days, kept beside the facts they are made of; making them anew is always allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    tuple_,
)

from server.domain.day_figures import TOTALS, DayRow, DaySums, day_sums
from server.domain.periods import Period
from server.storage import facts
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, day_figures, log_import, month_figures

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
    if (wrong or new) and source == MEASURED_HERE:
        _forget_month(tx, office_id, day)
    return len({*wrong, *((sums.dimension, sums.key) for sums in new)})


def _forget_month(tx: Transaction, office_id: int, day: date) -> None:
    """The month's sums are no longer those of its days."""
    these = month_figures.c.office_id == office_id, month_figures.c.month == day.replace(day=1)
    tx.connection.execute(delete(month_figures).where(*these))


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
    usual: dict[str, Any] = {"office_id": 0, "day": period.first, "key": ""}
    rows = added_up(tx, day_figures, list(held.values()), _asked(offices, dimension, period, key))
    found = []
    for place, sums in rows:
        at = usual | dict(zip(held, place, strict=True))
        found.append(DayRow(at["office_id"], at["day"], at["key"], *sums))
    return found


Sums = tuple[int, bytes, bytes, tuple[int, ...]]
"""The longest wait, the histograms of waits and losses, and the totals."""


def added_up(
    tx: Transaction, kept: Table, place: list[Column[Any]], where: list[ColumnElement[bool]]
) -> Iterator[tuple[tuple[Any, ...], Sums]]:
    """The sums of a table of them, added up for every place."""
    histograms = (_joined(tx, kept.c[name]) for name in ("waits", "losses"))
    added = (func.max(kept.c.longest_us), *histograms, *(_sum(kept.c[name]) for name in TOTALS))
    query = select(*place, *added).where(*where).group_by(*place)
    _make_room(tx)
    for row in tx.connection.execute(query):
        longest_us, waits, losses, *totals = row[len(place) :]
        if longest_us is not None:  # else nothing was added up
            yield tuple(row[: len(place)]), (longest_us, _whole(waits), _whole(losses), tuple(totals))


def _make_room(tx: Transaction) -> None:
    """Days and keys of a province are added up in memory: with PostgreSQL's usual 4 MB it sorts every row on
    disk first, which takes twice as long."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(text("SET LOCAL work_mem = '64MB'"))


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


def first_and_last(tx: Transaction, office_id: int) -> tuple[date, date] | None:
    """The first and the last day with sums measured here, None where there is none."""
    ends = select(func.min(day_figures.c.day), func.max(day_figures.c.day)).where(
        day_figures.c.office_id == office_id,
        day_figures.c.dimension == "all",
        day_figures.c.source == MEASURED_HERE,
    )
    first, last = tx.connection.execute(ends).one()
    return None if first is None else (first, last)


class DayOfKey(NamedTuple):
    """How many were answered on a day under a key, and how long they waited in all, in microseconds."""

    day: date
    key: str
    n: int
    wait_us: int


def days_by_key(
    tx: Transaction, offices: Collection[int], dimension: str, *, period: Period, key: str | None = None
) -> list[DayOfKey]:
    """What the verdict needs of each day and key, all offices together."""
    place = day_figures.c.day, day_figures.c.key
    query = select(*place, _sum(day_figures.c.n), _sum(day_figures.c.wait_us)).group_by(*place)
    _make_room(tx)
    rows = tx.connection.execute(query.where(*_asked(offices, dimension, period, key)))
    return [DayOfKey(*row) for row in rows]


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
