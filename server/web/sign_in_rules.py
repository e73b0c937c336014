"""What this server asks of whoever signs in: decided by its settings, asked by every way in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from server.actions.house.sealing import Seal
from server.domain.account_errors import PasswordChangeRequired, TotpSetUpRequired
from server.domain.errors import Refusal
from server.domain.people import Role
from server.domain.signing import Lasting
from server.settings import Settings
from server.storage.queries import TicketRow

_NAME = "dunghen_sign_in_rules"


@dataclass(frozen=True)
class SignInRules:
    """The rules of one server."""

    seal: Seal
    """Closes the secrets of second factors."""
    lasting: Lasting
    admins_need_totp: bool = False
    issuer: str | None = None
    single_sign_on: str | None = None
    """What the province calls it; None: there is none."""

    def held_back(self, row: TicketRow) -> Refusal | None:
        """What somebody who is signed in has to do before anything else; None for nothing. Whoever came
        by single sign-on showed a second factor there, where the province wants one."""
        if row.way != "password":
            return None
        if row.must_change_password:
            return PasswordChangeRequired()
        if self.admins_need_totp and row.role == Role.ADMIN and row.totp_since is None:
            return TotpSetUpRequired()
        return None


def attach(app: Flask, settings: Settings) -> SignInRules:
    """Give the application its rules."""
    made = SignInRules(
        seal=Seal(settings.signing_key(), purpose="second factors"),
        lasting=settings.sessions_last(),
        admins_need_totp=settings.admins_need_totp,
        issuer=settings.oidc_issuer,
        single_sign_on=settings.oidc_name if settings.oidc_issuer else None,
    )
    app.extensions[_NAME] = made
    return made


def rules() -> SignInRules:
    """The rules of the application that answers now."""
    found: SignInRules = current_app.extensions[_NAME]
    return found
