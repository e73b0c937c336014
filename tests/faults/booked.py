"""Requests about bookings, as their doors hear them: hold, confirm, move, cancel and check in."""

from __future__ import annotations

from typing import Any

from server.actions.appointments import booking, checking_in
from server.actions.appointments.challenging import Visitor
from server.actions.once import Answered
from server.contract import messages
from server.domain.people import Caller
from server.storage.happenings import Transaction
from tests.support.booking import DESK
from tests.support.servers import OFFICE

HOLD, BOOK, MOVE, CANCEL, CHECK_IN = "holds", "appointments", "move", "cancel", "check-ins"
ROUTES = {HOLD, BOOK, MOVE, CANCEL, CHECK_IN}
METHODS = {HOLD: "POST", BOOK: "POST", MOVE: "PATCH", CANCEL: "DELETE", CHECK_IN: "POST"}
# Somebody else has the place, or has done the opposite; anything else is a finding.
FAIR = {
    HOLD: {"slot_full", "no_such_slot"},
    BOOK: set[str](),
    MOVE: {"slot_full", "no_such_slot", "limit_reached", "impossible_step"},
    CANCEL: {"impossible_step"},
    CHECK_IN: {"cancelled", "other_day"},
}
_AT_THE_OFFICE = {HOLD, CHECK_IN}
_BY_LINK = {MOVE, CANCEL}
_STRANGER = Visitor("", DESK.secret)


def path_of(route: str, body: dict[str, Any]) -> str:
    """The path of its door; whoever moves or cancels names the appointment in it."""
    if route in _AT_THE_OFFICE:
        return f"/api/v1/offices/{OFFICE}/{route}"
    return f"/api/v1/appointments/{body['token']}" if route in _BY_LINK else "/api/v1/appointments"


def scope_of(caller: Caller, route: str, body: dict[str, Any]) -> str:
    """Who says it where: a link is anyone's who has it."""
    return f"{'anyone' if route in _BY_LINK else caller.credential} {path_of(route, body)}"


def said(route: str, body: dict[str, Any]) -> dict[str, Any] | None:
    """What is sent, without what the path says."""
    if route == CANCEL:
        return None
    return {name: value for name, value in body.items() if name != "token"}


def act(tx: Transaction, caller: Caller, route: str, body: dict[str, Any]) -> Answered:
    """The action of a door, without its key."""
    if route == HOLD:
        wish = messages.HoldSlot.model_validate(body)
        return _answer(booking.hold(tx, caller, OFFICE, wish, visitor=_STRANGER), 201)
    if route == BOOK:
        return _answer(booking.book(tx, caller, messages.BookSlot.model_validate(body), desk=DESK), 201)
    if route == MOVE:
        to = messages.MoveAppointment.model_validate(said(route, body))
        return _answer(booking.move(tx, body["token"], to, desk=DESK))
    if route == CANCEL:
        return _answer(booking.cancel(tx, body["token"], desk=DESK))
    person = messages.CheckIn.model_validate(body)
    came = checking_in.check_in(tx, caller, OFFICE, person, desk=DESK)
    return _answer(came.ticket, 200 if came.again else 201)


def _answer(answer: messages.Answer, status: int = 200) -> Answered:
    return Answered(status, answer.model_dump_json(by_alias=True))
