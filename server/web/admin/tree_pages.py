"""The page of the tree of offices, and the form that makes a new office in the likeness of another."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import revising
from server.contract.messages import Code
from server.domain.errors import UnknownOffice
from server.domain.people import Permission
from server.domain.revisions import How, Origin
from server.setup_file.revised import plain
from server.storage import setups
from server.web.admin import reasons, tree, words
from server.web.admin.frame import Frame, Visit
from server.web.admin.moments import HOME
from server.web.admin.tree_texts import TEXTS

_TYPED = ("code", "name_vi", "name_en", "short_name", "level", "parent", "like", "valid_from")


def blueprint(frame: Frame) -> Blueprint:
    """`/admin/tree`."""
    pages = frame.blueprint("admin_tree")

    @pages.get("/admin/tree")
    def show_tree() -> AnyResponse:
        return _page(frame, frame.enter())

    @pages.post("/admin/tree")
    def make_office() -> AnyResponse:
        visit = frame.enter()
        typed = {name: request.form.get(name, "").strip() for name in _TYPED}
        problems = _made(frame, visit, typed)
        if problems:
            return _page(frame, visit, status=422, typed=typed, problems=problems)
        return visit.go(f"/admin/{typed['code']}", made=1)

    return pages


def _made(frame: Frame, visit: Visit, typed: dict[str, str]) -> list[str]:
    """Make the office; what keeps it from being made otherwise, in words."""
    try:
        TypeAdapter[str](Code).validate_python(typed["code"])
    except ValidationError:
        return [TEXTS[visit.lang]["bad_code"]]

    def make(tx: Any) -> list[str]:
        if setups.office_id(tx.connection, typed["code"]) is not None:
            return [TEXTS[visit.lang]["exists"]]
        like = setups.stored(tx.connection, typed["like"])
        if like is None:
            raise UnknownOffice(office=typed["like"])
        sections = _likeness(plain(like), typed)
        found = revising.review(tx, visit.caller, typed["code"], sections)
        if found.setup is None:
            lang = visit.lang
            return [f"{words.place(p.path, lang)}: {reasons.spelled(p.reason, lang)}" for p in found.problems]
        origin = Origin(visit.caller, How.TEMPLATE)
        revising.carry_out(tx, visit.caller, typed["code"], sections, seen=found.stamp, origin=origin)
        return []

    return frame.database.write(make)


def _likeness(sections: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """Hours, services and counters of the other office; its accounts, texts of its own and days off are not
    taken over."""
    names = {lang: typed[f"name_{lang}"] for lang in ("vi", "en") if typed[f"name_{lang}"]}
    about = sections["office"] | {"code": typed["code"], "names": names, "short_name": typed["short_name"]}
    about |= {name: typed[name] or None for name in ("parent", "valid_from")}
    about |= {"level": typed["level"], "successor": None, "valid_to": None, "address": "", "house_text": ""}
    left_out = {"staff", "exceptions", "reports", "alerts"}
    return {name: value for name, value in sections.items() if name not in left_out} | {"office": about}


def _page(
    frame: Frame,
    visit: Visit,
    *,
    status: int = 200,
    typed: dict[str, str] | None = None,
    problems: list[str] | None = None,
) -> AnyResponse:
    today = frame.database.clock.now().astimezone(HOME).date()
    state = request.args.get("state", "now")
    with frame.database.read() as tx:
        every = tree.places(tx)
    wanted = state if state in tree.STATES else None
    return visit.page(
        "admin/tree.html",
        TEXTS,
        here="tree",
        status=status,
        every=every,
        rows=tree.chosen(every, state=wanted, words=request.args.get("words", ""), today=today),
        today=today,
        state=state,
        states=tree.STATES,
        asked=request.args.get("words", ""),
        may_change=visit.caller.may(Permission.CHANGE_OFFICES),
        typed=typed or {},
        problems=problems or [],
        named={place.code: place.names for place in every},
    )
