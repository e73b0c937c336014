"""What a supervisor changes from day to day on pages: notices and pauses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.web.admin import notice_texts, pause_texts
from tests.server.web.house import URL, House
from tests.support.servers import OFFICE

ADMIN = f"/admin/{OFFICE}"


@pytest.fixture
def house(house: House) -> House:
    """A supervisor has signed in."""
    house.sign_in("giang")
    return house


def send(house: House, path: str, **form: str) -> TestResponse:
    """A form of these pages, sent as a browser sends it; the page after it, if it leads on."""
    answer = house.http.post(f"{ADMIN}/{path}", data={"csrf_token": house.csrf, **form})
    return house.get(answer.location) if answer.status_code == 303 else answer


def board(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.ask("GET", f"{URL}/board", key=None).get_json()["notices"]
    return found


def service(house: House, code: str = "land") -> dict[str, Any]:
    nodes = house.ask("GET", URL, key=None).get_json()["services"]
    found: dict[str, Any] = next(node for node in nodes if node["code"] == code)
    return found


def local(house: House, **later: float) -> str:
    """A moment from now on as a field of a form has it, in the office's own time."""
    return (house.clock.now() + timedelta(hours=7, **later)).strftime("%Y-%m-%dT%H:%M")


# --- notices -----------------------------------------------------------------------------------------


def test_a_notice_is_on_the_displays_as_soon_as_it_is_put_up_and_until_it_ends(house: House) -> None:
    page = send(house, "notices", vi="Quầy 5 nghỉ", en="Counter 5 is closed", until=local(house, minutes=30))
    assert notice_texts.TEXTS["vi"]["is_up"] in page.text
    assert [one["texts"] for one in board(house)] == [{"vi": "Quầy 5 nghỉ", "en": "Counter 5 is closed"}]
    house.clock.tick(minutes=30)
    assert board(house) == []
    assert "Quầy 5 nghỉ" in house.get(f"{ADMIN}/notices").text


def test_a_notice_is_taken_down_from_the_page(house: House) -> None:
    send(house, "notices", vi="Quầy 5 nghỉ")
    page = send(house, f"notices/{board(house)[0]['id']}/end")
    assert notice_texts.TEXTS["vi"]["taken_down"] in page.text
    assert board(house) == []
    assert send(house, "notices/77/end").status_code == 404


def test_a_letter_of_apology_is_printed_as_a_sheet(house: House) -> None:
    send(house, "notices", kind="apology", vi="Xin lỗi vì chậm trả kết quả", en="We are sorry")
    number = board(house)[0]["id"]
    sheet = house.get(f"{ADMIN}/notices/{number}/print").text
    assert "THƯ XIN LỖI" in sheet
    assert "Xin lỗi vì chậm trả kết quả" in sheet
    assert "23/12/2026" in sheet  # thirty days
    assert house.get(f"{ADMIN}/notices/77/print").status_code == 404


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"vi": " "}, "wrong_text"),
        ({"vi": "x" * 201}, "wrong_text"),
        ({"vi": "a\x07b"}, "wrong_text"),
        ({"vi": "a", "en": "y" * 201}, "wrong_text_en"),
        ({"vi": "a", "until": "soon"}, "wrong_moment"),
        ({"vi": "a", "until": "2026-11-23T07:00"}, "over"),
        ({"vi": "a", "kind": "poem"}, "wrong_kind"),
    ],
)
def test_a_wrong_notice_is_told_and_what_was_written_stays(
    house: House, form: dict[str, str], why: str
) -> None:
    answer = send(house, "notices", **form)
    assert (answer.status_code, notice_texts.TEXTS["vi"][why] in answer.text) == (422, True)
    assert board(house) == []


def test_a_notice_needs_the_token_of_the_page_and_a_supervisor(house: House) -> None:
    assert house.http.post(f"{ADMIN}/notices", data={"vi": "a"}).status_code == 403
    house.sign_in("hoa")
    assert send(house, "notices", vi="a").status_code == 403
    assert board(house) == []


# --- pauses ------------------------------------------------------------------------------------------


def test_a_service_closes_at_once_with_a_reason_and_opens_by_itself(house: House) -> None:
    page = send(house, "pauses", service="land", reason="Hệ thống bảo trì", until=local(house, minutes=45))
    assert pause_texts.TEXTS["vi"]["paused"] in page.text
    assert service(house)["unavailable"] == {
        "reason": "Hệ thống bảo trì",
        "until": "2026-11-23T01:45:00.000Z",
    }
    assert house.press("land").status_code == 409
    house.clock.tick(minutes=45)
    assert service(house)["unavailable"] is None
    assert house.press("land").status_code == 201


def test_the_booking_page_says_why_and_until_when(house: House) -> None:
    send(house, "pauses", service="land", reason="Hệ thống <bảo trì>", until=local(house, minutes=45))
    for page in (f"/book/{OFFICE}", f"/book/{OFFICE}/land"):
        text = house.get(page).text
        assert "tạm ngừng đến 08:45 Thứ Hai 23/11: Hệ thống &lt;bảo trì&gt;" in text, page
    assert "closed until 08:45" in house.get(f"/book/{OFFICE}/land?lang=en").text


def test_a_service_is_opened_before_its_time(house: House) -> None:
    send(house, "pauses", service="land", reason="Mất điện")
    assert service(house)["unavailable"] == {"reason": "Mất điện", "until": None}
    page = send(house, "pauses/land/end")
    assert pause_texts.TEXTS["vi"]["resumed"] in page.text
    assert service(house)["unavailable"] is None


def test_who_closed_a_service_is_audited(house: House) -> None:
    send(house, "pauses", service="land", reason="Mất điện")
    rows = house.hall.sql("SELECT actor, action, new FROM audit_entry ORDER BY seq")
    assert ("giang", "setup.changed") in [(row.actor, row.action) for row in rows]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"service": "land", "reason": ""}, "wrong_reason"),
        ({"service": "land", "reason": "x" * 201}, "wrong_reason"),
        ({"service": "nothing", "reason": "a"}, "wrong_service"),
        ({"service": "land", "reason": "a", "until": "12:00"}, "wrong_moment"),
        ({"service": "land", "reason": "a", "until": "2026-11-23T08:00"}, "over"),
    ],
)
def test_a_wrong_pause_is_told_and_nothing_closes(house: House, form: dict[str, str], why: str) -> None:
    answer = send(house, "pauses", **form)
    assert (answer.status_code, pause_texts.TEXTS["vi"][why] in answer.text) == (422, True)
    assert service(house)["unavailable"] is None
    assert send(house, "pauses/nothing/end").status_code == 404


def test_the_texts_stand_in_both_languages(house: House) -> None:
    for texts in (notice_texts.TEXTS, pause_texts.TEXTS):
        assert set(texts["vi"]) == set(texts["en"])
    for page in ("notices", "pauses"):
        english = house.get(f"{ADMIN}/{page}?lang=en").text
        assert re.search(r'<html lang="en">', english)
