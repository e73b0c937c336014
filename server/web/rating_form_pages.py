"""The pages on which the province designs forms of rating, sees them as citizens will, and publishes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.rating import answering, forms
from server.contract.messages import Code
from server.contract.rating_form import RatingFormDocument
from server.domain.errors import NotAllowed, Stale
from server.domain.rating_errors import (
    RatingFormExists,
    RatingFormFixed,
    RatingFormInvalid,
    UnknownRatingForm,
)
from server.domain.satisfaction import POINT, RatingForm
from server.storage import ratings
from server.storage.database import Database
from server.storage.ratings import FormRow
from server.web import guarding
from server.web.rating_form_fields import Typed, field_refused, filled, typed_from, typed_of
from server.web.rating_form_sample import sample
from server.web.rating_form_texts import TEXTS
from server.web.rating_texts import TEXTS as CITIZEN_TEXTS
from server.web.refusals import SignInNeeded
from server.web.sign_in_form import sign_in_page, signed_in_by_form
from server.web.staff_api import end_session

_PRIVATE = {"Cache-Control": "no-store"}
_FORM = "<code>/<int(max=1000000):version>"
Step = Callable[..., object]


class Forms:
    """What the pages share."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def row(self, code: str, version: int) -> FormRow | None:
        with self.database.read() as tx:
            return ratings.form_row(tx, code, version)


def blueprint(database: Database) -> Blueprint:
    """`/rating-forms`; whoever is not signed in gets a form to do so, with status 401."""
    pages = Blueprint("rating_forms", __name__, template_folder="templates")
    house = Forms(database)
    pages.register_error_handler(SignInNeeded, lambda _: _sign_in(401))
    pages.register_error_handler(NotAllowed, lambda _: _sign_in(403, "not_allowed"))

    @pages.get("/rating-forms")
    def show_forms() -> Response:
        return _list_page(house)

    @pages.get(f"/rating-forms/{_FORM}")
    def show_form(code: str, version: int) -> Response:
        row = house.row(code, version)
        return _list_page(house, status=404, trouble="unknown") if row is None else _form_page(row)

    _add_sessions(pages, house)
    _add_drafting(pages, house)
    _add_steps(pages, house)
    return pages


def _add_sessions(pages: Blueprint, house: Forms) -> None:
    @pages.post("/rating-forms")
    def sign_in_to_forms() -> AnyResponse:
        """A form, so that the page needs no script."""
        return signed_in_by_form(house.database, _sign_in, to=_here())

    @pages.post("/rating-forms/sign-out")
    def sign_out_of_forms() -> AnyResponse:
        end_session(house.database)
        return redirect(_here(), code=303)


def _add_drafting(pages: Blueprint, house: Forms) -> None:
    @pages.post("/rating-forms/new")
    def new_form() -> AnyResponse:
        try:
            caller = guarding.member()
            code = TypeAdapter[str](Code).validate_python(request.form.get("code", "").strip())
            version = house.database.write(lambda tx: forms.start(tx, sample(code), caller=caller))
        except ValidationError:
            return _list_page(house, status=422, trouble="bad_code")
        except RatingFormExists:
            return _list_page(house, status=409, trouble="exists")
        return redirect(_link(code, version), code=303)

    @pages.post(f"/rating-forms/{_FORM}/new-version")
    def new_version(code: str, version: int) -> AnyResponse:
        try:
            caller = guarding.member()
            made = house.database.write(lambda tx: forms.draft_from(tx, code, version, caller=caller))
        except UnknownRatingForm:
            return _list_page(house, status=404, trouble="unknown")
        return redirect(_link(code, made), code=303)

    @pages.post(f"/rating-forms/{_FORM}")
    def save_form(code: str, version: int) -> AnyResponse:
        row = house.row(code, version)
        return _list_page(house, status=404, trouble="unknown") if row is None else _saved(house, row)


