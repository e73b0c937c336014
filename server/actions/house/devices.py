"""Devices: tokens that let them in, and what they say of themselves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version

from sqlalchemy import ColumnElement, func, insert, select, update

from server.actions.house import auditing, device_tokens
from server.contract import messages
from server.contract.events import Kind
from server.domain import hours
from server.domain.errors import NotAllowed, UnknownDevice
from server.domain.office import Office
from server.domain.people import Caller, Permission, Role
from server.storage import device_days, device_spans
from server.storage.happenings import NOBODY, Actor, Happening, Transaction
from server.storage.pairings import hashed
from server.storage.queries import TicketRow
from server.storage.tables import device

DEVICE_ROLES = ("kiosk", "counter", "display", "tablet", "receptionist", "supervisor", "integration")
_FORGOTTEN_AFTER = timedelta(hours=12)
_FINE = ("ready",)
OWN_VERSION = version("dunghen")
"""What a page that has just been loaded is: it came from this server."""


def create_token(
    tx: Transaction,
    office_code: str,
    *,
    role: str,
    name: str,
    counter: int | None = None,
    scopes: Sequence[str] | None = None,
    caller: Caller | None = None,
) -> str:
    """A new device of an office; the token is told once and only its hash is kept. `scopes` limit the
    key of an integration; None: everything of its role.

    Raises `UnknownOffice`, `UnknownCounter`.
    """
    office = tx.office(office_code)
    if counter is not None:
        office.counter(counter)
    token = secrets.token_urlsafe(32)
    row = {"office_id": office.id, "name": name, "role": role, "counter_number": counter}
    limits = None if scopes is None else sorted(set(scopes))
    values = {**row, "scopes": limits, "token_hash": hashed(token), "created_at": tx.now}
    tx.connection.execute(insert(device).values(values))
    told = row if limits is None else {**row, "scopes": limits}
    what = f"device {name}"
    auditing.record(tx, caller, "device.made", what, office_id=office.id, new=told, by="command")
    return token


def renew_token(
    tx: Transaction, office_code: str, *, role: str, name: str, counter: int | None = None
) -> str:
    """A new token for the device of that role and name, whose old one ends; the device is made when there
    is none yet. Raises `UnknownOffice`, `UnknownCounter`."""
    office = tx.office(office_code)
    token = secrets.token_urlsafe(32)
    known = (
        select(func.min(device.c.id))
        .where(device.c.office_id == office.id, device.c.role == role, device.c.name == name)
        .where(device.c.revoked_at.is_(None))
    )
    renewed = tx.connection.execute(
        update(device)
        .where(device.c.id == known.scalar_subquery())
        .values(token_hash=hashed(token), new_token_hash=None, new_token_until=None)
        .returning(device.c.id)
    ).scalar()
    if renewed is None:
        return create_token(tx, office_code, role=role, name=name, counter=counter)
    what = f"device {renewed} {name}"
    auditing.record(tx, None, "device.token_renewed", what, office_id=office.id, by="command")
    return token


def devices(tx: Transaction, office_code: str) -> list[TicketRow]:
    """The devices of an office, revoked ones too."""
    office = tx.office(office_code)
    return list(
        tx.connection.execute(select(device).where(device.c.office_id == office.id).order_by(device.c.id))
    )


def revoke_token(tx: Transaction, office_code: str, name: str) -> int:
    """Revoke the devices of that name; how many there were. Raises `UnknownDevice` when none."""
    office = tx.office(office_code)
    revoked = _revoke(tx, office, device.c.name == name, caller=None)
    if revoked == 0:
        raise UnknownDevice(name=name)
    return revoked


def revoke(tx: Transaction, caller: Caller, office_code: str, device_id: int) -> None:
    """Revoke one device, lost or stolen or put away: within seconds its requests are refused and its live
    connections end. Revoking twice is revoking once. Raises `NotAllowed`, `UnknownDevice`."""
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MANAGE_DEVICES)
    caller.must_be_of(office.id)
    query = select(device.c.id).where(device.c.id == device_id, device.c.office_id == office.id)
    if tx.connection.execute(query).first() is None:
        raise UnknownDevice(device=device_id)
    _revoke(tx, office, device.c.id == device_id, caller=caller)


def _revoke(tx: Transaction, office: Office, which: ColumnElement[bool], *, caller: Caller | None) -> int:
    rows = tx.connection.execute(
        update(device)
        .where(device.c.office_id == office.id, which, device.c.revoked_at.is_(None))
        .values(revoked_at=tx.now)
        .returning(device.c.id, device.c.name)
    ).all()
    device_spans.close(tx, [row.id for row in rows])
    actor = NOBODY if caller is None else Actor(staff_id=caller.staff_id)
    for row in rows:
        tx.tell(Happening(office.id, Kind.DEVICE_REVOKED, actor=actor, public={"device": row.name}))
        what = f"device {row.id} {row.name}"
        auditing.record(tx, caller, "device.revoked", what, office_id=office.id, by="command")
    return len(rows)


def caller_of(tx: Transaction, token: str) -> Caller | None:
    """Who holds a token; None when nobody does, or it was revoked or replaced."""
    holder = device_tokens.holder_of(tx, token)
    return None if holder is None or holder.replayed else holder.caller


def report(
    tx: Transaction, caller: Caller, office_code: str, said: messages.DeviceReport, *, rate: float = 1.0
) -> None:
    """A device says how it is, a kiosk also of its printer: a change of that is an event, seen at once.

    How far its own clock is off is kept; not in a demo, whose clock runs at a `rate` of its own.
    """
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    if said.printer is not None and caller.role is not Role.KIOSK:
        raise NotAllowed("Only a kiosk has a printer.")
    if said.at is not None and caller.device_id is not None and rate == 1:
        day = hours.office_day(office.hours, tx.now)
        device_days.note_clock(tx, caller.device_id, day, said.at - tx.now)
    row = tx.connection.execute(
        select(device.c.printer, device.c.name).where(device.c.id == caller.device_id)
    ).one()
    values: dict[str, object] = {"reported_at": tx.now}
    if said.version or (said.begun and caller.role is not Role.KIOSK):
        values["version"] = said.version[:60] or OWN_VERSION
    if said.speaks is not None and caller.role is Role.KIOSK:
        values["speaks"] = said.speaks
    if said.printer is not None and row.printer != said.printer.value:
        values |= {"printer": said.printer.value, "printer_since": tx.now}
        public = {"device": row.name, "printer": said.printer.value}
        actor = Actor(device_id=caller.device_id)
        tx.tell(Happening(office.id, Kind.DEVICE_REPORTED, actor=actor, public=public))
    tx.connection.execute(update(device).where(device.c.id == caller.device_id).values(**values))


def alerts(tx: Transaction, office: Office) -> list[messages.Alert]:
    """What staff should see to: kiosks whose printer needs somebody."""
    rows = tx.connection.execute(
        select(device)
        .where(device.c.office_id == office.id, device.c.revoked_at.is_(None), device.c.printer.is_not(None))
        .where(device.c.printer.not_in(_FINE), device.c.reported_at >= tx.now - _FORGOTTEN_AFTER)
        .order_by(device.c.printer_since)
    )
    return [_alert(row) for row in rows]


def _alert(row: TicketRow) -> messages.Alert:
    vi, en = _PRINTER_TEXTS[row.printer]
    texts = {"vi": f"{row.name}: {vi}", "en": f"{row.name}: {en}"}
    return messages.Alert(code=f"printer_{row.printer}", text=texts, since=row.printer_since)


_PRINTER_TEXTS = {
    "paper_low": ("máy in sắp hết giấy", "the printer is low on paper"),
    "paper_out": ("máy in hết giấy", "the printer is out of paper"),
    "cover_open": ("nắp máy in đang mở", "the printer's cover is open"),
    "error": ("máy in bị lỗi", "the printer has a fault"),
    "offline": ("không kết nối được máy in", "the printer cannot be reached"),
}
