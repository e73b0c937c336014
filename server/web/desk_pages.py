"""Pages of a supervisor's desk that work in the browser: they ask the API for everything they show."""

from __future__ import annotations

from flask import Blueprint, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from server.domain.errors import UnknownOffice
from server.storage.database import Database
from server.web.pages import FOLDERS


def blueprint(database: Database) -> Blueprint:
    """`/figures/{office}`; the page itself says that an office is unknown, in both languages."""
    pages = Blueprint("desk_pages", __name__)

    @pages.get("/figures/<office>")
    def show_figures(office: str) -> AnyResponse:
        page = send_from_directory(FOLDERS["page"] / "figures", "index.html")
        try:
            with database.read() as tx:
                tx.office(office)
        except UnknownOffice:
            page.status_code = 404
        return page

    return pages
