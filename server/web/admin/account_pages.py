"""The page of the own account: password, sessions, second factor. For everybody who works here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import my_account, second_factor, signing_in, throttling
from server.contract.messages.base import NO_CONTROLS
from server.domain import passwords
from server.domain.account_errors import PasswordRefused, TotpExists, WrongCode, WrongPassword
from server.domain.errors import TooManyTries
from server.domain.people import Caller, Role
from server.domain.signing import Way
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.web import guarding
from server.web.admin import account_view
from server.web.admin.account_texts import TEXTS
from server.web.admin.frame import Frame, Visit, link, message_page
from server.web.local_paths import local_path
from server.web.refusals import SignInNeeded
from server.web.sign_in_rules import rules
from server.web.signing_in_path import renew_session

ACCOUNT = "/account"
NAME = "account"
_TROUBLES = {WrongPassword: "wrong_password", WrongCode: "wrong_code", TooManyTries: "throttled"}


def blueprint(frame: Frame) -> Blueprint:
    """`/account` with its forms."""
    pages = frame.blueprint(NAME)
    pages.register_error_handler(SignInNeeded, lambda _: redirect(link("/sign-in", next=_here()), code=303))
    pages.register_error_handler(CSRFError, lambda _: message_page(403, "csrf", "csrf_hint"))

    @pages.get(ACCOUNT)
    def show_account() -> AnyResponse:
        return _page(frame, saved="saved" in request.args)

    _add_password(pages, frame)
    _add_sessions(pages, frame)
    _add_second_factor(pages, frame)
    _add_changes_of_second_factor(pages, frame)
    return pages


def _add_password(pages: Blueprint, frame: Frame) -> None:
    @pages.post(f"{ACCOUNT}/password")
    def change_password() -> AnyResponse:
        row, said = guarding.account(), request.form
        new = said.get("new", "")
        if new != said.get("again", ""):
            return _page(frame, 422, "not_the_same")
        if not account_view.can_be_typed(new, NO_CONTROLS):
            return _page(frame, 422, "bad_characters")
        try:
            _with_tries(frame, row, lambda tx, caller: _change(tx, caller, row, said))
        except PasswordRefused as refusal:
            return _page(frame, 422, str(refusal.facts["reason"]))
        except tuple(_TROUBLES) as refusal:
            return _page(frame, 422, _TROUBLES[type(refusal)])
        renew_session(frame.database, row)
        return _onward()


def _change(tx: Transaction, caller: Caller, row: TicketRow, said: Any) -> None:
    my_account.change_password(tx, caller, row, old=said.get("old", ""), new=said.get("new", ""))


def _with_tries(frame: Frame, row: TicketRow, act: Callable[[Transaction, Caller], Any]) -> Any:
    """Do what needs the password or a code; who guesses at them here is throttled as at the door."""
    address = request.remote_addr or ""
    caller = guarding.member()
    noted = frame.database.write(lambda tx: throttling.note_try(tx, row.username, address))
    done = frame.database.write(lambda tx: act(tx, caller))
    frame.database.write(lambda tx: throttling.withdraw(tx, noted))
    return done


def _add_sessions(pages: Blueprint, frame: Frame) -> None:
    @pages.post(f"{ACCOUNT}/sessions/<handle>/end")
    def end_one_session(handle: str) -> AnyResponse:
        """One that has ended meanwhile is as the visitor wants it."""
        row, caller = guarding.account(), guarding.member()
        frame.database.write(lambda tx: my_account.end_session(tx, caller, row, handle=handle))
        return redirect(link(ACCOUNT, saved="1"), code=303)

    @pages.post(f"{ACCOUNT}/sessions/end")
    def end_all_sessions() -> AnyResponse:
        row, caller = guarding.account(), guarding.member()
        frame.database.write(lambda tx: my_account.end_all(tx, caller, row))
        session.clear()
        return redirect(link("/sign-in", next=ACCOUNT), code=303)


def _add_second_factor(pages: Blueprint, frame: Frame) -> None:
    @pages.post(f"{ACCOUNT}/totp/begin")
    def begin_totp() -> AnyResponse:
        row = guarding.account()
        try:
            secret = frame.database.write(lambda tx: second_factor.begin(tx, rules().seal, row))
        except TotpExists:
            return redirect(link(ACCOUNT), code=303)
        return _page(frame, secret=secret)

    @pages.post(f"{ACCOUNT}/totp/confirm")
    def confirm_totp() -> AnyResponse:
        row, code = guarding.account(), request.form.get("code", "")
        try:
            codes = _with_tries(
                frame, row, lambda tx, who: second_factor.confirm(tx, rules().seal, who, row, code=code)
            )
        except TotpExists:
            return redirect(link(ACCOUNT), code=303)
        except (WrongCode, TooManyTries) as refusal:
            secret = frame.database.write(lambda tx: second_factor.begin(tx, rules().seal, row))
            return _page(frame, 422, _TROUBLES[type(refusal)], secret=secret)
        renew_session(frame.database, row)
        return _page(frame, recovery=codes)


def _add_changes_of_second_factor(pages: Blueprint, frame: Frame) -> None:
    @pages.post(f"{ACCOUNT}/totp/<any(remove, codes):step>")
    def change_totp(step: str) -> AnyResponse:
        row = guarding.account()
        if row.totp_since is None or (step == "remove" and _must_have_totp(row)):
            return redirect(link(ACCOUNT), code=303)
        try:
            codes = _with_tries(frame, row, lambda tx, who: _changed_totp(tx, who, row, step))
        except (WrongPassword, WrongCode, TooManyTries) as refusal:
            return _page(frame, 422, _TROUBLES[type(refusal)])
        renew_session(frame.database, row)
        return _page(frame, recovery=codes) if codes else redirect(link(ACCOUNT, saved="1"), code=303)


def _changed_totp(tx: Transaction, caller: Caller, row: TicketRow, step: str) -> list[str]:
    """Recovery codes, where there are new ones; it takes the password and a code."""
    if row.way == Way.PASSWORD and not signing_in.is_right(row, request.form.get("old", "")):
        raise WrongPassword()
    if not second_factor.is_right(tx, rules().seal, row, request.form.get("code", "")):
        raise WrongCode()
    if step == "codes":
        return second_factor.renew_recovery_codes(tx, caller, row)
    second_factor.remove(tx, caller, row)
    return []


def _page(
    frame: Frame,
    status: int = 200,
    trouble: str | None = None,
    *,
    saved: bool = False,
    secret: str | None = None,
    recovery: list[str] | None = None,
) -> Response:
    row, caller = guarding.account(), guarding.member()
    with frame.database.read() as tx:
        row = signing_in.account_by_id(tx, row.id) or row
        sessions = my_account.sessions(tx, row.id)
        left = second_factor.codes_left(tx, row.id)
    visit = Visit(caller, row.name, row.username, None, row.office_code)
    least = passwords.LEAST_OF_ADMINS if row.role == Role.ADMIN else passwords.LEAST
    shown = account_view.facts(row, sessions, secret=secret, lang=visit.lang)
    return visit.page(
        "admin/account.html",
        TEXTS,
        here="account",
        status=status,
        **shown,
        trouble=trouble,
        saved=saved,
        recovery=recovery,
        left=left,
        least=least,
        must_have_totp=_must_have_totp(row),
        next_path=request.values.get("next", ""),
    )


def _must_have_totp(row: TicketRow) -> bool:
    return rules().admins_need_totp and row.role == Role.ADMIN


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else ACCOUNT


def _onward() -> AnyResponse:
    """Whoever had to change a first password goes on to where they wanted to be."""
    wanted = request.form.get("next", "")
    return redirect(local_path(wanted) if wanted else link(ACCOUNT, saved="1"), code=303)
