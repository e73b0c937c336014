"""The doors of the live hall: what a supervisor and a partner see, and the wish for a counter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from server.actions.hall import alerting
from server.actions.hall.foreseeing import foresee, known_of
from server.actions.house import devices
from server.contract import messages
from server.storage.tables import MEASURED_HERE, ticket_fact
from tests.server.web.house import URL, House, assert_problem
from tests.support.clocks import StoppedClock
from tests.support.servers import OFFICE

HALL = f"{URL}/hall"


def hall_of(house: House, **how: Any) -> dict[str, Any]:
    how.setdefault("token", house.token("supervisor"))
    answer = house.ask("GET", HALL, key=None, **how)
    assert answer.status_code == 200, answer.get_json()
    body: dict[str, Any] = answer.get_json()
    messages.HallView.model_validate(body)
    return body


def watched(house: House) -> dict[str, Any]:
    """The hall with its forecast made, as a page sees it that has been open for a moment."""
    hall_of(house)
    house.app.watch._foresight.refresh()
    return hall_of(house)


def serve(house: House, counter: int = 3) -> None:
    """Call, start and finish the next one."""
    seen = house.step("call-next", counter=counter).get_json()["ticket"]
    house.step("start", {"version": seen["version"]}, counter=counter)
    house.step("finish", {"version": seen["version"] + 1}, counter=counter)


def by_code(body: dict[str, Any], code: str = "land") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in body["services"] if one["code"] == code)
    return found


def counter(body: dict[str, Any], number: int) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in body["counters"] if one["number"] == number)
    return found


def test_an_empty_day_is_all_there_and_says_nothing(house: House) -> None:
    body = watched(house)
    assert (body["waiting"], body["longest"], body["today"]["n"], body["today"]["mean_s"]) == (
        0,
        None,
        0,
        None,
    )
    assert (body["half_hours"], body["foreseen"], body["forecast"], body["advice"]) == ([], True, None, None)
    assert body["alerts"] == []
    assert {one["state"] for one in body["counters"]} == {"closed"}


def test_the_day_so_far_is_measured_by_the_one_definition(house: House, clock: StoppedClock) -> None:
    house.step("open")
    for _ in range(4):
        house.press()
    for minutes in (0, 1, 14, 0):
        clock.tick(minutes=minutes)
        serve(house)
    today = hall_of(house)["today"]
    assert today["n"] == 4
    assert today["mean_s"] == (0 + 60 + 900 + 900) / 4
    assert (today["max_s"], today["share_within_goal"]) == (900, 1.0)


def test_the_line_and_the_counters_are_told_as_they_stand(house: House, clock: StoppedClock) -> None:
    house.step("open")
    numbers = [house.press().get_json()["number"] for _ in range(3)]
    clock.tick(minutes=7)
    house.step("call-next")
    body = hall_of(house)
    assert body["waiting"] == 2
    assert (body["longest"]["number"], body["longest"]["service"]) == (numbers[1], "land")
    land, three = by_code(body), counter(body, 3)
    assert (land["waiting"], land["oldest_number"], land["counters"]) == (2, numbers[1], [3])
    assert (three["state"], three["ticket"], three["ticket_state"]) == ("open", numbers[0], "called")


def test_a_half_hour_counts_by_the_call_that_was_answered(house: House, clock: StoppedClock) -> None:
    house.step("open")
    house.press()
    clock.tick(minutes=35)
    serve(house)
    (bar,) = [half for half in hall_of(house)["half_hours"] if half["n"]]
    assert bar["start"] == "2026-11-23T01:30:00.000Z"
    assert bar["mean_s"] == 35 * 60


def test_the_forecast_comes_when_it_has_been_made_and_says_what_it_rests_on(
    house: House, clock: StoppedClock
) -> None:
    house.step("open")
    for _ in range(30):
        house.press()
    first = hall_of(house)
    assert (first["foreseen"], first["forecast"]) == (False, None)
    body = watched(house)
    forecast = body["forecast"]
    assert forecast["word"] == "not_met"
    assert forecast["low_s"] <= forecast["mean_s"] <= forecast["high_s"]
    assert (forecast["learned_from"], forecast["assumed"]) == ("today", ["land"])
    assert (body["advice"]["kind"], body["advice"]["service"]) == ("open", "land")
    assert "land" in counter(body, body["advice"]["counter"])["services"]
    assert any(half["expected_n"] for half in body["half_hours"])


def past_day(house: House, back: int, arrivals: int) -> None:
    """As many walk-ins between 9 and 10 on the wall, so many days ago."""
    nine = datetime(2026, 11, 23, 2, 0, tzinfo=UTC) - timedelta(days=back)
    office = house.hall.office()
    rows = [
        {
            "office_id": office.id,
            "source": MEASURED_HERE,
            "office_day": nine.date(),
            "number": f"A{back}{at:03}",
            "issued_at": nine + timedelta(minutes=60 * at / arrivals),
            "leg": 1,
            "day": nine.date(),
            "half_hour": 18,
            "service": "land",
            "channel": "kiosk",
            "outcome": "served",
            "arrived_at": nine + timedelta(minutes=60 * at / arrivals),
            "waits_from": nine,
            "ended_at": nine + timedelta(hours=2),
            "wait_us": 0,
            "held_us": 0,
            "dossiers": 0,
            "calls": 1,
            "out_of_order": False,
            "inferred": False,
        }
        for at in range(arrivals)
    ]
    house.app.database.write(lambda tx: tx.connection.execute(insert(ticket_fact), rows))


def test_arrivals_are_learned_from_the_same_weekday_of_the_last_weeks(house: House) -> None:
    past_day(house, 7, 30)
    past_day(house, 14, 10)
    past_day(house, 3, 500)  # a Friday
    with house.app.database.read() as tx:
        known = known_of(tx, OFFICE)
    assert (known.source.kind, known.source.days) == ("weekdays", 2)
    (stream,) = known.rest.coming
    assert (stream.service, stream.allowance_s, round(stream.expected)) == ("land", 900.0, 20)
    assert [(start, end) for start, end, _ in stream.pieces] == [(3600.0, 5400.0), (5400.0, 7200.0)]


def test_without_history_people_come_as_fast_as_since_the_first_one(
    house: House, clock: StoppedClock
) -> None:
    for _ in range(7):
        house.press()
        clock.tick(minutes=10)
    with house.app.database.read() as tx:
        rest = known_of(tx, OFFICE).rest
    (stream,) = rest.coming
    left_h = (24 - 8) - 70 / 60  # the demo office never closes: until midnight
    assert stream.expected == pytest.approx(6 * left_h)
    assert (rest.seen, rest.foreseen) == (7, 7)


def test_of_a_half_hour_that_is_under_way_the_rest_is_still_expected(
    house: House, clock: StoppedClock
) -> None:
    past_day(house, 7, 30)
    clock.tick(minutes=70)
    with house.app.database.read() as tx:
        rest = known_of(tx, OFFICE).rest
    assert rest.foreseen == pytest.approx(5)
    assert sum(stream.expected for stream in rest.coming) == pytest.approx(25)


def test_a_closed_office_foresees_what_it_knows_without_a_fault(house: House) -> None:
    with house.app.database.read() as tx:
        assert foresee(known_of(tx, OFFICE)).forecast is None


def test_a_forecast_is_made_once_in_a_while_and_only_for_who_watches(house: House) -> None:
    foresight = house.app.watch._foresight
    assert foresight.refresh() == 0
    hall_of(house)
    assert foresight.refresh() == 1
    hall_of(house)
    assert foresight.refresh() == 0


def test_a_partner_learns_no_name_of_staff(house: House) -> None:
    house.sign_in("hoa")
    house.by_cookie("open")
    assert counter(hall_of(house), 3)["staff_name"]
    assert counter(hall_of(house, token=house.token("integration")), 3)["staff_name"] is None


def test_alerts_of_today_are_told_with_their_ends(house: House, clock: StoppedClock) -> None:
    settle = {"means": False, "chance": None, "foreseen_s": None}
    house.step("open")
    house.press()
    clock.tick(minutes=16)
    house.app.database.write(lambda tx: alerting.settle(tx, OFFICE, **settle))
    (alert,) = hall_of(house)["alerts"]
    assert (alert["kind"], alert["subject"], alert["ended_at"]) == ("longest_wait", "land", None)
    assert alert["detail"] == {"number": "A001", "limit_s": 900.0}
    house.step("call-next")
    clock.tick(seconds=30)
    house.app.database.write(lambda tx: alerting.settle(tx, OFFICE, **settle))
    (alert,) = hall_of(house)["alerts"]
    assert alert["ended_at"] == "2026-11-23T01:16:30.000Z"


def test_a_counter_that_is_asked_for_is_shown_to_the_clerks(house: House) -> None:
    house.step("open")
    token = house.token("supervisor")
    wish = {"counter": 5, "service": "land"}
    assert house.ask("POST", f"{HALL}/wanted", wish, token=token).status_code == 200
    view = house.ask("GET", f"{URL}/counters/3", token=house.token("counter", counter=3), key=None).get_json()
    assert [said["text"]["vi"] for said in view["alerts"]] == ["Lãnh đạo đề nghị mở quầy 5 cho Đất đai"]
    house.ask("POST", f"{HALL}/wanted", {**wish, "wanted": False}, token=token)
    view = house.ask("GET", f"{URL}/counters/3", token=house.token("counter", counter=3), key=None).get_json()
    assert view["alerts"] == []


@pytest.mark.parametrize("role", ["kiosk", "counter", "receptionist"])
def test_who_does_not_lead_sees_no_hall(house: House, role: str) -> None:
    token = house.token(role, counter=3 if role == "counter" else None)
    assert_problem(house.ask("GET", HALL, token=token, key=None), 403, "not_allowed")


def test_a_limited_key_needs_the_scope_of_figures(house: House) -> None:
    def key(*scopes: str) -> str:
        return house.app.database.write(
            lambda tx: devices.create_token(tx, OFFICE, role="integration", name=str(scopes), scopes=scopes)
        )

    assert_problem(house.ask("GET", HALL, token=key("bookings:read"), key=None), 403, "scope_missing")
    assert house.ask("GET", HALL, token=key("figures:read"), key=None).status_code == 200


def test_a_device_is_seen_at_every_request(house: House, clock: StoppedClock) -> None:
    house.press()
    house.app.watch._sightings.write()
    (row,) = house.hall.sql("SELECT seen_at FROM device WHERE role = 'kiosk'")
    assert row.seen_at is not None
