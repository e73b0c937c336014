"""The form to sign in that every page shows to whoever is not: name and password, then a code if needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, redirect, render_template, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.contract import messages
from server.domain.account_errors import TotpRequired, WrongCode
from server.domain.errors import TooManyTries, WrongCredentials
from server.storage.database import Database
from server.web.sign_in_rules import rules
from server.web.sign_in_texts import TEXTS
from server.web.signing_in_path import begin_by_code, begin_session

STILL_MISSING = ("totp_required", "totp_too")
"""What is told to whoever was known, by a password here or at the single sign-on, and now needs a code."""
SignInPage = Callable[[int, str], AnyResponse]
"""Shows a page's form again, with a status and the key of what is wrong."""


def signed_in_by_form(database: Database, again: SignInPage, *, to: str) -> AnyResponse:
    """Sign in whoever sent the form and lead them on; or show it again with what is wrong or missing."""
    try:
        if "totp" in request.form:
            begin_by_code(database, request.form["totp"].strip()[:40])
        else:
            said = {name: request.form.get(name, "") for name in ("username", "password")}
            begin_session(database, messages.SignIn.model_validate(said))
    except (WrongCredentials, ValidationError):
        return again(401, "totp_too_late" if "totp" in request.form else "wrong")
    except TotpRequired:
        return again(401, "totp_required")
    except WrongCode:
        return again(401, "totp_wrong")
    except TooManyTries:
        return again(429, "throttled")
    return redirect(to, code=303)


def asks_for_code(trouble: str | None) -> bool:
    """Whether the form asks for the code of the moment alone."""
    return trouble in (*STILL_MISSING, "totp_wrong")


def sign_in_words(lang: str, trouble: str | None) -> dict[str, Any]:
    """What every template with such a form uses: `asks` in the language of the page, whether it wants a
    code, and the name of the single sign-on, if there is one."""
    return {
        "asks": TEXTS[lang],
        "wants_code": asks_for_code(trouble),
        "goes_well": trouble in STILL_MISSING,
        "single_sign_on": rules().single_sign_on,
    }


def sign_in_page(
    words: Mapping[str, Any], status: int, trouble: str | None = None, *, next_path: str = "/"
) -> Response:
    """The plain page with the form; `words` are those of the page that wants somebody to sign in."""
    shown = {**words, **sign_in_words(words["lang"], trouble), "trouble": trouble, "next_path": next_path}
    page = render_template("staff_sign_in.html", **shown)
    return Response(page, status, headers={"Cache-Control": "no-store"})
