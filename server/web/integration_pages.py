"""The supervisors' page of webhooks: who is told, what did not arrive, and a button to send it again."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from server.actions.outgoing import webhooks
from server.domain.errors import (
    ImpossibleStep,
    NotAllowed,
    UnknownDelivery,
    UnknownOffice,
    UnknownWebhook,
)
from server.domain.people import Caller
from server.storage.database import Database
from server.web import guarding
from server.web.integration_texts import TEXTS, told
from server.web.refusals import SignInNeeded
from server.web.sign_in_form import sign_in_page, signed_in_by_form

STATES = ("waiting", "failed", "delivered")
_ID = "int(max=4611686018427387904)"
_PRIVATE = {"Cache-Control": "no-store"}


def blueprint(database: Database) -> Blueprint:
    """`/integrations/{office}`; whoever is not signed in gets a form to do so, with status 401."""
    pages = Blueprint("integration_pages", __name__, template_folder="templates")

    pages.register_error_handler(SignInNeeded, lambda _: _sign_in(_asked_for(), 401))
    pages.register_error_handler(NotAllowed, lambda _: _sign_in(_asked_for(), 403, "not_allowed"))
    pages.register_error_handler(UnknownOffice, lambda _: _sign_in(_asked_for(), 404, "unknown_office"))

    @pages.get("/integrations/<office>")
    def show_integrations(office: str) -> Response:
        return _page(database, guarding.member(), office)

    _add_sign_in(pages, database)
    _add_retry(pages, database)
    return pages


def _asked_for() -> str:
    return str((request.view_args or {})["office"])


def _add_sign_in(pages: Blueprint, database: Database) -> None:
    @pages.post("/integrations/<office>")
    def sign_in_by_form(office: str) -> AnyResponse:
        """A form, so that the page needs no script."""
        return signed_in_by_form(
            database, lambda status, trouble: _sign_in(office, status, trouble), to=_here(office)
        )


def _add_retry(pages: Blueprint, database: Database) -> None:
    @pages.post(f"/integrations/<office>/<{_ID}:webhook>/<{_ID}:delivery>/retry")
    def retry_by_form(office: str, webhook: int, delivery: int) -> AnyResponse:
        caller = guarding.member()
        with suppress(ImpossibleStep, UnknownDelivery, UnknownWebhook):  # the page says how it stands now
            database.write(lambda tx: webhooks.retry(tx, caller, office, webhook, delivery))
        return redirect(_here(office), code=303)


def _page(database: Database, caller: Caller, office_code: str) -> Response:
    state = _state()
    with database.read() as tx:
        office = tx.office(office_code)
        hooks = webhooks.listed(tx, caller, office_code).webhooks
        rows = webhooks.all_deliveries(tx, caller, office_code, state=state).deliveries
    lang = _lang()
    zone = ZoneInfo(office.time_zone)
    page = render_template(
        "integrations.html",
        **_words(office_code),
        office=office,
        hooks={hook.id: hook for hook in hooks},
        rows=rows,
        state=state,
        states=STATES,
        local=lambda moment: f"{moment.astimezone(zone):%d/%m %H:%M:%S}",
        why=lambda row: told(row.error, lang),
        csrf=generate_csrf(),
    )
    return Response(page, headers=_PRIVATE)


def _sign_in(office_code: str, status: int, trouble: str | None = None) -> Response:
    return sign_in_page(_words(office_code), status, trouble, next_path=_here(office_code))


def _words(office_code: str) -> dict[str, Any]:
    lang = _lang()
    return {"lang": lang, "say": TEXTS[lang], "office_code": office_code, "here": _link(office_code)}


def _link(office_code: str) -> Any:
    """Links to this page, with the state and language that it has or that are given."""

    def link(**other: str | None) -> str:
        return _here(office_code, **other)

    return link


def _here(office_code: str, **other: str | None) -> str:
    now: dict[str, Any] = {"state": _state(), "lang": None if _lang() == "vi" else _lang()} | other
    return url_for("integration_pages.show_integrations", office=office_code, **now)


def _state() -> str | None:
    wanted = request.args.get("state")
    return wanted if wanted in STATES else None


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"
