"""What every answer tells browsers: no inline script or style, no frames, no guessing, no leaking."""

from __future__ import annotations

from flask import Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_ONE_YEAR_S = 365 * 24 * 3600


def add_headers(answer: Response, *, private: bool, https: bool) -> Response:
    """`private`: nobody keeps the answer, unless it says itself how long; `https`: never without again."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if private or answer.status_code >= 400:
        answer.headers.setdefault("Cache-Control", "no-store")
    if https:
        answer.headers["Strict-Transport-Security"] = f"max-age={_ONE_YEAR_S}; includeSubDomains"
    return answer
