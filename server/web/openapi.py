"""The OpenAPI 3.1 document, made from the doors themselves, and a page to read it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from flask import Blueprint, Response, json, render_template
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from server.contract import messages
from server.domain.account_errors import TotpRequired, WrongCode
from server.domain.errors import IdempotencyMismatch, NotAllowed, Refusal, ScopeMissing, WrongCredentials
from server.domain.people import Role
from server.web.doors import Door, Doors, Key
from server.web.refusals import STATUS

_REF = "#/components/schemas/{model}"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}}
_PARAMETER = re.compile(r"<(?:int\(max=(?P<max>\d+)\):)?(?P<name>\w+)>")


def document(groups: Iterable[Doors]) -> dict[str, Any]:
    """The whole document; `schemas` are the messages of the contract."""
    doors = [door for group in groups for door in group.doors]
    models = {door.answer for door in doors} | {door.body for door in doors if door.body}
    models |= {messages.Problem, messages.SignIn, messages.StaffSession}
    _, schemas = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda m: m.__name__)], ref_template=_REF
    )
    paths: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for door in doors:
        paths[_path(door)][door.method.lower()] = _operation(door)
    paths["/api/v1/session"] = _session_paths()
    return {
        "openapi": "3.1.0",
        "info": {"title": "Đúng Hẹn", "version": "1", "description": _ABOUT},
        "paths": dict(paths),
        "components": {"schemas": schemas["$defs"], "securitySchemes": _SECURITY},
    }


_ABOUT = (
    "Queue numbers and appointments of one-stop offices. Errors are RFC 9457 problems with a stable `code`. "
    "Times are RFC 3339 in UTC, durations seconds. Clients must accept new fields and new values."
)
_SECURITY = {
    "device": {"type": "http", "scheme": "bearer", "description": "A device's token."},
    "staff": {"type": "apiKey", "in": "cookie", "name": "dunghen", "description": "A staff session."},
}


def _path(door: Door) -> str:
    return "/api/v1" + _PARAMETER.sub(r"{\g<name>}", door.rule)


def _operation(door: Door) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": door.operation,
        "summary": door.summary.splitlines()[0],
        "parameters": [
            *_path_parameters(door.rule),
            *_query_parameters(door.query),
            *_key_parameter(door.key),
        ],
        "responses": _responses(door),
        "security": _security(door),
    }
    if told := _for_whom(door):
        operation["description"] = told
    if door.body:
        operation["requestBody"] = _body(door.body)
    return operation


def _for_whom(door: Door) -> str:
    told = "For: " + ", ".join(sorted(role.value for role in door.who)) + "." if door.who else ""
    scope = f"A limited key needs the scope `{door.scope}`." if door.scope else ""
    return f"{told} {scope}".strip()


def _security(door: Door) -> list[dict[str, list[str]]]:
    known: list[dict[str, list[str]]] = [{"device": []}, {"staff": []}]
    if door.welcome:
        return [{}, *known]
    return known if door.who else []


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}},
    }


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    found = []
    for match in _PARAMETER.finditer(rule):
        schema: dict[str, Any] = {"type": "string", "minLength": 1}
        if match["max"]:
            schema = {"type": "integer", "minimum": 0, "maximum": int(match["max"])}
        found.append({"name": match["name"], "in": "path", "required": True, "schema": schema})
    return found


def _query_parameters(query: type[BaseModel] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    schema = query.model_json_schema(by_alias=True)
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": about}
        for name, about in schema["properties"].items()
    ]


def _key_parameter(key: Key) -> list[dict[str, Any]]:
    if key is Key.NONE:
        return []
    about = "One key, one effect: a repeated request gets the first answer. Kept 7 days."
    schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    required = key is Key.REQUIRED
    return [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": required,
            "schema": schema,
            "description": about,
        }
    ]


def _responses(door: Door) -> dict[str, Any]:
    codes: defaultdict[int, set[str]] = defaultdict(set)
    for refusal in (*door.refusals, *_common_refusals(door)):
        codes[STATUS[refusal]].add(refusal.code)
    for status, code in _transport_codes(door):
        codes[status].add(code)
    good = {
        "description": door.answer.__doc__ or "",
        "content": {door.media_type.partition(";")[0]: {"schema": _shape(door)}},
    }
    same = {"200": {**good, "description": "It had been done before; the same answer."}} if door.again else {}
    return (
        {str(door.status): good} | same | {str(status): _refused(codes[status]) for status in sorted(codes)}
    )


def _shape(door: Door) -> dict[str, Any]:
    """Of the answer: a message, or a file."""
    if door.draw is None:
        return {"$ref": _REF.format(model=door.answer.__name__)}
    return (
        {"type": "string"} if door.media_type.startswith("text/") else {"type": "string", "format": "binary"}
    )


def _refused(codes: set[str]) -> dict[str, Any]:
    return {"description": "`code`: " + ", ".join(f"`{code}`" for code in sorted(codes)), "content": _PROBLEM}


def _common_refusals(door: Door) -> list[type[Refusal]]:
    common: list[type[Refusal]] = [NotAllowed] if door.who else []
    if (door.welcome and door.scope) or Role.INTEGRATION in (door.who or ()):
        common.append(ScopeMissing)
    if door.key is not Key.NONE:
        common.append(IdempotencyMismatch)
    return common


def _transport_codes(door: Door) -> list[tuple[int, str]]:
    codes = [(503, "unavailable"), (404, "not_found")]
    if door.who:
        codes.append((401, "credentials_required"))
    if door.who or door.welcome:
        codes.append((401, "wrong_token"))
        codes.append((429, "too_many_requests"))  # of any door at which a partner's key knocks
        codes += [(403, "csrf")] if door.writes else []
    if door.query and not door.body:
        codes.append((422, "invalid"))
    if door.body:
        codes += [
            (400, "malformed_json"),
            (413, "too_large"),
            (415, "unsupported_media_type"),
            (422, "invalid"),
        ]
    if door.key is not Key.NONE:
        codes.append((400, "idempotency_key_invalid"))
    if door.key is Key.REQUIRED:
        codes.append((400, "idempotency_key_required"))
    return codes


def _session_paths() -> dict[str, Any]:
    """Signing in sets a cookie, so these three routes are not doors; they are told by hand."""
    answer = {"content": {"application/json": {"schema": {"$ref": _REF.format(model="StaffSession")}}}}
    away = {"503": _refused({"unavailable"})}
    nobody = {"401": _refused({"credentials_required"}), **away}
    wrong = {
        "401": _refused({WrongCredentials.code, TotpRequired.code, WrongCode.code}),
        "400": _refused({"malformed_json"}),
        "413": _refused({"too_large"}),
        "415": _refused({"unsupported_media_type"}),
        "422": _refused({"invalid"}),
        "429": _refused({"too_many_tries"}),
    }
    staff: list[dict[str, list[str]]] = [{"staff": []}]
    done = {"description": "Signed out.", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "post": {
            "operationId": "sign_in",
            "summary": "Sign in; the answer sets the session cookie.",
            "requestBody": _body(messages.SignIn),
            "responses": {"200": {"description": "Signed in.", **answer}, **wrong, **away},
            "security": [],
        },
        "get": {
            "operationId": "show_session",
            "summary": "Who is signed in, and the CSRF token for changes.",
            "responses": {"200": {"description": "Signed in.", **answer}, **nobody},
            "security": staff,
        },
        "delete": {
            "operationId": "sign_out",
            "summary": "Sign out.",
            "responses": {"200": done, "403": _refused({"csrf"}), **nobody},
            "security": staff,
        },
    }


def blueprint(groups: Iterable[Doors]) -> Blueprint:
    """`/api/openapi.json` and `/api/docs`."""
    routes = Blueprint("openapi", __name__, template_folder="templates")
    every = list(groups)
    whole = cache(lambda: document(every))  # when somebody asks: a server has better to do at its start

    @routes.get("/api/openapi.json")
    def show_document() -> Response:
        return Response(json.dumps(whole(), ensure_ascii=False, sort_keys=False), mimetype="application/json")

    @routes.get("/api/docs")
    def show_api_docs() -> str:
        return render_template("api_docs.html", api=whole())

    return routes
