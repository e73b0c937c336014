"""Every door, one after another: who may pass, and what it does not take."""

from __future__ import annotations

from typing import Any

import pytest

from server.actions.house import setting_up
from server.demo.office import demo_office
from server.domain.people import Role
from server.web.doors import Door, Key
from tests.server.web.house import URL, House, assert_problem, path_of
from tests.server.web.test_refusals import documented

SLOT = {"service": "land", "start": "2026-11-23T03:00:00.000Z"}
RATING = {"form": "hai-long", "version": 1, "overall": 5}
# A body that each message of the contract accepts.
BODIES: dict[str, dict[str, Any]] = {
    "IssueTicket": {"service": "land"},
    "PauseCounter": {"reason": "nghỉ"},
    "CallTicket": {"ticket": 1, "reason": "hẹn"},
    "NamedStep": {"ticket": 1, "version": 1},
    "Remove": {"ticket": 1, "version": 1, "reason": "nhầm"},
    "DeviceReport": {"version": "1.0"},
    "BeginPairing": {"role": "display"},
    "NewWebhook": {"url": "https://partner.example.vn/told"},
    "HoldSlot": SLOT,
    "BookSlot": {"hold": "a" * 24},
    "BookByStaff": SLOT,
    "BookForLater": {"ticket": 1, "version": 1, "start": SLOT["start"]},
    "MoveAppointment": {"start": SLOT["start"]},
    "SearchAppointments": {"q": "Lan"},
    "CheckIn": {"code": "7K3M-92QX"},
    "WantCounter": {"counter": 3},
    "GiveRating": RATING,
    "RateAtCounter": {**RATING, "visit": 1},
    "RateAtReception": {**RATING, "number": "A001"},
    **{message: {"version": 1} for message in ("Step", "Finish", "PutBack", "Hold")},
    "Transfer": {"version": 1, "service": "results"},
    **{message: {} for message in ("OpenCounter", "CloseCounter", "CallNext", "Leave")},
    **{message: {} for message in ("SendTest", "RetryDelivery")},
    **{message: {} for message in ("UndoCheckIn", "CancelAppointment", "StaffStep")},
}
TOKENS = ("kiosk", "counter", "display", "tablet", "receptionist", "supervisor", "integration")


def body_of(door: Door) -> dict[str, Any] | None:
    return None if door.body is None else BODIES[door.body.__name__]


def guarded(house: House) -> list[Door]:
    return [door for door in house.doors() if door.who is not None]


def asking_who(house: House) -> list[Door]:
    """The doors at which whoever shows who they are is known: strangers pass some of them, too."""
    return [door for door in house.doors() if door.who is not None or door.welcome]


def token_of(house: House, role: str, office: str = "ttpvhcc") -> str:
    return house.token(role, counter=3 if role in ("counter", "tablet") else None, office=office)


def allowed(house: House, door: Door) -> str:
    """The token of somebody who may pass; none where anyone may."""
    role = next((role for role in TOKENS if Role(role) in (door.who or ())), None)
    return "" if role is None else token_of(house, role)


def unchanged(house: House, before: dict[str, list[Any]]) -> None:
    after = house.hall.everything()
    assert after == before


def test_a_stranger_passes_no_guarded_door(house: House) -> None:
    before = house.hall.everything()
    for door in guarded(house):
        answer = house.ask(door.method, path_of(door), body_of(door))
        assert_problem(answer, 401, "credentials_required")
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    unchanged(house, before)


@pytest.mark.parametrize(
    "token", ["wrong", "x" * 43, "a b", "é", "' OR 1=1 --", "x" * 5_000], ids=["1", "2", "3", "4", "5", "6"]
)
def test_a_wrong_token_passes_no_door_that_looks_at_it(house: House, token: str) -> None:
    before = house.hall.everything()
    for door in asking_who(house):
        answer = house.ask(door.method, path_of(door), body_of(door), token=token)
        assert_problem(answer, 401, "wrong_token")
    unchanged(house, before)


def test_a_revoked_token_ends_within_five_seconds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.press().status_code == 201
    house.hall.sql("UPDATE device SET revoked_at = 1")
    real = __import__("time").monotonic
    monkeypatch.setattr("server.web.identity.time.monotonic", lambda: real() + 5)
    assert_problem(house.press(), 401, "wrong_token")


