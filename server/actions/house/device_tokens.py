"""Tokens of devices: who holds one, how a new one takes its place, and what is told of an old one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update

from server.actions.house import auditing
from server.contract import messages
from server.domain.errors import NotAllowed
from server.domain.people import Caller, Role
from server.storage.happenings import Transaction
from server.storage.pairings import hashed
from server.storage.queries import TicketRow
from server.storage.tables import device

BOTH_COUNT = timedelta(days=366)
"""How long an old token counts beside a new one that was not used yet. Long, because the power may have gone
before the new one was kept, and the machine may stand dark over holidays or a rebuilding."""
REPLAYS_TOLD = timedelta(minutes=1)
"""A thief who tries again and again is written down once in this time."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token. `fresh`: it was never used before. `replayed`: it was replaced by a new one, and
    lets nobody in any more."""

    caller: Caller
    fresh: bool = False
    replayed: bool = False


def holder_of(tx: Transaction, token: str) -> Holder | None:
    """Who holds a token; None when nobody does, or it was revoked."""
    said = hashed(token)
    row = tx.connection.execute(
        select(device)
        .where(
            or_(
                device.c.token_hash == said,
                device.c.new_token_hash == said,
                device.c.replaced_token_hash == said,
            )
        )
        .where(device.c.revoked_at.is_(None))
    ).first()
    if row is None:
        return None
    caller = Caller(
        role=Role(row.role),
        office_id=row.office_id,
        credential=f"device:{row.id}",
        counter=row.counter_number,
        device_id=row.id,
        scopes=None if row.scopes is None else frozenset(row.scopes),
    )
    if said == row.new_token_hash:
        return Holder(caller, fresh=True)
    return Holder(caller, fresh=row.used_at is None, replayed=_is_replaced(tx, row, said))


def _is_replaced(tx: Transaction, row: TicketRow, said: str) -> bool:
    return said == row.replaced_token_hash or (
        row.new_token_until is not None and tx.now > row.new_token_until
    )


def begin_use(tx: Transaction, token: str) -> None:
    """A token was used for the first time: whatever it replaced ends now."""
    said = hashed(token)
    tx.connection.execute(
        update(device)
        .where(device.c.new_token_hash == said)
        .values(
            token_hash=said,
            replaced_token_hash=device.c.token_hash,
            new_token_hash=None,
            new_token_until=None,
            token_at=tx.now,
        )
    )
    tx.connection.execute(
        update(device).where(device.c.token_hash == said, device.c.used_at.is_(None)).values(used_at=tx.now)
    )


def note_replay(tx: Transaction, caller: Caller) -> bool:
    """Somebody showed a token that was replaced: a copy of it is about. Told on the page of devices and in
    the audit, once in a minute; whether it was told now."""
    noted = tx.connection.execute(
        update(device)
        .where(device.c.id == caller.device_id)
        .where(or_(device.c.replayed_at.is_(None), device.c.replayed_at < tx.now - REPLAYS_TOLD))
        .values(replayed_at=tx.now)
        .returning(device.c.name)
    ).scalar()
    if noted is None:
        return False
    what = f"device {caller.device_id} {noted}"
    auditing.record(tx, caller, "device.old_token_shown", what, office_id=caller.office_id)
    return True


def renew(tx: Transaction, caller: Caller) -> messages.NewToken:
    """A new token for the device that asks. Its old one counts until the new one was used, or for
    `BOTH_COUNT`; asking again, because the answer was lost, makes another. Raises `NotAllowed` for people."""
    if caller.device_id is None:
        raise NotAllowed("Only a device has a token to renew.")
    token, until = secrets.token_urlsafe(32), tx.now + BOTH_COUNT
    name = tx.connection.execute(
        update(device)
        .where(device.c.id == caller.device_id, device.c.revoked_at.is_(None))
        .values(new_token_hash=hashed(token), new_token_until=until)
        .returning(device.c.name)
    ).scalar_one()
    what = f"device {caller.device_id} {name}"
    auditing.record(tx, caller, "device.token_renewed", what, office_id=caller.office_id)
    return messages.NewToken(token=token, old_until=until)
