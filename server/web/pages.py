"""Pages: the files of the rooms, the citizen's ticket page, and what a person can read of the API."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.actions.hall import arriving, describing
from server.actions.house import first_run
from server.actions.rating import answering
from server.domain.errors import ImpossibleStep, Stale, UnknownOffice, UnknownTicket
from server.storage.database import Database
from server.web.rating_texts import TEXTS as RATING_TEXTS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "look": ROOT / "server" / "contract" / "page",
    "page": ROOT / "server" / "web" / "page",
    "counter-page": ROOT / "counter" / "page",
    "reception-page": ROOT / "counter" / "reception",
    "display-page": ROOT / "display" / "page",
    "voice": ROOT / "display" / "voice" / "clips",
}
LANGUAGES = ("vi", "en")


def blueprint(database: Database) -> Blueprint:
    """Everything a browser opens."""
    pages = Blueprint("pages", __name__, template_folder="templates")

    @pages.get(
        "/<any(look, page, 'counter-page', 'reception-page', 'display-page', voice):folder>/<path:name>"
    )
    def show_file(folder: str, name: str) -> AnyResponse:
        answer = send_from_directory(FOLDERS[folder], name)
        answer.headers["Cache-Control"] = "public, max-age=86400" if "/vendor/" in name else "no-cache"
        return answer

    @pages.get("/")
    def show_start() -> AnyResponse:
        """On an empty server, the first run."""
        with database.read() as tx:
            offices = tx.offices.all(tx.connection)
            empty = not offices and first_run.is_open(tx)
        if empty:
            return redirect(url_for("first_run.show_first_run"), code=303)
        return Response(render_template("start.html", offices=offices))

    @pages.get("/counter")
    def show_counter() -> AnyResponse:
        return send_from_directory(FOLDERS["counter-page"], "index.html")

    @pages.get("/reception")
    def show_reception() -> AnyResponse:
        return send_from_directory(FOLDERS["reception-page"], "index.html")

    @pages.get("/display/<office>")
    def show_display(office: str) -> AnyResponse:
        return _of_office(database, office, send_from_directory(FOLDERS["display-page"], "index.html"))

    _add_desk_pages(pages, database)
    _add_ticket_pages(pages, database)
    return pages


def _add_desk_pages(pages: Blueprint, database: Database) -> None:
    @pages.get("/hall")
    def show_own_hall() -> AnyResponse:
        """Leads whoever has signed in to the own office."""
        return send_from_directory(FOLDERS["page"] / "hall", "index.html")

    @pages.get("/hall/<office>")
    def show_hall(office: str) -> AnyResponse:
        return _of_office(database, office, send_from_directory(FOLDERS["page"] / "hall", "index.html"))

    @pages.get("/figures/<office>")
    def show_figures(office: str) -> AnyResponse:
        return _of_office(database, office, send_from_directory(FOLDERS["page"] / "figures", "index.html"))


def _of_office(database: Database, office: str, page: AnyResponse) -> AnyResponse:
    """The page itself says that an office is unknown, in both languages."""
    try:
        with database.read() as tx:
            tx.office(office)
    except UnknownOffice:
        page.status_code = 404
    return page


def _add_ticket_pages(pages: Blueprint, database: Database) -> None:
    @pages.get("/t/<token>")
    def show_ticket_page(token: str) -> Response:
        return _ticket_page(database, token)

    @pages.post("/t/<token>/leave")
    def leave_by_form(token: str) -> AnyResponse:
        """For phones without script. The unguessable link is the credential, so no cookie is at stake."""
        try:
            database.write(lambda tx: arriving.leave(tx, token))
        except (ImpossibleStep, Stale):
            pass  # the page says where the ticket stands now
        except UnknownTicket:
            abort(404)
        return redirect(url_for("pages.show_ticket_page", token=token), code=303)


def _ticket_page(database: Database, token: str) -> Response:
    wanted = request.args.get("lang")
    try:
        with database.read() as tx:
            row = arriving.ticket_behind(tx, token)
            office = tx.offices.by_id(tx.connection, row.office_id)
            view = describing.ticket_view(tx, office, row)
            rating = answering.can_be_rated(tx, row)
    except UnknownTicket:
        lang = wanted if wanted in LANGUAGES else "vi"
        return Response(render_template("no_ticket.html", lang=lang), 404, headers=_PRIVATE)
    lang = wanted if wanted in LANGUAGES else row.language if row.language in LANGUAGES else "vi"
    about = {"rating": rating, "rating_texts": RATING_TEXTS[lang], "wanted": wanted}
    page = render_template("ticket.html", view=view, office=office, lang=lang, token=token, **about)
    return Response(page, headers=_PRIVATE)


# A ticket's link is the key to it: it stays out of caches and out of other sites' logs.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
