"""Hostile text through every field: a documented answer, nothing half-done, and obeyed by nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.web.house import URL, House, assert_problem
from tests.support.hostile import UNSPEAKABLE, some

# Fields that take text, by door; "called" fields need a ticket that was just called at counter 3.
STEPS: dict[tuple[str, str], dict[str, Any]] = {
    ("open", "services[]"): {},
    ("pause", "reason"): {},
    ("call", "reason"): {"ticket": 0},
    ("remove", "reason"): {"ticket": 0, "version": 1},
    ("finish", "note"): {"version": 0},
    ("finish", "dossiers[]"): {"version": 0},
    ("finish", "services[]"): {"version": 0},
    ("hold", "note"): {"version": 0},
    ("transfer", "note"): {"version": 0, "service": "results"},
    ("transfer", "service"): {"version": 0},
    ("call-next", "dossiers[]"): {"finish_current": True},
}
FINE = {200, 201, 400, 401, 404, 409, 422, 429}


def filled(field: str, text: str) -> dict[str, Any]:
    return {field.removesuffix("[]"): [text] if field.endswith("[]") else text}


@pytest.mark.parametrize("field", ["service", "category", "language", "channel"])
def test_no_text_of_a_press_does_harm(house: House, field: str) -> None:
    for text in some(field):
        body = {"service": "land", field: text}
        answer = house.ask("POST", f"{URL}/tickets", body, token=house.token("kiosk"))
        assert answer.status_code in {404, 422}, (text, answer.get_data(as_text=True))
        assert answer.mimetype == "application/problem+json"
    assert house.hall.rows() == []


@pytest.mark.parametrize(("step", "field"), list(STEPS))
def test_no_text_of_a_step_does_harm(house: House, step: str, field: str) -> None:
    house.step("open")
    for text in some(step + field):
        ticket = ready(house, step)
        wish = {**STEPS[step, field], **filled(field, text)}
        wish |= {
            name: ticket[{"ticket": "id"}.get(name, name)] for name in ("ticket", "version") if name in wish
        }
        before = house.hall.rows()
        answer = house.step(step, wish)
        assert answer.status_code in FINE, (text, answer.get_data(as_text=True))
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            assert house.hall.rows() == before, text
        tidy(house)
    assert house.hall.violations() == []
    kept = str(house.hall.sql("SELECT note, reason, dossiers FROM ticket")) + str(house.hall.details())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", kept)


def ready(house: House, step: str) -> dict[str, Any]:
    """A ticket in the state that the step begins from."""
    house.step("open")
    pressed: dict[str, Any] = house.press().get_json()
    if step in ("open", "pause", "call", "remove"):
        return pressed
    called: dict[str, Any] = house.step("call", {"ticket": pressed["id"], "reason": "x"}).get_json()["ticket"]
    if step in ("hold", "transfer", "call-next"):
        return dict(house.step("start", {"version": called["version"]}).get_json()["ticket"])
    return called


def tidy(house: House) -> None:
    """Nobody stays at the counter."""
    for row in house.hall.rows():
        if row.state in ("called", "serving"):
            house.step("finish", {"ticket": row.id, "version": row.version})


@pytest.mark.parametrize("field", ["username", "password"])
def test_no_text_of_a_sign_in_does_harm(house: House, field: str) -> None:
    for number, text in enumerate(some(field)):
        said = {"username": f"nobody{number}", "password": "x", field: text}
        answer = house.ask("POST", "/api/v1/session", said)
        assert answer.status_code in {401, 422, 429}, (text, answer.get_data(as_text=True))


def test_no_text_of_a_printer_report_does_harm(house: House) -> None:
    for text in some("printer"):
        for body in ({"printer": text}, {"printer": "ready", "version": text}):
            answer = house.ask("POST", f"{URL}/device-reports", body, token=house.token("kiosk"))
            assert answer.status_code in {200, 422}, text


def paths() -> Iterator[str]:
    for text in some("path"):
        quoted = "".join(f"%{byte:02X}" for byte in text.encode())
        if quoted:
            yield quoted


def test_no_text_in_a_path_does_harm(house: House) -> None:
    for quoted in paths():
        for path in (
            f"/api/v1/offices/{quoted}/board",
            f"/api/v1/tickets/{quoted}",
            f"/t/{quoted}",
            f"/look/{quoted}",
        ):
            answer = house.get(path)
            assert answer.status_code in {301, 302, 308, 404}, (path, answer.status_code)
        leaving = house.ask("POST", f"/api/v1/tickets/{quoted}/leave", {})
        assert leaving.status_code in {308, 404, 405}, quoted  # a slash makes another path


@pytest.mark.parametrize("half", UNSPEAKABLE)
def test_half_a_letter_is_no_json(house: House, half: str) -> None:
    data = f'{{"service": "{half}"}}'
    how = {"data": data, "content_type": "application/json", "token": house.token("kiosk")}
    assert_problem(house.ask("POST", f"{URL}/tickets", **how), 400, "malformed_json")


@pytest.mark.parametrize(
    "body",
    [
        {"service": 7},
        {"service": ["land"]},
        {"service": {"code": "land"}},
        {"service": "land", "persons": 0},
        {"service": "land", "persons": 10**400},
        {"service": "land", "persons": 1.5},
        {"service": "land", "persons": "2"},
        {"service": "land", "persons": True},
        {"service": None},
        {},
    ],
    ids=lambda body: json.dumps(body)[:40],
)
def test_a_press_of_another_shape_is_invalid(house: House, body: dict[str, Any]) -> None:
    assert_problem(house.ask("POST", f"{URL}/tickets", body, token=house.token("kiosk")), 422, "invalid")


@pytest.mark.parametrize("number", [0, -1, 2**62 + 1, 10**30, 1.5, "x", None, []])
def test_a_ticket_or_version_that_is_no_row_is_invalid(house: House, number: Any) -> None:
    house.step("open")
    for body in ({"ticket": number, "version": 1}, {"ticket": 1, "version": number}):
        answer = house.step("resume", body)
        assert answer.status_code in {404, 409, 422}, answer.get_data(as_text=True)
    assert house.step("remove", {"ticket": number, "version": 1, "reason": "x"}).status_code in {404, 422}


def test_what_people_wrote_is_shown_as_text_by_the_ticket_page(house: House) -> None:
    house.hall.sql("UPDATE service SET names = :names", names=json.dumps({"vi": "<script>alert(1)</script>"}))
    link = house.press().get_json()["token"]
    page = house.get(f"/t/{link}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
