"""The audit as pages: of the whole house for administrators, of the own office for its supervisor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import auditing
from server.storage import audit
from server.storage.audit import Search
from server.web.admin.audit_actions import ACTIONS, ACTORS, named
from server.web.admin.audit_texts import GROUPS, TEXTS
from server.web.admin.frame import Frame, Visit
from server.web.admin.moments import HOME

AT_ONCE = 50
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says, as it was typed."""

    actor: str
    action: str
    what: str
    first: str
    last: str

    @property
    def query(self) -> dict[str, str]:
        """The fields that say something, as a link carries them."""
        said = {name: getattr(self, name) for name in ("actor", "action", "what", "first", "last")}
        return {name: value for name, value in said.items() if value}


def blueprint(frame: Frame) -> Blueprint:
    """`/admin/audit` and `/admin/OFFICE/audit`."""
    pages = frame.blueprint("admin_audit")

    @pages.get("/admin/audit")
    def show_audit() -> AnyResponse:
        return _page(frame, frame.enter(), here="audit")

    @pages.get("/admin/<office>/audit")
    def show_audit_of_office(office: str) -> AnyResponse:
        return _page(frame, frame.enter(office), here="office_audit")

    return pages


def _page(frame: Frame, visit: Visit, *, here: str) -> AnyResponse:
    asked, zone = _asked(), visit.office.hours.time_zone if visit.office else HOME
    days = [_day(text) for text in (asked.first, asked.last)]
    wrong = any(text and day is None for text, day in zip((asked.first, asked.last), days, strict=True))
    wanted = _search(asked, days, visit=visit, zone=zone)
    with frame.database.read() as tx:
        rows = [] if wrong else audit.search(tx, wanted, before=_before(), limit=AT_ONCE + 1)
        auditing.record_reading(
            tx,
            visit.caller,
            "audit.read",
            "audit",
            office_id=wanted.office_id,
            found=len(rows[:AT_ONCE]),
            once_in=timedelta(hours=1),
        )
    return visit.page(
        "admin/audit.html",
        TEXTS,
        here=here,
        status=422 if wrong else 200,
        rows=rows[:AT_ONCE],
        older=rows[AT_ONCE - 1].seq if len(rows) > AT_ONCE else None,
        asked=asked,
        wrong=wrong,
        groups=[(key, en if visit.lang == "en" else vi) for key, vi, en in GROUPS],
        path=request.path,
        plainly=plainly,
        action=lambda code: named(ACTIONS, code, visit.lang),
        person=lambda who: named(ACTORS, who, visit.lang),
        zone=zone,
    )


def plainly(kept: str) -> str:
    """Old or new as a line to be read.

    >>> plainly('{"name":"Kiosk 1","counters":[1,2],"until":null}')
    'name: Kiosk 1 · counters: 1, 2 · until: –'
    """
    return " · ".join(f"{name}: {_spelled(value)}" for name, value in json.loads(kept).items())


def _spelled(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_spelled, value))
    if isinstance(value, dict):
        return "(" + ", ".join(f"{name}: {_spelled(inner)}" for name, inner in value.items()) + ")"
    return "–" if value is None else str(value)


def _asked() -> Asked:
    said = (request.args.get(name, "") for name in ("actor", "action", "what", "first", "last"))
    return Asked(*(text.strip()[:_LONGEST] for text in said))


def _search(asked: Asked, days: list[date | None], *, visit: Visit, zone: ZoneInfo) -> Search:
    """Days are those of the office, both included."""
    first, last = days
    return Search(
        actor=asked.actor or None,
        action=f"{asked.action}." if asked.action else None,
        what=asked.what or None,
        office_id=visit.office.id if visit.office else None,
        since=None if first is None else datetime.combine(first, time(), zone),
        until=None if last is None else datetime.combine(last + timedelta(days=1), time(), zone),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(3000, 1, 1) else None


def _before() -> int | None:
    said = request.args.get("before", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None
