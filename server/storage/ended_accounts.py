"""Accounts that ended: whoever has the name next gets nothing of who had it before."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, update

from server.storage.happenings import Transaction
from server.storage.tables import recovery_code, staff, staff_session

_NOTHING = dict.fromkeys(
    (
        *("password_hash", "email", "oidc_issuer", "oidc_subject"),
        *("totp_secret", "totp_since", "totp_step", "signed_in_at"),
    )
)


def forget(tx: Transaction, staff_ids: Collection[int]) -> None:
    """Take every way in from these accounts: password, single sign-on, second factor, recovery codes,
    sessions. Who they were in the past stays: name, role, office."""
    if not staff_ids:
        return
    for table in (recovery_code, staff_session):
        tx.connection.execute(delete(table).where(table.c.staff_id.in_(staff_ids)))
    values = {**_NOTHING, "must_change_password": False}
    tx.connection.execute(update(staff).where(staff.c.id.in_(staff_ids)).values(values))
