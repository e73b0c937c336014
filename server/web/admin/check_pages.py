"""The checklist of an office as a page."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import readiness
from server.contract.speaking import can_speak
from server.settings import Settings
from server.web.admin.check_texts import TEXTS
from server.web.admin.frame import Frame


def blueprint(frame: Frame, settings: Settings) -> Blueprint:
    """`/admin/OFFICE/check`."""
    address = settings.public_url is not None
    pages = frame.blueprint("admin_check")

    @pages.get("/admin/<office>/check")
    def show_checklist(office: str) -> AnyResponse:
        visit = frame.enter(office)
        with frame.database.read() as tx:
            points = readiness.checklist(tx, office, public_address=address, speaks=can_speak())
        return visit.page("admin/check.html", TEXTS, here="check", points=points)

    return pages
