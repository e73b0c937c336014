"""The pages of accounts: of an office, and of those who belong to none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.house import managing_accounts as managing
from server.domain import errors, passwords
from server.domain.account_errors import (
    LastAdministrator,
    LinkTaken,
    NoProvider,
    NotYourself,
    PasswordRefused,
)
from server.domain.people import Role
from server.storage.happenings import Transaction
from server.web.admin import staff_forms
from server.web.admin.frame import Frame, Visit, frame_facts
from server.web.admin.staff_forms import Typed
from server.web.admin.staff_texts import TEXTS
from server.web.sign_in_rules import rules

_REFUSED = (
    errors.AccountExists,
    errors.NotAllowed,
    errors.InUse,
    errors.UnknownService,
    NotYourself,
    LastAdministrator,
    LinkTaken,
    NoProvider,
)
_PLACES = ("/admin/staff", "/admin/<office>/staff")
_STEPS = "<any(password, 'sign-out', 'remove-totp', end):step>"


def blueprint(frame: Frame) -> Blueprint:
    """`/admin/{office}/staff` and `/admin/staff`, each with a page for every account."""
    pages = frame.blueprint("admin_staff")

    def show_staff(office: str | None = None) -> AnyResponse:
        return _list(frame, _enter(frame, office))

    def create_account(office: str | None = None) -> AnyResponse:
        return _created(frame, _enter(frame, office))

    def show_account(username: str, office: str | None = None) -> AnyResponse:
        return _one(frame, _enter(frame, office), username)

    def change_account(username: str, office: str | None = None) -> AnyResponse:
        return _changed(frame, _enter(frame, office), username)

    def step_account(username: str, step: str, office: str | None = None) -> AnyResponse:
        return _stepped(frame, _enter(frame, office), username, step)

    for place, of in zip(_PLACES, ("", "_of_office"), strict=True):
        pages.add_url_rule(place, f"show_staff{of}", show_staff)
        pages.add_url_rule(place, f"create_account{of}", create_account, methods=["POST"])
        one = f"{place}/<username>"
        pages.add_url_rule(one, f"show_account{of}", show_account)
        pages.add_url_rule(one, f"change_account{of}", change_account, methods=["POST"])
        pages.add_url_rule(f"{one}/{_STEPS}", f"step_account{of}", step_account, methods=["POST"])
    pages.register_error_handler(errors.UnknownStaff, _unknown)
    return pages


def _enter(frame: Frame, office: str | None) -> Visit:
    visit = frame.enter(office)
    if office is None and visit.caller.office_id is not None:
        raise errors.NotAllowed()
    return visit


def _unknown(_: errors.UnknownStaff) -> Response:
    known = {**frame_facts(TEXTS), "title_key": "unknown_staff", "visit": None}
    return Response(render_template("admin/message.html", **known), 404)


def _code(visit: Visit) -> str | None:
    return visit.office.code if visit.office else None


def place_of(visit: Visit) -> str:
    """The path of the list that this visit is about."""
    return "/admin/staff" if visit.office is None else f"/admin/{visit.office.code}/staff"


def _tried(act: Callable[[], Any], again: Callable[[str, dict[str, Any]], Response]) -> Response | None:
    """None when it was done; else the page again, with what stands in the way."""
    try:
        act()
    except PasswordRefused as refusal:
        return again(str(refusal.facts["reason"]), refusal.facts)
    except _REFUSED as refusal:
        return again(refusal.code, {})
    return None


def _created(frame: Frame, visit: Visit) -> AnyResponse:
    typed = staff_forms.typed(request.form)
    wish, why = staff_forms.wish(typed)
    if wish is None:
        return _list(frame, visit, typed=typed, trouble="invalid", why=why)

    def again(trouble: str, facts: dict[str, Any]) -> Response:
        return _list(frame, visit, typed=typed, trouble=trouble, **facts)

    def act() -> None:
        frame.database.write(lambda tx: managing.create(tx, visit.caller, _code(visit), wish))

    return _tried(act, again) or visit.go(place_of(visit), created=wish.username)


def _changed(frame: Frame, visit: Visit, username: str) -> AnyResponse:
    typed = staff_forms.typed(request.form, username=username)
    wish, why = staff_forms.wish(typed)
    if wish is None:
        return _one(frame, visit, username, typed=typed, trouble="invalid", why=why)

    def again(trouble: str, facts: dict[str, Any]) -> Response:
        return _one(frame, visit, username, typed=typed, trouble=trouble, **facts)

    def act() -> None:
        link = staff_forms.link(typed)
        frame.database.write(lambda tx: managing.change(tx, visit.caller, _code(visit), wish, link=link))

    return _tried(act, again) or visit.go(f"{place_of(visit)}/{username}", saved="1")


def _stepped(frame: Frame, visit: Visit, username: str, step: str) -> AnyResponse:
    def again(trouble: str, facts: dict[str, Any]) -> Response:
        return _one(frame, visit, username, trouble=trouble, **facts)

    if step in ("end", "remove-totp") and "sure" not in request.form:
        return again("not_sure", {})
    password = request.form.get("password", "")
    if step == "password" and not staff_forms.is_password(password):
        return again("invalid", {"why": "wrong_password"})
    answer = _tried(lambda: frame.database.write(lambda tx: _do(tx, visit, username, step)), again)
    if answer is not None:
        return answer
    if step == "end":
        return visit.go(place_of(visit), deactivated=username)
    return visit.go(f"{place_of(visit)}/{username}", saved="1")


def _do(tx: Transaction, visit: Visit, username: str, step: str) -> None:
    who, code = visit.caller, _code(visit)
    if step == "password":
        managing.give_password(tx, who, code, username, password=request.form.get("password", ""))
    elif step == "sign-out":
        managing.sign_out_everywhere(tx, who, code, username)
    elif step == "remove-totp":
        managing.remove_second_factor(tx, who, code, username)
    else:
        managing.deactivate(tx, who, code, username, issuer=rules().issuer)


def _list(frame: Frame, visit: Visit, *, typed: Typed | None = None, **said: Any) -> Response:
    with frame.database.read() as tx:
        rows = managing.listed(tx, visit.caller, _code(visit))
    told = {name: request.args[name] for name in ("created", "deactivated") if name in request.args}
    return visit.page(
        "admin/staff.html",
        TEXTS,
        here="staff" if visit.office else "province_staff",
        status=422 if said else 200,
        rows=rows,
        told=told,
        typed=typed or Typed(),
        **_shown(visit, said),
    )


def _one(frame: Frame, visit: Visit, username: str, *, typed: Typed | None = None, **said: Any) -> Response:
    with frame.database.read() as tx:
        row = managing.shown(tx, visit.caller, _code(visit), username)
        rows = managing.listed(tx, visit.caller, _code(visit))
    return visit.page(
        "admin/staff_one.html",
        TEXTS,
        here="staff" if visit.office else "province_staff",
        status=422 if said else 200,
        row=row,
        sessions=next(one.sessions for one in rows if one.id == row.id),
        typed=typed or staff_forms.of(row),
        saved="saved" in request.args and not said,
        yourself=visit.caller.staff_id == row.id,
        **_shown(visit, said),
    )


def _shown(visit: Visit, said: dict[str, Any]) -> dict[str, Any]:
    """What both pages use. Times are those of Viet Nam."""
    may_give = managing.OF_AN_OFFICE if visit.office else managing.OF_THE_PROVINCE
    known = [] if visit.office is None else staff_forms.services(visit.office, visit.lang)
    trouble = said.get("trouble")
    words = {"why": TEXTS[visit.lang].get(str(said.get("why", "")), ""), "least": said.get("least", "")}
    return {
        "place": place_of(visit),
        "roles": [role for role in may_give if visit.caller.may_manage(Role(role))],
        "services": known,
        "services_by_code": dict(known),
        "problem": TEXTS[visit.lang][trouble].format(**words) if trouble else None,
        "least": passwords.LEAST,
        "least_of_admins": passwords.LEAST_OF_ADMINS,
        "when": staff_forms.when,
        "state_of": staff_forms.told,
    }
