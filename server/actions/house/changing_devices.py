"""Changing a device: another name, or another counter for a machine that stands at one."""

from __future__ import annotations

from sqlalchemy import select, update

from server.actions.house import auditing
from server.domain import pairing
from server.domain.device_errors import CounterNeeded
from server.domain.errors import UnknownDevice
from server.domain.people import Caller, Permission, Role
from server.storage.happenings import Transaction
from server.storage.tables import device


def change(
    tx: Transaction, caller: Caller, office_code: str, device_id: int, *, name: str, counter: int | None
) -> None:
    """Call a device something else, and put a counter machine or rating tablet to another counter; its token
    stays. `counter` says nothing of other machines; without a change nothing is written.

    Raises `UnknownOffice`, `NotAllowed`, `UnknownDevice` of one that is revoked too, `CounterNeeded`,
    `UnknownCounter`.
    """
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MANAGE_DEVICES)
    caller.must_be_of(office.id)
    query = select(device).where(device.c.id == device_id, device.c.office_id == office.id)
    row = tx.connection.execute(query.where(device.c.revoked_at.is_(None))).first()
    if row is None:
        raise UnknownDevice(device=device_id)
    at_a_counter = Role(row.role) in pairing.AT_A_COUNTER
    if at_a_counter and counter is None:
        raise CounterNeeded()
    number = office.counter(counter).number if at_a_counter and counter is not None else row.counter_number
    old = {"name": row.name, "counter_number": row.counter_number}
    new = {"name": name, "counter_number": number}
    if old == new:
        return
    tx.connection.execute(update(device).where(device.c.id == device_id).values(**new))
    what = f"device {device_id} {name}"
    auditing.record(tx, caller, "device.changed", what, office_id=office.id, old=old, new=new)
