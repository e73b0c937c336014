"""Services closed for a while: with a reason and until when, and opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import small_changes
from server.contract.setup_words import Text
from server.domain import hours
from server.domain.errors import UnknownService
from server.domain.office import Office
from server.storage import queries
from server.web.admin import moments
from server.web.admin.frame import Frame, Visit
from server.web.admin.pause_texts import TEXTS

_TEXT: TypeAdapter[str] = TypeAdapter(Text)
_PATH = "/admin/<office>/pauses"


def blueprint(frame: Frame) -> Blueprint:
    """The page of pauses and its two forms."""
    pages = frame.blueprint("admin_pauses")

    @pages.get(_PATH)
    def show_pauses(office: str) -> AnyResponse:
        return _shown(frame, frame.enter(office))

    @pages.post(_PATH)
    def pause_service(office: str) -> AnyResponse:
        visit = frame.enter(office)
        trouble = _pause(frame, visit, office, form=request.form)
        if trouble is not None:
            return _shown(frame, visit, status=422, trouble=trouble, form=request.form)
        return visit.go(f"/admin/{office}/pauses", done="paused")

    @pages.post(f"{_PATH}/<service>/end")
    def resume_service(office: str, service: str) -> AnyResponse:
        visit = frame.enter(office)
        frame.database.write(lambda tx: small_changes.resume_service(tx, visit.caller, office, service))
        return visit.go(f"/admin/{office}/pauses", done="resumed")

    return pages


def _shown(frame: Frame, visit: Visit, *, status: int = 200, **facts: Any) -> Response:
    with frame.database.read() as tx:
        office = tx.office(visit.office.code if visit.office else "")
        waiting = queries.waiting_by_service(tx, office, day=hours.office_day(office.hours, tx.now))
        leaves = [s for s in office.services.values() if s.active and not s.children]
        paused = [s for s in leaves if s.paused(tx.now)]
    known: dict[str, Any] = {"trouble": None, "form": {}, "done": request.args.get("done")}
    known |= {"leaves": [s for s in leaves if s not in paused], "paused": paused, "waiting": waiting}
    known["shown"] = moments.teller(office)
    return visit.page("admin/pauses.html", TEXTS, here="pauses", status=status, **{**known, **facts})


def _pause(frame: Frame, visit: Visit, office: str, *, form: Mapping[str, str]) -> str | None:
    """Carry the form out; the key of the text that says what is wrong with it."""
    trouble, reason, until = _read(visit.office, form, frame.database.clock.now())
    if trouble is not None:
        return trouble
    said = partial(small_changes.pause_service, reason=reason, until=until)
    try:
        frame.database.write(lambda tx: said(tx, visit.caller, office, form.get("service", "")))
    except UnknownService:
        return "wrong_service"
    return None


def _read(office: Office | None, form: Any, now: datetime) -> tuple[str | None, str, datetime | None]:
    """What is wrong with the form (the key of its text), the reason, and the wall time of its end."""
    if office is None:
        raise AssertionError("a page about an office has one")
    try:
        reason = _TEXT.validate_python(form.get("reason", ""))
        until = moments.typed(form.get("until", ""))
    except ValidationError:
        return "wrong_reason", "", None
    except moments.NoMoment:
        return "wrong_moment", "", None
    ends = moments.moment_of(until, office.hours.time_zone)
    return ("over" if ends is not None and ends <= now else None), reason, until
