"""The first administration page: the offices that one may administer; and signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from server.web.admin.frame import Frame, link, sign_in_page, within
from server.web.admin.home_texts import TEXTS
from server.web.sign_in_form import signed_in_by_form
from server.web.staff_api import end_session


def blueprint(frame: Frame) -> Blueprint:
    """`/admin`, with its form to sign in and its button to sign out."""
    pages = frame.blueprint("admin_home")

    @pages.get("/admin")
    def show_offices() -> AnyResponse:
        visit = frame.enter()
        with frame.database.read() as tx:
            offices = [
                office for office in tx.offices.all(tx.connection) if visit.own_office in (None, office.code)
            ]
        return visit.page("admin/home.html", TEXTS, here="offices", offices=offices)

    @pages.post("/admin/sign-in")
    def sign_in_to_administration() -> AnyResponse:
        """A form, so that the page needs no script."""
        wanted = within(request.form.get("wanted", ""))
        return signed_in_by_form(
            frame.database, lambda status, trouble: sign_in_page(status, trouble, to=wanted), to=wanted
        )

    @pages.post("/admin/sign-out")
    def sign_out_of_administration() -> AnyResponse:
        end_session(frame.database)
        return redirect(link("/admin"), code=303)

    return pages
