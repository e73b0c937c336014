"""The pages of the first run: the first administrator, then an office from a template or a file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import first_run, setting_up, throttling
from server.contract.setup_file import AccountSetUp, SetUp
from server.domain import passwords
from server.domain.account_errors import AlreadySetUp, PasswordRefused, WrongCode
from server.domain.errors import InUse, NotAllowed, SetUpInvalid, TooManyTries
from server.domain.people import Role
from server.domain.revisions import How, Origin
from server.setup_file import starting
from server.setup_file.problems import Finding
from server.setup_file.reading import Reading, read
from server.setup_file.starting import Naming
from server.storage import setups
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.web import guarding
from server.web.admin import reasons, refusal_texts
from server.web.first_run_texts import TEXTS
from server.web.refusals import SignInNeeded
from server.web.signing_in_path import begin_session_of

_PRIVATE = {"Cache-Control": "no-store"}
_FIELDS = ("kind", "name", "name_en", "short_name", "code", "address", "hotline")
_MOST_SHOWN = 50


class OfficeExists(Exception):
    """The office that is to be made is there already."""


def blueprint(database: Database) -> Blueprint:
    """`/set-up` while there is no account, `/set-up/office` for administrators."""
    pages = Blueprint("first_run", __name__, template_folder="templates")

    @pages.get("/set-up")
    def show_first_run() -> AnyResponse:
        with database.read() as tx:
            is_open = first_run.is_open(tx)
        return _first() if is_open else redirect(_to("/set-up/office"), code=303)

    @pages.post("/set-up")
    def create_first_administrator() -> AnyResponse:
        return _created(database)

    _add_office(pages, database)
    pages.register_error_handler(
        SignInNeeded, lambda _: redirect(_to("/sign-in", "next=/set-up/office"), code=303)
    )
    pages.register_error_handler(NotAllowed, lambda _: redirect("/", code=303))
    pages.register_error_handler(CSRFError, lambda _: redirect(_to("/set-up/office"), code=303))
    return pages


def _created(database: Database) -> AnyResponse:
    said = {name: request.form.get(name, "").strip()[:200] for name in ("name", "username")}
    secret, code = request.form.get("password", ""), request.form.get("code", "")[:40]
    if secret != request.form.get("again", ""):
        return _first(said, "not_the_same")
    try:
        wish = AccountSetUp.model_validate({**said, "role": Role.ADMIN.value, "password": secret})
    except ValidationError as error:
        return _first(said, _wrong_account(error, secret))
    try:
        row = _made(database, code, wish)
    except AlreadySetUp:
        return redirect(_to("/set-up/office"), code=303)
    except WrongCode:
        return _first(said, "wrong_code")
    except TooManyTries:
        return _first(said, "throttled", 429)
    except PasswordRefused as refusal:
        return _first(said, str(refusal.facts["reason"]))
    begin_session_of(database, row)
    with database.read() as tx:
        begun = first_run.has_office(tx)
    return redirect(_to("/admin" if begun else "/set-up/office"), code=303)


def _made(database: Database, code: str, wish: AccountSetUp) -> TicketRow:
    """The code is short enough to be typed, so whoever guesses at it has to wait. What is wrong with a
    password is told without a wait: the code was right."""
    address = request.remote_addr or ""
    noted = database.write(lambda tx: throttling.note_try(tx, first_run.THROTTLED_AS, address))
    try:
        row = database.write(lambda tx: first_run.make_administrator(tx, code, wish))
    except PasswordRefused:
        database.write(lambda tx: throttling.withdraw(tx, noted))
        raise
    database.write(lambda tx: throttling.withdraw(tx, noted))
    return row


def _wrong_account(error: ValidationError, secret: str) -> str:
    field = str(error.errors()[0]["loc"][0])
    return "too_short" if field == "password" and len(secret) < passwords.LEAST else f"wrong_{field}"


def _add_office(pages: Blueprint, database: Database) -> None:
    @pages.get("/set-up/office")
    def show_new_office() -> AnyResponse:
        return _office()

    @pages.post("/set-up/office")
    def create_office() -> AnyResponse:
        said = {name: request.form.get(name, "").strip()[:300] for name in _FIELDS}
        kind = said["kind"] if said["kind"] in starting.TEMPLATES else starting.TEMPLATES[0]
        naming = {name: value for name, value in said.items() if name != "kind"}
        try:
            setup = starting.named(kind, Naming(**naming))
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0])
            return _office(said, "wrong_code_of_office" if field == "code" else f"wrong_{field}")
        return _applied(database, setup, How.TEMPLATE, said)

    @pages.post("/set-up/office/file")
    def create_office_from_file() -> AnyResponse:
        file = request.files.get("file")
        raw = file.read() if file is not None else b""
        if not raw:
            return _office(trouble="no_file")
        reading = read(raw)
        if reading.setup is None:
            return _office(findings=reading.problems)
        with database.read() as tx:
            wrong = setting_up.misfits(tx, reading.setup)
        if wrong:
            return _office(findings=reading.located(wrong))
        made = _applied(database, reading.setup, How.TOML, {})
        return _warned(reading) if reading.warnings and made.status_code == HTTPStatus.SEE_OTHER else made


def _applied(database: Database, setup: SetUp, how: How, said: dict[str, str]) -> AnyResponse:
    origin = Origin(guarding.member(), how)
    try:
        database.write(lambda tx: _apply(tx, setup, origin))
    except OfficeExists:
        return _office(said, "office_exists", 409)
    except (SetUpInvalid, InUse) as refusal:
        return _office(said, "misfit", why=refusal_texts.reasons_of(refusal, _lang()))
    return redirect(_to(f"/admin/{setup.office.code}"), code=303)


def _warned(reading: Reading) -> Response:
    """The office is made; what its file leaves open, before the way on to it."""
    code = reading.setup.office.code if reading.setup else ""
    told = [(one.line, one.key, reasons.spelled(one.reason, _lang())) for one in reading.warnings]
    page = render_template("first_office_made.html", **_words(), findings=told, code=code)
    return Response(page, HTTPStatus.CREATED, headers=_PRIVATE)


def _apply(tx: Transaction, setup: SetUp, origin: Origin) -> None:
    if setups.office_id(tx.connection, setup.office.code) is not None:
        raise OfficeExists
    setting_up.apply(tx, setup, origin=origin)


def _first(said: dict[str, str] | None = None, trouble: str | None = None, status: int = 422) -> Response:
    least = passwords.LEAST_OF_ADMINS
    problem = TEXTS[_lang()][trouble].format(least=least) if trouble else None
    page = render_template("first_run.html", **_words(), said=said or {}, problem=problem, least=least)
    return Response(page, status if trouble else 200, headers=_PRIVATE)


def _office(
    said: dict[str, str] | None = None,
    trouble: str | None = None,
    status: int = 422,
    *,
    why: str = "",
    findings: tuple[Finding, ...] = (),
) -> Response:
    known = {kind: starting.template(kind) for kind in starting.TEMPLATES}
    told = [(one.line, one.key, reasons.spelled(one.reason, _lang())) for one in findings[:_MOST_SHOWN]]
    page = render_template(
        "first_office.html",
        **_words(),
        csrf=generate_csrf(),
        said=said or {},
        problem=TEXTS[_lang()][trouble].format(why=why) if trouble else None,
        findings=told,
        count=len(findings),
        kinds=known,
    )
    return Response(page, status if trouble or findings else 200, headers=_PRIVATE)


def _words() -> dict[str, Any]:
    lang = _lang()
    return {"lang": lang, "say": TEXTS[lang], "to": _to, "path": request.path}


def _to(path: str, query: str = "") -> str:
    """A link in the language of this page."""
    said = "&".join(filter(None, (query, "" if _lang() == "vi" else "lang=en")))
    return f"{path}?{said}" if said else path


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "vi"
