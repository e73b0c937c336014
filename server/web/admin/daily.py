"""The pages for what a supervisor looks at and changes from day to day."""

from __future__ import annotations

from flask import Blueprint

from server.settings import Settings
from server.web.admin import check_pages, notice_pages, pause_pages, skill_pages
from server.web.admin.frame import Frame


def blueprints(frame: Frame, settings: Settings) -> tuple[Blueprint, ...]:
    """Each with its own part of `/admin/OFFICE`."""
    return (
        check_pages.blueprint(frame, settings),
        notice_pages.blueprint(frame),
        pause_pages.blueprint(frame),
        skill_pages.blueprint(frame),
    )
