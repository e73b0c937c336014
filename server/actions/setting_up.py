"""Setting up: an office becomes what its set-up file says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from server.actions import signing_in
from server.contract.events import Kind
from server.contract.setup_file import OfficeDocument, SetUp
from server.domain import hours
from server.storage.happenings import Happening, Transaction
from server.storage.offices import hours_of
from server.storage.tables import counter, office, service, staff


def apply(tx: Transaction, setup: SetUp) -> int:
    """Write a whole set-up; the office's id. What the file no longer names is kept but inactive,
    because old tickets speak of it."""
    office_id = _write_office(tx, setup)
    _write_services(tx, office_id, setup)
    _write_counters(tx, office_id, setup)
    _write_staff(tx, office_id, setup)
    tx.tell(Happening(office_id, Kind.OFFICE_CHANGED))
    return office_id


def _write_office(tx: Transaction, setup: SetUp) -> int:
    about = setup.office
    document = OfficeDocument.model_validate(
        setup.model_dump(include=set(OfficeDocument.model_fields))
    ).model_dump(mode="json")
    values: dict[str, Any] = {
        "level": about.level,
        "time_zone": about.time_zone,
        "parent_id": _id_of(tx, about.parent),
        "successor_id": _id_of(tx, about.successor),
        "valid_from": about.valid_from,
        "valid_to": about.valid_to,
        "setup": document,
    }
    known = _id_of(tx, about.code)
    if known is not None:
        changed = {**values, "setup_version": office.c.setup_version + 1}
        tx.connection.execute(update(office).where(office.c.id == known).values(changed))
        return known
    yesterday = hours.office_day(hours_of(setup), tx.now) - timedelta(days=1)
    new = {**values, "code": about.code, "closed_through": yesterday}
    office_id: int = tx.connection.execute(insert(office).values(new).returning(office.c.id)).scalar_one()
    return office_id


def _id_of(tx: Transaction, code: str | None) -> int | None:
    found: int | None = tx.connection.execute(select(office.c.id).where(office.c.code == code)).scalar()
    return found


def _write_services(tx: Transaction, office_id: int, setup: SetUp) -> None:
    known = _known(tx, service, office_id, "code")
    for position, entry in enumerate(setup.services):
        values = {
            "letter": entry.letter,
            "names": entry.names,
            "usual_s": round(entry.usual_min * 60),
            "paused_reason": entry.paused_reason,
            "position": position,
            "active": True,
        }
        _write(
            tx, service, known, key=entry.code, values={**values, "office_id": office_id, "code": entry.code}
        )
    known = _known(tx, service, office_id, "code")
    for entry in setup.services:
        parent = known[entry.parent] if entry.parent else None
        tx.connection.execute(
            update(service).where(service.c.id == known[entry.code]).values(parent_id=parent)
        )
    _retire(tx, service, known, {entry.code for entry in setup.services})


def _write_counters(tx: Transaction, office_id: int, setup: SetUp) -> None:
    known = _known(tx, counter, office_id, "number")
    for entry in setup.counters:
        values = {"names": entry.names, "services": entry.services, "active": True}
        _write(
            tx,
            counter,
            known,
            key=entry.number,
            values={**values, "office_id": office_id, "number": entry.number},
        )
    _retire(tx, counter, known, {entry.number for entry in setup.counters})


def _write_staff(tx: Transaction, office_id: int, setup: SetUp) -> None:
    known = _known(tx, staff, office_id, "username")
    for entry in setup.staff:
        values: dict[str, Any] = {"name": entry.name, "role": entry.role, "active": True}
        if entry.password is not None:
            values["password_hash"] = signing_in.hashed_password(entry.password)
        whole = {**values, "office_id": office_id, "username": entry.username}
        _write(tx, staff, known, key=entry.username, values=whole)
    _retire(tx, staff, known, {entry.username for entry in setup.staff})


def _known(tx: Transaction, table: Any, office_id: int, key: str) -> dict[Any, int]:
    rows = tx.connection.execute(select(table.c[key], table.c.id).where(table.c.office_id == office_id))
    return {row[0]: row[1] for row in rows}


def _write(tx: Transaction, table: Any, known: dict[Any, int], *, key: Any, values: dict[str, Any]) -> None:
    if key in known:
        tx.connection.execute(update(table).where(table.c.id == known[key]).values(values))
    else:
        tx.connection.execute(insert(table).values(values))


def _retire(tx: Transaction, table: Any, known: dict[Any, int], named: set[Any]) -> None:
    gone = [row_id for key, row_id in known.items() if key not in named]
    if gone:
        tx.connection.execute(update(table).where(table.c.id.in_(gone)).values(active=False))
