"""Every refusal that the API document tells of, brought about at its door."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.actions.house import setting_up
from server.demo.office import demo_office
from server.domain import errors
from server.web import refusals
from tests.server.web import (
    booking_cases,
    check_in_cases,
    figure_cases,
    hall_cases,
    pairing_cases,
    rating_cases,
    skill_cases,
    webhook_cases,
)
from tests.server.web.cases import CASES, case
from tests.server.web.house import URL, House, assert_problem
from tests.support.offices import STAFF_PASSWORD

__all__ = [
    "booking_cases",
    "check_in_cases",
    "figure_cases",
    "hall_cases",
    "pairing_cases",
    "rating_cases",
    "skill_cases",
    "webhook_cases",
]  # they register themselves

# --- states to begin from --------------------------------------------------------------------------


def called(house: House, counter: int = 3) -> dict[str, Any]:
    """A ticket that this counter has called."""
    house.step("open", counter=counter)
    house.press()
    ticket: dict[str, Any] = house.step("call-next", counter=counter).get_json()["ticket"]
    return ticket


def seen(ticket: dict[str, Any]) -> dict[str, Any]:
    return {"ticket": ticket["id"], "version": ticket["version"]}


def served(house: House) -> dict[str, Any]:
    ticket: dict[str, Any] = house.step("finish", seen(called(house))).get_json()["ticket"]
    return ticket


def changed_office(house: House, **about: Any) -> None:
    setup = demo_office()
    office = setup.office.model_copy(update=about)
    house.hall.database.write(lambda tx: setting_up.apply(tx, setup.model_copy(update={"office": office})))


# --- the cases -------------------------------------------------------------------------------------


@case("issue_ticket", "unknown_service", 404)
def _(house: House) -> TestResponse:
    return house.press("nothing")


@case("issue_ticket", "unknown_category", 404)
def _(house: House) -> TestResponse:
    body = {"service": "land", "category": "king"}
    return house.ask("POST", f"{URL}/tickets", body, token=house.token("kiosk"))


@case("issue_ticket", "closed")
def _(house: House) -> TestResponse:
    changed_office(house, always_open=False)
    house.clock.tick(hours=12)
    answer = house.press()
    assert answer.get_json()["opens_at"] == "2026-11-24T00:30:00.000Z"
    return answer


@case("issue_ticket", "service_unavailable")
def _(house: House) -> TestResponse:
    house.hall.sql("UPDATE service SET paused_reason = 'Bảo trì'")
    answer = house.press()
    assert answer.get_json()["reason"] == "Bảo trì"
    return answer


@case("issue_ticket", "idempotency_mismatch", 422)
def _(house: House) -> TestResponse:
    assert house.press("land", key="k").status_code == 201
    return house.press("results", key="k")


@case("show_ticket", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return house.ask("GET", "/api/v1/tickets/" + "a" * 24)


@case("leave", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return house.ask("POST", "/api/v1/tickets/" + "a" * 24 + "/leave", {})


@case("leave", "impossible_step")
def _(house: House) -> TestResponse:
    link = house.press().get_json()["token"]
    assert house.ask("POST", f"/api/v1/tickets/{link}/leave", {}).status_code == 200
    return house.ask("POST", f"/api/v1/tickets/{link}/leave", {})


@case("open_counter", "counter_taken")
def _(house: House) -> TestResponse:
    house.sign_in("hoa")
    assert house.by_cookie("open").status_code == 200
    house.sign_in("minh")
    answer = house.by_cookie("open")
    assert answer.get_json()["staff_name"] == "Nguyễn Thị Hoa"
    return answer


@case("open_counter", "unknown_service", 404)
def _(house: House) -> TestResponse:
    return house.step("open", {"services": ["nothing"]})


@case("open_counter", "busy")
def _(house: House) -> TestResponse:
    house.sign_in("hoa")
    house.by_cookie("open")
    house.press()
    house.by_cookie("call-next")
    return house.by_cookie("open", counter=5)


@case("pause_counter", "counter_not_open")
def _(house: House) -> TestResponse:
    return house.step("pause", {"reason": "nghỉ"})


@case("pause_counter", "busy")
def _(house: House) -> TestResponse:
    called(house)
    return house.step("pause", {"reason": "nghỉ"})


@case("close_counter", "busy")
def _(house: House) -> TestResponse:
    called(house)
    return house.step("close")


@case("call_next", "counter_not_open")
def _(house: House) -> TestResponse:
    answer = house.step("call-next")
    assert answer.get_json()["state"] == "closed"
    return answer


@case("call_next", "busy")
def _(house: House) -> TestResponse:
    ticket = called(house)
    answer = house.step("call-next")
    assert answer.get_json()["ticket"]["id"] == ticket["id"]
    return answer


@case("call_next", "not_started")
def _(house: House) -> TestResponse:
    called(house)
    return house.step("call-next", {"finish_current": True})


@case("call_next", "stale")
def _(house: House) -> TestResponse:
    called(house)
    return house.step("call-next", {"finish_current": True, "version": 7})


@case("call_ticket", "counter_not_open")
def _(house: House) -> TestResponse:
    return house.step("call", {"ticket": 1, "reason": "hẹn"})


@case("call_ticket", "busy")
def _(house: House) -> TestResponse:
    return house.step("call", {"ticket": called(house)["id"], "reason": "hẹn"})


@case("call_ticket", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    house.step("open")
    return house.step("call", {"ticket": 77, "reason": "hẹn"})


@case("call_ticket", "impossible_step")
def _(house: House) -> TestResponse:
    return house.step("call", {"ticket": served(house)["id"], "reason": "hẹn"})


for _path, _operation in (
    ("recall", "recall"),
    ("start", "start"),
    ("finish", "finish"),
    ("no-show", "no_show"),
    ("put-back", "put_back"),
    ("hold", "hold"),
    ("transfer", "transfer"),
):
    _wish = {"service": "results"} if _path == "transfer" else {}

    @case(_operation, "no_current_ticket")
    def _(house: House, path: str = _path, wish: dict[str, Any] = _wish) -> TestResponse:
        return house.step(path, {"version": 1, **wish})

    @case(_operation, "unknown_ticket", 404)
    def _(house: House, path: str = _path, wish: dict[str, Any] = _wish) -> TestResponse:
        return house.step(path, {"version": 1, "ticket": 77, **wish})

    @case(_operation, "stale")
    def _(house: House, path: str = _path, wish: dict[str, Any] = _wish) -> TestResponse:
        return house.step(path, {**seen(called(house)), "version": 9, **wish})

    @case(_operation, "impossible_step")
    def _(house: House, path: str = _path, wish: dict[str, Any] = _wish) -> TestResponse:
        return house.step(path, {**seen(served(house)), **wish})


@case("finish", "unknown_service", 404)
def _(house: House) -> TestResponse:
    return house.step("finish", {**seen(called(house)), "services": ["nothing"]})


@case("resume", "counter_not_open")
def _(house: House) -> TestResponse:
    return house.step("resume", {"ticket": 1, "version": 1})


@case("resume", "busy")
def _(house: House) -> TestResponse:
    return house.step("resume", seen(called(house)))


@case("resume", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    house.step("open")
    return house.step("resume", {"ticket": 77, "version": 1})


@case("resume", "stale")
def _(house: House) -> TestResponse:
    return house.step("resume", {**seen(served(house)), "version": 9})


@case("resume", "impossible_step")
def _(house: House) -> TestResponse:
    return house.step("resume", seen(served(house)))


@case("transfer", "unknown_service", 404)
def _(house: House) -> TestResponse:
    return house.step("transfer", {**seen(called(house)), "service": "nothing"})


@case("transfer", "not_served_here")
def _(house: House) -> TestResponse:
    return house.step("transfer", seen(called(house)))


@case("restore", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return house.step("restore", {"ticket": 77, "version": 1})


@case("restore", "stale")
def _(house: House) -> TestResponse:
    return house.step("restore", {**seen(served(house)), "version": 9})


@case("restore", "impossible_step")
def _(house: House) -> TestResponse:
    return house.step("restore", seen(served(house)))


@case("restore", "restore_too_late")
def _(house: House) -> TestResponse:
    gone = house.step("no-show", seen(called(house))).get_json()["ticket"]
    house.clock.tick(hours=2)
    return house.step("restore", seen(gone))


@case("remove", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return house.step("remove", {"ticket": 77, "version": 1, "reason": "nhầm"})


@case("remove", "stale")
def _(house: House) -> TestResponse:
    return house.step("remove", {"ticket": house.press().get_json()["id"], "version": 9, "reason": "nhầm"})


@case("remove", "impossible_step")
def _(house: House) -> TestResponse:
    return house.step("remove", {**seen(served(house)), "reason": "nhầm"})


@case("sign_in", "wrong_credentials", 401)
def _(house: House) -> TestResponse:
    return house.sign_in(password="wrong")


@case("sign_in", "too_many_tries", 429)
def _(house: House) -> TestResponse:
    for _ in range(8):
        house.sign_in(password="wrong")
    answer = house.sign_in()
    assert answer.headers["Retry-After"] == "60"
    return answer


def with_second_factor(house: House) -> None:
    house.hall.sql("UPDATE staff SET totp_secret = 'sealed', totp_since = 1 WHERE username = 'hoa'")


@case("sign_in", "totp_required", 401)
def _(house: House) -> TestResponse:
    with_second_factor(house)
    return house.sign_in()


@case("sign_in", "wrong_code", 401)
def _(house: House) -> TestResponse:
    with_second_factor(house)
    said = {"username": "hoa", "password": STAFF_PASSWORD, "totp": "123456"}
    return house.ask("POST", "/api/v1/session", said)


@case("show_session", "credentials_required", 401)
def _(house: House) -> TestResponse:
    return house.ask("GET", "/api/v1/session")


@case("sign_out", "credentials_required", 401)
def _(house: House) -> TestResponse:
    return house.ask("DELETE", "/api/v1/session")


@case("sign_out", "csrf", 403)
def _(house: House) -> TestResponse:
    house.sign_in()
    return house.ask("DELETE", "/api/v1/session")


@pytest.mark.parametrize(("operation", "code"), list(CASES))
def test_it_is_refused_as_the_document_says(house: House, operation: str, code: str) -> None:
    status, act = CASES[operation, code]
    assert_problem(act(house), status, code)
    assert house.hall.violations() == []


# Brought about at every door at once, by the tests of the guards and of scopes.
EVERYWHERE = {
    *("scope_missing", "too_many_requests"),
    *("not_found", "credentials_required", "wrong_token", "csrf", "not_allowed"),
    *("malformed_json", "too_large", "unsupported_media_type", "invalid"),
    *("idempotency_key_required", "idempotency_key_invalid", "unknown_office", "unknown_counter"),
}
NOT_HERE = {
    # The database is gone or full: by the tests of the storage and of faults.
    "unavailable",
    # One path for every door with a key: tried where keys are required, and with a step below.
    "idempotency_mismatch",
}
# Only when two act at the same instant: by the races.
RACES = {("leave", "stale"), ("call_ticket", "stale"), ("undo_check_in", "stale")}


def documented(house: House) -> set[tuple[str, str]]:
    found = set()
    for path in house.ask("GET", "/api/openapi.json").get_json()["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if not status.startswith("2"):
                    codes = answer["description"].removeprefix("`code`: ").split(", ")
                    found |= {(operation["operationId"], code.strip("`")) for code in codes}
    return found


def test_no_documented_refusal_is_untried_and_no_tried_one_undocumented(house: House) -> None:
    told = {pair for pair in documented(house) if pair[1] not in EVERYWHERE | NOT_HERE} - RACES
    tried = {pair for pair in CASES if pair[1] not in EVERYWHERE | NOT_HERE}
    assert tried == told
    assert set(CASES) <= documented(house)


def test_a_key_that_comes_back_with_another_step_is_a_mismatch(house: House) -> None:
    house.step("open", key="k")
    assert_problem(house.step("open", {"services": ["land"]}, key="k"), 422, "idempotency_mismatch")


def test_every_refusal_of_the_house_has_its_status(house: House) -> None:
    assert {refusal.__name__ for refusal in refusals.STATUS} >= {
        refusal.__name__ for refusal in errors.Refusal.__subclasses__() if refusal.code != "set_up_invalid"
    }
