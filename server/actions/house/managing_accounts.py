"""Managing accounts: whoever may, makes, changes and ends those of others, and every step is audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from server.actions.house import accounts, auditing, second_factor, signing_in
from server.contract.setup_file import AccountSetUp
from server.domain.account_errors import LastAdministrator, LinkTaken, NotYourself
from server.domain.errors import InUse, NotAllowed, UnknownService, UnknownStaff
from server.domain.people import Caller, Permission, Role
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import counter, staff, staff_session

OF_AN_OFFICE = (Role.CLERK, Role.RECEPTIONIST, Role.SUPERVISOR)
OF_THE_PROVINCE = (Role.PROVINCE, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Link:
    """How single sign-on tells who an account is: by the e-mail address it has verified, or for good by
    its own name for them. Empty: not at all."""

    email: str = ""
    issuer: str = ""
    subject: str = ""


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
    values = {"must_change_password": wish.password is not None, "services": wish.services}
    tx.connection.execute(update(staff).where(staff.c.username == wish.username).values(values))
    auditing.record(
        tx, caller, "account.created", f"account {wish.username}", office_id=office_id, new=_told(wish)
    )


def change(
    tx: Transaction, caller: Caller, office_code: str | None, wish: AccountSetUp, *, link: Link
) -> None:
    """Another name, role or skills, or another link to single sign-on. Whoever gets another role is signed
    out: nothing that was open lives on with new rights.

    Raises `UnknownStaff`, `NotAllowed`, `NotYourself`, `LastAdministrator`, `InUse`, `LinkTaken`.
    """
    row = _target(tx, caller, office_code, wish.username)
    if row.role != wish.role:
        _must_not_be_yourself(caller, row)
        _somebody_remains(tx, row)
        _must_not_serve(tx, row)
    _must_fit(tx, caller, office_code, wish)
    _must_be_free(tx, row, link)
    if row.role != wish.role:
        accounts.sign_out(tx, row.office_id, [row.id])
    values = {
        "name": wish.name,
        "role": wish.role,
        "services": wish.services,
        "email": link.email or None,
        "oidc_issuer": link.issuer if link.subject else None,
        "oidc_subject": link.subject or None,
    }
    tx.connection.execute(update(staff).where(staff.c.id == row.id).values(values))
    old = {name: getattr(row, name) for name in ("name", "role", "services")}
    old |= {"single_sign_on": bool(row.email or row.oidc_subject)}
    new = {**_told(wish), "single_sign_on": bool(link.email or link.subject)}
    _record(tx, caller, "account.changed", row, old=old, new=new)


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


def deactivate(tx: Transaction, caller: Caller, office_code: str | None, username: str) -> None:
    """End an account; the past keeps its name. Raises `UnknownStaff`, `NotAllowed`, `NotYourself`,
    `LastAdministrator`, `InUse` when somebody is being served by it."""
    row = _target(tx, caller, office_code, username)
    _must_not_be_yourself(caller, row)
    _somebody_remains(tx, row)
    _must_not_serve(tx, row)
    accounts.end(tx, row.office_id, [row.id])
    unlinked = {"email": None, "oidc_issuer": None, "oidc_subject": None}
    tx.connection.execute(update(staff).where(staff.c.id == row.id).values(unlinked))
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


def _somebody_remains(tx: Transaction, row: TicketRow) -> None:
    """Raises `LastAdministrator` when nobody else could administer. Two who remove each other at the same
    time wait for one another."""
    if row.role != Role.ADMIN:
        return
    may_sign_in = or_(staff.c.password_hash.is_not(None), staff.c.oidc_subject.is_not(None))
    admins = select(staff.c.id).where(staff.c.role == Role.ADMIN, staff.c.active, may_sign_in)
    rows = tx.connection.execute(admins.order_by(staff.c.id).with_for_update()).scalars().all()
    if not set(rows) - {row.id}:
        raise LastAdministrator()


def _must_be_free(tx: Transaction, row: TicketRow, link: Link) -> None:
    same = or_(
        (staff.c.email == link.email) if link.email else staff.c.id.is_(None),
        ((staff.c.oidc_issuer == link.issuer) & (staff.c.oidc_subject == link.subject))
        if link.subject
        else staff.c.id.is_(None),
    )
    if tx.connection.execute(select(staff.c.id).where(same, staff.c.id != row.id)).first() is not None:
        raise LinkTaken()


def _told(wish: AccountSetUp) -> dict[str, Any]:
    return {"name": wish.name, "role": wish.role, "services": wish.services}


def _record(tx: Transaction, caller: Caller, action: str, row: TicketRow, **what: Any) -> None:
    auditing.record(tx, caller, action, f"account {row.username}", office_id=row.office_id, **what)
