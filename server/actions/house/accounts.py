"""Accounts of an office's staff: made, given a password, and ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select, update

from server.actions.house import second_factor, signing_in
from server.contract.events import Kind
from server.contract.setup_file import StaffSetUp
from server.domain.errors import AccountExists, InUse, UnknownStaff
from server.domain.tickets import AT_COUNTER
from server.storage import setups
from server.storage.happenings import Happening, Transaction
from server.storage.offices import new_stamp
from server.storage.tables import NO_CALL, counter, office, staff, staff_session, ticket


def create(tx: Transaction, office_code: str | None, wish: StaffSetUp) -> None:
    """A new account; one that was ended begins anew under its name, if it was of this office.

    Without an office it is one of the province.

    Raises `UnknownOffice`, `PasswordRefused`, `AccountExists`.
    """
    office_id = None if office_code is None else tx.office(office_code).id
    if wish.password is not None:
        must_be_good(wish.password, wish, office_code)
    known = next(iter(setups.accounts(tx.connection, [wish.username])), None)
    values: dict[str, Any] = {"name": wish.name, "role": wish.role, "office_id": office_id}
    if known is None:
        signing_in.create_account(tx, username=wish.username, password=wish.password, **values)
        return
    if known.active or known.office_id != office_id:
        raise AccountExists(username=wish.username, office=known.office_code)
    if wish.password is not None:
        values["password_hash"] = signing_in.hashed_password(wish.password)
    tx.connection.execute(update(staff).where(staff.c.id == known.id).values(active=True, **values))


def new_password(tx: Transaction, username: str, password: str) -> None:
    """Another password; whoever is signed in with the old one is signed out. Raises `UnknownStaff`,
    `PasswordRefused`."""
    account = _active(tx, username)
    must_be_good(password, account, account.office_code)
    signing_in.set_password(tx, account.username, password)


def must_be_good(password: str, of: Any, office_code: str | None) -> None:
    """Raises `PasswordRefused` unless this person may have this password: `of` has a `username`, a `name`
    and a `role`."""
    names = [of.username, of.name, *([office_code] if office_code else [])]
    signing_in.must_be_good(password, role=of.role, about=names)


def remove_second_factor(tx: Transaction, username: str) -> None:
    """By whoever has the machine: the account needs its password alone, and is signed out. Raises
    `UnknownStaff`."""
    account = _active(tx, username)
    second_factor.remove(tx, None, account, by="command")
    sign_out(tx, account.office_id, [account.id])


def deactivate(tx: Transaction, username: str) -> None:
    """End an account. Raises `UnknownStaff`, `InUse` when somebody is being served by it."""
    account = _active(tx, username)
    if busy := serving(tx, [account.id]):
        raise InUse("; ".join(busy))
    end(tx, account.office_id, [account.id])


def listed(tx: Transaction, office_code: str | None) -> list[Any]:
    """Accounts with the code of their office and the number of the counter where they sit."""
    query = (
        select(staff, office.c.code.label("office_code"), counter.c.number.label("counter_number"))
        .outerjoin(office, office.c.id == staff.c.office_id)
        .outerjoin(counter, counter.c.staff_id == staff.c.id)
        .order_by(office.c.code, staff.c.username)
    )
    if office_code is not None:
        query = query.where(staff.c.office_id == tx.office(office_code).id)
    return list(tx.connection.execute(query).all())


def serving(tx: Transaction, staff_ids: Collection[int]) -> list[str]:
    """Whom these people have at their counters now, in words."""
    rows = tx.connection.execute(
        select(staff.c.username, counter.c.number.label("place"), ticket.c.number)
        .join(counter, counter.c.staff_id == staff.c.id)
        .join(
            ticket,
            (ticket.c.office_id == counter.c.office_id) & (ticket.c.counter_number == counter.c.number),
        )
        .where(staff.c.id.in_(staff_ids), ticket.c.state.in_([state.value for state in AT_COUNTER]))
        .order_by(counter.c.number)
    )
    return [f"{row.username} has {row.number} at counter {row.place}" for row in rows]


def end(tx: Transaction, office_id: int, staff_ids: Collection[int]) -> None:
    """Accounts that are kept for the past only: signed out, without a password, no longer at a counter."""
    sign_out(tx, office_id, staff_ids)
    tx.connection.execute(
        update(staff).where(staff.c.id.in_(staff_ids)).values(active=False, password_hash=None)
    )


def sign_out(tx: Transaction, office_id: int, staff_ids: Collection[int]) -> None:
    """End every session of these people and close the counters where they sit."""
    close_counters(tx, office_id, counter.c.staff_id.in_(staff_ids))
    tx.connection.execute(
        update(staff_session)
        .where(staff_session.c.staff_id.in_(staff_ids), staff_session.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def close_counters(tx: Transaction, office_id: int, which: ColumnElement[bool]) -> None:
    """Close the open and paused ones of these counters; nobody is there any more."""
    rows = select(counter.c.id, counter.c.number).where(
        counter.c.office_id == office_id, counter.c.state != "closed", which
    )
    places = tx.connection.execute(rows.order_by(counter.c.number)).all()
    if not places:
        return
    closed = {"state": "closed", "staff_id": None, "open_services": None, "reason": None, **NO_CALL}
    tx.connection.execute(
        update(counter)
        .where(counter.c.id.in_([row.id for row in places]))
        .values(changed_at=tx.now, **closed)
    )
    tx.connection.execute(update(office).where(office.c.id == office_id).values(hall_stamp=new_stamp()))
    for row in places:
        tx.tell(Happening(office_id, Kind.COUNTER_CLOSED, public={"counter": row.number}))


def _active(tx: Transaction, username: str) -> Any:
    account = next(iter(setups.accounts(tx.connection, [username])), None)
    if account is None or not account.active:
        raise UnknownStaff(username=username)
    return account
