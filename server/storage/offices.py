"""Offices read from the database, kept in memory until their set-up or their counters change."""

from __future__ import annotations

import re
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from server.contract.setup_file import OfficeDocument
from server.domain.errors import UnknownOffice
from server.domain.intervals import Span
from server.domain.office import Category, Counter, Names, Office, Service
from server.domain.ordering import ArrivalClass, Policy
from server.domain.serving import Choice, CounterPlan, TimedServices
from server.domain.speech import SpeechOptions
from server.storage import bookable, opening
from server.storage.figure_rules import figure_rules_of
from server.storage.opening import WEEKDAYS
from server.storage.tables import counter, office, service, staff

_CODE_SHAPE = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True)
class _Kept:
    """An office as it stands within `span`; None: at any time."""

    stamp: tuple[int, int, object]
    office: Office
    span: Span | None

    def holds(self, stamp: tuple[int, int, object], now: datetime) -> bool:
        return self.stamp == stamp and (self.span is None or self.span.start <= now < self.span.end)


class Offices:
    """Every office by its code. Shared by all threads; an entry is exact for the transaction that asks,
    because the row it compares its stamp with is read in that transaction, and what its counters serve
    is of that transaction's moment."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()
        self._now: datetime | None = None

    def at(self, now: datetime) -> Offices:
        """The same offices, as one transaction sees them at its moment."""
        view = Offices()
        view._kept, view._lock, view._now = self._kept, self._lock, now
        return view

    def get(self, connection: Connection, code: str) -> Office:
        """Raises `UnknownOffice`."""
        row = connection.execute(_STAMP, {"code": code}).first() if _CODE_SHAPE.fullmatch(code) else None
        if row is None:
            raise UnknownOffice(office=code)
        if self._now is None:
            raise AssertionError("say at which moment: `at(now)`")
        stamp = (row.setup_stamp, row.hall_stamp, row.closed_through)
        kept = self._kept.get(code)
        if kept is None or not kept.holds(stamp, self._now):
            office = _load(connection, code)
            kept = _Kept(stamp, office.standing_at(self._now), office.counters_unchanged(self._now))
            with self._lock:
                self._kept[code] = kept
        return kept.office

    def by_id(self, connection: Connection, office_id: int) -> Office:
        code: str = connection.execute(_CODE, {"id": office_id}).scalar_one()
        return self.get(connection, code)

    def all(self, connection: Connection) -> list[Office]:
        codes = connection.execute(select(office.c.code).order_by(office.c.code)).scalars().all()
        return [self.get(connection, code) for code in codes]


def new_stamp() -> int:
    """A stamp that nobody used before.

    Were it counted up, an office read in a transaction that then failed would be taken for what the
    next transaction wrote under the same count.
    """
    return secrets.randbits(31)


_STAMP = select(office.c.setup_stamp, office.c.hall_stamp, office.c.closed_through).where(
    office.c.code == bindparam("code")
)
_CODE = select(office.c.code).where(office.c.id == bindparam("id"))


def _load(connection: Connection, code: str) -> Office:
    row = connection.execute(select(office).where(office.c.code == code)).one()
    setup = OfficeDocument.model_validate(row.setup)
    services = _services(connection, row.id)
    about = setup.office
    return Office(
        id=row.id,
        code=row.code,
        level=row.level,
        names=about.names,
        short_name=about.short_name,
        address=about.address,
        hotline=about.hotline,
        house_text=about.house_text,
        languages=tuple(about.languages),
        time_zone=row.time_zone,
        goal_s=about.goal_min * 60,
        hours=opening.hours_of(setup),
        policy=policy_of(setup),
        speech=SpeechOptions(zero_word=setup.voice.zero_word, thousand_word=setup.voice.thousand_word),
        voice_languages=tuple(setup.voice.languages),
        categories={c.code: Category(c.code, c.names, c.min_age) for c in setup.categories},
        services=services,
        roots=tuple(s.code for s in services.values() if s.active and s.parent is None),
        counters=_counters(connection, row.id),
        closed_through=row.closed_through,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        booking=bookable.rules_of(setup),
        plans=bookable.plans_of(setup),
        resources=bookable.resources_of(setup),
        figures=figure_rules_of(setup),
        texts=texts_of(setup),
    )


def texts_of(setup: OfficeDocument) -> dict[str, Names]:
    """The office's own words, by what they are for."""
    return {name: texts for name, texts in setup.texts.model_dump().items() if texts}


