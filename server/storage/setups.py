"""The set-up of an office in its tables: read back whole, and written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, insert, select, update

from server.contract.setup_file import OfficeDocument, SetUp
from server.domain import hours
from server.domain.people import Role
from server.storage import ended_accounts
from server.storage.happenings import Transaction
from server.storage.offices import new_stamp
from server.storage.tables import counter, office, service, staff

ROLES = (Role.CLERK.value, Role.RECEPTIONIST.value, Role.SUPERVISOR.value)
"""Of the accounts that belong to one office."""


def office_id(connection: Connection, code: str | None) -> int | None:
    """The id of an office, None when there is no such office."""
    found: int | None = connection.execute(select(office.c.id).where(office.c.code == code)).scalar()
    return found


def lock_counters(tx: Transaction, office_id: int) -> None:
    """Nobody acts at any counter of the office until the transaction ends."""
    rows = select(counter.c.id).where(counter.c.office_id == office_id).order_by(counter.c.id)
    tx.connection.execute(rows.with_for_update()).all()


def stored(connection: Connection, code: str) -> SetUp | None:
    """The set-up as it is now, without passwords; None when there is no such office."""
    columns = select(office.c.id, office.c.setup, office.c.time_zone)
    row = connection.execute(columns.where(office.c.code == code)).first()
    if row is None:
        return None
    return SetUp.model_validate(
        {
            **row.setup,
            "services": _services(connection, row.id, ZoneInfo(row.time_zone)),
            "counters": _counters(connection, row.id),
            "staff": _staff(connection, row.id),
        }
    )


_SERVICE_FIELDS = ("code", "names", "letter", "paused_reason", "slots_needed", "resources", "papers")


def _services(connection: Connection, office_id: int, zone: ZoneInfo) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(service).where(service.c.office_id == office_id).order_by(service.c.position)
    ).all()
    code_of = {row.id: row.code for row in rows}
    return [
        {
            **{name: getattr(row, name) for name in _SERVICE_FIELDS},
            "parent": code_of.get(row.parent_id),
            "usual_min": row.usual_s / 60,
            "paused_until": row.paused_until and row.paused_until.astimezone(zone).replace(tzinfo=None),
        }
        for row in rows
        if row.active
    ]


def _counters(connection: Connection, office_id: int) -> list[dict[str, Any]]:
    columns = select(counter.c.number, counter.c.names, counter.c.services, counter.c.timed)
    rows = connection.execute(
        columns.where(counter.c.office_id == office_id, counter.c.active).order_by(counter.c.number)
    )
    return [dict(row) for row in rows.mappings()]


def _staff(connection: Connection, office_id: int) -> list[dict[str, Any]]:
    columns = select(staff.c.username, staff.c.name, staff.c.role, staff.c.services)
    rows = connection.execute(
        columns.where(staff.c.office_id == office_id, staff.c.active, staff.c.role.in_(ROLES)).order_by(
            staff.c.id
        )
    )
    return [dict(row) for row in rows.mappings()]


def write_office(tx: Transaction, setup: SetUp, *, closed_through: date) -> int:
    """The row of the office, new or changed; its id. `closed_through` is for a new one."""
    about = setup.office
    document = OfficeDocument.model_validate(setup.model_dump(include=set(OfficeDocument.model_fields)))
    values: dict[str, Any] = {
        "level": about.level,
        "time_zone": about.time_zone,
        "parent_id": office_id(tx.connection, about.parent),
        "successor_id": office_id(tx.connection, about.successor),
        "valid_from": about.valid_from,
        "valid_to": about.valid_to,
        "setup": document.model_dump(mode="json"),
    }
    known = office_id(tx.connection, about.code)
    if known is not None:
        changed = {**values, "setup_stamp": new_stamp()}
        tx.connection.execute(update(office).where(office.c.id == known).values(changed))
        return known
    new = {**values, "code": about.code, "closed_through": closed_through}
    made: int = tx.connection.execute(insert(office).values(new).returning(office.c.id)).scalar_one()
    return made


def write_services(tx: Transaction, office_id: int, setup: SetUp) -> None:
    """Services in the order of the file; what it does not name is kept, inactive."""
    zone = ZoneInfo(setup.office.time_zone)
    for position, entry in enumerate(setup.services):
        values = {
            "letter": entry.letter,
            "names": entry.names,
            "usual_s": round(entry.usual_min * 60),
            "paused_reason": entry.paused_reason,
            "paused_until": entry.paused_until and hours.wall_moment(zone, entry.paused_until),
            "position": position,
            "slots_needed": entry.slots_needed,
            "resources": entry.resources,
            "papers": entry.papers,
        }
        _write(tx, service, {"office_id": office_id, "code": entry.code}, values)
    known = _ids(tx, service, office_id, "code")
    for entry in setup.services:
        parent = known[entry.parent] if entry.parent else None
        row = service.c.id == known[entry.code]
        tx.connection.execute(update(service).where(row).values(parent_id=parent))
    retire(tx, service, [known[code] for code in known.keys() - {s.code for s in setup.services}])


def write_counters(tx: Transaction, office_id: int, setup: SetUp) -> None:
    """Counters; one that is open for some services stays open for those that still take tickets."""
    leaves = leaves_of(setup)
    for entry in setup.counters:
        key = {"office_id": office_id, "number": entry.number}
        chosen = tx.connection.execute(select(counter.c.open_services).filter_by(**key)).scalar()
        timed = [one.model_dump(mode="json") for one in entry.timed]
        values = {"names": entry.names, "services": entry.services, "timed": timed}
        left = [code for code in chosen or () if code in leaves]
        _write(tx, counter, key, {**values, "open_services": left or None})
    known = _ids(tx, counter, office_id, "number")
    retire(tx, counter, [known[number] for number in known.keys() - {c.number for c in setup.counters}])


def write_staff(tx: Transaction, office_id: int, setup: SetUp, password_hashes: Mapping[str, str]) -> None:
    """Accounts, with the hashes of new passwords by username; these have to be changed when they are first
    used. Who ended before begins anew. Nobody is retired here."""
    wished = accounts(tx.connection, [entry.username for entry in setup.staff or ()])
    ended_accounts.forget(tx, [row.id for row in wished if not row.active])
    if setup.staff is None:
        _narrow_skills(tx, office_id, leaves_of(setup))
    for entry in setup.staff or ():
        values: dict[str, Any] = {"name": entry.name, "role": entry.role, "services": entry.services}
        if entry.username in password_hashes:
            values |= {"password_hash": password_hashes[entry.username], "must_change_password": True}
        _write(tx, staff, {"office_id": office_id, "username": entry.username}, values)


def leaves_of(setup: SetUp) -> set[str]:
    """The codes of services that take tickets."""
    return {entry.code for entry in setup.services} - {entry.parent for entry in setup.services}


def _narrow_skills(tx: Transaction, office_id: int, leaves: Collection[str]) -> None:
    """Nobody is limited to services that are no more; who was to these alone may serve everything."""
    for entry in _staff(tx.connection, office_id):
        left = [code for code in entry["services"] if code in leaves]
        if left != entry["services"]:
            mine = staff.c.office_id == office_id, staff.c.username == entry["username"]
            tx.connection.execute(update(staff).where(*mine).values(services=left))


def retire(tx: Transaction, table: Table, ids: Collection[int]) -> None:
    """Rows that old tickets speak of stay, but are no longer active."""
    if ids:
        tx.connection.execute(update(table).where(table.c.id.in_(ids)).values(active=False))


def _ids(tx: Transaction, table: Table, office_id: int, key: str) -> dict[Any, int]:
    rows = tx.connection.execute(select(table.c[key], table.c.id).where(table.c.office_id == office_id))
    return {row[0]: row[1] for row in rows}


def _write(tx: Transaction, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    changed = update(table).filter_by(**key).values(**values, active=True)
    if tx.connection.execute(changed).rowcount == 0:
        tx.connection.execute(insert(table).values(**key, **values, active=True))


def accounts(connection: Connection, usernames: Iterable[str]) -> list[Any]:
    """The accounts of these names, of whatever office, active or not, with the code of their office."""
    query = select(staff, office.c.code.label("office_code")).outerjoin(
        office, office.c.id == staff.c.office_id
    )
    return list(connection.execute(query.where(staff.c.username.in_(list(usernames)))).all())
