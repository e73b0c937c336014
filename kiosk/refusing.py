"""How the kiosk's own server says no: problem+json with stable codes, as in the contract."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, json
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from kiosk.hub import TooManyListeners
from kiosk.machine import NoOfficeYet
from kiosk.papers import EnoughReprints, NoSuchTicket, StillPrinting
from kiosk.pressing import AnotherPress
from server.contract.client import Refused, Unreachable

HOUSE: dict[type[Exception], tuple[int, str]] = {
    AnotherPress: (422, "idempotency_mismatch"),
    NoOfficeYet: (503, "server_away"),
    Unreachable: (503, "server_away"),
    NoSuchTicket: (404, "unknown_ticket"),
    StillPrinting: (409, "still_printing"),
    EnoughReprints: (409, "limit_reached"),
    TooManyListeners: (503, "too_many_listeners"),
}
CODES = {
    400: "malformed",
    403: "foreign_page",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "not_json",
}


def register(app: Flask) -> None:
    """Give every refusal its answer."""
    for kind, (status, code) in HOUSE.items():
        app.register_error_handler(kind, _answers(status, code))
    app.register_error_handler(Refused, _of_server)
    app.register_error_handler(ValidationError, _of_body)
    app.register_error_handler(HTTPException, _of_http)


def problem(status: int, code: str, detail: str = "", **facts: object) -> Response:
    """An RFC 9457 answer."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        **facts,
    }
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _answers(status: int, code: str) -> Callable[[Exception], Response]:
    def answer(error: Exception) -> Response:
        return problem(status, code, (type(error).__doc__ or "").split("\n")[0])

    return answer


def _of_server(refused: Refused) -> Response:
    """The server's own words, passed on; what it adds (`opens_at`, `reason` …) goes along."""
    said = refused.problem
    return problem(said.status, said.code, said.detail, **(said.model_extra or {}))


def _of_body(error: ValidationError) -> Response:
    wrong = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
    return problem(422, "invalid", "The request has fields that are wrong or unknown.", problems=wrong)


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    return problem(status, CODES.get(status, "failed"), error.description or "")
