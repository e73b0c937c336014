"""A province as the figures keep it: many offices, a year and more of days, written as sums of days.

Days are drawn from a set of simulated ones, so that writing twenty million tickets takes a minute.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from server.domain.day_figures import TOTALS, DaySums, day_sums
from server.storage.database import Database
from server.storage.log_imports import StagedFact
from server.storage.tables import MEASURED_HERE

_SERVICES = ("land", "civil_status", "business", "construction", "justice", "farming", "results", "health")
_US = 1_000_000
COLUMNS = ("dimension", "key", "longest_us", "waits", "losses", *TOTALS)


def weekdays(last: date, count: int) -> list[date]:
    """So many weekdays up to a day, the earliest first."""
    found: list[date] = []
    day = last
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def kinds_of_day(kinds: int, tickets: int) -> list[list[DaySums]]:
    """The sums of so many different days of about so many tickets."""
    return [day_sums([_fact(random.Random(f"{kind} {n}")) for n in range(tickets)]) for kind in range(kinds)]


def _fact(chance: random.Random) -> StagedFact:
    low = chance.randrange(900) * _US
    common: dict[str, Any] = {
        "half_hour": chance.choice((*range(15, 23), *range(27, 34))),
        "service": chance.choice(_SERVICES),
        "counter": chance.randint(1, 8),
        "clerk": f"clerk{chance.randint(1, 8)}",
        "category": chance.choice((None,) * 12 + ("elderly", "disabled")),
        "channel": chance.choice(("kiosk", "kiosk", "appointment")),
        "held_us": 0,
        "dossiers": 1,
        "calls": 1,
        "out_of_order": False,
        "inferred": chance.random() < 0.03,
        "told_low_us": low,
        "told_high_us": low + 600 * _US,
        "punctual": chance.choice((None, None, True, False)),
    }
    wait = round(chance.expovariate(1 / 600)) * _US
    if chance.random() < 0.07:
        empty: dict[str, Any] = dict.fromkeys(
            ("wait_us", "raw_us", "in_hours_us", "visit_us", "way_us", "counter_us")
        )
        return StagedFact(**common, **empty, outcome=chance.choice(("no_show", "left")), lost_us=wait)
    times: dict[str, Any] = {
        "wait_us": wait,
        "raw_us": wait,
        "in_hours_us": wait,
        "visit_us": wait,
        "way_us": 20 * _US,
    }
    spent = round(chance.gammavariate(3, 200)) * _US
    return StagedFact(**common, **times, counter_us=spent, outcome="served", lost_us=None)


def write(
    database: Database, offices: Sequence[int], days: Sequence[date], kinds: Sequence[list[DaySums]]
) -> int:
    """Write the days of these offices, as the builder of sums would; how many rows there were."""
    rows = 0
    for office in offices:
        chance = random.Random(office)
        chosen = [(day, chance.choice(kinds)) for day in days]
        rows += sum(len(sums) for _, sums in chosen)
        if database.engine.dialect.name == "postgresql":
            _copy(database, office, chosen)
        else:
            _insert(database, office, chosen)
    return rows


def _rows(office: int, chosen: Sequence[tuple[date, list[DaySums]]]) -> Iterator[tuple[Any, ...]]:
    for day, sums in chosen:
        place = office, day.isoformat(), MEASURED_HERE
        for s in sums:
            yield (*place, s.dimension, s.key, s.longest_us, s.waits, s.losses, *s.totals)


def _names() -> str:
    return ", ".join(f'"{name}"' for name in ("office_id", "day", "source", *COLUMNS))


def _insert(database: Database, office: int, chosen: Sequence[tuple[date, list[DaySums]]]) -> None:
    marks = ", ".join("?" * (3 + len(COLUMNS)))
    statement = f"INSERT INTO day_figures ({_names()}) VALUES ({marks})"
    with database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
        connection.exec_driver_sql(statement, list(_rows(office, chosen)))


def _copy(database: Database, office: int, chosen: Sequence[tuple[date, list[DaySums]]]) -> None:
    with database.engine.begin() as connection:
        cursor = connection.connection.cursor()
        with cursor.copy(f"COPY day_figures ({_names()}) FROM STDIN") as copy:
            for row in _rows(office, chosen):
                copy.write_row(row)
