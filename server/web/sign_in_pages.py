"""The page to sign in, and the way to the province's single sign-on and back."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import linking
from server.domain.account_errors import NotLinked, TotpRequired
from server.settings import Settings
from server.storage.database import Database
from server.web.local_paths import local_path
from server.web.oidc import Asked, Identity, Provider, ProviderFailed
from server.web.sign_in_form import sign_in_page, signed_in_by_form
from server.web.sign_in_rules import rules
from server.web.sign_in_texts import PAGE
from server.web.signing_in_path import begin_elsewhere

log = structlog.get_logger()

_COOKIE = "dunghen_single_sign_on"
_LASTS_S = 600
_WHERE = "/sign-in"


def blueprint(database: Database, settings: Settings) -> Blueprint:
    """`/sign-in`, `/sign-in/elsewhere` and `/sign-in/back`."""
    pages = Blueprint("sign_in_pages", __name__, template_folder="templates")

    @pages.get(_WHERE)
    def show_sign_in() -> Response:
        return _page(200)

    @pages.post(_WHERE)
    def sign_in_on_page() -> AnyResponse:
        return signed_in_by_form(database, _page, to=_wanted())

    _add_single_sign_on(pages, database, settings)
    return pages


def _add_single_sign_on(pages: Blueprint, database: Database, settings: Settings) -> None:
    provider = Provider(settings) if settings.oidc_issuer else None

    @pages.get(f"{_WHERE}/elsewhere")
    def go_to_provider() -> AnyResponse:
        if provider is None:
            abort(404)
        asked = Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        try:
            answer = redirect(provider.address(asked, back=_back(settings)), code=303)
        except ProviderFailed as failure:
            return _failed(failure)
        _remember(answer, asked, _wanted())
        return answer

    @pages.get(f"{_WHERE}/back")
    def come_back() -> AnyResponse:
        """The provider's page sends people here, so the session's own cookie does not come along: what was
        asked stands in a cookie of its own. Our page then leads on, as a page of this site."""
        if provider is None:
            abort(404)
        answer = _came_back(database, provider, settings)
        answer.delete_cookie(_COOKIE, path=_WHERE)
        return answer


def _came_back(database: Database, provider: Provider, settings: Settings) -> Response:
    try:
        asked, g.wanted, g.lang = _remembered()
        who = provider.identity(asked, code=_code(asked, provider.issuer), back=_back(settings))
        _begin(database, who)
    except ProviderFailed as failure:
        return _failed(failure)
    except NotLinked:
        log.warning("single_sign_on_unknown")
        return _page(403, "not_linked")
    except TotpRequired:
        return _page(401, "totp_too")
    page = render_template("signed_in.html", **_words(), wanted=_wanted())
    return Response(page, headers={"Cache-Control": "no-store"})


def _begin(database: Database, who: Identity) -> None:
    link = linking.Claimed(who.issuer, who.subject, who.email)
    row = database.write(lambda tx: linking.linked_account(tx, link))
    begin_elsewhere(database, row, strong=who.strong)


def _code(asked: Asked, issuer: str) -> str:
    """The code that the provider sent somebody back with. Raises `ProviderFailed`."""
    if not secrets.compare_digest(request.args.get("state", "").encode(), asked.state.encode()):
        raise ProviderFailed("not_asked", "another state than was sent")
    if request.args.get("iss", issuer) != issuer:
        raise ProviderFailed("not_believed", "another issuer answered")
    if "error" in request.args:
        raise ProviderFailed("declined", f"the provider says {request.args['error'][:60]}")
    return request.args.get("code", "")


def _failed(failure: ProviderFailed) -> Response:
    log.warning("single_sign_on_failed", reason=str(failure)[:300])
    return _page(502 if failure.key == "unreachable" else 401, failure.key)


def _remember(answer: AnyResponse, asked: Asked, wanted: str) -> None:
    said = {"state": asked.state, "nonce": asked.nonce, "verifier": asked.verifier}
    said |= {"next": wanted, "lang": _lang()}
    answer.set_cookie(
        _COOKIE,
        _serializer().dumps(said),
        max_age=_LASTS_S,
        path=_WHERE,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    answer.headers["Cache-Control"] = "no-store"


def _remembered() -> tuple[Asked, str, str]:
    """What was asked, where they wanted to go, and in which language."""
    try:
        said: Any = _serializer().loads(request.cookies.get(_COOKIE, ""), max_age=_LASTS_S)
    except BadData as error:
        raise ProviderFailed("not_asked", "nobody was sent from this browser, or long ago") from error
    return (
        Asked(said["state"], said["nonce"], said["verifier"]),
        local_path(said["next"]),
        said.get("lang", "vi"),
    )


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="single sign-on")


def _back(settings: Settings) -> str:
    """Our address as the provider knows it."""
    if settings.public_url:
        return settings.public_url.rstrip("/") + url_for("sign_in_pages.come_back")
    return url_for("sign_in_pages.come_back", _external=True)


def _page(status: int, trouble: str | None = None) -> Response:
    return sign_in_page(_words(), status, trouble, next_path=_wanted())


def _wanted() -> str:
    """Where somebody wants to go; on the way back from the provider, what they said before."""
    return str(g.get("wanted") or local_path(request.args.get("next")))


def _words() -> dict[str, Any]:
    lang = _lang()
    return {"lang": lang, "say": PAGE[lang], "here": _here, "provider": rules().single_sign_on}


def _here(**other: str | None) -> str:
    wanted = g.get("wanted") or request.args.get("next")
    now: dict[str, Any] = {"next": wanted, "lang": None if _lang() == "vi" else _lang()}
    return url_for("sign_in_pages.show_sign_in", **(now | other))


def _lang() -> str:
    return "en" if g.get("lang", request.args.get("lang")) == "en" else "vi"
