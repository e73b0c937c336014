"""Somebody who pairs machines, as the page of devices does it."""

from __future__ import annotations

from sqlalchemy import select

from server.actions.house import devices, pairing
from server.actions.house.pairing import Typed
from server.domain.people import Caller, Role
from server.ports import SystemClock
from server.settings import Settings
from server.storage.database import Database
from server.storage.tables import staff
from tests.support.servers import OFFICE, Server

SUPERVISOR = "giang"


def approve(server: Server, code: str, *, name: str = "", counter: int | None = None) -> int:
    """The supervisor types a code; the new device's id."""
    key = Settings(database=server.database, secret_key="only for tests").signing_key()
    database = Database(server.database, SystemClock())
    try:
        with database.read() as tx:
            row = tx.connection.execute(select(staff).where(staff.c.username == SUPERVISOR)).one()
        who = Caller(Role.SUPERVISOR, row.office_id, f"staff:{row.id}", staff_id=row.id)
        typed = Typed(code, name, counter=counter)
        return database.write(lambda tx: pairing.pair(tx, who, OFFICE, typed, key=key))
    finally:
        database.close()


def revoke(server: Server, name: str) -> None:
    """The command revokes a device while the server runs."""
    database = Database(server.database, SystemClock())
    try:
        database.write(lambda tx: devices.revoke_token(tx, OFFICE, name))
    finally:
        database.close()
