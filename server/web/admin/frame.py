"""The frame of every administration page: who is here and may be, which office, and the menu.

A page enters first, and then answers:

    pages = frame.blueprint("admin_staff")

    @pages.get("/admin/<office>/staff")
    def show_staff(office: str) -> AnyResponse:
        visit = frame.enter(office)
        with frame.database.read() as tx:
            rows = accounts.listed(tx, visit.caller, office)
        return visit.page("admin/staff.html", TEXTS, here="staff", rows=rows)

Who may come stands in the table of guards alone (`server.web.guards`), which acts before the page and looks
at the CSRF token of a form, too. Whom it turns away gets the form to sign in (401), or is told so (403), and
a `Refusal` becomes a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from server.domain.errors import NotAllowed, Refusal
from server.domain.office import Office
from server.domain.people import Caller
from server.storage.database import Database
from server.web import guarding
from server.web.admin import frame_texts, refusal_texts
from server.web.admin.message_samples import Compose
from server.web.admin.navigation import ways_of
from server.web.refusals import STATUS, SignInNeeded, to_own_account
from server.web.sign_in_form import sign_in_words

Texts = Mapping[str, Mapping[str, str]]
_PRIVATE = {"Cache-Control": "no-store"}
_WITHIN = re.compile(r"/admin(/(?!\.)[A-Za-z0-9._-]+)*(\?[A-Za-z0-9._=&%+-]*)?")


class Barred(Exception):
    """This visitor does not get in; `answer` is what they see instead."""

    def __init__(self, answer: AnyResponse) -> None:
        super().__init__("barred")
        self.answer = answer


@dataclass(frozen=True)
class Visit:
    """Somebody who is signed in and may be on this page."""

    caller: Caller
    name: str
    username: str
    office: Office | None
    """The office that is administered on this page; None on pages of the whole house."""
    own_office: str | None
    """The code of the office that the visitor belongs to; None: every office."""

    @property
    def lang(self) -> str:
        return language()

    def page(self, template: str, texts: Texts, /, *, here: str, status: int = 200, **facts: Any) -> Response:
        """A page within the frame. `here` is its key among `WAYS`; `say` are its texts in the language
        of the visitor over those of the frame; `csrf` belongs into every form, `to` makes links."""
        known = {
            **frame_facts(texts),
            "visit": self,
            "here": here,
            "ways": ways_of(self.caller, self.office.code if self.office else None),
        }
        return Response(render_template(template, **{**known, **facts}), status, headers=_PRIVATE)

    def go(self, path: str, **query: object) -> AnyResponse:
        """After a change: on to a page, in the language of this one."""
        return redirect(link(path, **query), code=303)


class Frame:
    """What all administration pages share."""

    def __init__(self, database: Database, compose: Compose) -> None:
        """`compose` writes what citizens get, to be looked at."""
        self.database = database
        self.compose = compose

    def blueprint(self, name: str) -> Blueprint:
        """A blueprint whose refusals are pages, and whose barred visitors see why."""
        pages = Blueprint(name, __name__, template_folder="../templates")
        pages.register_error_handler(Barred, lambda barred: barred.answer)
        pages.register_error_handler(Refusal, refused)
        pages.register_error_handler(SignInNeeded, lambda _: sign_in_page(401))
        pages.register_error_handler(NotAllowed, lambda _: _not_allowed())
        pages.register_error_handler(CSRFError, lambda _: message_page(403, "csrf", "csrf_hint"))
        return pages

    def enter(self, office: str | None = None) -> Visit:
        """Whoever passed the guard of this page, on a page about `office` or the whole house. Raises `Barred`
        for another's office, and `UnknownOffice`."""
        caller, row = guarding.member(), guarding.account()
        return Visit(caller, row.name, row.username, self._office(caller, office), row.office_code)

    def _office(self, caller: Caller, code: str | None) -> Office | None:
        if code is None:
            return None
        with self.database.read() as tx:
            office = tx.office(code)
        try:
            caller.must_be_of(office.id)
        except NotAllowed as refusal:
            raise Barred(message_page(403, "other_office", "other_office_hint")) from refusal
        return office


def _not_allowed() -> Response:
    return message_page(403, "not_allowed", "not_allowed_hint")


def refused(refusal: Refusal) -> AnyResponse:
    """A refusal as a page, with the status that the API answers."""
    elsewhere = to_own_account(refusal)
    if elsewhere is not None:
        return elsewhere
    return message_page(
        STATUS[type(refusal)], "refused", None, detail=refusal_texts.told(refusal, language())
    )


def sign_in_page(status: int, trouble: str | None = None, *, to: str | None = None) -> Response:
    """The form to sign in; whoever does goes on to where they wanted to."""
    wanted = to or (request.full_path.rstrip("?") if request.method == "GET" else request.path)
    page = render_template(
        "admin/sign_in.html",
        **frame_facts({}),
        **sign_in_words(language(), trouble),
        trouble=trouble,
        wanted=within(wanted),
        next_path=within(wanted),
        visit=None,
    )
    return Response(page, status, headers=_PRIVATE)


def message_page(status: int, title: str, hint: str | None, *, detail: str = "") -> Response:
    """A page that says no, in words of the frame."""
    facts = {"title_key": title, "hint_key": hint, "detail": detail, "visit": None}
    return Response(
        render_template("admin/message.html", **frame_facts({}), **facts), status, headers=_PRIVATE
    )


def frame_facts(texts: Texts) -> dict[str, Any]:
    """What every template of the frame can use."""
    lang = language()
    return {
        "lang": lang,
        "say": {**frame_texts.TEXTS[lang], **texts.get(lang, {})},
        "csrf": generate_csrf(),
        "to": link,
        "other_language": _other_language(lang),
    }


def within(path: str) -> str:
    """A path of these pages, whatever was asked for: nobody is led elsewhere after signing in.

    >>> within("//elsewhere.example/admin"), within("/admin/hall/staff?lang=en")
    ('/admin', '/admin/hall/staff?lang=en')
    """
    return path if _WITHIN.fullmatch(path) else "/admin"


def link(path: str, **query: object) -> str:
    """A link to a page, in the language of this one; what is None is left out."""
    said = {"lang": language() if language() != "vi" else None, **query}
    kept = {name: value for name, value in said.items() if value is not None}
    return f"{path}?{urlencode(kept)}" if kept else path


def _other_language(lang: str) -> str:
    """This page in the other language; after a refused form, the page that the form is on."""
    said = {name: value for name, value in request.args.items() if name != "lang"}
    if lang == "vi":
        said["lang"] = "en"
    return f"{request.path}?{urlencode(said)}" if said else request.path


def language() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"
