"""Pages of ratings: the citizen's, which needs no script, the counter's tablet, and the supervisor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_from_directory, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.hall import arriving
from server.actions.rating import answering
from server.contract.messages import GiveRating
from server.domain.errors import UnknownOffice, UnknownTicket
from server.domain.rating_errors import (
    AlreadyRated,
    NoRatingForm,
    NotServedYet,
    RatingInvalid,
    UnknownRatingForm,
)
from server.storage.database import Database, Unavailable
from server.web.pages import FOLDERS
from server.web.rating_texts import TEXTS, language_of

# A ticket's link is the key to it: it stays out of caches and out of other sites' logs.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_HOTLINE = {"vi": "Cần giúp đỡ, xin gọi {0}", "en": "For help, call {0}"}


def blueprint(database: Database) -> Blueprint:
    """`/t/{token}/rate`, `/rate/{office}/{counter}`, `/figures/{office}/ratings` and `/figures/ratings`."""
    pages = Blueprint("rating_pages", __name__, template_folder="templates")

    @pages.get("/t/<token>/rate")
    def show_rating(token: str) -> Response:
        return _page(database, token)

    @pages.post("/t/<token>/rate")
    def rate_by_form(token: str) -> AnyResponse:
        """A form, so that the page needs no script. The unguessable link is the credential."""
        return _rated(database, token)

    @pages.get("/rate/<office>/<int(max=9999):counter>")
    def show_tablet(office: str, counter: int) -> AnyResponse:
        """The page itself signs in, and says that a counter is unknown."""
        page = send_from_directory(FOLDERS["page"] / "rating", "tablet.html")
        try:
            with database.read() as tx:
                known = counter in tx.office(office).counters
        except UnknownOffice:
            known = False
        page.status_code = 200 if known else 404
        return page

    @pages.get("/figures/ratings")
    @pages.get("/figures/<office>/ratings")
    def show_ratings(office: str | None = None) -> AnyResponse:
        """Of one office or of all; the page itself signs in, and says that an office is unknown."""
        return send_from_directory(FOLDERS["page"] / "rating", "results.html")

    return pages


def _rated(database: Database, token: str) -> AnyResponse:
    wish, errors = _wish(request.form)
    if wish is None:
        return _page(database, token, status=422, errors=errors, typed=request.form)
    try:
        database.write(lambda tx: answering.rate_by_link(tx, token, wish))
    except UnknownTicket:
        return _no_ticket()
    except (AlreadyRated, NotServedYet, NoRatingForm):
        pass  # the page says how it stands
    except RatingInvalid:
        return _page(database, token, status=422, trouble="invalid", typed=request.form)
    except UnknownRatingForm:
        return _page(database, token, status=409, trouble="unknown_rating_form", typed=request.form)
    except Unavailable:
        return _page(database, token, status=503, trouble="unavailable", typed=request.form)
    return redirect(url_for("rating_pages.show_rating", token=token, lang=request.args.get("lang")), code=303)


def _wish(said: Mapping[str, str]) -> tuple[GiveRating | None, dict[str, str]]:
    """What the form says, or which text belongs to which field. Nonsense that no field of ours can say is
    told for the whole form."""
    steps = {name[2:]: step for name, step in said.items() if name.startswith("q.") and step}
    wish = {name: said.get(name, "") for name in ("form", "version", "overall", "remark")}
    try:
        return GiveRating.model_validate({**wish, "answers": steps}), {}
    except ValidationError as error:
        found = {str(one["loc"][0]) for one in error.errors(include_input=False)}
    told = {"overall": "choose_level", "remark": "remark_too_long"}
    return None, {field: text for field, text in told.items() if field in found} or {"form": "invalid"}


def _page(
    database: Database,
    token: str,
    *,
    status: int = 200,
    trouble: str | None = None,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The page of a visit as it stands; what was typed stays."""
    wanted = request.args.get("lang") if request.args.get("lang") in TEXTS else None
    try:
        with database.read() as tx:
            row = arriving.ticket_behind(tx, token)
            office = tx.offices.by_id(tx.connection, row.office_id)
            told = answering.rating_of_ticket(tx, token)
    except UnknownTicket:
        return _no_ticket()
    lang = language_of(wanted, row.language)
    t = TEXTS[lang]
    wrong = {field: t[text] for field, text in (errors or {}).items()}
    names = office.service_by_id(row.service_id).names
    about: dict[str, Any] = {
        "state": told.state,
        "form": told.form,
        "service": names.get(lang) or names.get("vi"),
        "hotline": _HOTLINE[lang].format(office.hotline),
    }
    page = render_template(
        "rate.html",
        **about,
        office=office,
        number=row.number,
        token=token,
        lang=lang,
        wanted=wanted,
        t=t,
        typed=dict(typed or {}),
        errors=wrong,
        trouble=t[trouble] if trouble else wrong.get("form"),
    )
    return Response(page, status, headers=_PRIVATE)


def _no_ticket() -> Response:
    lang = language_of(request.args.get("lang"))
    return Response(render_template("no_ticket.html", lang=lang), 404, headers=_PRIVATE)
