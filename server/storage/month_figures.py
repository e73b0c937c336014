"""Sums of whole months, kept beside those of days and read in their place: a province's year is long.

They are of tickets measured here. A month that changes loses its sums, and is read by days until it is
added up again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import ColumnElement, insert, select

from server.domain.day_figures import TOTALS, DayRow, Histogram
from server.domain.periods import Period, period_of, whole_months
from server.storage import day_figures
from server.storage.day_figures import Sums, added_up
from server.storage.happenings import Transaction
from server.storage.tables import MEASURED_HERE, log_import, month_figures
from server.storage.tables import day_figures as of_days

DIMENSIONS = ("hour", "service", "category", "channel")
"""Those that are asked for over a province; every ticket has a key in each of them."""

_FEWEST_KEYS = "channel"
_A_MONDAY = date(2024, 1, 1)

Stretch = tuple[Period, frozenset[int]]
"""Days, and the offices whose sums are read for them."""


def keep(tx: Transaction, office_id: int, month: Period) -> bool:
    """Add up the days of a whole month; whether there was anything. Nobody else may change these days
    meanwhile: the caller has taken the office's cursor."""
    rows = [row for dimension in DIMENSIONS for row in _rows(tx, office_id, dimension, month)]
    if rows:
        tx.connection.execute(insert(month_figures), rows)
    return bool(rows)


def _rows(tx: Transaction, office_id: int, dimension: str, month: Period) -> Iterator[dict[str, object]]:
    for (weekday, key), sums in worked_out(tx, office_id, dimension, month).items():
        longest_us, waits, losses, totals = sums
        place = {"dimension": dimension, "office_id": office_id, "month": month.first, "weekday": weekday}
        shape = {"key": key, "longest_us": longest_us, "waits": waits, "losses": losses}
        yield {**place, **shape, **dict(zip(TOTALS, totals, strict=True))}


def worked_out(tx: Transaction, office_id: int, dimension: str, month: Period) -> dict[tuple[int, str], Sums]:
    """What the days of a month add up to, by weekday (1 is Monday) and key."""
    where = [
        of_days.c.office_id == office_id,
        of_days.c.dimension == dimension,
        of_days.c.source == MEASURED_HERE,
        of_days.c.day.between(month.first, month.last),
    ]
    found: defaultdict[tuple[int, str], list[Sums]] = defaultdict(list)
    for (day, key), sums in added_up(tx, of_days, [of_days.c.day, of_days.c.key], where):
        found[day.isoweekday(), key].append(sums)
    return {place: _together(found[place]) for place in sorted(found)}


def _together(parts: list[Sums]) -> Sums:
    longest, waits, losses, totals = zip(*parts, strict=True)
    added = tuple(sum(column) for column in zip(*totals, strict=True))
    return max(longest), Histogram.unpacked(waits).packed(), Histogram.unpacked(losses).packed(), added


def of_month(tx: Transaction, office_id: int, dimension: str, month: Period) -> dict[tuple[int, str], Sums]:
    """The sums of a month as they are kept; nothing where they are not."""
    where = [_of(dimension, [office_id]), month_figures.c.month == month.first]
    place = [month_figures.c.weekday, month_figures.c.key]
    return {(weekday, key): sums for (weekday, key), sums in added_up(tx, month_figures, place, where)}


def kept(tx: Transaction, offices: Collection[int], months: Collection[Period]) -> dict[date, frozenset[int]]:
    """By the first day of each of these months: the offices whose sums of it are kept."""
    found: dict[date, set[int]] = {month.first: set() for month in months}
    place = month_figures.c.month, month_figures.c.office_id
    query = select(*place).where(_of(_FEWEST_KEYS, offices), month_figures.c.month.in_(found)).distinct()
    for month, office_id in tx.connection.execute(query):
        found[month].add(office_id)
    return {month: frozenset(ids) for month, ids in found.items()}


def sums(
    tx: Transaction, offices: Collection[int], dimension: str, *, period: Period, key: str | None = None
) -> list[DayRow]:
    """The sums of a period by key and weekday: of months where those are kept, of days elsewhere. What is
    of no single day stands on a day of its weekday."""
    months = whole_months(period) if dimension in DIMENSIONS else []
    by_month = kept(tx, offices, months)
    rows = _of_months(tx, offices, dimension, months=months, key=key) if months else []
    for stretch, ids in _elsewhere(period, frozenset(offices), by_month):
        rows += day_figures.between(tx, ids, dimension, period=stretch, apart=("day", "key"), key=key)
    if months and (imports := _published(tx)):
        rows += _imported(tx, dimension, by_month, imports=imports, key=key)
    return rows


def _of_months(
    tx: Transaction, offices: Collection[int], dimension: str, *, months: list[Period], key: str | None
) -> list[DayRow]:
    where = [_of(dimension, offices), month_figures.c.month.between(months[0].first, months[-1].first)]
    if key is not None:
        where.append(month_figures.c.key == key)
    place = [month_figures.c.weekday, month_figures.c.key]
    return [
        DayRow(0, _A_MONDAY + timedelta(days=weekday - 1), of_key, *found)
        for (weekday, of_key), found in added_up(tx, month_figures, place, where)
    ]


def _of(dimension: str, offices: Collection[int]) -> ColumnElement[bool]:
    return (month_figures.c.dimension == dimension) & month_figures.c.office_id.in_(offices)


def _elsewhere(
    period: Period, offices: frozenset[int], by_month: dict[date, frozenset[int]]
) -> Iterator[Stretch]:
    """The days, and the offices, of which no month tells; days that follow each other in one stretch."""
    for missing, parts in groupby(_parts(period, offices, by_month), key=lambda part: part[1]):
        stretch = [part for part, _ in parts]
        if missing:
            yield Period(stretch[0].first, stretch[-1].last), missing


def _parts(
    period: Period, offices: frozenset[int], by_month: dict[date, frozenset[int]]
) -> Iterable[Stretch]:
    """The period in pieces: its whole months, and what is before and after them."""
    day = period.first
    for first in sorted(by_month):
        if day < first:
            yield Period(day, first - timedelta(days=1)), offices
        month = period_of("month", first)
        yield month, offices - by_month[first]
        day = month.last + timedelta(days=1)
    if day <= period.last:
        yield Period(day, period.last), offices


def _published(tx: Transaction) -> list[int]:
    published = select(log_import.c.id).where(log_import.c.published_at.is_not(None))
    return list(tx.connection.execute(published).scalars())


def _imported(
    tx: Transaction,
    dimension: str,
    by_month: dict[date, frozenset[int]],
    *,
    imports: list[int],
    key: str | None,
) -> list[DayRow]:
    """Imported sums of the months that are read as months, which hold none."""
    rows = []
    for first, ids in by_month.items():
        where = [
            of_days.c.source.in_(imports),
            of_days.c.office_id.in_(ids),
            of_days.c.dimension == dimension,
            of_days.c.day.between(first, period_of("month", first).last),
        ]
        if key is not None:
            where.append(of_days.c.key == key)
        place = [of_days.c.day, of_days.c.key]
        rows += [DayRow(0, day, of, *found) for (day, of), found in added_up(tx, of_days, place, where)]
    return rows
