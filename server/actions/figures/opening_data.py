"""Open data: what of each day anybody may know, by office and service and by nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from server.contract.messages.open_data import OpenData, OpenWaits
from server.domain import hours
from server.domain.day_figures import TOTALS, DayRow, Histogram
from server.domain.office import Office
from server.domain.open_cells import hidden
from server.domain.periods import Period
from server.storage import cursors, day_figures
from server.storage.happenings import Transaction

_US = 1_000_000
_AT = {name: place for place, name in enumerate(TOTALS)}
_LOST = tuple(_AT[name] for name in ("no_show", "left", "removed", "closed_by_system"))


def open_data(tx: Transaction, offices: Sequence[Office], period: Period) -> OpenData:
    """The days of a period that are over, closed and in the figures; by office, day and service."""
    ready = {
        office.id: office
        for office in sorted(offices, key=lambda office: office.code)
        if cursors.knows_closed_days(tx, office.id)
    }
    days: defaultdict[tuple[int, date], dict[str, DayRow]] = defaultdict(dict)
    for row in day_figures.between(tx, list(ready), "service", period=period):
        if row.day <= last_open(ready[row.office_id], tx):
            days[row.office_id, row.day][row.key] = row
    order = {office_id: place for place, office_id in enumerate(ready)}
    rows = [
        told
        for office_id, day in sorted(days, key=lambda at: (order[at[0]], at[1]))
        for told in _of_day(ready[office_id], day, days[office_id, day])
    ]
    return OpenData(first=period.first, last=period.last, rows=rows)


def last_open(office: Office, tx: Transaction) -> date:
    """The last day of an office that is over and closed; `date.min` when none is."""
    yesterday = date.fromordinal(hours.office_day(office.hours, tx.now).toordinal() - 1)
    return date.min if office.closed_through is None else min(office.closed_through, yesterday)


def _of_day(office: Office, day: date, found: Mapping[str, DayRow]) -> Iterator[OpenWaits]:
    """Every service of a day, also those that nobody came for."""
    offered = [code for code, service in office.services.items() if service.active and not service.children]
    keys = [*offered, *sorted(found.keys() - set(offered))]
    answered = {key: found[key].totals[_AT["n"]] if key in found else 0 for key in keys}
    lost = {key: sum(found[key].totals[at] for at in _LOST) if key in found else 0 for key in keys}
    least = office.figures.smallest_group
    without_n, without_lost = hidden(answered, least), hidden(lost, least)
    for key in keys:
        service = office.services.get(key)
        yield OpenWaits(
            office=office.code,
            office_names=dict(office.names),
            day=day,
            service=key,
            service_names={} if service is None else dict(service.names),
            goal_s=office.goal_s,
            **_waits(found.get(key), office.goal_s, shown=key not in without_n),
            not_served=None if key in without_lost else lost[key],
            n_hidden=key in without_n,
            not_served_hidden=key in without_lost,
        )


_NOTHING = dict.fromkeys(("mean_s", "median_s", "p90_s", "share_within_goal"))


def _waits(row: DayRow | None, goal_s: float, *, shown: bool) -> dict[str, Any]:
    """The waits of a cell in seconds, to a tenth; quantiles from the histogram of the day."""
    if not shown:
        return {"n": None, **_NOTHING}
    if row is None or not row.totals[_AT["n"]]:
        return {"n": 0, **_NOTHING}
    n, waits = row.totals[_AT["n"]], Histogram.unpacked([row.waits])
    return {
        "n": n,
        "mean_s": round(row.totals[_AT["wait_us"]] / n / _US, 1),
        "median_s": round(waits.quantile_us(0.5, row.longest_us) / _US, 1),
        "p90_s": round(waits.quantile_us(0.9, row.longest_us) / _US, 1),
        "share_within_goal": round(waits.at_most(round(goal_s * _US)) / n, 4),
    }
