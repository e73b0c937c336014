"""Links with the province's single sign-on: what one is, which one stays, and what the audit tells of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select

from server.domain.account_errors import LinkTaken, NoProvider
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import staff


@dataclass(frozen=True, slots=True)
class Link:
    """How single sign-on tells who an account is: by the e-mail address it has verified, or for good by
    its own name for them. Empty: not at all."""

    email: str = ""
    issuer: str = ""
    """The provider; of a wish, the one that this server is set to, empty where there is none."""
    subject: str = ""


def of(row: TicketRow) -> Link:
    """The link that an account has."""
    return Link(row.email or "", row.oidc_issuer or "", row.oidc_subject or "")


def settled(row: TicketRow, wish: Link) -> Link:
    """The link that an account gets. A subject is a provider's own name for somebody: where it stays, its
    provider stays, whichever this server is set to now. Raises `NoProvider` for a new one without any."""
    if not wish.subject:
        return replace(wish, issuer="")
    if wish.subject == row.oidc_subject:
        return replace(wish, issuer=row.oidc_issuer or "")
    if not wish.issuer:
        raise NoProvider()
    return wish


def must_be_free(tx: Transaction, row: TicketRow, link: Link) -> None:
    """Raises `LinkTaken` when another account has this address or identity."""
    same = or_(
        (staff.c.email == link.email) if link.email else staff.c.id.is_(None),
        ((staff.c.oidc_issuer == link.issuer) & (staff.c.oidc_subject == link.subject))
        if link.subject
        else staff.c.id.is_(None),
    )
    if tx.connection.execute(select(staff.c.id).where(same, staff.c.id != row.id)).first() is not None:
        raise LinkTaken()


def columns(link: Link) -> dict[str, str | None]:
    """What stands in the row of the account."""
    return {
        "email": link.email or None,
        "oidc_issuer": link.issuer or None,
        "oidc_subject": link.subject or None,
    }


def told(link: Link) -> dict[str, Any]:
    """What the audit says: enough to see that it is another one, and to know again who is known."""
    return {
        "single_sign_on": bool(link.email or link.subject),
        "issuer": link.issuer or None,
        "subject": _mark(link.subject) if link.subject else None,
        "email": f"{_mark(link.email)} •••@{link.email.rpartition('@')[2]}" if link.email else None,
    }


def _mark(text: str) -> str:
    """The beginning of its SHA-256: eight hexadecimal digits, shorter than any number that is masked."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
