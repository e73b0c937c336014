"""Managing accounts: whoever may, makes, changes and ends those of others, and every step is audited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select, update

from server.actions.house import accounts, auditing, links, second_factor, signing_in
from server.actions.house.links import Link
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import NotYourself
from server.domain.errors import InUse, NotAllowed, UnknownService, UnknownStaff
from server.domain.people import Caller, Permission, Role
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import counter, staff, staff_session

OF_AN_OFFICE = (Role.CLERK, Role.RECEPTIONIST, Role.SUPERVISOR)
OF_THE_PROVINCE = (Role.PROVINCE, Role.ADMIN)


def listed(tx: Transaction, caller: Caller, office_code: str | None) -> Sequence[Row[Any]]:
    """The accounts of an office, or those that belong to none; with the counter where they sit and how
    many sessions they have. Ended ones last. Raises `NotAllowed`, `UnknownOffice`."""
    office_id = _must_manage(tx, caller, office_code)
    open_sessions = (
        select(func.count())
        .where(staff_session.c.staff_id == staff.c.id, staff_session.c.ended_at.is_(None))
        .where(staff_session.c.ends_at > tx.now)
        .scalar_subquery()
    )
    query = (
        select(staff, counter.c.number.label("counter_number"), open_sessions.label("sessions"))
        .outerjoin(counter, counter.c.staff_id == staff.c.id)
        .where(staff.c.office_id.is_(None) if office_id is None else staff.c.office_id == office_id)
    )
    return tx.connection.execute(query.order_by(staff.c.active.desc(), staff.c.name, staff.c.id)).all()


def shown(tx: Transaction, caller: Caller, office_code: str | None, username: str) -> TicketRow:
    """One account that the caller may manage. Raises `UnknownStaff`, `NotAllowed`."""
    return _target(tx, caller, office_code, username)


def create(tx: Transaction, caller: Caller, office_code: str | None, wish: AccountSetUp) -> None:
    """A new account, whose password has to be changed when it is first used.

    Raises `NotAllowed`, `AccountExists`, `PasswordRefused`, `UnknownService`.
    """
    office_id = _must_manage(tx, caller, office_code)
    _must_fit(tx, caller, office_code, wish)
    accounts.create(tx, office_code, wish)
    skills = update(staff).where(staff.c.username == wish.username).values(services=wish.services)
    tx.connection.execute(skills)
    auditing.record(
        tx, caller, "account.created", f"account {wish.username}", office_id=office_id, new=_told(wish)
    )


def change(
    tx: Transaction, caller: Caller, office_code: str | None, wish: AccountSetUp, *, link: Link
) -> None:
    """Another name, role or skills, or another link to single sign-on. Whoever gets another role is signed
    out: nothing that was open lives on with new rights.

    So is whoever gets another link: who came by the old one may be somebody else.

    Raises `UnknownStaff`, `NotAllowed`, `NotYourself`, `LastAdministrator`, `InUse`, `LinkTaken`,
    `NoProvider`.
    """
    row = _target(tx, caller, office_code, wish.username)
    before, after = links.of(row), links.settled(row, link)
    if row.role != wish.role:
        _must_not_be_yourself(caller, row)
        _must_not_serve(tx, row)
    if row.role != wish.role or (row.password_hash is None and before.subject and not after.subject):
        accounts.somebody_remains(tx, row, issuer=link.issuer)
    _must_fit(tx, caller, office_code, wish)
    links.must_be_free(tx, row, after)
    if (row.role, before) != (wish.role, after):
        accounts.sign_out(tx, row.office_id, [row.id])
    values = {**_told(wish), **links.columns(after)}
    tx.connection.execute(update(staff).where(staff.c.id == row.id).values(values))
    old = {name: getattr(row, name) for name in ("name", "role", "services")}
    _record(
        tx, caller, "account.changed", row, old=old | links.told(before), new=_told(wish) | links.told(after)
    )


def give_password(
    tx: Transaction, caller: Caller, office_code: str | None, username: str, *, password: str
) -> None:
    """A password for somebody who has none or forgot theirs; it has to be changed when it is first used,
    and every session ends. Raises `UnknownStaff`, `NotAllowed`, `NotYourself`, `PasswordRefused`."""
    row = _target(tx, caller, office_code, username)
    _must_not_be_yourself(caller, row)
    accounts.must_be_good(password, row, office_code)
    accounts.sign_out(tx, row.office_id, [row.id])
    signing_in.set_password(tx, row.username, password, must_change=True)
    _record(tx, caller, "account.password_given", row)


def sign_out_everywhere(tx: Transaction, caller: Caller, office_code: str | None, username: str) -> None:
    """End every session of an account and close its counter. Raises `UnknownStaff`, `NotAllowed`."""
    row = _target(tx, caller, office_code, username)
    accounts.sign_out(tx, row.office_id, [row.id])
    _record(tx, caller, "account.signed_out_everywhere", row)


def remove_second_factor(tx: Transaction, caller: Caller, office_code: str | None, username: str) -> None:
    """For somebody who lost phone and recovery codes; they are signed out. Raises `UnknownStaff`,
    `NotAllowed`, `NotYourself`."""
    row = _target(tx, caller, office_code, username)
    _must_not_be_yourself(caller, row)
    second_factor.remove(tx, caller, row)
    accounts.sign_out(tx, row.office_id, [row.id])


def deactivate(
    tx: Transaction, caller: Caller, office_code: str | None, username: str, *, issuer: str | None = None
) -> None:
    """End an account; the past keeps its name. `issuer` is the provider of single sign-on that this server
    is set to. Raises `UnknownStaff`, `NotAllowed`, `NotYourself`,
    `LastAdministrator`, `InUse` when somebody is being served by it."""
    row = _target(tx, caller, office_code, username)
    _must_not_be_yourself(caller, row)
    accounts.somebody_remains(tx, row, issuer=issuer)
    _must_not_serve(tx, row)
    accounts.end(tx, row.office_id, [row.id])
    _record(tx, caller, "account.deactivated", row)


def _must_manage(tx: Transaction, caller: Caller, office_code: str | None) -> int | None:
    """The office's id, None for the accounts of no office; raises `NotAllowed`."""
    caller.must_be_allowed(Permission.MANAGE_ACCOUNTS)
    if office_code is None:
        if caller.office_id is not None:
            raise NotAllowed()
        return None
    office_id = tx.office(office_code).id
    caller.must_be_of(office_id)
    return office_id


