"""What is typed on the pages of accounts: read, checked, and shown again when something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from werkzeug.datastructures import MultiDict

from server.actions.house.links import Link
from server.contract.figures_setup import Email
from server.contract.setup_file import AccountSetUp
from server.contract.setup_words import Password
from server.domain.office import Office
from server.storage.queries import TicketRow
from server.web.admin.moments import HOME
from server.web.sign_in_rules import rules

_MOST = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they were typed; a password is never shown again."""

    name: str = ""
    username: str = ""
    role: str = ""
    password: str = ""
    email: str = ""
    subject: str = ""
    services: tuple[str, ...] = ()


def typed(form: MultiDict[str, str], *, username: str | None = None) -> Typed:
    """What a form sent; `username` is that of the page, where the form is about one account."""
    said = {name: form.get(name, "").strip()[:_MOST] for name in ("name", "role", "email", "subject")}
    return Typed(
        **said,
        username=form.get("username", "").strip()[:_MOST] if username is None else username,
        password=form.get("password", "")[:_MOST],
        services=tuple(form.getlist("services")),
    )


def of(row: TicketRow) -> Typed:
    """An account as its form shows it."""
    return Typed(
        name=row.name,
        username=row.username,
        role=row.role,
        email=row.email or "",
        subject=row.oidc_subject or "",
        services=tuple(row.services),
    )


def wish(said: Typed) -> tuple[AccountSetUp | None, str]:
    """The account that is wished for, or None and the key of what is wrong."""
    if said.email:
        try:
            TypeAdapter[str](Email).validate_python(said.email)
        except ValidationError:
            return None, "wrong_email"
    values = {name: getattr(said, name) for name in ("name", "username", "role")}
    try:
        return AccountSetUp.model_validate(
            {**values, "services": list(said.services), "password": said.password or None}
        ), ""
    except ValidationError as error:
        return None, f"wrong_{error.errors()[0]['loc'][0]}"


def link(said: Typed) -> Link:
    """The link to single sign-on that is wished for; a new one is of the provider that this server knows."""
    return Link(email=said.email.lower(), issuer=rules().issuer or "", subject=said.subject[:255])


def is_password(text: str) -> bool:
    """Whether the sign-in page would take it."""
    try:
        TypeAdapter[str](Password).validate_python(text)
    except ValidationError:
        return False
    return True


def services(office: Office, lang: str) -> list[tuple[str, str]]:
    """Code and name of the services that take tickets, in the order of the office."""
    return [
        (service.code, service.names.get(lang) or service.names["vi"])
        for service in office.services.values()
        if service.active and service.letter is not None
    ]


def when(moment: datetime) -> str:
    """A moment as it is read in Viet Nam."""
    return f"{moment.astimezone(HOME):%H:%M %d/%m/%Y}"


def told(row: Any) -> str:
    """The key of an account's state."""
    if not row.active:
        return "ended"
    if row.password_hash is None:
        return "single" if row.email or row.oidc_subject else "no_password"
    return "first_password" if row.must_change_password else "active"
