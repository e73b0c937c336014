"""The pages that watch over the house: the audit, requests of persons, and what is told of privacy."""

from __future__ import annotations

from flask import Blueprint

from server.settings import Settings
from server.web import privacy_pages
from server.web.admin import audit_pages, person_pages
from server.web.admin.frame import Frame


def blueprints(frame: Frame, settings: Settings) -> tuple[Blueprint, ...]:
    """Each of them."""
    return (
        audit_pages.blueprint(frame),
        person_pages.blueprint(frame, settings),
        privacy_pages.blueprint(),
    )