def _target(tx: Transaction, caller: Caller, office_code: str | None, username: str) -> TicketRow:
    """An active account of this very office; those of others are as unknown as those that are not there."""
    office_id = _must_manage(tx, caller, office_code)
    row = signing_in.account(tx, username)
    if row is None or row.office_id != office_id:
        raise UnknownStaff(username=username)
    if not caller.may_manage(Role(row.role)):
        raise NotAllowed()
    return row


def _must_fit(tx: Transaction, caller: Caller, office_code: str | None, wish: AccountSetUp) -> None:
    """The role is one that the caller may give, here; the skills are services of the office."""
    if not caller.may_manage(Role(wish.role)):
        raise NotAllowed("Nobody gives a role above their own.")
    if Role(wish.role) not in (OF_THE_PROVINCE if office_code is None else OF_AN_OFFICE):
        raise NotAllowed("This role does not go with this office.")
    known = set() if office_code is None else set(tx.office(office_code).services)
    if unknown := set(wish.services) - known:
        raise UnknownService(service=", ".join(sorted(unknown)))


def _must_not_be_yourself(caller: Caller, row: TicketRow) -> None:
    if caller.staff_id == row.id:
        raise NotYourself()


def _must_not_serve(tx: Transaction, row: TicketRow) -> None:
    if busy := accounts.serving(tx, [row.id]):
        raise InUse("; ".join(busy))


def _told(wish: AccountSetUp) -> dict[str, Any]:
    return {"name": wish.name, "role": wish.role, "services": wish.services}


def _record(tx: Transaction, caller: Caller, action: str, row: TicketRow, **what: Any) -> None:
    auditing.record(tx, caller, action, f"account {row.username}", office_id=row.office_id, **what)
