"""The page on which an administrator answers a person: what is kept of them, a file of it, or its erasure."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.appointments.recognising import Desk
from server.actions.person import erasing, exporting, finding
from server.actions.person.finding import Wanted
from server.settings import Settings
from server.storage import scrubbing
from server.storage.erasures import Erasures
from server.web.admin.frame import Frame, Visit
from server.web.admin.moments import HOME
from server.web.admin.person_texts import TEXTS
from server.web.booking_api import desk_of

KEPT = ("name", "phone", "email", "dossier", "note", "phone_key", "citizen_key")


def blueprint(frame: Frame, settings: Settings) -> Blueprint:
    """`/admin/persons`. Whom it is about stands in bodies alone, never in an address."""
    pages = frame.blueprint("admin_persons")
    desk = desk_of(settings)

    @pages.get("/admin/persons")
    def show_persons() -> AnyResponse:
        return _page(frame.enter())

    @pages.post("/admin/persons/<any(find, export, erase):step>")
    def answer_person(step: str) -> AnyResponse:
        visit = frame.enter()
        said = request.form.get("person", "").strip()[:80]
        wanted = finding.understood(said, desk=desk, now=frame.database.clock.now())
        if wanted is None:
            return _page(visit, 422, said=said, trouble="unclear")
        if step == "export":
            return _file(frame, visit, wanted)
        if step == "erase" and request.form.get("sure"):
            return _erased(frame, visit, wanted, desk)
        trouble = "not_sure" if step == "erase" else None
        return _found(frame, visit, wanted, said=said, trouble=trouble)

    return pages


def _found(frame: Frame, visit: Visit, wanted: Wanted, *, said: str, trouble: str | None) -> AnyResponse:
    rows = frame.database.write(lambda tx: exporting.found(tx, visit.caller, wanted))
    return _page(visit, 422 if trouble else 200, said=said, rows=rows, trouble=trouble)


def _file(frame: Frame, visit: Visit, wanted: Wanted) -> AnyResponse:
    told = frame.database.write(lambda tx: exporting.export(tx, visit.caller, wanted))
    answer = Response(json.dumps(told, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="person.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _erased(frame: Frame, visit: Visit, wanted: Wanted, desk: Desk) -> AnyResponse:
    listed = Erasures(desk.keys)
    gone = frame.database.write(lambda tx: erasing.erase(tx, visit.caller, wanted, listed=listed))
    clean = scrubbing.scrub(frame.database.engine)
    return _page(visit, gone=gone, clean=clean)


def _page(visit: Visit, status: int = 200, **about: object) -> AnyResponse:
    known: dict[str, object] = {"said": "", "rows": None, "trouble": None, "gone": None, "kept": KEPT}
    facts = {**known, "zone": HOME, **about}
    return visit.page("admin/persons.html", TEXTS, here="persons", status=status, **facts)
