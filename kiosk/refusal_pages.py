"""Whoever stands at a kiosk whose browser shows a wrong address reads a page, and is led back by itself."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from server.contract.refusal_words import is_for_a_person, words

BACK_AFTER_S = 20
TEXTS = {
    "vi": {"back": "Về màn hình lấy số", "by_itself": "Màn hình tự trở về sau {seconds} giây."},
    "en": {
        "back": "Back to the kiosk",
        "by_itself": "The screen goes back by itself after {seconds} seconds.",
    },
}


def register(app: Flask) -> None:
    """Problems that a browser got as a page become one; the kiosk's own page asks for no `text/html`."""
    app.after_request(_for_a_person)


def _for_a_person(answer: Response) -> Response:
    if answer.mimetype == "application/problem+json" and is_for_a_person(dict(request.accept_mimetypes)):
        code = (answer.get_json() or {}).get("code", "")
        said = [(lang, *words(answer.status_code, code, lang), TEXTS[lang]) for lang in ("vi", "en")]
        answer.set_data(render_template("refused.html", said=said, seconds=BACK_AFTER_S))
        answer.content_type = "text/html; charset=utf-8"
        answer.headers["Refresh"] = f"{BACK_AFTER_S}; url=/"
    return answer
