"""Telling of devices: for how long they were offline, and how far their clocks were off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from server.contract.messages import figure_quality as messages
from server.domain.device_times import offline_us
from server.domain.facts import OfficeDays
from server.domain.hours import wall_moment
from server.domain.intervals import Span
from server.domain.office import Office
from server.domain.periods import Period
from server.storage import device_days, device_spans
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

_US = 1_000_000


def device_figures(tx: Transaction, offices: Sequence[Office], period: Period) -> messages.Devices:
    """The guarded devices of some offices in a period, each with what is known of it."""
    ends = {office.id: _ends(office, period) for office in offices}
    if not ends:
        return messages.Devices(devices=[])
    ids, start, end = list(ends), min(e.start for e in ends.values()), max(e.end for e in ends.values())
    offs = device_days.clocks(tx, ids, period)
    silent = device_spans.silent(tx, ids, start, end)
    by_id = {office.id: office for office in offices}
    told = []
    for office_id, rows in groupby(device_days.guarded(tx, ids, start, end), lambda row: row.office_id):
        office, days = by_id[office_id], OfficeDays(by_id[office_id].hours)
        for row in rows:
            away_us = offline_us(silent.get(row.id, ()), days, ends[office_id], tx.now)
            told.append(_told(office, row, away_us, offs.get(row.id)))
    return _together(told)


def _ends(office: Office, period: Period) -> Span:
    """From the first to the last moment of the period on the office's wall."""
    zone, after = office.hours.time_zone, period.last + timedelta(days=1)
    first, last = (datetime.combine(day, time()) for day in (period.first, after))
    return Span(wall_moment(zone, first), wall_moment(zone, last))


def _told(office: Office, row: TicketRow, away_us: int, off_us: int | None) -> messages.DeviceFigures:
    """A device that was never heard of is not offline; a clock that was not told is not right."""
    return messages.DeviceFigures(
        office=office.code,
        device=row.name,
        role=row.role,
        offline_s=None if row.seen_at is None else away_us / _US,
        clock_drift_s=None if off_us is None else off_us / _US,
    )


def _together(told: list[messages.DeviceFigures]) -> messages.Devices:
    """The times added up, and the largest difference of any clock."""
    away = [row.offline_s for row in told if row.offline_s is not None]
    offs = [row.clock_drift_s for row in told if row.clock_drift_s is not None]
    return messages.Devices(
        offline_s=sum(away) if away else None,
        clock_drift_s=max(offs, key=abs) if offs else None,
        devices=told,
    )
