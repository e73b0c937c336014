"""The province's page: all offices in one table, by one definition."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from server.actions.figures import asking, projecting, reporting, telling_figures
from server.contract.messages.figures import Waits
from server.domain import hours
from server.domain.errors import NotAllowed
from server.domain.people import Caller
from server.storage.database import Database
from server.web import guarding, province_texts, province_view
from server.web.province_view import Asked
from server.web.refusals import SignInNeeded
from server.web.sign_in_form import sign_in_page, signed_in_by_form
from server.web.staff_api import end_session

_PRIVATE = {"Cache-Control": "no-store"}


def blueprint(database: Database) -> Blueprint:
    """`/figures`; whoever is not signed in gets a form to do so, with status 401."""
    pages = Blueprint("province_pages", __name__, template_folder="templates")

    pages.register_error_handler(SignInNeeded, lambda _: _sign_in(401))
    pages.register_error_handler(NotAllowed, lambda _: _to_own_office() or _sign_in(403, "not_allowed"))

    @pages.get("/figures")
    def show_province() -> AnyResponse:
        own = _to_own_office()
        if own is not None:
            return own
        projecting.catch_up(database)
        return _page(database, guarding.member())

    _add_sessions(pages, database)
    return pages


def _add_sessions(pages: Blueprint, database: Database) -> None:
    @pages.post("/figures")
    def sign_in_to_province() -> AnyResponse:
        """A form, so that the page needs no script."""
        return signed_in_by_form(database, _sign_in, to=_here())

    @pages.post("/figures/sign-out")
    def sign_out_of_province() -> AnyResponse:
        end_session(database)
        return redirect(_here(), code=303)


def _to_own_office() -> AnyResponse | None:
    """Whoever belongs to one office reads that office's figures."""
    code = guarding.account().office_code
    return None if code is None else redirect(f"/figures/{code}", code=303)


def _page(database: Database, caller: Caller) -> Response:
    with database.read() as tx:
        offices = tx.offices.all(tx.connection)
        today = hours.office_day(offices[0].hours, tx.now) if offices else tx.now.date()
        asked = province_view.asked(request.args, today)
        chosen = asking.offices_for(tx, caller, (), period=asked.period, level=asked.level)
        told = telling_figures.told(reporting.waits(tx, chosen, asked.period, by="office"), caller)
    page = render_template("province.html", **_shown(asked, told, today))
    return Response(page, headers=_PRIVATE)


def _shown(asked: Asked, told: Waits, today: date) -> dict[str, Any]:
    lang = _lang()
    return {
        **_words(),
        "asked": asked,
        "told": told,
        "rows": province_view.in_order(told, asked.order, lang),
        "scale": province_view.Scale.of(told.rows, told.goal_s),
        "view": province_view,
        "period_name": province_texts.period_name(asked.period, asked.kind, lang),
        "minutes": lambda seconds: province_texts.minutes(seconds, lang),
        "mean": lambda seconds: province_texts.minutes(seconds, lang, goal_s=told.goal_s),
        "percent": lambda share: province_texts.percent(share, lang),
        "count": lambda value: province_texts.number(value, lang, 0),
        "csrf": generate_csrf(),
        "today": today,
    }


def _sign_in(status: int, trouble: str | None = None) -> Response:
    return sign_in_page(_words(), status, trouble, next_path="/figures")


def _words() -> dict[str, Any]:
    return {"lang": _lang(), "say": province_texts.TEXTS[_lang()], "here": _here}


_KEPT = ("kind", "of", "from", "to", "level", "order")


def _here(**other: str | None) -> str:
    """This page with what it shows now, but for what is given."""
    now: dict[str, Any] = {name: request.args.get(name) for name in _KEPT}
    now["lang"] = None if _lang() == "vi" else _lang()
    return url_for("province_pages.show_province", **(now | other))


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"
