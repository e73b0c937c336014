"""How the house says no over HTTP: every refusal is an RFC 9457 problem with a stable code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from math import ceil
from typing import Any
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, redirect, request
from flask_wtf.csrf import CSRFError
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from server.contract.messages import as_rfc3339
from server.domain import account_errors, device_errors, errors, figure_errors, import_errors, rating_errors
from server.domain.notices import NoticeInvalid
from server.domain.open_data_errors import OpenDataBusy
from server.storage.database import Unavailable

log = structlog.get_logger()

STATUS: dict[type[errors.Refusal], int] = {
    import_errors.UnknownImport: 404,
    import_errors.ImportUnderWay: 409,
    import_errors.ChangedMeanwhile: 409,
    import_errors.ReaderDied: 503,
    errors.UnknownOffice: 404,
    errors.UnknownService: 404,
    errors.UnknownCategory: 404,
    errors.UnknownCounter: 404,
    errors.UnknownTicket: 404,
    errors.UnknownDevice: 404,
    errors.UnknownNotice: 404,
    NoticeInvalid: 422,
    errors.UnknownStaff: 404,
    errors.UnknownWebhook: 404,
    errors.UnknownDelivery: 404,
    errors.WebhookRefused: 403,
    figure_errors.TooManyTickets: 422,
    figure_errors.OneOffice: 422,
    OpenDataBusy: 503,
    device_errors.TooManyPairings: 429,
    device_errors.UnknownPairing: 404,
    device_errors.WrongCode: 404,
    device_errors.CodeExpired: 409,
    device_errors.CodeUsed: 409,
    device_errors.OtherKind: 409,
    device_errors.CounterNeeded: 409,
    errors.Closed: 409,
    errors.ServiceUnavailable: 409,
    errors.CounterNotOpen: 409,
    errors.CounterTaken: 409,
    errors.NotSkilled: 409,
    errors.Busy: 409,
    errors.NotStarted: 409,
    errors.NoCurrentTicket: 409,
    errors.Stale: 409,
    errors.ImpossibleStep: 409,
    errors.NotServedHere: 409,
    errors.RestoreTooLate: 409,
    errors.InUse: 409,
    errors.SetUpInvalid: 422,
    errors.AccountExists: 409,
    errors.IdempotencyMismatch: 422,
    errors.NotAllowed: 403,
    account_errors.PasswordRefused: 422,
    account_errors.WrongPassword: 403,
    account_errors.PasswordChangeRequired: 403,
    account_errors.TotpRequired: 401,
    account_errors.WrongCode: 401,
    account_errors.TotpSetUpRequired: 403,
    account_errors.TotpExists: 409,
    account_errors.NotYourself: 409,
    account_errors.LastAdministrator: 409,
    account_errors.AlreadySetUp: 409,
    account_errors.NotLinked: 403,
    account_errors.LinkTaken: 409,
    account_errors.NoProvider: 409,
    errors.ScopeMissing: 403,
    errors.WrongCredentials: 401,
    errors.TooManyTries: 429,
    errors.UnknownBooking: 404,
    errors.ImpossibleBookingStep: 409,
    errors.NoBookings: 409,
    errors.NoSuchSlot: 409,
    errors.SlotFull: 409,
    errors.HoldExpired: 409,
    errors.LimitReached: 409,
    errors.ChallengeRequired: 403,
    errors.ConsentRequired: 409,
    errors.AmbiguousCheckIn: 409,
    errors.TooEarly: 409,
    errors.OtherOffice: 409,
    errors.OtherDay: 409,
    errors.Cancelled: 409,
    errors.AlreadyCalled: 409,
    rating_errors.AlreadyRated: 409,
    rating_errors.NotServedYet: 409,
    rating_errors.NotAskedHere: 409,
    rating_errors.NoRatingForm: 409,
    rating_errors.UnknownRatingForm: 404,
    rating_errors.RatingInvalid: 422,
    rating_errors.RatingFormInvalid: 422,
    rating_errors.RatingFormFixed: 409,
    rating_errors.RatingFormExists: 409,
}


class BadRequest(Exception):
    """The request itself is wrong, before any rule was asked."""

    def __init__(self, status: int, code: str, detail: str, **facts: object) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.facts = facts


class SignInNeeded(BadRequest):
    """Nobody has shown who they are."""

    def __init__(self) -> None:
        super().__init__(401, "credentials_required", "Show a token, or sign in.")


def problem(status: int, code: str, detail: str, facts: Mapping[str, Any] | None = None) -> Response:
    """A problem answer. `type` names the code; the API page explains every one."""
    body = {
        "type": f"urn:dunghen:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path,
        **{name: _plain(value) for name, value in (facts or {}).items()},
    }
    return Response(to_json(body), status, mimetype="application/problem+json")


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    return as_rfc3339(value) if isinstance(value, datetime) else value


def register(app: Flask) -> None:
    """Answer every error of the house, of Flask, and of ours, in one shape."""
    app.before_request(_must_be_text)
    app.register_error_handler(errors.Refusal, _refused)
    app.register_error_handler(BadRequest, _bad_request)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    # For what fails even while an error is answered, where Flask's own log would show the address.
    app.log_exception = _log_exception  # type: ignore[method-assign]  # how Flask documents this hook


def _must_be_text() -> None:
    """No page lies behind a NUL, and PostgreSQL takes none to look for."""
    if "\x00" in request.path:
        raise NotFound


def to_own_account(refusal: errors.Refusal) -> AnyResponse | None:
    """Whoever has to change a first password, or set up a second factor, is led there from any page."""
    held_back = isinstance(refusal, (account_errors.PasswordChangeRequired, account_errors.TotpSetUpRequired))
    if not held_back or request.path.startswith("/api/"):
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect("/account?" + urlencode({"next": wanted}), code=303)


def _refused(refusal: errors.Refusal) -> AnyResponse:
    elsewhere = to_own_account(refusal)
    if elsewhere is not None:
        return elsewhere
    answer = problem(STATUS[type(refusal)], refusal.code, refusal.detail, refusal.facts)
    if isinstance(refusal, (errors.TooManyTries, device_errors.TooManyPairings)):
        answer.headers["Retry-After"] = str(ceil(float(str(refusal.facts.get("retry_after_s", 600)))))
    if isinstance(refusal, OpenDataBusy):
        answer.headers["Retry-After"] = "60"
    return answer


def _bad_request(error: BadRequest) -> Response:
    answer = problem(error.status, error.code, error.detail, error.facts)
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if "retry_after_s" in error.facts:
        answer.headers["Retry-After"] = "1"  # whole seconds; a key's allowance is full again by then
    return answer


def _unavailable(error: Unavailable) -> Response:
    log.error("database_unavailable", reason=str(error))
    answer = problem(
        503, "unavailable", "The database does not take the work now; try again with the same key."
    )
    answer.headers["Retry-After"] = "1"
    return answer


def _csrf(error: CSRFError) -> Response:
    return problem(403, "csrf", error.description or "The CSRF token is missing or wrong.")


_HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_media_type"}


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    answer = problem(status, _HTTP_CODES.get(status, f"http_{status}"), error.description or "")
    for name, value in error.get_headers():
        if name == "Allow":
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    """The outermost edge: a fault of ours. The caller learns nothing of it; the log its kind and place."""
    _log_fault(error)
    return problem(500, "internal", "Something went wrong here; it has been logged.")


def _log_exception(exc_info: Any) -> None:
    _log_fault(exc_info[1])


def _log_fault(error: BaseException | None) -> None:
    """Never the address that was asked for, because links are keys and queries name people: its rule."""
    rule = request.url_rule.rule if request.url_rule else "no route"
    log.error("unexpected_error", route=f"{request.method} {rule}", exc_info=error)


def invalid(error: ValidationError) -> BadRequest:
    """What is wrong with a message: where and why, without repeating what was sent."""
    found = [
        {"where": ".".join(map(str, e["loc"])), "why": e["msg"]} for e in error.errors(include_input=False)
    ]
    if any(e["type"] == "json_invalid" for e in error.errors(include_input=False)):
        return BadRequest(400, "malformed_json", "The body is not JSON.")
    return BadRequest(422, "invalid", "The message is not as the contract says.", errors=found[:20])
