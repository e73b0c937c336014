"""Pairing: a machine asks, somebody who may types its code, and the machine fetches its token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from server.actions.house import auditing
from server.contract import messages
from server.contract.events import Kind
from server.domain import pairing as rules
from server.domain.device_errors import (
    CodeExpired,
    CodeUsed,
    CounterNeeded,
    OtherKind,
    TooManyPairings,
    UnknownPairing,
    WrongCode,
)
from server.domain.errors import TooManyTries
from server.domain.office import Office
from server.domain.people import Caller, Permission, Role
from server.storage import pairings
from server.storage.happenings import Actor, Happening, Transaction
from server.storage.queries import TicketRow
from server.storage.tables import device


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to pair a machine. `role` None: whatever the machine asks to be; without a name
    it gets one."""

    code: str
    name: str = ""
    role: Role | None = None
    counter: int | None = None


def begin(tx: Transaction, wish: messages.BeginPairing, *, address: str, key: str) -> messages.Pairing:
    """A machine begins to show a code, which is told once with the secret to ask by; `key` hides codes.

    Raises `TooManyPairings`.
    """
    if (
        pairings.shown_now(tx, address) >= rules.OPEN_PER_ADDRESS
        or pairings.shown_now(tx) >= rules.OPEN_AT_ALL
    ):
        raise TooManyPairings()
    made, secret, code = secrets.token_urlsafe(16), secrets.token_urlsafe(32), rules.new_code()
    pairings.add(
        tx,
        {
            "id": made,
            "address": address[:60],
            "role": wish.role,
            "version": wish.version[:60],
            "office_code": wish.office,
            "counter_number": wish.counter,
            "code_hash": rules.code_hash(code, key),
            "secret_hash": pairings.hashed(secret),
            "token_hash": pairings.hashed(rules.token_of(made, secret)),
        },
    )
    valid_s = rules.VALID_FOR.total_seconds()
    return messages.Pairing(
        id=made, secret=secret, code=code, expires_at=tx.now + rules.VALID_FOR, valid_s=valid_s
    )


def state(tx: Transaction, pairing_id: str, secret: str) -> messages.PairingState:
    """How a pairing stands, for the machine that has its secret.

    Once approved it comes with the token, again and again until the token was used for the first time:
    an answer that was lost, or a server that died on the way, costs nothing, and nobody who finds the
    secret later gets anything. Raises `UnknownPairing`.
    """
    row = pairings.by_id(tx, pairing_id, secret)
    if row is None:
        raise UnknownPairing()
    if row.approved_at is None:
        shown = "waiting" if rules.is_open(row.created_at, tx.now) else "expired"
        return messages.PairingState(state=shown)
    if _is_over(tx, row):
        return messages.PairingState(state="used")
    about = messages.PairedDevice(
        name=row.name, role=row.device_role, office=row.office, counter=row.device_counter
    )
    token = rules.token_of(pairing_id, secret)
    return messages.PairingState(state="approved", token=token, device=about)


def _is_over(tx: Transaction, row: TicketRow) -> bool:
    late = tx.now > row.approved_at + rules.FETCHED_WITHIN
    return late or row.used_at is not None or row.revoked_at is not None or row.current_hash != row.token_hash


def must_not_be_throttled(tx: Transaction, caller: Caller) -> None:
    """Raises `TooManyTries` when this account typed too many wrong codes of late."""
    if caller.staff_id is not None and pairings.failures(tx, caller.staff_id) >= rules.FAILURES:
        raise TooManyTries(
            "Too many wrong codes; wait before you try again.",
            retry_after_s=rules.FAILURE_WINDOW.total_seconds(),
        )


def remember_failure(tx: Transaction, caller: Caller, office_code: str) -> None:
    """A wrong code counts against the account; kept in a transaction of its own."""
    if caller.staff_id is not None:
        pairings.add_failure(tx, caller.staff_id)
    auditing.record(tx, caller, "device.code_refused", "pairing", office_id=tx.office(office_code).id)


def pair(tx: Transaction, caller: Caller, office_code: str, typed: Typed, *, key: str) -> int:
    """Make the machine that shows this code a device of the office; the device's id.

    Raises `UnknownOffice`, `NotAllowed`, `TooManyTries`, `WrongCode`, `CodeExpired`, `CodeUsed`,
    `OtherKind`, `CounterNeeded`, `UnknownCounter`.
    """
    office = tx.office(office_code)
    caller.must_be_allowed(Permission.MANAGE_DEVICES)
    caller.must_be_of(office.id)
    must_not_be_throttled(tx, caller)
    row = _shown(tx, typed.code, key)
    role = Role(row.role)
    _must_fit(office, row, typed)
    counter = _counter(office, role, typed.counter or row.counter_number)
    name = typed.name or _next_name(tx, office, role, counter)
    about = {"name": name, "role": role.value, "counter_number": counter}
    device_id = _new_device(tx, office, {**about, "token_hash": row.token_hash, "version": row.version})
    if not pairings.approve(tx, row.id, device_id):
        raise CodeUsed()
    told = {"device": name, "role": role.value}
    actor = Actor(staff_id=caller.staff_id)
    tx.tell(Happening(office.id, Kind.DEVICE_PAIRED, actor=actor, public=told))
    what = f"device {device_id} {name}"
    auditing.record(tx, caller, "device.paired", what, office_id=office.id, new=about)
    return device_id


def _shown(tx: Transaction, typed: str, key: str) -> TicketRow:
    code = rules.read_code(typed)
    row = None if code is None else pairings.by_code(tx, rules.code_hash(code, key))
    if row is None:
        raise WrongCode()
    if row.approved_at is not None:
        raise CodeUsed()
    if not rules.is_open(row.created_at, tx.now):
        raise CodeExpired()
    return row


def _must_fit(office: Office, row: TicketRow, typed: Typed) -> None:
    """The wrong machine is not paired by a slip: what it is and where it stands, it says itself."""
    if typed.role is not None and typed.role.value != row.role:
        raise OtherKind(kind=row.role)
    if row.office_code is not None and row.office_code != office.code:
        raise OtherKind(office=row.office_code)


def _counter(office: Office, role: Role, number: int | None) -> int | None:
    if role not in rules.AT_A_COUNTER:
        return None
    if number is None:
        raise CounterNeeded()
    return office.counter(number).number


_NAMES = {
    Role.KIOSK: "Kiosk {n}",
    Role.DISPLAY: "Màn hình {n}",
    Role.COUNTER: "Máy quầy {counter}",
    Role.TABLET: "Máy đánh giá quầy {counter}",
}


def _next_name(tx: Transaction, office: Office, role: Role, counter: int | None) -> str:
    """What staff would call it: by its counter, or by the next number of its kind."""
    query = select(func.count()).where(device.c.office_id == office.id, device.c.role == role.value)
    return _NAMES[role].format(n=int(tx.connection.execute(query).scalar_one()) + 1, counter=counter)


def _new_device(tx: Transaction, office: Office, about: dict[str, object]) -> int:
    row = {"office_id": office.id, "created_at": tx.now, "token_at": tx.now, **about}
    made: int = tx.connection.execute(insert(device).values(**row).returning(device.c.id)).scalar_one()
    return made
