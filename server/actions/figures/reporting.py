"""Reporting: the waits of a period by the one definition, grouped, with their verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from server.actions.figures.asking import Only, goal_of
from server.actions.figures.grouping import Grouping, grouping, in_order
from server.domain.day_figures import DayRow, day_sums
from server.domain.figure_errors import TooManyTickets
from server.domain.office import Office
from server.domain.period_figures import Figures, Gathered, Times, figures_of, gathered, together
from server.domain.periods import Period
from server.storage import cursors, day_figures, month_figures, times
from server.storage.happenings import Transaction

EXACT_UP_TO = 50_000
"""With more tickets than this, quantiles come from the histograms."""


@dataclass(frozen=True, slots=True)
class Report:
    """The waits of some offices' days: everything together, and by key."""

    offices: tuple[Office, ...]
    period: Period
    by: str
    only: Only | None
    goal_s: float
    total: Figures[str]
    rows: tuple[Figures[str], ...]
    exact: bool
    pending_events: int

    @property
    def meeting_goal(self) -> tuple[int, int]:
        """Of a report by office: how many have a mean within the goal, of how many with any answered."""
        told = [row.verdict for row in self.rows if row.verdict is not None]
        return sum(verdict.reached for verdict in told), len(told)


def waits(
    tx: Transaction, offices: Sequence[Office], period: Period, *, by: str = "all", only: Only | None = None
) -> Report:
    """The waits of the office days of a period, grouped by `by`, of one key of a dimension or of all.

    A report by office has a row for every office, also for one where nobody came. Raises `TooManyTickets`
    where `only` and `by` are of two dimensions and the period is too long for that.
    """
    group = grouping(by, offices)
    by_key = _sums(tx, offices, period, group, only)
    total = together(by_key.values())
    if by == "office":
        by_key |= {office.code: _NOTHING for office in offices if office.code not in by_key}
    goal = goal_of(offices)
    exact = total.totals["n"] <= EXACT_UP_TO
    single = _times(tx, offices, period, group, only) if exact else None
    return Report(
        offices=tuple(offices),
        period=period,
        by=by,
        only=only,
        goal_s=goal,
        total=figures_of("", total, goal, None if single is None else _all(single)),
        rows=tuple(
            figures_of(key, by_key[key], goal, None if single is None else single.get(key, Times((), ())))
            for key in in_order(by, list(by_key), offices)
        ),
        exact=exact,
        pending_events=sum(
            count for code, count in cursors.behind(tx).items() if code in {o.code for o in offices}
        ),
    )


_NOTHING = Gathered.nothing()


def _sums(
    tx: Transaction, offices: Sequence[Office], period: Period, group: Grouping, only: Only | None
) -> dict[str, Gathered]:
    """The days' sums added up by key: those of the grouping's dimension, or of the filter's.

    Sums are kept by one dimension at a time; where grouping and filter are of two, they are made from the
    facts, if those are not too many.
    """
    ids = [office.id for office in offices]
    if only is not None and group.dimension not in ("all", only[0]):
        found = times.facts(tx, times.which(ids, period, only=only), most=EXACT_UP_TO)
        if found is None:
            raise TooManyTickets(most=EXACT_UP_TO)
        rows = list(_sums_of(found, group.dimension))
        return gathered(rows, [group.of_sums(row) for row in rows])
    dimension, key = (group.dimension, None) if only is None else only
    if "key" in group.apart:
        return _by_key(tx, ids, dimension, period=period, group=group, key=key)
    rows = day_figures.between(tx, ids, dimension, period=period, apart=group.apart, key=key)
    keys = [group.of_sums(row) for row in rows]
    if not group.by_office:
        return gathered(rows, keys)
    codes = {office.id: office.code for office in offices}
    days = day_figures.days_of_offices(tx, ids, dimension, period=period, key=key)
    return gathered(rows, keys, [(codes[office_id], day, n, wait_us) for office_id, day, n, wait_us in days])


def _by_key(
    tx: Transaction, ids: list[int], dimension: str, *, period: Period, group: Grouping, key: str | None
) -> dict[str, Gathered]:
    """Most is read from sums of months; only what the verdict needs is read for each day."""
    rows = month_figures.sums(tx, ids, dimension, period=period, key=key)
    by_day = day_figures.days_by_key(tx, ids, dimension, period=period, key=key)
    days = [(group.of_sums(row), row.day, row.n, row.wait_us) for row in by_day]
    return gathered(rows, [group.of_sums(row) for row in rows], days)


def _sums_of(found: Sequence[Any], dimension: str) -> Iterator[DayRow]:
    """The sums of these facts' days by one dimension, shaped as they are kept."""
    place = attrgetter("office_id", "day")
    for (office_id, day), of_day in groupby(sorted(found, key=place), key=place):
        for sums in day_sums(list(of_day)):
            if sums.dimension == dimension:
                yield DayRow(office_id, day, sums.key, sums.longest_us, sums.waits, sums.losses, sums.totals)


def _times(
    tx: Transaction, offices: Sequence[Office], period: Period, group: Grouping, only: Only | None
) -> dict[str, Times]:
    """Every single wait, by key."""
    facts = times.which([office.id for office in offices], period, only=only)
    waits: dict[str, list[int]] = {}
    losses: dict[str, list[int]] = {}
    for row in times.single_waits(tx, facts):
        key = group.of_fact(row)
        if row.wait_us is not None:
            waits.setdefault(key, []).append(row.wait_us)
        else:
            losses.setdefault(key, []).append(row.lost_us)
    return {key: Times(waits.get(key, ()), losses.get(key, ())) for key in waits.keys() | losses.keys()}


def _all(by_key: dict[str, Times]) -> Times:
    return Times(
        [wait for of_key in by_key.values() for wait in of_key.waits_us],
        [loss for of_key in by_key.values() for loss in of_key.losses_us],
    )
