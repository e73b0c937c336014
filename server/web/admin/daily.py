"""The pages for what a supervisor changes from day to day."""

from __future__ import annotations

from flask import Blueprint

from server.web.admin import notice_pages, pause_pages
from server.web.admin.frame import Frame


def blueprints(frame: Frame) -> tuple[Blueprint, ...]:
    """Each with its own part of `/admin/OFFICE`."""
    return (notice_pages.blueprint(frame), pause_pages.blueprint(frame))