def _saved(house: Forms, row: FormRow) -> AnyResponse:
    """Write what was typed, or show it again with what is wrong at each field."""
    typed = typed_from(request.form)
    said = filled(typed, row.code)
    document = said.document
    if document is None:
        return _form_page(row, typed=typed, errors=said.errors, status=422, trouble="not_saved")
    seen, caller = request.form.get("seen"), guarding.member()
    form = (row.code, row.version, document)
    try:
        house.database.write(lambda tx: forms.save(tx, *form, seen=seen, caller=caller))
    except RatingFormInvalid as refusal:
        errors = {field_refused(typed, refusal): refusal.why}
        return _form_page(row, typed=typed, errors=errors, status=422, trouble=errors.get("", "not_saved"))
    except Stale:
        return _form_page(row, typed=typed, status=409, trouble="stale")
    except RatingFormFixed:
        return _form_page(row, status=409, trouble="fixed")
    return redirect(_link(row.code, row.version, saved="1"), code=303)


def _add_steps(pages: Blueprint, house: Forms) -> None:
    steps: dict[str, Step] = {"publish": forms.publish, "retire": forms.retire, "delete": forms.delete}

    @pages.post(f"/rating-forms/{_FORM}/<any(publish, retire, delete):step>")
    def step_form(code: str, version: int, step: str) -> AnyResponse:
        caller = guarding.member()
        try:
            house.database.write(lambda tx: steps[step](tx, code, version, caller=caller))
        except UnknownRatingForm:
            return _list_page(house, status=404, trouble="unknown")
        except RatingFormFixed:
            return _list_page(house, status=409, trouble="fixed")
        return redirect(_here(), code=303)


def _list_page(house: Forms, *, status: int = 200, trouble: str | None = None) -> Response:
    with house.database.read() as tx:
        rows = forms.listed(tx)
    shown = [{"row": row, "state": forms.state_of(row), "form": ratings.form_in(row)} for row in rows]
    page = render_template(
        "rating_forms.html", **_words(), forms=shown, trouble=trouble, points=_points, link=_link
    )
    return Response(page, status, headers=_PRIVATE)


def _form_page(
    row: FormRow,
    *,
    typed: Typed | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    trouble: str | None = None,
) -> Response:
    document: RatingFormDocument = ratings.document_of(row)
    shown_in = request.args.get("shown")
    page = render_template(
        "rating_form.html",
        **_words(),
        row=row,
        state=forms.state_of(row),
        typed=typed or typed_of(document, point=_point()),
        errors=errors or {},
        trouble=trouble,
        saved="saved" in request.args and trouble is None,
        seen=request.form.get("seen") or forms.stamp(document),
        form=answering.form_view(ratings.form_in(row)),
        most=_points(ratings.form_in(row)),
        shown_in=shown_in if shown_in in CITIZEN_TEXTS else _lang(),
        citizen_texts=CITIZEN_TEXTS,
        link=_link,
    )
    return Response(page, status, headers=_PRIVATE)


def _sign_in(status: int, trouble: str | None = None) -> Response:
    return sign_in_page(_words(), status, trouble, next_path="/rating-forms")


def _words() -> dict[str, Any]:
    return {"lang": _lang(), "say": TEXTS[_lang()], "here": _here, "csrf": generate_csrf()}


def _here(**other: str | None) -> str:
    """The list of forms, in the language of this page or another."""
    said: dict[str, Any] = {"lang": _spoken()} | other
    return url_for("rating_forms.show_forms", **said)


def _link(code: str, version: int, **other: str | None) -> str:
    """The page of a version, in the language of this page or another."""
    said: dict[str, Any] = {"lang": _spoken()} | other
    return url_for("rating_forms.show_form", code=code, version=version, **said)


def _points(form: RatingForm) -> str:
    """The most points of a form, as its reader writes numbers."""
    return f"{form.most / POINT:g}".replace(".", _point())


def _point() -> str:
    return "," if _lang() == "vi" else "."


def _spoken() -> str | None:
    return None if _lang() == "vi" else _lang()


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"
