"""Looking at differences before they are applied, and applying what was looked at."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import revising
from server.actions.house.revising import Review
from server.contract.setup_file import SetUp
from server.domain.errors import InUse, SetUpInvalid, Stale
from server.domain.people import Caller
from server.domain.revisions import How, Origin
from server.setup_file.problems import Problem, spelled
from server.setup_file.revised import Sections
from server.storage import setups
from server.storage.happenings import Transaction
from server.web.admin import message_samples, previews, reasons, review_view, sealed_passwords, words
from server.web.admin.form_values import Form
from server.web.admin.frame import Frame, Visit
from server.web.admin.message_samples import Shown
from server.web.admin.sections import SECTIONS
from server.web.admin.setup_texts import TEXTS
from server.web.refusals import BadRequest

_HOWS = {how.value: how for how in (How.PAGE, How.TOML, How.CSV, How.TEMPLATE)}


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants to change: new sections, by which way, and what the page carries along."""

    sections: Sections
    how: How = How.PAGE
    undoes: int | None = None
    section: str = ""
    """The section whose form it comes from, to go back to."""

    @classmethod
    def of(cls, form: Form, now: datetime) -> Intent:
        """What a page of review carries; raises `BadRequest` where it is not what such a page sends, or
        where the first passwords that it carries have waited for too long."""
        try:
            sections = json.loads(form.get("document", ""))
        except (ValueError, RecursionError) as error:
            raise BadRequest(422, "invalid", "The form holds no set-up.") from error
        if not isinstance(sections, dict) or not all(key in SetUp.model_fields for key in sections):
            raise BadRequest(422, "invalid", "The form holds no set-up.")
        sealed_passwords.put_back(sections.get("staff"), form.get("sealed", ""), now)
        undoes = form.get("undoes", "")
        if undoes.isascii() and undoes.isdecimal() and len(undoes) < 10:
            return cls(sections, How.UNDO, int(undoes))
        section = form.get("section", "")
        how = _HOWS.get(form.get("how", ""), How.PAGE)
        return cls(sections, how, section=section if section in SECTIONS else "")


def reviewed(
    frame: Frame, visit: Visit, intent: Intent, *, code: str, **how: Any
) -> AnyResponse | tuple[Problem, ...]:
    """The page of differences; what is wrong instead, where the sections make no sense.

    Raises `NotAllowed` where they change what the visitor may not.
    """
    with frame.database.read() as tx:
        stored = setups.stored(tx.connection, code)
        found = revising.review(tx, visit.caller, code, intent.sections)
    if found.setup is None:
        return found.problems
    return _page(frame, visit, intent, found=found, both=(stored, found.setup), **how)


def _page(
    frame: Frame,
    visit: Visit,
    intent: Intent,
    *,
    found: Review,
    both: tuple[SetUp | None, SetUp],
    status: int = 200,
    trouble: str | None = None,
) -> AnyResponse:
    lang, setup = visit.lang, both[1]
    say, now = reasons.spelled, frame.database.clock.now()
    document, sealed = _carried(setup, intent.sections, now)
    return visit.page(
        "admin/review.html",
        TEXTS,
        here="setup",
        status=status,
        intent=intent,
        document=document,
        sealed=sealed,
        trouble=trouble,
        stamp=found.stamp,
        changes=review_view.told(found.plan.changes, lang, *both),
        notes=[say(note, lang) for note in found.plan.notes],
        obstacles=[say(one, lang) for one in found.plan.obstacles],
        conflicts=[say(one, lang) for one in found.plan.conflicts],
        warnings=[warned(one, lang) for one in found.warnings],
        kiosk=previews.kiosk(setup),
        day=previews.day_of(setup, wanted_day(setup, now)),
        samples=_samples(frame, visit, found, setup),
        words=words,
    )


def _samples(frame: Frame, visit: Visit, found: Review, setup: SetUp) -> dict[str, list[Shown]]:
    """The messages to citizens whose words change."""
    names = [
        field.name for change in found.plan.changes if change.section == "texts" for field in change.fields
    ]
    if not names or visit.office is None:
        return {}
    written = message_samples.samples(frame.compose, visit.office, setup, frame.database.clock.now())
    everywhere = any(name.startswith("closing") for name in names)
    return {kind: said for kind, said in written.items() if everywhere or any(map(_about(kind), names))}


def _about(kind: str) -> Callable[[str], bool]:
    return lambda name: name.startswith((f"{kind}.", f"{kind}_"))


def _carried(setup: SetUp, sections: Sections, now: datetime) -> tuple[str, str]:
    """The sections as they were understood, for the page to bring back; and their first passwords, sealed."""
    carried = setup.model_dump(mode="json", include=set(sections))
    sealed = sealed_passwords.taken_out(carried.get("staff"), now)
    return json.dumps(carried, ensure_ascii=False), sealed


def warned(problem: Problem, lang: str) -> str:
    """A warning with the place that it is about."""
    reason = reasons.spelled(problem.reason, lang)
    return f"{words.place(problem.path, lang)}: {reason}" if problem.path else reason


def wanted_day(setup: SetUp, now: datetime) -> date:
    """The day whose slots are shown: as asked for, otherwise today at the office."""
    try:
        return date.fromisoformat(request.values.get("day", ""))
    except ValueError:
        return now.astimezone(ZoneInfo(setup.office.time_zone)).date()


def applied(frame: Frame, visit: Visit, intent: Intent, *, code: str) -> AnyResponse:
    """Apply what was looked at; the page of differences again, with the reason, where it cannot be."""
    seen, keep = request.form.get("seen", ""), "keep_booked" in request.form
    try:
        frame.database.write(_carrying(visit.caller, intent, code=code, seen=seen, keep=keep))
    except Stale:
        return _again(frame, visit, intent, code=code, trouble="stale")
    except InUse:
        return _again(frame, visit, intent, code=code, trouble="must_keep")
    if intent.section:
        return visit.go(f"/admin/{code}/set-up/{intent.section}", saved=1)
    return visit.go(f"/admin/{code}/history", saved=1)


def _carrying(
    caller: Caller, intent: Intent, *, code: str, seen: str, keep: bool
) -> Callable[[Transaction], object]:
    """What is to be done in one transaction. What undoing writes is in the history, and not in the form."""
    number = intent.undoes
    if number is not None:
        return lambda tx: revising.undo(tx, caller, code, number=number, seen=seen, keep_booked=keep)
    origin = Origin(caller, intent.how)
    return lambda tx: revising.carry_out(
        tx, caller, code, intent.sections, seen=seen, origin=origin, keep_booked=keep
    )


def _again(frame: Frame, visit: Visit, intent: Intent, *, code: str, trouble: str) -> AnyResponse:
    if intent.undoes is not None and trouble == "stale":
        return visit.go(f"/admin/{code}/undo")
    found = reviewed(frame, visit, intent, code=code, status=409, trouble=trouble)
    if isinstance(found, AnyResponse):
        return found
    raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in found))
