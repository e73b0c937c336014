"""The checklist of an office: what is missing before it can run, in words, with the page that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from server.actions.house import device_floor
from server.domain import hours, readiness
from server.domain.alerts import MORNING_GRACE
from server.domain.office import Office
from server.domain.readiness import Clerk, Machine, Missing, Premises, Severity
from server.domain.readiness_texts import TEXTS, WEEKDAYS
from server.domain.unserved import Stretch
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device, staff


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist. `page` is the address of the page where it is mended."""

    code: str
    severity: Severity
    page: str
    texts: Mapping[str, str]

    @property
    def urgent(self) -> bool:
        """Whether the office cannot work like that."""
        return self.severity is Severity.MUST


def checklist(
    tx: Transaction, office_code: str, *, public_address: bool, speaks: bool, single_sign_on: bool = False
) -> list[Point]:
    """What an office misses, what matters most in front. `public_address`, `single_sign_on`: whether the
    settings have one; `speaks`: whether this server can say texts aloud.

    Raises `UnknownOffice`.
    """
    office = tx.office(office_code)
    premises = Premises(
        office=office,
        staff=_staff(tx, office, single_sign_on=single_sign_on),
        machines=_machines(tx, office),
        today=hours.office_day(office.hours, tx.now),
        public_address=public_address,
        speaks=speaks,
    )
    return [_point(office, one) for one in readiness.missing(premises)]


def _staff(tx: Transaction, office: Office, *, single_sign_on: bool) -> tuple[Clerk, ...]:
    query = select(staff).where(staff.c.office_id == office.id, staff.c.active)
    rows = tx.connection.execute(query.order_by(staff.c.id)).all()
    return tuple(
        Clerk(
            row.role,
            frozenset(row.services) if row.services else None,
            username=row.username,
            can_sign_in=bool(row.password_hash or (single_sign_on and (row.email or row.oidc_subject))),
        )
        for row in rows
    )


def _machines(tx: Transaction, office: Office) -> tuple[Machine, ...]:
    """What a kiosk said of its printer long ago says nothing of it now."""
    here = device.c.office_id == office.id, device.c.revoked_at.is_(None)
    rows = tx.connection.execute(select(device).where(*here).order_by(device.c.id)).all()
    return tuple(
        Machine(
            row.role,
            row.name,
            row.printer if device_floor.fresh(row, tx.now) else None,
            row.speaks,
            gone=_gone(tx, office, row),
        )
        for row in rows
    )


def _gone(tx: Transaction, office: Office, row: TicketRow) -> bool:
    """Nights and holidays are no silence; a new machine, or one switched on late, has its minutes."""
    heard = row.seen_at or row.created_at
    return hours.within_hours_s(office.hours, heard, tx.now) > MORNING_GRACE.total_seconds()


def _point(office: Office, one: Missing) -> Point:
    texts = {
        language: text.format(_about(office, one.subject, language), times(one.stretches, language))
        for language, text in TEXTS[one.code].items()
    }
    page = f"/admin/{office.code}" + (f"/{one.page}" if one.page else "")
    return Point(one.code, one.severity, page, texts)


def _about(office: Office, subject: str, language: str) -> str:
    """A service by its name, a weekday by its word, anything else as it is."""
    if subject in WEEKDAYS:
        return WEEKDAYS[subject][language]
    service = office.services.get(subject)
    return subject if service is None else service.names.get(language) or service.names.get("vi", subject)


def times(stretches: tuple[Stretch, ...], language: str) -> str:
    """`Thứ Bảy 07:30–11:30; Thứ Hai, Thứ Ba 13:00–17:00`."""
    words = [names[language] for names in WEEKDAYS.values()]
    told = []
    for one in stretches:
        days = ", ".join(words[day] for day in one.days)
        told.append(f"{days} {_wall(one.begins)}–{_wall(one.ends, end=True)}")
    return "; ".join(told)


def _wall(wall: time, *, end: bool = False) -> str:
    return "24:00" if end and wall == time() else f"{wall:%H:%M}"