def test_a_role_that_is_not_told_passes_no_door(house: House) -> None:
    before = house.hall.everything()
    for door in guarded(house):
        for role in TOKENS:
            if Role(role) not in (door.who or ()):
                answer = house.ask(door.method, path_of(door), body_of(door), token=token_of(house, role))
                assert_problem(answer, 403, "not_allowed")
    unchanged(house, before)


def move_in_next_door(house: House) -> None:
    """A second office, the ward's."""
    setup = demo_office()
    about = setup.office.model_copy(update={"code": "ward"})
    ward = setup.model_copy(update={"office": about, "staff": []})
    house.hall.database.write(lambda tx: setting_up.apply(tx, ward))


OF_ONESELF = ("/device/token",)
"""What a machine asks of itself, in whichever office it stands."""


def test_another_offices_token_passes_no_door(house: House) -> None:
    move_in_next_door(house)
    before = house.hall.everything()
    for door in asking_who(house):
        if door.rule in OF_ONESELF:
            continue
        if door.who or (door.writes and "<office>" in door.rule):  # anyone may see times
            role = next(role for role in TOKENS if door.who is None or Role(role) in door.who)
            token = token_of(house, role, "ward")
            answer = house.ask(door.method, path_of(door), body_of(door), token=token)
            assert_problem(answer, 403, "not_allowed")
    unchanged(house, before)


def test_another_offices_key_makes_no_appointment_of_a_hold(house: House) -> None:
    move_in_next_door(house)
    hold = house.ask("POST", f"{URL}/holds", SLOT).get_json()["hold"]
    before = house.hall.everything()
    theirs = token_of(house, "integration", "ward")
    refused = house.ask("POST", "/api/v1/appointments", {"hold": hold}, token=theirs)
    assert_problem(refused, 404, "unknown_booking")
    unchanged(house, before)
    ours = token_of(house, "integration")
    assert house.ask("POST", "/api/v1/appointments", {"hold": hold}, token=ours).status_code == 201


def test_the_document_tells_of_every_guard_where_it_stands_and_nowhere_else(house: House) -> None:
    move_in_next_door(house)
    tokens = ["", "wrong", *(token_of(house, role, at) for role in TOKENS for at in ("ttpvhcc", "ward"))]
    guards = {"credentials_required", "wrong_token", "not_allowed", "csrf"}
    met: set[tuple[str, str]] = set()
    for cookie in (False, True):
        if cookie:
            house.sign_in("giang")
        for door in house.doors():
            for token in tokens[: 1 if cookie else None]:
                answer = house.ask(door.method, path_of(door), body_of(door), token=token)
                met.add((door.operation, (answer.get_json(silent=True) or {}).get("code")))
    names = {door.operation for door in house.doors()}
    told = {(name, code) for name, code in documented(house) if name in names}
    assert {pair for pair in met if pair[1] in guards} == {pair for pair in told if pair[1] in guards}


def test_a_change_by_cookie_needs_its_csrf_token(house: House) -> None:
    assert house.sign_in("giang").status_code == 200
    before = house.hall.everything()
    for door in asking_who(house):
        if door.writes and (door.welcome or Role.SUPERVISOR in (door.who or ())):
            assert_problem(house.ask(door.method, path_of(door), body_of(door)), 403, "csrf")
            forged = house.ask(door.method, path_of(door), body_of(door), headers={"X-CSRFToken": "x"})
            assert_problem(forged, 403, "csrf")
    unchanged(house, before)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400, "malformed_json"),
        ({"data": b"\xff\xfe", "content_type": "application/json"}, 400, "malformed_json"),
        ({"data": b'{"service": "\\ud800"}', "content_type": "application/json"}, 400, "malformed_json"),
        ({"data": b"[" * 5_000, "content_type": "application/json"}, 400, "malformed_json"),
        ({"data": b"NaN", "content_type": "application/json"}, 422, "invalid"),
        ({"data": b"[]", "content_type": "application/json"}, 422, "invalid"),
        ({"data": b"null", "content_type": "application/json"}, 422, "invalid"),
        ({"data": b'"text"', "content_type": "application/json"}, 422, "invalid"),
        ({"data": b'{"nobody_knows": 1}', "content_type": "application/json"}, 422, "invalid"),
        ({"data": b"{}", "content_type": "text/plain"}, 415, "unsupported_media_type"),
        (
            {"data": b"a=1", "content_type": "application/x-www-form-urlencoded"},
            415,
            "unsupported_media_type",
        ),
        ({"data": b"{}"}, 415, "unsupported_media_type"),
        ({"data": b" " * 65_537, "content_type": "application/json"}, 413, "too_large"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else None,
)
def test_what_is_not_the_message_is_refused_at_every_door(
    house: House, sent: dict[str, Any], status: int, code: str
) -> None:
    before = house.hall.everything()
    for door in house.doors():
        if door.body is None:
            continue
        token = allowed(house, door)
        assert_problem(house.ask(door.method, path_of(door), token=token, **sent), status, code)
    unchanged(house, before)


