"""The second factor: codes of the moment from an app (RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

import hashlib
import hmac
import secrets

import pyotp
from sqlalchemy import delete, func, insert, or_, select, update

from server.actions.house import auditing
from server.actions.house.sealing import Seal
from server.domain import signing
from server.domain.account_errors import TotpExists, WrongCode
from server.domain.people import Caller
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import recovery_code, staff

RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without look-alikes."""
_RECOVERY_LENGTH = 12  # 59 bits


def begin(tx: Transaction, seal: Seal, account: TicketRow) -> str:
    """A secret for the account's app; it counts once a code of it was shown. Asked again before that, it
    is the same one. Raises `TotpExists`."""
    if account.totp_since is not None:
        raise TotpExists()
    known = seal.open(account.totp_secret) if account.totp_secret else None
    if known is not None:
        return known
    secret = pyotp.random_base32()
    values = {"totp_secret": seal.close(secret), "totp_step": None}
    tx.connection.execute(update(staff).where(staff.c.id == account.id).values(values))
    return secret


def address_of(secret: str, username: str) -> str:
    """What the app reads from the QR."""
    uri: str = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Đúng Hẹn")
    return uri


def confirm(tx: Transaction, seal: Seal, caller: Caller, account: TicketRow, *, code: str) -> list[str]:
    """From now on the account needs its second factor; its recovery codes, told once. Raises `WrongCode`,
    `TotpExists`."""
    if account.totp_since is not None:
        raise TotpExists()
    if not _is_of_the_moment(tx, seal, account, code):
        raise WrongCode()
    tx.connection.execute(update(staff).where(staff.c.id == account.id).values(totp_since=tx.now))
    auditing.record(
        tx, caller, "account.totp_set_up", f"account {account.username}", office_id=account.office_id
    )
    return _new_recovery_codes(tx, account.id)


def renew_recovery_codes(tx: Transaction, caller: Caller, account: TicketRow) -> list[str]:
    """Other recovery codes in the place of those before."""
    what = f"account {account.username}"
    auditing.record(tx, caller, "account.recovery_codes_renewed", what, office_id=account.office_id)
    return _new_recovery_codes(tx, account.id)


def remove(tx: Transaction, caller: Caller | None, account: TicketRow, *, by: str | None = None) -> None:
    """The account needs its password alone again; nothing is left of the secret and the codes."""
    values = {"totp_secret": None, "totp_since": None, "totp_step": None}
    tx.connection.execute(update(staff).where(staff.c.id == account.id).values(values))
    tx.connection.execute(delete(recovery_code).where(recovery_code.c.staff_id == account.id))
    what = f"account {account.username}"
    auditing.record(tx, caller, "account.totp_removed", what, office_id=account.office_id, by=by)


def is_right(tx: Transaction, seal: Seal, account: TicketRow, code: str) -> bool:
    """Whether this is a code of the moment or a recovery code, neither of which was used before; now it
    is used."""
    return _is_of_the_moment(tx, seal, account, code) or _is_for_recovery(tx, account, code)


def codes_left(tx: Transaction, account_id: int) -> int:
    """Recovery codes that were not used yet."""
    mine = (recovery_code.c.staff_id == account_id) & recovery_code.c.used_at.is_(None)
    left: int = tx.connection.execute(select(func.count()).where(mine)).scalar_one()
    return left


def _is_of_the_moment(tx: Transaction, seal: Seal, account: TicketRow, code: str) -> bool:
    said = "".join(code.split())
    secret = seal.open(account.totp_secret) if account.totp_secret else None
    if secret is None or not (said.isascii() and said.isdigit() and len(said) == 6):
        return False
    app = pyotp.TOTP(secret)
    for step in signing.steps_taken(tx.now, account.totp_step):
        if hmac.compare_digest(app.generate_otp(step), said):
            return _use_step(tx, account.id, step)
    return False


def _use_step(tx: Transaction, account_id: int, step: int) -> bool:
    """A code is used once, also when two come with it at the same time."""
    unused = or_(staff.c.totp_step.is_(None), staff.c.totp_step < step)
    used = tx.connection.execute(update(staff).where(staff.c.id == account_id, unused).values(totp_step=step))
    return used.rowcount == 1


def _is_for_recovery(tx: Transaction, account: TicketRow, code: str) -> bool:
    used = tx.connection.execute(
        update(recovery_code)
        .where(recovery_code.c.staff_id == account.id, recovery_code.c.code_hash == _hashed(code))
        .where(recovery_code.c.used_at.is_(None))
        .values(used_at=tx.now)
    )
    return used.rowcount == 1


def _new_recovery_codes(tx: Transaction, account_id: int) -> list[str]:
    tx.connection.execute(delete(recovery_code).where(recovery_code.c.staff_id == account_id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    rows = [{"staff_id": account_id, "code_hash": _hashed(code)} for code in codes]
    tx.connection.execute(insert(recovery_code), rows)
    return ["-".join(code[at : at + 4] for at in range(0, _RECOVERY_LENGTH, 4)) for code in codes]


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH))


def _hashed(code: str) -> str:
    """However it was typed. The codes are random and long, so a plain hash cannot be reversed."""
    kept = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(kept.encode()).hexdigest()
