"""The page that shows what would change, applies it, and the pages of what was changed and undone."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import revising
from server.domain.errors import SetUpInvalid
from server.domain.revisions import How
from server.setup_file.problems import spelled
from server.storage import setups
from server.web.admin import review_view
from server.web.admin.frame import Frame
from server.web.admin.reviewing import Intent, applied, reviewed
from server.web.admin.setup_texts import TEXTS

_MOST_NUMBER = 1_000_000_000


def blueprint(frame: Frame) -> Blueprint:
    """`/admin/{office}/review`, `…/apply`, `…/history` and `…/undo`."""
    pages = frame.blueprint("admin_review")

    @pages.post("/admin/<office>/review")
    def review_changes(office: str) -> AnyResponse:
        """Nothing is changed here: the document is in the form because it is too large for an address."""
        visit = frame.enter(office)
        found = reviewed(frame, visit, Intent.of(request.form, frame.database.clock.now()), code=office)
        if isinstance(found, AnyResponse):
            return found
        raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in found))

    @pages.post("/admin/<office>/apply")
    def apply_changes(office: str) -> AnyResponse:
        """What the difference needs is looked at with the difference itself."""
        visit = frame.enter(office)
        return applied(frame, visit, Intent.of(request.form, frame.database.clock.now()), code=office)

    _add_history(pages, frame)
    return pages


def _add_history(pages: Blueprint, frame: Frame) -> None:
    @pages.get("/admin/<office>/history")
    def show_history(office: str) -> AnyResponse:
        visit = frame.enter(office)
        below = request.args.get("below", type=int)
        with frame.database.read() as tx:
            about, stored = tx.office(office), setups.stored(tx.connection, office)
            rows = revising.history(tx, about.id, below=below and min(below, _MOST_NUMBER))
            may_undo = below is None and revising.may_undo(tx, visit.caller, office)
        return visit.page(
            "admin/history.html",
            TEXTS,
            here="history",
            rows=[(row, review_view.told(row.changes, visit.lang, stored)) for row in rows],
            zone=about.hours.time_zone,
            may_undo=may_undo,
            saved="saved" in request.args,
            how=How,
        )

    @pages.get("/admin/<office>/undo")
    def show_undo(office: str) -> AnyResponse:
        """What would change back; applying it goes the way of every other change."""
        visit = frame.enter(office)
        with frame.database.read() as tx:
            found = revising.undoing(tx, office)
        if found is None:
            return visit.page("admin/nothing.html", TEXTS, here="history", status=409)
        intent = Intent(found.sections, How.UNDO, found.revision.number)
        page = reviewed(frame, visit, intent, code=office)
        if isinstance(page, AnyResponse):
            return page
        raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in page))
