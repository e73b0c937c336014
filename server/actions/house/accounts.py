"""Accounts of an office's staff: made, given a password, and ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, select, update

from server.actions.house import second_factor, signing_in
from server.contract.events import Kind
from server.contract.setup_file import StaffSetUp
from server.domain.account_errors import LastAdministrator
from server.domain.errors import AccountExists, InUse, UnknownStaff
from server.domain.people import Role
from server.domain.tickets import AT_COUNTER
from server.storage import ended_accounts, setups
from server.storage.happenings import Happening, Transaction
from server.storage.offices import new_stamp
from server.storage.tables import NO_CALL, counter, office, staff, staff_session, ticket


def create(
    tx: Transaction, office_code: str | None, wish: StaffSetUp, *, chosen_by_them: bool = False
) -> None:
    """A new account; one that was ended begins anew under its name, if it was of this office, and has
    nothing of what it had before.

    Without an office it is one of the province. Its password has to be changed when it is first used,
    unless it was `chosen_by_them` who will use it.

    Raises `UnknownOffice`, `PasswordRefused`, `AccountExists`.
    """
    office_id = None if office_code is None else tx.office(office_code).id
    if wish.password is not None:
        must_be_good(wish.password, wish, office_code)
    known = next(iter(setups.accounts(tx.connection, [wish.username])), None)
    values: dict[str, Any] = {"name": wish.name, "role": wish.role, "office_id": office_id}
    if known is None:
        signing_in.create_account(tx, username=wish.username, password=None, **values)
    elif known.active or known.office_id != office_id:
        raise AccountExists(username=wish.username, office=known.office_code)
    else:
        ended_accounts.forget(tx, [known.id])
        anew = {**values, "services": wish.services, "active": True}
        tx.connection.execute(update(staff).where(staff.c.id == known.id).values(anew))
    if wish.password is not None:
        signing_in.set_password(tx, wish.username, wish.password, must_change=not chosen_by_them)


def new_password(tx: Transaction, username: str, password: str) -> None:
    """Another password, by whoever has the machine; it has to be changed when it is first used, and whoever
    is signed in with the old one is signed out. Raises `UnknownStaff`, `PasswordRefused`."""
    account = active(tx, username)
    must_be_good(password, account, account.office_code)
    signing_in.set_password(tx, account.username, password, must_change=True)


def must_be_good(password: str, of: Any, office_code: str | None) -> None:
    """Raises `PasswordRefused` unless this person may have this password: `of` has a `username`, a `name`
    and a `role`."""
    names = [of.username, of.name, *([office_code] if office_code else [])]
    signing_in.must_be_good(password, role=of.role, about=names)


def remove_second_factor(tx: Transaction, username: str) -> None:
    """By whoever has the machine: the account needs its password alone, and is signed out. Raises
    `UnknownStaff`."""
    account = active(tx, username)
    second_factor.remove(tx, None, account, by="command")
    sign_out(tx, account.office_id, [account.id])


def deactivate(
    tx: Transaction, username: str, *, issuer: str | None = None, even_the_last: bool = False
) -> None:
    """End an account. Raises `UnknownStaff`, `InUse` when somebody is being served by it, and
    `LastAdministrator` unless it may be `even_the_last`."""
    account = active(tx, username)
    if not even_the_last:
        somebody_remains(tx, account, issuer=issuer)
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
    """Accounts that are kept for the past only: signed out, no longer at a counter, without any way in."""
    sign_out(tx, office_id, staff_ids)
    ended_accounts.forget(tx, staff_ids)
    tx.connection.execute(update(staff).where(staff.c.id.in_(staff_ids)).values(active=False))


def somebody_remains(tx: Transaction, account: Any, *, issuer: str | None) -> None:
    """Raises `LastAdministrator` when nobody but this account could sign in and administer: with a password,
    or by the provider `issuer` that this server is set to. Two who remove each other at the same time wait
    for one another."""
    if account.role != Role.ADMIN:
        return
    by_provider = staff.c.oidc_subject.is_not(None) & (staff.c.oidc_issuer == issuer)
    may_sign_in = staff.c.password_hash.is_not(None) | (by_provider if issuer else false())
    admins = select(staff.c.id).where(staff.c.role == Role.ADMIN, staff.c.active, may_sign_in)
    rows = tx.connection.execute(admins.order_by(staff.c.id).with_for_update()).scalars().all()
    if not set(rows) - {account.id}:
        raise LastAdministrator()


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


def active(tx: Transaction, username: str) -> Any:
    """The active account of this name, with the code of its office. Raises `UnknownStaff`."""
    account = next(iter(setups.accounts(tx.connection, [username])), None)
    if account is None or not account.active:
        raise UnknownStaff(username=username)
    return account
