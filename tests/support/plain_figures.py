"""The figures once more, from ticket rows: in plain Python, slow, and written from the definition alone.

Nothing here uses the code that it is there to check; durations are whole microseconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.storage.happenings import Transaction
from server.storage.tables import event, service, staff, ticket

SERVED_ON = ("served", "transferred")
NOT_SERVED = ("no_show", "left", "removed", "closed_by_system")
_US = timedelta(microseconds=1)

Sums = dict[tuple[date, str, str], Counter[str]]


@dataclass(frozen=True)
class Wall:
    """What of an office's hours matters: its zone, when tickets begin on a date, and when it closes."""

    zone: ZoneInfo
    tickets_from: Callable[[date], datetime | None]
    closes: Callable[[date], datetime | None]


def around_the_clock(zone: str) -> Wall:
    """An office that never closes: its days begin and end at midnight."""
    where = ZoneInfo(zone)

    def midnight(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=where)

    return Wall(where, midnight, lambda day: midnight(day + timedelta(days=1)))


@dataclass(frozen=True)
class Plain:
    """One ended ticket by the definition; `wait` None where it is in no mean."""

    day: date
    half_hour: str
    keys: dict[str, str]
    adds: Counter[str]
    wait: int | None
    lost: int | None


def ended(tx: Transaction, office_id: int, wall: Wall) -> list[Plain]:
    """Every ended ticket of an office, from its row."""
    query = (
        select(ticket, service.c.code.label("service"), staff.c.username)
        .join(service, service.c.id == ticket.c.service_id)
        .outerjoin(staff, staff.c.id == ticket.c.staff_id)
        .where(ticket.c.office_id == office_id)
    )
    rows = tx.connection.execute(query).all()
    of_visit: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_visit[row.visit_id].append(row)
    over = (*SERVED_ON, *NOT_SERVED)
    told = _told(tx, office_id)
    found = [(row, _plain(row, of_visit[row.visit_id], wall)) for row in rows if row.state in over]
    for row, plain in found:
        if plain.wait is not None and row.id in told:
            plain.adds.update(_beside(told[row.id], (row.called_at - row.arrived_at) // _US))
    return [plain for _, plain in found]


def _beside(told: dict[str, float], felt: int) -> dict[str, int]:
    """What was told beside what was felt, of one who was answered."""
    low, high, felt = round(told["low_s"] * 1e6), round(told["high_s"] * 1e6), max(0, felt)
    over = felt - (low + high) // 2
    inside, later = int(low <= felt <= high), int(felt > high)
    return dict(told=1, told_off_us=abs(over), told_over_us=over, told_inside=inside, told_later=later)


def _told(tx: Transaction, office_id: int) -> dict[int, dict[str, float]]:
    """The range that each ticket's citizen was told, as the log of events has it."""
    issued = (event.c.office_id == office_id) & (event.c.kind == "ticket_issued")
    rows = tx.connection.execute(select(event.c.ticket_id, event.c.detail).where(issued))
    return {row.ticket_id: row.detail["expected"] for row in rows if "expected" in row.detail}


def _start(row: Any, wall: Wall) -> datetime:
    """Number issued, check-in or slot, transfer; not before the office opens for tickets."""
    begin: datetime = max(row.arrived_at, row.slot or row.arrived_at)
    opens = wall.tickets_from(row.arrived_at.astimezone(wall.zone).date())
    return begin if opens is None else max(begin, opens)


def _wait(row: Any, wall: Wall) -> int:
    """From its start to the last call; nobody waits less than nothing."""
    waited: int = max(0, (row.called_at - _start(row, wall)) // _US)
    return waited


def _plain(row: Any, visit: list[Any], wall: Wall) -> Plain:
    counted = row.state in SERVED_ON and row.called_at is not None
    moment = row.called_at or row.ended_at
    if row.state == "closed_by_system" and row.called_at is None:
        moment = min(moment, wall.closes(row.day) or moment)
    local = moment.astimezone(wall.zone)
    wait = _wait(row, wall) if counted else None
    lost = None if counted else max(0, (moment - _start(row, wall)) // _US)
    half_hour = f"{local.hour:02d}:{'30' if local.minute >= 30 else '00'}"
    return Plain(
        day=local.date() if counted else row.day,
        half_hour=half_hour,
        keys={
            "all": "",
            "hour": half_hour,
            "service": row.service,
            "counter": "" if row.counter_number is None else str(row.counter_number),
            "clerk": row.username or "",
            "category": row.category or "",
            "channel": row.channel,
        },
        adds=_adds(row, visit, wall, wait=wait, lost=lost),
        wait=wait,
        lost=lost,
    )


def _adds(row: Any, visit: list[Any], wall: Wall, *, wait: int | None, lost: int | None) -> Counter[str]:
    adds = Counter({"calls": row.calls, "out_of_order": int(row.out_of_order)})
    if row.slot is not None and row.called_at is not None:
        by = max(row.slot, row.arrived_at) + timedelta(minutes=10)
        adds.update(booked=1, punctual=int(row.called_at <= by))
    if wait is None:
        adds.update({row.state: 1, f"{row.state}_us": lost})
        return adds
    adds.update(n=1, wait_us=wait, raw_us=max(0, (row.called_at - row.arrived_at) // _US))
    adds.update(dossiers=len(row.dossiers), inferred=int(row.start_inferred))
    held = max(0, row.held_s) * 1_000_000
    serving = max(0, (row.ended_at - row.started_at) // _US - held)
    adds.update(held_us=held, way_n=1, way_us=max(0, (row.started_at - row.called_at) // _US))
    adds.update(counter_n=1, counter_us=serving, dossier_us=serving if row.dossiers else 0)
    adds.update(too_short=int(serving < 30_000_000), too_long=int(serving > 10_800_000_000))
    if row.state == "served":
        adds.update(visits=1, visit_us=sum(_wait(leg, wall) for leg in visit))
    return adds


def sums(facts: Iterable[Plain]) -> Sums:
    """By day, dimension and key: what adds up, and the longest wait."""
    found: defaultdict[tuple[date, str, str], Counter[str]] = defaultdict(Counter)
    for fact in facts:
        for dimension, key in fact.keys.items():
            place = (fact.day, dimension, key)
            longest = max(found[place]["longest_us"], fact.wait or 0)
            found[place].update(fact.adds)
            found[place]["longest_us"] = longest
    return {place: without_noughts(counted) for place, counted in found.items()}


def without_noughts(sums: Counter[str]) -> Counter[str]:
    """What is not 0; a sum may be less, where people waited shorter than they were told."""
    return Counter({name: value for name, value in sums.items() if value})
