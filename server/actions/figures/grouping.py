"""Grouping: by what figures are told, and under which key a day's sums or a single wait stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.domain.office import Office
from server.storage.day_figures import Apart

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to group: which dimension's sums are read, what of their place the key needs, and the key of
    a row of sums and of a fact."""

    dimension: str
    of_sums: Callable[[Any], Any]
    of_fact: Callable[[Any], Any]
    by_office: bool = False

    @property
    def apart(self) -> tuple[Apart, ...]:
        """What is not added up before the rows are grouped: days count one by one for the verdict, but there
        are as many days of offices as of everything else."""
        if self.by_office:
            return ("office_id",)
        return ("day",) if self.dimension == "all" else ("day", "key")


def half_hour(number: int) -> str:
    """`08:30` is the seventeenth half-hour of a day, counted from 0."""
    return f"{number // 2:02d}:{number % 2 * 30:02d}"


def _week(row: Any) -> str:
    monday: date = row.day - timedelta(days=row.day.weekday())
    return monday.isoformat()


def _weekday_hour(day: date, hour: str) -> str:
    return f"{day.isoweekday()} {hour}"


def _same(key: Callable[[Any], Any], *, by_office: bool = False) -> Grouping:
    return Grouping("all", key, key, by_office)


def grouping(by: str, offices: Sequence[Office]) -> Grouping:
    """How figures are grouped by `by`."""
    codes = {office.id: office.code for office in offices}
    return {
        "all": _same(lambda row: ""),
        "day": _same(lambda row: row.day.isoformat()),
        "week": _same(_week),
        "month": _same(lambda row: row.day.isoformat()[:7]),
        "weekday": _same(lambda row: str(row.day.isoweekday())),
        "office": _same(lambda row: codes[row.office_id], by_office=True),
        "hour": Grouping("hour", lambda row: row.key, lambda row: half_hour(row.half_hour)),
        "weekday_hour": Grouping(
            "hour",
            lambda row: _weekday_hour(row.day, row.key),
            lambda row: _weekday_hour(row.day, half_hour(row.half_hour)),
        ),
        "service": Grouping("service", lambda row: row.key, lambda row: row.service),
        "counter": Grouping(
            "counter", lambda row: row.key, lambda row: "" if row.counter is None else str(row.counter)
        ),
        "clerk": Grouping("clerk", lambda row: row.key, lambda row: row.clerk or ""),
        "category": Grouping("category", lambda row: row.key, lambda row: row.category or ""),
        "channel": Grouping("channel", lambda row: row.key, lambda row: row.channel),
    }[by]


def in_order(by: str, keys: Sequence[str], offices: Sequence[Office]) -> list[str]:
    """Keys as people look for them: services in the order of the kiosk, counters by number, times in time."""
    if by == "service":
        position = {code: place for office in reversed(offices) for place, code in enumerate(office.services)}
        return sorted(keys, key=lambda key: (position.get(key, len(position)), key))
    if by == "counter":
        return sorted(keys, key=lambda key: (int(key) if key.isdigit() else 0, key))
    return sorted(keys)


def names_of(by: str, key: str, offices: Sequence[Office]) -> Names | None:
    """What people call a key, in each language; None where the key says it all."""
    for office in offices:
        if by == "office" and office.code == key:
            return office.names
        if by == "service" and key in office.services:
            return office.services[key].names
        if by == "category" and key in office.categories:
            return office.categories[key].names
        if by == "counter" and key.isdigit() and int(key) in office.counters:
            return office.counters[int(key)].names or None
    return None
