"""The checklist of an office: what is missing before it can run, in words, with the page that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from server.domain import hours, readiness
from server.domain.office import Office
from server.domain.readiness import Clerk, Machine, Missing, Premises, Severity
from server.domain.readiness_texts import TEXTS, WEEKDAYS
from server.storage.happenings import Transaction
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


def checklist(tx: Transaction, office_code: str, *, public_address: bool, speaks: bool) -> list[Point]:
    """What an office misses, what matters most in front. `public_address`: whether the settings have one;
    `speaks`: whether this server can say texts aloud.

    Raises `UnknownOffice`.
    """
    office = tx.office(office_code)
    premises = Premises(
        office=office,
        staff=_staff(tx, office),
        machines=_machines(tx, office),
        today=hours.office_day(office.hours, tx.now),
        public_address=public_address,
        speaks=speaks,
    )
    return [_point(office, one) for one in readiness.missing(premises)]


def _staff(tx: Transaction, office: Office) -> tuple[Clerk, ...]:
    query = select(staff.c.role, staff.c.services).where(staff.c.office_id == office.id, staff.c.active)
    rows = tx.connection.execute(query.order_by(staff.c.id)).all()
    return tuple(Clerk(row.role, frozenset(row.services) if row.services else None) for row in rows)


def _machines(tx: Transaction, office: Office) -> tuple[Machine, ...]:
    query = select(device.c.role, device.c.name, device.c.printer, device.c.speaks)
    here = device.c.office_id == office.id, device.c.revoked_at.is_(None)
    rows = tx.connection.execute(query.where(*here).order_by(device.c.id)).all()
    return tuple(Machine(row.role, row.name, row.printer, row.speaks) for row in rows)


def _point(office: Office, one: Missing) -> Point:
    texts = {
        language: text.format(_about(office, one.subject, language))
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
