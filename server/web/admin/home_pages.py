"""The first administration page: the offices that one may administer; and signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.contract import messages
from server.domain.errors import TooManyTries, WrongCredentials
from server.domain.people import Permission
from server.web.admin.frame import Frame, link, sign_in_page, within
from server.web.admin.home_texts import TEXTS
from server.web.staff_api import begin_session, end_session


def blueprint(frame: Frame) -> Blueprint:
    """`/admin`, with its form to sign in and its button to sign out."""
    pages = frame.blueprint("admin_home")

    @pages.get("/admin")
    def show_offices() -> AnyResponse:
        visit = frame.enter(Permission.SEE_ADMINISTRATION)
        with frame.database.read() as tx:
            offices = [
                office for office in tx.offices.all(tx.connection) if visit.own_office in (None, office.code)
            ]
        return visit.page("admin/home.html", TEXTS, here="offices", offices=offices)

    @pages.post("/admin/sign-in")
    def sign_in_to_administration() -> AnyResponse:
        """A form, so that the page needs no script."""
        wanted = within(request.form.get("wanted", ""))
        try:
            said = {name: request.form.get(name, "") for name in ("username", "password")}
            begin_session(frame.database, messages.SignIn.model_validate(said))
        except (WrongCredentials, ValidationError):
            return sign_in_page(401, "wrong", to=wanted)
        except TooManyTries:
            return sign_in_page(429, "throttled", to=wanted)
        return redirect(wanted, code=303)

    @pages.post("/admin/sign-out")
    def sign_out_of_administration() -> AnyResponse:
        end_session(frame.database)
        return redirect(link("/admin"), code=303)

    return pages
