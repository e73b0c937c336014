"""Notices on the displays: put up, listed, printed and taken down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.hall import notices
from server.contract.setup_words import Text
from server.domain.notices import NoticeInvalid, NoticeKind
from server.web.admin import moments
from server.web.admin.frame import Frame, Visit
from server.web.admin.notice_texts import TEXTS

_TEXT: TypeAdapter[str] = TypeAdapter(Text)
_DONE = ("is_up", "taken_down")
_PATH = "/admin/<office>/notices"
_ONE = f"{_PATH}/<int(max=4611686018427387904):number>"


class _Wrong(Exception):
    """A form that cannot be carried out; `key` names the text that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def blueprint(frame: Frame) -> Blueprint:
    """The page of notices, its two forms, and the sheet of one notice."""
    pages = frame.blueprint("admin_notices")

    @pages.get(_PATH)
    def show_notices(office: str) -> AnyResponse:
        return _shown(frame, frame.enter(office))

    @pages.post(_PATH)
    def put_notice_up(office: str) -> AnyResponse:
        visit = frame.enter(office)
        try:
            _put_up(frame, visit, request.form)
        except _Wrong as wrong:
            return _shown(frame, visit, status=422, trouble=wrong.key, form=request.form)
        return visit.go(f"/admin/{office}/notices", done="is_up")

    @pages.post(f"{_ONE}/end")
    def take_notice_down(office: str, number: int) -> AnyResponse:
        visit = frame.enter(office)
        frame.database.write(lambda tx: notices.take_down(tx, office, number, caller=visit.caller))
        return visit.go(f"/admin/{office}/notices", done="taken_down")

    @pages.get(f"{_ONE}/print")
    def print_notice(office: str, number: int) -> AnyResponse:
        visit = frame.enter(office)
        with frame.database.read() as tx:
            here = tx.office(office)
            row = notices.one(tx, here, number)
        facts: dict[str, Any] = {"notice": row, "shown": moments.teller(here)}
        return visit.page("admin/notice_print.html", TEXTS, here="notices", **facts)

    return pages


def _shown(frame: Frame, visit: Visit, *, status: int = 200, **facts: Any) -> Response:
    with frame.database.read() as tx:
        office = tx.office(_code(visit))
        lists = {"hanging": notices.hanging(tx, office), "past": notices.past(tx, office)}
    known: dict[str, Any] = {"trouble": None, "form": {}, "done": request.args.get("done")}
    known |= {"known_done": _DONE, "shown": moments.teller(office), **lists}
    return visit.page("admin/notices.html", TEXTS, here="notices", status=status, **{**known, **facts})


def _code(visit: Visit) -> str:
    if visit.office is None:
        raise AssertionError("a page about an office has one")
    return visit.office.code


def _put_up(frame: Frame, visit: Visit, form: Mapping[str, str]) -> None:
    """Carry the form out; raises `_Wrong`."""
    texts, until = _texts(form), _until(form, visit)
    try:
        kind = NoticeKind(form.get("kind", "notice"))
    except ValueError as error:
        raise _Wrong("wrong_kind") from error
    try:
        frame.database.write(
            lambda tx: notices.put_up(tx, _code(visit), texts, until=until, kind=kind, caller=visit.caller)
        )
    except NoticeInvalid as refusal:
        raise _Wrong(str(refusal.facts["wrong"])) from refusal


def _texts(form: Mapping[str, str]) -> dict[str, str]:
    """The texts by language; Vietnamese there must be."""
    texts = {"vi": _checked(form.get("vi", ""), "wrong_text")}
    if form.get("en", "").strip():
        texts["en"] = _checked(form["en"], "wrong_text_en")
    return texts


def _checked(text: str, wrong: str) -> str:
    try:
        return _TEXT.validate_python(text)
    except ValidationError as error:
        raise _Wrong(wrong) from error


def _until(form: Mapping[str, str], visit: Visit) -> datetime | None:
    if visit.office is None:
        raise AssertionError("a page about an office has one")
    try:
        wall = moments.typed(form.get("until", ""))
    except moments.NoMoment as error:
        raise _Wrong("wrong_moment") from error
    return moments.moment_of(wall, visit.office.hours.time_zone)