def policy_of(setup: OfficeDocument) -> Policy:
    """The order rules of a set-up."""
    minutes = setup.allowances
    return Policy(
        allowance={
            ArrivalClass.WALK_IN: timedelta(minutes=minutes.walk_in_min),
            ArrivalClass.APPOINTMENT: timedelta(minutes=minutes.appointment_min),
            ArrivalClass.PRIORITY: timedelta(minutes=minutes.priority_min),
        },
        transfer=timedelta(minutes=minutes.transfer_min),
        put_back_after_call=timedelta(seconds=setup.rules.put_back_after_s),
        restore_within=timedelta(minutes=setup.rules.restore_within_min),
    )


def _services(connection: Connection, office_id: int) -> dict[str, Service]:
    rows = connection.execute(_SERVICES, {"office": office_id}).all()
    code_of = {row.id: row.code for row in rows}
    children: dict[str, list[str]] = {row.code: [] for row in rows}
    for row in rows:
        if row.active and row.parent_id in code_of:
            children[code_of[row.parent_id]].append(row.code)
    return {row.code: _service(row, code_of.get(row.parent_id), tuple(children[row.code])) for row in rows}


def _service(row: Row[Any], parent: str | None, children: tuple[str, ...]) -> Service:
    return Service(
        id=row.id,
        code=row.code,
        letter=row.letter,
        names=row.names,
        usual_s=row.usual_s,
        parent=parent,
        children=children,
        active=row.active,
        paused_reason=row.paused_reason,
        paused_until=row.paused_until,
        slots_needed=row.slots_needed,
        resources=tuple(row.resources),
        papers={language: tuple(papers) for language, papers in row.papers.items()},
    )


_SERVICES = select(service).where(service.c.office_id == bindparam("office")).order_by(service.c.position)


def _counters(connection: Connection, office_id: int) -> dict[int, Counter]:
    rows = connection.execute(_ACTIVE_COUNTERS, {"office": office_id}).all()
    return {row.number: _counter(row) for row in rows}


def _counter(row: Row[Any]) -> Counter:
    plan = plan_of(row.services, row.timed)
    return Counter(
        id=row.id,
        number=row.number,
        names=row.names,
        state=row.state,
        services=plan.usual,
        configured=plan.usual,
        staff_id=row.staff_id,
        staff_name=row.staff_name,
        reason=row.reason,
        plan=plan,
        skills=frozenset(row.skills) if row.skills else None,
        chosen=None if row.open_services is None else Choice(frozenset(row.open_services), row.changed_at),
    )


def plan_of(services: list[str], timed: list[dict[str, Any]]) -> CounterPlan:
    """The plan of a counter, as it is kept."""
    return CounterPlan(frozenset(services), tuple(_timed(entry) for entry in timed))


def _timed(entry: dict[str, Any]) -> TimedServices:
    return TimedServices(
        services=frozenset(entry["services"]),
        days=frozenset(WEEKDAYS.index(day) for day in entry["days"]),
        begins=time.fromisoformat(entry["begins"]),
        ends=time.fromisoformat(entry["ends"]),
    )


_ACTIVE_COUNTERS = (
    select(counter, staff.c.name.label("staff_name"), staff.c.services.label("skills"))
    .outerjoin(staff, staff.c.id == counter.c.staff_id)
    .where(counter.c.office_id == bindparam("office"), counter.c.active)
    .order_by(counter.c.number)
)
