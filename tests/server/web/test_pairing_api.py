"""Pairing through the front door: what a machine sends and gets, and what a stolen or old token meets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from server.actions.house import devices, pairing
from server.actions.house.devices import OWN_VERSION
from server.actions.house.pairing import Typed
from server.domain.people import Role
from tests.builders import OFFICE
from tests.server.web.house import URL, House, assert_problem
from tests.server.web.pairing_cases import PAIRINGS

TOKEN = "/api/v1/device/token"


def begun(house: House, **wish: Any) -> dict[str, Any]:
    """A machine that shows a code."""
    answer = house.ask("POST", PAIRINGS, {"role": "display", **wish})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    shown: dict[str, Any] = answer.get_json()
    return shown


def polled(house: House, shown: dict[str, Any]) -> dict[str, Any]:
    secret = {"Authorization": f"Pairing {shown['secret']}"}
    told: dict[str, Any] = house.ask("GET", f"{PAIRINGS}/{shown['id']}", headers=secret).get_json()
    return told


def approved(house: House, shown: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """Somebody who may types the code, and the machine asks again."""
    who = house.hall.staff("giang", Role.SUPERVISOR)
    told = Typed(shown["code"], **typed)
    key = house.settings.signing_key()
    house.app.database.write(lambda tx: pairing.pair(tx, who, OFFICE, told, key=key))
    return polled(house, shown)


def test_a_paired_display_is_let_in_and_seen(house: House) -> None:
    shown = begun(house)
    assert polled(house, shown) == {"state": "waiting", "token": None, "device": None}
    told = approved(house, shown)
    assert told["device"] == {"name": "Màn hình 1", "role": "display", "office": OFFICE, "counter": None}
    assert house.ask("GET", f"{URL}/board", token=told["token"]).status_code == 200
    assert polled(house, shown)["state"] == "used"
    house.app.watch.look()
    assert house.hall.sql("SELECT seen_at FROM device WHERE role = 'display'")[0].seen_at is not None


def test_the_board_is_open_to_whoever_has_no_token_and_shut_to_a_wrong_one(house: House) -> None:
    assert house.ask("GET", f"{URL}/board").status_code == 200
    assert_problem(house.ask("GET", f"{URL}/board", token="wrong"), 401, "wrong_token")


def test_a_paired_kiosk_gives_numbers_and_a_display_gives_none(house: House) -> None:
    kiosk = approved(house, begun(house, role="kiosk"))["token"]
    assert house.press(token=kiosk).status_code == 201
    display = approved(house, begun(house))["token"]
    assert_problem(house.press(token=display), 403, "not_allowed")


def test_a_paired_tablet_asks_at_its_own_counter_only(house: House) -> None:
    tablet = approved(house, begun(house, role="tablet", counter=3))["token"]
    assert house.ask("GET", f"{URL}/counters/3/rating", token=tablet).status_code == 200
    assert_problem(house.ask("GET", f"{URL}/counters/4/rating", token=tablet), 403, "not_allowed")
    assert_problem(house.ask("GET", f"{URL}/counters/3", token=tablet), 403, "not_allowed")


def test_a_secret_opens_no_other_door(house: House) -> None:
    shown = begun(house)
    approved(house, shown)
    assert_problem(house.ask("GET", f"{URL}/board", token=shown["secret"]), 401, "wrong_token")
    assert_problem(house.ask("GET", f"{URL}/board", token=shown["id"]), 401, "wrong_token")


def test_a_bearer_token_asks_no_pairing(house: House) -> None:
    shown = begun(house)
    answer = house.ask("GET", f"{PAIRINGS}/{shown['id']}", token=shown["secret"])
    assert_problem(answer, 404, "unknown_pairing")


@pytest.mark.parametrize(
    "wish",
    [
        {"role": "admin"},
        {"role": "integration"},
        {"role": ["kiosk"]},
        {},
        {"role": "kiosk", "office": "../x"},
        {"role": "kiosk", "office_id": 1},
        {"role": "tablet", "counter": 10_000},
        {"role": "kiosk", "version": "\x00"},
        {"role": "kiosk", "version": "v" * 61},
        {"role": "kiosk", "name": "'; DROP TABLE device; --"},
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(house: House, wish: dict[str, Any]) -> None:
    assert_problem(house.ask("POST", PAIRINGS, wish), 422, "invalid")


def test_a_renewed_token_takes_the_place_of_the_old_one_and_the_old_one_is_told(house: House) -> None:
    old = house.token("kiosk")
    answer = house.ask("POST", TOKEN, token=old)
    assert answer.status_code == 200
    new = answer.get_json()["token"]
    assert house.press(token=old).status_code == 201
    assert house.press(token=new).status_code == 201
    assert_problem(house.press(token=old), 401, "token_replaced")
    assert house.hall.sql("SELECT replayed_at FROM device")[0].replayed_at is not None


def test_people_and_partners_have_no_token_to_renew(house: House) -> None:
    house.sign_in("giang")
    assert_problem(house.ask("POST", TOKEN, headers={"X-CSRFToken": house.csrf}), 403, "not_allowed")
    assert_problem(house.ask("POST", TOKEN, token=house.token("integration")), 403, "not_allowed")


def test_a_display_says_its_version_and_has_no_printer(house: House) -> None:
    display = approved(house, begun(house, version="1.2"))["token"]
    assert house.ask("POST", f"{URL}/device-reports", {"version": "1.3"}, token=display).status_code == 200
    (row,) = house.hall.sql("SELECT version, printer FROM device WHERE role = 'display'")
    assert tuple(row) == ("1.3", None)
    assert house.hall.events("device_reported") == []


def test_a_page_that_has_run_for_a_while_tells_its_clock_and_stays_as_old_as_it_is(house: House) -> None:
    display = approved(house, begun(house, version="1.2"))["token"]
    off = (house.clock.now() + timedelta(seconds=42)).isoformat()
    for body in ({"version": "0.9"}, {"at": off, "begun": False}):
        assert house.ask("POST", f"{URL}/device-reports", body, token=display).status_code == 200
    (row,) = house.hall.sql("SELECT version, off_us FROM device JOIN device_clock ON device_id = device.id")
    assert tuple(row) == ("0.9", 42_000_000)
    assert house.ask("POST", f"{URL}/device-reports", {"at": off}, token=display).status_code == 200
    assert house.hall.sql("SELECT version FROM device WHERE role = 'display'")[0].version == OWN_VERSION


def test_only_a_kiosk_speaks_of_a_printer(house: House) -> None:
    """So a kiosk that was given another machine's token learns at once that it may not give numbers."""
    report = {"printer": "ready"}
    assert house.ask("POST", f"{URL}/device-reports", report, token=house.token("kiosk")).status_code == 200
    counter = house.token("counter", counter=3)
    assert_problem(house.ask("POST", f"{URL}/device-reports", report, token=counter), 403, "not_allowed")


def test_a_revoked_display_is_told_so(house: House) -> None:
    token = approved(house, begun(house))["token"]
    house.app.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "Màn hình 1"))
    assert_problem(house.ask("GET", f"{URL}/board", token=token), 401, "wrong_token")
