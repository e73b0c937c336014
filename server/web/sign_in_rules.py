"""What this server asks of whoever signs in: decided by its settings, asked by every way in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from server.actions.house.sealing import Seal
from server.domain.account_errors import PasswordChangeRequired, TotpSetUpRequired
from server.domain.errors import Refusal
from server.domain.people import Role
from server.domain.signing import Lasting, Way
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
        """What somebody who is signed in has to do before anything else; None for nothing. A first password
        troubles nobody who came without one."""
        if row.must_change_password and row.way == Way.PASSWORD:
            return PasswordChangeRequired()
        if self.need_code(row, Way(row.way)) and row.totp_since is None:
            return TotpSetUpRequired()
        return None

    def need_code(self, row: TicketRow, way: Way) -> bool:
        """Whether this account has to have our own second factor, when it came this way: an administrator's,
        where the operator wants that, unless the single sign-on told of a second factor of its own."""
        return self.admins_need_totp and row.role == Role.ADMIN and way is not Way.ELSEWHERE_STRONG

    def owes_code(self, row: TicketRow, way: Way) -> bool:
        """Whether somebody who was known at the single sign-on still has to show a code of ours."""
        return way is Way.ELSEWHERE and row.totp_since is not None and self.need_code(row, way)


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
