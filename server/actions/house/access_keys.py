"""Access keys: tokens of an office that are no machine in its hall, listed, and made for partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from server.actions.house import devices
from server.domain.people import Caller, Permission, Role
from server.storage.hall import GUARDED_DEVICES
from server.storage.happenings import Transaction
from server.storage.tables import device


@dataclass(frozen=True, slots=True)
class AccessKey:
    """One token that is not revoked. `scopes` None: everything of its role; `used_at`: when it was last
    heard of, to the minute, None: never."""

    id: int
    name: str
    role: str
    scopes: tuple[str, ...] | None
    used_at: datetime | None
    made_at: datetime


def keys(tx: Transaction, caller: Caller, office_code: str) -> list[AccessKey]:
    """The office's keys that are not revoked, newest first; raises `UnknownOffice`, `NotAllowed`."""
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MANAGE_DEVICES)
    caller.must_be_of(office.id)
    query = (
        select(device)
        .where(device.c.office_id == office.id, device.c.role.not_in(GUARDED_DEVICES))
        .where(device.c.revoked_at.is_(None))
        .order_by(device.c.id.desc())
    )
    return [
        AccessKey(
            row.id,
            row.name,
            row.role,
            None if row.scopes is None else tuple(row.scopes),
            row.seen_at,
            row.created_at,
        )
        for row in tx.connection.execute(query)
    ]


def make(tx: Transaction, caller: Caller, office_code: str, *, name: str, scopes: Sequence[str]) -> str:
    """A new key for a partner's program, limited to these scopes; it is told once.

    Raises `UnknownOffice`, `NotAllowed`.
    """
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MAKE_ACCESS_KEYS)
    caller.must_be_of(office.id)
    return devices.create_token(
        tx, office_code, role=Role.INTEGRATION.value, name=name, scopes=scopes, caller=caller
    )
