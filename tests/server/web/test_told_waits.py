"""What citizens are told comes back in the report, and so does a kiosk whose clock is off: over HTTP."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from kiosk.slip import WORDS, minutes_text
from server.contract.messages import Expected
from tests.server.web.house import URL, House, assert_problem

TODAY = "from=2026-11-23&to=2026-11-23"
Json = dict[str, Any]


def read(house: House, path: str) -> Any:
    answer = house.ask("GET", f"/api/v1/figures/{path}", token=house.token("supervisor"), key=None)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def serve(house: House, *, for_s: float) -> None:
    """Counter 3 calls the next person, who is served for so long."""
    called = house.step("call-next").get_json()["ticket"]
    begun = house.step("start", {"ticket": called["id"], "version": called["version"]}).get_json()["ticket"]
    house.clock.tick(seconds=for_s)
    house.step("finish", {"ticket": begun["id"], "version": begun["version"]})


def learned(house: House) -> None:
    """A morning from which the usual time is learned: 5¾ and 8¼ minutes by turns."""
    assert house.step("open").status_code == 200
    for turn in range(24):
        house.press()
        serve(house, for_s=345 if turn % 2 else 495)
    house.app.database.paces._kept.clear()


def test_whoever_is_told_five_to_nine_minutes_and_called_at_twelve_is_counted_as_later(house: House) -> None:
    learned(house)
    house.press()
    busy = house.step("call-next").get_json()["ticket"]
    told = house.press().get_json()
    assert minutes_text(Expected.model_validate(told["expected"]), WORDS["vi"]) == "5–9 phút"
    begun = house.step("start", {"ticket": busy["id"], "version": busy["version"]}).get_json()["ticket"]
    house.clock.tick(minutes=12)
    house.step("finish", {"ticket": begun["id"], "version": begun["version"]})
    serve(house, for_s=60)
    found = read(house, f"waits?{TODAY}").get_json()["total"]["estimates"]
    assert found["n"] == 26
    assert (found["share_later"], found["share_inside"]) == (1 / 26, 25 / 26)
    over_s = 720 - (told["expected"]["low_s"] + told["expected"]["high_s"]) / 2
    assert found["bias_s"] == pytest.approx((25 * -30 + over_s) / 26)
    (row,) = csv.DictReader(io.StringIO(read(house, f"waits.csv?{TODAY}").data.decode("utf-8-sig")))
    assert (row["estimates.n"], float(row["estimates.share_later"])) == ("26", 1 / 26)


def test_the_same_press_sent_again_is_told_and_counted_once(house: House) -> None:
    house.step("open")
    first, again = (house.press(key="a-key-of-a-press") for _ in range(2))
    assert first.get_json() == again.get_json()
    serve(house, for_s=60)
    assert read(house, f"waits?{TODAY}").get_json()["total"]["estimates"]["n"] == 1


def test_partners_do_not_read_what_one_citizen_was_told(house: House) -> None:
    house.step("open")
    assert house.press().get_json()["expected"] is not None
    events = house.ask("GET", f"{URL}/events?after=0", token=house.token("integration"), key=None)
    assert b"ticket_issued" in events.data
    assert b"low_s" not in events.data
    assert b"expected" not in events.data


def test_a_small_group_is_told_no_estimates_either(house: House) -> None:
    house.step("open")
    house.hall.press(category="elderly")
    serve(house, for_s=60)
    partner = house.token("integration")
    answer = house.ask("GET", f"/api/v1/figures/waits?{TODAY}&by=category", token=partner, key=None)
    (row,) = [row for row in answer.get_json()["rows"] if row["key"] == "elderly"]
    assert row["suppressed"]
    assert row["estimates"] == dict.fromkeys(("mae_s", "bias_s", "share_inside", "share_later")) | {"n": 0}


def test_a_kiosk_whose_clock_is_a_minute_and_a_half_off_is_shown(house: House) -> None:
    token = house.token("kiosk")
    at = house.clock.now() - timedelta(seconds=90)
    said = house.ask("POST", f"{URL}/device-reports", {"printer": "ready", "at": at.isoformat()}, token=token)
    assert said.status_code == 200
    found = read(house, f"devices?{TODAY}").get_json()
    assert found["clock_drift_s"] == -90
    assert [(row["role"], row["clock_drift_s"]) for row in found["devices"]] == [("kiosk", -90)]
    rows = list(csv.DictReader(io.StringIO(read(house, f"devices.csv?{TODAY}").data.decode("utf-8-sig"))))
    assert [(row["device"], float(row["clock_drift_s"])) for row in rows] == [("kiosk None ttpvhcc", -90.0)]
    book = openpyxl.load_workbook(io.BytesIO(read(house, f"devices.xlsx?{TODAY}").data))
    assert [sheet.title for sheet in book.worksheets][:1] == ["Thiết bị"]


@pytest.mark.parametrize("at", ["yesterday", "2026-11-23T08:00:00", "", 7, {}, "99999-01-01T00:00:00Z"])
def test_a_clock_that_says_nothing_sensible_is_refused(house: House, at: object) -> None:
    answer = house.ask(
        "POST", f"{URL}/device-reports", {"printer": "ready", "at": at}, token=house.token("kiosk")
    )
    if at == 7:  # seconds since 1970, as JSON's other spelling of a moment
        assert answer.status_code in (200, 422)
    else:
        assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_clock_at_the_end_of_time_does_no_harm(house: House, at: str) -> None:
    answer = house.ask(
        "POST", f"{URL}/device-reports", {"printer": "ready", "at": at}, token=house.token("kiosk")
    )
    assert answer.status_code in (200, 422)
    assert read(house, f"devices?{TODAY}").status_code == 200
