"""Pairings as they are kept: machines that show a code, and codes that were wrong."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from server.domain.pairing import FAILURE_WINDOW, STEPPED_BACK, VALID_FOR
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device, office, pairing, pairing_failure

KEPT = timedelta(days=2)
"""Longer than an approved machine may take to fetch its token."""


def hashed(secret: str) -> str:
    """What is stored of a token or a secret: they are random and long, so a plain hash cannot be reversed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def shown_now(tx: Transaction, address: str | None = None) -> int:
    """How many codes can be typed now, of one address or of all."""
    query = select(func.count()).where(
        pairing.c.created_at > tx.now - VALID_FOR,
        pairing.c.created_at <= tx.now + STEPPED_BACK,
        pairing.c.approved_at.is_(None),
    )
    if address is not None:
        query = query.where(pairing.c.address == address)
    return int(tx.connection.execute(query).scalar_one())


def add(tx: Transaction, row: dict[str, object]) -> None:
    """Keep a machine that shows a code from now on."""
    tx.connection.execute(insert(pairing).values(**row, created_at=tx.now))


def by_id(tx: Transaction, pairing_id: str, secret: str) -> TicketRow | None:
    """The pairing with this secret, with what its device is by now: `name`, `device_role`, `office`,
    `device_counter`, `current_hash`, `used_at`, `revoked_at`."""
    return tx.connection.execute(
        select(
            pairing,
            device.c.name,
            device.c.role.label("device_role"),
            device.c.counter_number.label("device_counter"),
            device.c.token_hash.label("current_hash"),
            device.c.used_at,
            device.c.revoked_at,
            office.c.code.label("office"),
        )
        .outerjoin(device, device.c.id == pairing.c.device_id)
        .outerjoin(office, office.c.id == device.c.office_id)
        .where(pairing.c.id == pairing_id, pairing.c.secret_hash == hashed(secret))
    ).first()


def by_code(tx: Transaction, code_hash: str) -> TicketRow | None:
    """The pairing whose code this is, whatever became of it."""
    return tx.connection.execute(select(pairing).where(pairing.c.code_hash == code_hash)).first()


def approve(tx: Transaction, pairing_id: str, device_id: int) -> bool:
    """Give a machine to a device; False when somebody else was faster."""
    changed = tx.connection.execute(
        update(pairing)
        .where(pairing.c.id == pairing_id, pairing.c.approved_at.is_(None))
        .values(approved_at=tx.now, device_id=device_id)
    )
    return changed.rowcount == 1


def failures(tx: Transaction, staff_id: int) -> int:
    """How many wrong codes this account typed of late."""
    query = select(func.count()).where(
        pairing_failure.c.staff_id == staff_id, pairing_failure.c.at > tx.now - FAILURE_WINDOW
    )
    return int(tx.connection.execute(query).scalar_one())


def add_failure(tx: Transaction, staff_id: int) -> None:
    """This account typed a wrong code."""
    tx.connection.execute(insert(pairing_failure).values(staff_id=staff_id, at=tx.now))


def forget(tx: Transaction, before: datetime) -> int:
    """Take away pairings older than this and wrong codes that count no more; how many pairings."""
    tx.connection.execute(delete(pairing_failure).where(pairing_failure.c.at < tx.now - FAILURE_WINDOW))
    return tx.connection.execute(delete(pairing).where(pairing.c.created_at < before)).rowcount
