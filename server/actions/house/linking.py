"""Linking: which account somebody has whom the province's single sign-on knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from server.actions.house import auditing, links, signing_in
from server.actions.house.links import Link
from server.domain.account_errors import NotLinked
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import staff


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who a provider says somebody is; the e-mail address only when it has verified it, in small letters."""

    issuer: str
    subject: str
    email: str | None


def linked_account(tx: Transaction, claimed: Claimed) -> TicketRow:
    """The account that an administrator has linked with this identity. One that was linked by its e-mail
    address is from then on known by the provider's own name for it: who gets the address later is somebody
    else. Nobody gets an account by signing in. Raises `NotLinked`."""
    mine = (staff.c.oidc_issuer == claimed.issuer) & (staff.c.oidc_subject == claimed.subject)
    found = tx.connection.execute(select(staff.c.id).where(mine, staff.c.active)).scalar()
    if found is None and claimed.email is not None:
        by_email = (staff.c.email == claimed.email) & staff.c.oidc_subject.is_(None) & staff.c.active
        found = tx.connection.execute(select(staff.c.id).where(by_email)).scalar()
    row = None if found is None else signing_in.account_by_id(tx, found)
    if row is None:
        raise NotLinked()
    if row.oidc_subject is None:
        link = Link(row.email or "", claimed.issuer, claimed.subject)
        tx.connection.execute(update(staff).where(staff.c.id == row.id).values(links.columns(link)))
        what, now = f"account {row.username}", links.told(link)
        auditing.record(
            tx, None, "account.linked", what, office_id=row.office_id, new=now, by="single sign-on"
        )
    return row
