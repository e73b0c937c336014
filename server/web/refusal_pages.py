"""A person who opens an address that is refused reads a page; the API's problems stay as they are."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, render_template, request

from server.contract.refusal_words import is_for_a_person, words

LANGUAGES = ("vi", "en")
_PROBLEM = "application/problem+json"
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def register(app: Flask) -> None:
    """Problems that a browser got at the address of a page become pages, with the same status and headers."""
    app.after_request(_for_a_person)


def _for_a_person(answer: Response) -> Response:
    if answer.mimetype == _PROBLEM and _opens_a_page(answer.status_code):
        code = (answer.get_json() or {}).get("code", "")
        answer.set_data(_page(answer.status_code, code))
        answer.content_type = "text/html; charset=utf-8"
    return answer


def _opens_a_page(status: int) -> bool:
    """A form that is too large to be read comes from a page, whatever it says it takes."""
    return not request.path.startswith("/api/") and (
        is_for_a_person(dict(request.accept_mimetypes))
        or (status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and request.mimetype in _FORMS)
    )


def _page(status: int, code: str) -> str:
    """In both languages: the address is unknown, so it cannot lead to itself in the other one."""
    spoken = sorted(LANGUAGES, key=lambda lang: lang != request.args.get("lang", "vi"))
    said = [(lang, *words(status, code, lang)) for lang in spoken]
    return render_template("refused.html", said=said, needs_sign_in=status == 401, lang=spoken[0])