def test_what_is_wrong_is_said_without_repeating_it(house: House) -> None:
    answer = house.ask(
        "POST", "/api/v1/offices/ttpvhcc/tickets", {"service": "<b>", "x": 1}, token=house.token("kiosk")
    )
    problem = assert_problem(answer, 422, "invalid")
    assert [error["where"] for error in problem["errors"]] == ["service", "x"]
    assert "<b>" not in answer.get_data(as_text=True)


def test_a_door_that_creates_needs_a_key(house: House) -> None:
    creating = [door for door in house.doors() if door.key is Key.REQUIRED]
    assert {"issue_ticket", "create_webhook", "hold_slot", "book_slot", "check_in"} <= {
        door.act.__name__ for door in creating
    }
    for door in creating:
        answer = house.ask(door.method, path_of(door), body_of(door), token=allowed(house, door), key=None)
        assert_problem(answer, 400, "idempotency_key_required")


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "é", "\x7f"])
def test_a_key_is_visible_ascii_of_bounded_length(house: House, key: str) -> None:
    for door in house.doors():
        if door.key is not Key.NONE:
            answer = house.ask(door.method, path_of(door), body_of(door), token=allowed(house, door), key=key)
            assert_problem(answer, 400, "idempotency_key_invalid")
    assert house.hall.rows() == []


def test_an_office_or_counter_nobody_knows_is_not_found(house: House) -> None:
    for door in house.doors():
        token = allowed(house, door)
        if "<office>" in door.rule:
            for name in ("nowhere", "a'b", "x" * 300, "ttpvhcc%20"):
                path = path_of(door, office=name)
                assert_problem(
                    house.ask(door.method, path, body_of(door), token=token), 404, "unknown_office"
                )
            path = path_of(door, office="%00")
            assert_problem(house.ask(door.method, path, body_of(door), token=token), 404, "not_found")
        if "counter>" in door.rule:
            token = token_of(house, "supervisor")
            path = path_of(door, counter=77)
            assert_problem(house.ask(door.method, path, body_of(door), token=token), 404, "unknown_counter")
            for beyond in ("10000", "-1", "three", "9" * 40):
                path = path_of(door, counter=beyond)
                assert_problem(house.ask(door.method, path, body_of(door), token=token), 404, "not_found")


def test_a_way_that_a_door_does_not_open_says_which_ways_it_does(house: House) -> None:
    for door in house.doors():
        answer = house.ask("PUT", path_of(door))
        assert_problem(answer, 405, "method_not_allowed")
        assert door.method in answer.headers["Allow"]


def test_a_door_that_does_not_exist_is_a_problem_too(house: House) -> None:
    for path in ("/nothing", "/api/v1/nothing", "/api/v2/offices/ttpvhcc", "/look/../../setup.cfg", "/%00"):
        assert_problem(house.ask("GET", path), 404, "not_found")


def test_a_fault_of_ours_tells_nothing_of_the_inside(house: House) -> None:
    house.hall.sql("DROP TABLE idempotent_answer")
    answer = house.press()
    assert answer.status_code in (500, 503)
    assert "idempotent_answer" not in answer.get_data(as_text=True)
