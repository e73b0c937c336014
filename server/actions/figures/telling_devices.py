"""Telling of devices: for how long they were missed, and how far kiosks' clocks were off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from server.contract.messages import figure_quality as messages
from server.domain.facts import OfficeDays
from server.domain.hours import wall_moment
from server.domain.office import Office
from server.domain.periods import Period
from server.storage import device_days
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

_US = 1_000_000


def device_figures(tx: Transaction, offices: Sequence[Office], period: Period) -> messages.Devices:
    """The guarded devices of some offices in a period, each with what is known of it."""
    ends = {office.id: _ends(office, period) for office in offices}
    if not ends:
        return messages.Devices(devices=[])
    ids, start, end = list(ends), min(a for a, _ in ends.values()), max(b for _, b in ends.values())
    offs = device_days.clocks(tx, ids, period)
    gone: defaultdict[str, list[TicketRow]] = defaultdict(list)
    for row in device_days.missed(tx, ids, start, end):
        gone[row.subject].append(row)
    by_id = {office.id: office for office in offices}
    told = []
    for office_id, rows in groupby(device_days.guarded(tx, ids, start, end), lambda row: row.office_id):
        office, days = by_id[office_id], OfficeDays(by_id[office_id].hours)
        for row in rows:
            missed_us = sum(_within(days, one, ends[office_id], tx.now) for one in gone[str(row.id)])
            told.append(_told(office, row, missed_us, offs.get(row.id)))
    return _together(told)


def _ends(office: Office, period: Period) -> tuple[datetime, datetime]:
    """The first and last moment of the period on the office's wall."""
    zone, after = office.hours.time_zone, period.last + timedelta(days=1)
    first, last = (datetime.combine(day, time()) for day in (period.first, after))
    return wall_moment(zone, first), wall_moment(zone, last)


def _within(days: OfficeDays, row: TicketRow, ends: tuple[datetime, datetime], now: datetime) -> int:
    """How much of an alert is within the period and the office's hours, in microseconds."""
    begins, until = max(row.began_at, ends[0]), min(row.ended_at or now, ends[1], now)
    return days.open_us(begins, until) if begins < until else 0


def _told(office: Office, row: TicketRow, missed_us: int, off_us: int | None) -> messages.DeviceFigures:
    """A device that was never heard of cannot be missed; a clock that was not told is not right."""
    return messages.DeviceFigures(
        office=office.code,
        device=row.name,
        role=row.role,
        offline_s=None if row.seen_at is None else missed_us / _US,
        clock_drift_s=None if off_us is None else off_us / _US,
    )


def _together(told: list[messages.DeviceFigures]) -> messages.Devices:
    """The times added up, and the largest difference of any clock."""
    missed = [row.offline_s for row in told if row.offline_s is not None]
    offs = [row.clock_drift_s for row in told if row.clock_drift_s is not None]
    return messages.Devices(
        offline_s=sum(missed) if missed else None,
        clock_drift_s=max(offs, key=abs) if offs else None,
        devices=told,
    )
