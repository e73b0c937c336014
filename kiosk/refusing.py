"""How the kiosk's own server says no: problem+json with stable codes, as in the contract."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, json
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from kiosk.alone import Verdict
from kiosk.checking_in import JudgedAlone
from kiosk.hub import TooManyListeners
from kiosk.machine import NoOfficeYet
from kiosk.papers import EnoughReprints, NoSuchTicket, StillPrinting
from kiosk.pressing import AnotherPress
from server.contract.client import Refused, Unreachable
from server.contract.messages import as_rfc3339

log = logging.getLogger(__name__)

HOUSE: dict[type[Exception], tuple[int, str]] = {
    AnotherPress: (422, "idempotency_mismatch"),
    NoOfficeYet: (503, "server_away"),
    Unreachable: (503, "server_away"),
    NoSuchTicket: (404, "unknown_ticket"),
    StillPrinting: (409, "still_printing"),
    EnoughReprints: (409, "limit_reached"),
    TooManyListeners: (503, "too_many_listeners"),
}
ALONE = {Verdict.VALID: 503, Verdict.FORGED: 404}
"""Status of the kiosk's own verdicts; 409 where there is none."""
CODES = {
    400: "malformed_json",
    403: "foreign_page",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
}


def register(app: Flask) -> None:
    """Give every refusal its answer."""
    for kind, (status, code) in HOUSE.items():
        app.register_error_handler(kind, _answers(status, code))
    app.register_error_handler(Refused, _of_server)
    app.register_error_handler(JudgedAlone, _of_kiosk)
    app.register_error_handler(ValidationError, _of_body)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, code: str, detail: str = "", **facts: object) -> Response:
    """An RFC 9457 answer."""
    body = {
        "type": f"urn:dunghen:problem:{code}",
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


def _of_kiosk(alone: JudgedAlone) -> Response:
    """The kiosk's own verdict on a booking, in the words that the server would use where it has some."""
    verdict, start, end = alone.judged.verdict, alone.judged.start, alone.judged.end
    facts = {"start": as_rfc3339(start), "end": as_rfc3339(end)} if start and end else {}
    detail = (JudgedAlone.__doc__ or "").split("\n")[0]
    status = ALONE.get(verdict, 409)
    return problem(status, verdict, detail, alone=True, time_zone=alone.time_zone, **facts)


def _of_body(error: ValidationError) -> Response:
    found = [
        {"where": ".".join(map(str, e["loc"])), "why": e["msg"]} for e in error.errors(include_input=False)
    ]
    return problem(422, "invalid", "The message has fields that are wrong or unknown.", errors=found)


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    return problem(status, CODES.get(status, "failed"), error.description or "")


def _unexpected(error: Exception) -> Response:
    """The outermost edge: a fault of ours. The page learns nothing of it; the log everything."""
    log.exception("unexpected_error", exc_info=error)
    return problem(500, "internal", "Something went wrong here; it has been logged.")
