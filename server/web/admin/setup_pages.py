"""The editor of a set-up: its sections, and a form for each that is made from the models of the set-up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from pydantic_core import to_json
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from server.contract.setup_file import SetUp
from server.settings import Settings
from server.setup_file.problems import Problem
from server.setup_file.revised import Revised, revised
from server.storage import setups
from server.web.admin import check_texts, message_samples, reasons, words
from server.web.admin.check_pages import missing
from server.web.admin.form_fields import section_fields
from server.web.admin.form_steps import stepped
from server.web.admin.form_values import Form, read, shown
from server.web.admin.frame import Frame, Visit
from server.web.admin.message_samples import Shown
from server.web.admin.references import options
from server.web.admin.reviewing import Intent, reviewed, warned
from server.web.admin.sections import SECTIONS, Section, groups
from server.web.admin.setup_texts import TEXTS

FORM = "/admin/<office>/set-up/<section>"


def blueprint(frame: Frame, settings: Settings) -> Blueprint:
    """`/admin/{office}` with what is still missing, and a page for each section below it."""
    pages = frame.blueprint("admin_setup")

    @pages.get("/admin/<office>")
    def show_setup(office: str) -> AnyResponse:
        visit = frame.enter(office)
        points = missing(frame, settings, office)
        facts: dict[str, Any] = {"points": points, "check": check_texts.TEXTS[visit.lang]}
        stored = _stored(frame, office)
        return visit.page(
            "admin/setup.html", TEXTS, here="setup", groups=groups(), stored=stored, words=words, **facts
        )

    @pages.get(FORM)
    def show_section(office: str, section: str) -> AnyResponse:
        visit = frame.enter(office)
        editor = Editor(frame, visit, office, _section(section))
        return editor.page(editor.kept(), seen=editor.stamp())

    @pages.post(FORM)
    def change_section(office: str, section: str) -> AnyResponse:
        visit = frame.enter(office)
        visit.caller.must_be_allowed(_section(section).needs)
        return Editor(frame, visit, office, _section(section)).answer(request.form)

    return pages


def _section(key: str) -> Section:
    if key not in SECTIONS:
        raise NotFound
    return SECTIONS[key]


def _stored(frame: Frame, office: str) -> SetUp:
    with frame.database.read() as tx:
        stored = setups.stored(tx.connection, office)
    if stored is None:
        raise NotFound
    return stored


class Editor:
    """The form of one section for one visitor."""

    def __init__(self, frame: Frame, visit: Visit, office: str, section: Section) -> None:
        self._frame = frame
        self._visit = visit
        self._office = office
        self._section = section
        self._stored = _stored(frame, office)

    def kept(self) -> Any:
        """The section as it is, in plain values."""
        return self._stored.model_dump(mode="json", include={self._section.key})[self._section.key]

    def stamp(self) -> str:
        """Names the section as it is, so that nobody writes over what somebody else has just changed."""
        return hashlib.sha256(to_json(self.kept())).hexdigest()[:32]

    def answer(self, form: Form) -> AnyResponse:
        """A button adds, removes or moves an entry; otherwise the differences are shown, or what is wrong."""
        if "document" in form:
            return self.page(self._carried(form), seen=self.stamp())
        values = read(form, self._section)
        step = form.get("do", "")
        if step == "try":
            return self._tried(values, seen=form.get("seen", ""))
        if step:
            return self.page(values, seen=form.get("seen", ""), look_at=stepped(values, step))
        if form.get("seen") != self.stamp():
            return self.page(values, seen=self.stamp(), status=409, trouble="changed_meanwhile")
        intent = Intent({self._section.key: values}, section=self._section.key)
        found = reviewed(self._frame, self._visit, intent, code=self._office)
        if isinstance(found, AnyResponse):
            return found
        return self.page(values, seen=self.stamp(), status=422, problems=found, trouble="wrong")

    def _carried(self, form: Form) -> Any:
        """The section as a page of differences brings it back."""
        return Intent.of(form, self._frame.database.clock.now()).sections.get(self._section.key)

    def _tried(self, values: Any, *, seen: str) -> AnyResponse:
        """What it would look like, with nothing changed."""
        found = revised(self._stored, {self._section.key: values})
        if found.setup is None:
            return self.page(values, seen=seen, status=422, problems=found.problems, trouble="wrong")
        return self.page(values, seen=seen, tried=found)

    def page(
        self,
        values: Any,
        *,
        seen: str,
        status: int = 200,
        problems: tuple[Problem, ...] = (),
        trouble: str | None = None,
        look_at: str | None = None,
        tried: Revised | None = None,
    ) -> AnyResponse:
        lang = self._visit.lang
        return self._visit.page(
            "admin/section.html",
            TEXTS,
            here="setup",
            status=status,
            section=self._section,
            fields=section_fields(self._section.key),
            values=values,
            seen=seen,
            trouble=trouble,
            look_at=look_at,
            saved="saved" in request.args,
            problems=[(_id(one), reasons.spelled(one.reason, lang)) for one in problems],
            places={_id(one): words.place(one.path, lang) for one in problems},
            read_only=not self._visit.caller.may(self._section.needs),
            options=options(self._frame, self._stored, values, section=self._section.key, lang=lang),
            shown=lambda value, field: shown(value, field, lang),
            samples=self._samples((tried and tried.setup) or self._stored),
            tried=tried is not None,
            warnings=[warned(one, lang) for one in tried.warnings] if tried else [],
            words=words,
        )

    def _samples(self, setup: SetUp) -> Mapping[str, list[Shown]]:
        """What citizens would be written, where it is texts that are looked at."""
        if self._section.key != "texts" or self._visit.office is None:
            return {}
        now = self._frame.database.clock.now()
        return message_samples.samples(self._frame.compose, self._visit.office, setup, now)


def _id(problem: Problem) -> str:
    """The id of the field that is wrong."""
    return ".".join(map(str, problem.path))
