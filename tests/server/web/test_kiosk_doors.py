"""What kiosks and citizens ask through the doors, and what they are never told."""

from __future__ import annotations

import pytest

from tests.server.web.house import URL, House


def test_a_press_answers_201_with_the_number_and_the_link(house: House) -> None:
    answer = house.press()
    assert answer.status_code == 201
    ticket = answer.get_json()
    assert (ticket["number"], ticket["state"], ticket["ahead"]) == ("A001", "waiting", 0)
    assert ticket["issued_at"] == "2026-11-23T01:00:00.000Z"
    assert len(ticket["token"]) >= 22
    assert "due" not in ticket
    assert "category" not in ticket


def test_without_a_public_address_no_link_is_told(house: House) -> None:
    assert "follow_url" not in house.press().get_json()


def test_the_same_key_gives_the_same_answer_to_the_letter(house: House) -> None:
    first = house.press(key="k")
    house.press()
    again = house.press(key="k")
    assert (again.status_code, again.get_data()) == (201, first.get_data())
    assert house.hall.line() == ["A001", "A002"]


def test_keys_of_two_devices_do_not_meet(house: House) -> None:
    house.press(key="k")
    assert house.press(key="k", token=house.token("receptionist")).get_json()["number"] == "A002"


def test_a_refused_key_may_try_again(house: House) -> None:
    assert house.press("nothing", key="k").status_code == 404
    assert house.press("land", key="k").status_code == 201


def test_a_key_honoured_at_a_counter_calls_one_citizen(house: House) -> None:
    house.press(), house.press()
    house.step("open")
    first = house.step("call-next", key="k").get_json()
    again = house.step("call-next", key="k").get_json()
    assert again == first
    assert house.hall.line() == ["A002"]


@pytest.mark.parametrize("key", ["k", None])
def test_a_step_needs_no_key(house: House, key: str | None) -> None:
    assert house.step("open", key=key).status_code == 200


def test_everybody_may_see_the_office(house: House) -> None:
    house.press()
    office = house.ask("GET", URL).get_json()
    assert (office["open_now"], office["goal_s"], office["rate"]) == (True, 900, 1)
    assert office["services"][0]["waiting"] == 1
    assert office["categories"][0]["code"] == "elderly"


def test_the_board_and_the_office_tell_nothing_of_anybody(house: House) -> None:
    body = {"service": "land", "category": "elderly"}
    link = house.ask("POST", f"{URL}/tickets", body, token=house.token("kiosk")).get_json()["token"]
    house.step("open")
    house.press()
    house.step("call-next")
    board = house.ask("GET", f"{URL}/board").get_data(as_text=True)
    for secret in ("due", "elderly", link, "token", "category", "channel"):
        assert secret not in board, secret
    assert set(house.ask("GET", f"{URL}/board").get_json()["waiting"][0]) == {"number", "service"}


def test_counters_see_the_due_but_never_a_link(house: House) -> None:
    house.press(), house.press(), house.press()
    house.step("open")
    called = house.step("call-next")
    seen = house.ask("GET", f"{URL}/counters/3", token=house.token("counter", counter=3))
    assert called.get_json()["ticket"]["due"] == "2026-11-23T01:15:00.000Z"
    links = [row.token for row in house.hall.sql("SELECT token FROM visit")]
    for answer in (called, seen):
        text = answer.get_data(as_text=True)
        assert '"token"' not in text
        assert "follow_url" not in text
        assert not any(link in text for link in links)


def test_the_holder_of_a_link_follows_the_ticket_and_may_leave(house: House) -> None:
    link = f"/api/v1/tickets/{house.press().get_json()['token']}"
    assert house.ask("GET", link).get_json()["state"] == "waiting"
    assert house.ask("POST", f"{link}/leave", {}).get_json()["state"] == "left"
    assert house.hall.line() == []


def test_a_kiosk_reports_its_printer_and_staff_are_alerted(house: House) -> None:
    report = house.ask("POST", f"{URL}/device-reports", {"printer": "paper_out"}, token=house.token("kiosk"))
    assert report.status_code == 200
    seen = house.ask("GET", f"{URL}/counters/3", token=house.token("counter", counter=3)).get_json()
    assert [alert["code"] for alert in seen["alerts"]] == ["printer_paper_out"]
    board = house.ask("GET", f"{URL}/board").get_data(as_text=True)
    assert "paper" not in board


def test_answers_are_json_in_utf_8_with_its_letters(house: House) -> None:
    answer = house.ask("GET", URL)
    assert answer.mimetype == "application/json"
    assert "Đất đai" in answer.get_data().decode("utf-8")


def test_a_form_lets_who_has_no_script_leave(house: House) -> None:
    token = house.press().get_json()["token"]
    left = house.http.post(f"/t/{token}/leave")
    assert (left.status_code, left.location) == (303, f"/t/{token}")
    assert house.http.post(f"/t/{token}/leave").status_code == 303  # the page says where it stands
    assert house.http.post("/t/" + "a" * 24 + "/leave").status_code == 404
    assert house.hall.rows()[0].state == "left"
