"""The floor of an office: its machines, how each of them is, and how it was in the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from server.domain import hours
from server.domain.device_times import Day, Stay, day_of
from server.domain.facts import OfficeDays
from server.domain.people import Caller, Permission
from server.domain.periods import Period
from server.storage import device_days, device_spans
from server.storage.hall import GUARDED_DEVICES
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device

DAYS = 7
FINE = (None, "ready")
REPORT_HOLDS = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine. `state`: `online`, `offline`, or `never` when it was not heard of yet; `needs`: what its
    printer says that somebody should see to; `offline_s`: its silence within today's open hours;
    `clock_off_s`: how far its own clock was off today, ahead more than 0, None when it told none."""

    id: int
    name: str
    role: str
    counter: int | None
    state: str
    since: datetime | None
    seen_at: datetime | None
    version: str | None
    printer: str | None
    needs: str | None
    replayed_at: datetime | None
    clock_off_s: float | None
    days: tuple[Day, ...]

    @property
    def offline_s(self) -> float:
        return self.days[-1].offline_s

    @property
    def look(self) -> str:
        """`good`, `near`, `over` or `new`: what is seen at the first glance."""
        if self.state != "online":
            return "new" if self.state == "never" else "over"
        return "good" if self.needs is None else "near"


def floor(tx: Transaction, caller: Caller, office_code: str, *, rate: float = 1.0) -> list[Machine]:
    """Every machine of the office that is not revoked, trouble first; raises `NotAllowed`."""
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MANAGE_DEVICES)
    caller.must_be_of(office.id)
    query = (
        select(device)
        .where(device.c.office_id == office.id, device.c.role.in_(GUARDED_DEVICES))
        .where(device.c.revoked_at.is_(None))
    )
    rows = tx.connection.execute(query).all()
    today = hours.office_day(office.hours, tx.now)
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    since = hours.day_of(office.hours, tx.now).start - timedelta(days=DAYS)
    stays = device_spans.stays(device_spans.of_devices(tx, [row.id for row in rows], since))
    limit = timedelta(seconds=office.figures.warnings.device_gone_s * rate)
    known = OfficeDays(office.hours)
    offs = device_days.clocks(tx, [office.id], Period(today, today))
    found = [
        _machine(
            row,
            stays[row.id],
            state=_state(row, tx.now, limit),
            days=tuple(day_of(day, known, stays[row.id], tx.now) for day in days),
            told_of_late=fresh(row, tx.now),
            off_us=offs.get(row.id),
        )
        for row in rows
    ]
    return sorted(found, key=lambda machine: (_WORST[machine.look], _KINDS[machine.role], machine.name))


_WORST = {"over": 0, "near": 1, "new": 2, "good": 3}
_KINDS = {role: place for place, role in enumerate(GUARDED_DEVICES)}


def fresh(row: TicketRow, now: datetime) -> bool:
    """Whether what a device says of its printer is from the last 12 hours."""
    return row.reported_at is not None and row.reported_at >= now - REPORT_HOLDS


def _state(row: TicketRow, now: datetime, limit: timedelta) -> str:
    if row.seen_at is None:
        return "never"
    return "online" if now - row.seen_at <= limit else "offline"


def _machine(
    row: TicketRow,
    stays: list[Stay],
    *,
    state: str,
    days: tuple[Day, ...],
    told_of_late: bool,
    off_us: int | None,
) -> Machine:
    told = stays[-1] if stays and stays[-1].ended_at is None and stays[-1].state == state else None
    return Machine(
        id=row.id,
        name=row.name,
        role=row.role,
        counter=row.counter_number,
        state=state,
        since=told.began_at if told is not None else None if state == "online" else row.seen_at,
        seen_at=row.seen_at,
        version=row.version,
        printer=row.printer if told_of_late else None,
        needs=row.printer if told_of_late and row.printer not in FINE else None,
        replayed_at=row.replayed_at,
        days=days,
        clock_off_s=None if off_us is None else off_us / 1_000_000,
    )
