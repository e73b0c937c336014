"""The checklist of an office as a page."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import readiness
from server.actions.house.readiness import Point
from server.contract.speaking import can_speak
from server.settings import Settings
from server.web.admin.check_texts import TEXTS
from server.web.admin.frame import Frame


def blueprint(frame: Frame, settings: Settings) -> Blueprint:
    """`/admin/OFFICE/check`."""
    pages = frame.blueprint("admin_check")

    @pages.get("/admin/<office>/check")
    def show_checklist(office: str) -> AnyResponse:
        visit = frame.enter(office)
        return visit.page("admin/check.html", TEXTS, here="check", points=missing(frame, settings, office))

    return pages


def missing(frame: Frame, settings: Settings, office: str) -> list[Point]:
    """What an office still lacks."""
    address = settings.public_url is not None
    with frame.database.read() as tx:
        return readiness.checklist(
            tx,
            office,
            public_address=address,
            speaks=can_speak(),
            single_sign_on=settings.oidc_issuer is not None,
        )
