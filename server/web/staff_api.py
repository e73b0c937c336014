"""Doors for staff to sign in and out; the session is a cookie, changes need its CSRF token too."""

from __future__ import annotations

from flask import Blueprint, Response, request, session
from flask_wtf.csrf import generate_csrf
from pydantic import ValidationError

from server.actions.house import signing_in
from server.contract import messages
from server.storage.database import Database
from server.storage.queries import TicketRow
from server.web import guarding
from server.web.identity import SESSION
from server.web.refusals import BadRequest, invalid
from server.web.signing_in_path import begin_session

JSON = "application/json"


def blueprint(database: Database) -> Blueprint:
    """`/api/v1/session`: POST signs in, GET says who is signed in, DELETE signs out."""
    routes = Blueprint("staff_api", __name__, url_prefix="/api/v1")

    @routes.post("/session")
    def sign_in() -> Response:
        return _session(begin_session(database, _parsed()))

    @routes.get("/session")
    def show_session() -> Response:
        return _session(guarding.account())

    @routes.delete("/session")
    def sign_out() -> Response:
        end_session(database)
        return Response("{}", 200, mimetype=JSON)

    return routes


def end_session(database: Database) -> None:
    """Sign out whoever is signed in."""
    session_id = session.pop(SESSION, None)
    if session_id is not None:
        database.write(lambda tx: signing_in.end_session(tx, session_id))
    session.clear()


def _parsed() -> messages.SignIn:
    if request.mimetype != JSON:
        raise BadRequest(415, "unsupported_media_type", f"Send {JSON}.")
    try:
        return messages.SignIn.model_validate_json(request.get_data() or b"{}", strict=True)
    except ValidationError as error:
        raise invalid(error) from error


def _session(row: TicketRow) -> Response:
    answer = messages.StaffSession(
        name=row.name,
        username=row.username,
        role=row.role,
        office=row.office_code,
        csrf_token=generate_csrf(),
    )
    return Response(answer.model_dump_json(), 200, mimetype=JSON)
