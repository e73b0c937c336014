"""Services closed for a while: with a reason and until when, and opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import small_changes
from server.contract.setup_words import Text
from server.domain import hours
from server.domain.errors import UnknownService
from server.domain.office import Office
from server.domain.people import Permission
from server.storage import queries
from server.web.admin import moments
from server.web.admin.frame import Frame, Visit
from server.web.admin.pause_texts import TEXTS

_TEXT: TypeAdapter[str] = TypeAdapter(Text)
_NEEDS = Permission.PAUSE_SERVICES
_PATH = "/admin/<office>/pauses"


def blueprint(frame: Frame) -> Blueprint:
    """The page of pauses and its two forms."""
    pages = frame.blueprint("admin_pauses")

    def shown(visit: Visit, *, status: int = 200, **facts: Any) -> Response:
        with frame.database.read() as tx:
            office = tx.office(visit.office.code if visit.office else "")
            waiting = queries.waiting_by_service(tx, office, day=hours.office_day(office.hours, tx.now))
            leaves = [s for s in office.services.values() if s.active and not s.children]
            paused = [s for s in leaves if s.paused(tx.now)]
        zone = office.hours.time_zone
        given = {"trouble": None, "form": {}, "done": request.args.get("done"), **facts}
        return visit.page(
            "admin/pauses.html",
            TEXTS,
            here="pauses",
            status=status,
            leaves=[s for s in leaves if s not in paused],
            paused=paused,
            waiting=waiting,
            shown=lambda moment: moments.shown(moment, zone),
            **given,
        )

    @pages.get(_PATH)
    def show_pauses(office: str) -> AnyResponse:
        return shown(frame.enter(_NEEDS, office))

    @pages.post(_PATH)
    def pause_service(office: str) -> AnyResponse:
        visit = frame.enter(_NEEDS, office, changes=True)
        form = request.form
        trouble, reason, until = _read(visit.office, form, frame.database.clock.now())
        if trouble is None:
            try:
                frame.database.write(
                    lambda tx: small_changes.pause_service(
                        tx, visit.caller, office, form.get("service", ""), reason=reason, until=until
                    )
                )
            except UnknownService:
                trouble = "wrong_service"
        if trouble is not None:
            return shown(visit, status=422, trouble=trouble, form=form)
        return visit.go(f"/admin/{office}/pauses", done="paused")

    @pages.post(f"{_PATH}/<service>/end")
    def resume_service(office: str, service: str) -> AnyResponse:
        visit = frame.enter(_NEEDS, office, changes=True)
        frame.database.write(lambda tx: small_changes.resume_service(tx, visit.caller, office, service))
        return visit.go(f"/admin/{office}/pauses", done="resumed")

    return pages


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
