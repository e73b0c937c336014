"""The refusals around accounts: passwords, second factors, sessions, and who may change whom."""

from __future__ import annotations

from server.domain.errors import Refusal


class PasswordRefused(Refusal):
    """This password is too short, or one of those that everybody tries first."""

    code = "password_refused"


class WrongPassword(Refusal):
    """That is not your password now."""

    code = "wrong_password"


class PasswordChangeRequired(Refusal):
    """Change the first password before anything else, at /account."""

    code = "password_change_required"


class TotpRequired(Refusal):
    """The code of the moment from the account's app is needed, too."""

    code = "totp_required"


class WrongCode(Refusal):
    """The code is wrong, was used already, or its time is over."""

    code = "wrong_code"


class TotpSetUpRequired(Refusal):
    """Administrators here need a second factor: set it up first, at /account."""

    code = "totp_set_up_required"


class TotpExists(Refusal):
    """The account has a second factor already; remove it first."""

    code = "totp_exists"


class NotYourself(Refusal):
    """Nobody changes the own role, or ends the own account: ask a colleague."""

    code = "not_yourself"


class LastAdministrator(Refusal):
    """This is the last administrator who may sign in; somebody has to remain."""

    code = "last_administrator"


class AlreadySetUp(Refusal):
    """This server has an account already; the first run is over."""

    code = "already_set_up"


class NotLinked(Refusal):
    """No account is linked with this identity; an administrator has to do that."""

    code = "not_linked"


class NoProvider(Refusal):
    """An identifier belongs to a provider, and this server is set to none."""

    code = "no_provider"


class LinkTaken(Refusal):
    """Another account has this e-mail address or identity already."""

    code = "link_taken"
