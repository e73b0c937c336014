"""The page of an appointment, for whoever holds its link: shown, moved, cancelled, kept in a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.contract.booking_qr import looks_signed
from tests.server.web.citizen import LAND, Citizen, fill, said, text_of
from tests.server.web.house import House
from tests.support.clocks import StoppedClock


@pytest.fixture
def house(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    """On one engine: what differs between the two lies below the pages."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, public_url="https://dunghen.example")
    yield house
    house.hall.database.close()


def test_the_appointment_shows_time_place_papers_code_and_a_qr(citizen: Citizen) -> None:
    page = citizen.page(citizen.book())
    words = said(page)
    assert "08:00–08:30 Thứ Ba 24/11" in words
    assert "Báo đến từ 07:30 đến 08:30" in words
    assert "Trung tâm Phục vụ hành chính công" in words
    assert "Giấy chứng nhận quyền sử dụng đất (bản chính)" in words
    assert re.search(r">[0-9A-Z]{4}-[0-9A-Z]{4}<", page)
    assert '<svg class="qr" role="img"' in page


def test_pages_with_a_link_stay_out_of_caches_and_logs(citizen: Citizen, house: House) -> None:
    details = citizen.hold()
    booked = citizen.post(details).headers["Location"]
    for path in (LAND, booked, f"{booked}/move", "/a/nonsense"):
        headers = house.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_the_calendar_entry_keeps_its_id_and_counts_up_when_moved_and_goes_when_cancelled(
    citizen: Citizen, house: House
) -> None:
    booked = citizen.book()
    first = calendar(house, booked)
    citizen.post(f"{booked}/move", start=citizen.times()[20])
    moved = calendar(house, booked)
    citizen.post(f"{booked}/cancel")
    cancelled = calendar(house, booked)
    assert first["UID"] == moved["UID"] == cancelled["UID"]
    assert [entry["SEQUENCE"] for entry in (first, moved, cancelled)] == ["0", "1", "2"]
    assert [entry["STATUS"] for entry in (first, moved, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert (first["DTSTART"], moved["DTSTART"]) == ("20261124T010000Z", "20261124T030000Z")


def calendar(house: House, booked: str) -> dict[str, str]:
    answer = house.get(f"{booked}.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return dict(re.findall(r"(?m)^([A-Z]+):(.*?)\r?$", answer.get_data(as_text=True)))


def test_moving_keeps_the_code_and_makes_a_new_qr(citizen: Citizen) -> None:
    booked = citizen.book()
    before = citizen.page(booked)
    answer = citizen.post(f"{booked}/move", start=citizen.times()[20])
    after = citizen.page(answer.headers["Location"])
    assert "Đã đổi giờ." in after
    assert "10:00–10:30" in after
    code, qr = r">([0-9A-Z]{4}-[0-9A-Z]{4})<", r'fill="#000" d="([^"]+)"'
    assert re.findall(code, before)[0] == re.findall(code, after)[0]
    assert re.findall(qr, before)[0] != re.findall(qr, after)[0]


def test_moving_to_a_time_that_was_just_taken_keeps_the_old_one(citizen: Citizen, house: House) -> None:
    booked = citizen.book()
    start = citizen.times()[20]
    fill(house, [start])
    page = text_of(citizen.post(f"{booked}/move", start=start), 409)
    assert "vừa chọn đã có người khác đặt" in page
    assert "08:00–08:30" in citizen.page(booked)


def test_a_cancelled_appointment_shows_no_qr_and_offers_a_new_one(citizen: Citizen, house: House) -> None:
    booked = citizen.book()
    for _ in range(2):
        assert citizen.post(f"{booked}/cancel").headers["Location"] == booked
    page = citizen.page(booked)
    assert "Lịch hẹn đã hủy" in page
    assert 'class="qr"' not in page
    assert f'href="{LAND}"' in page
    assert house.get(f"{booked}/move").headers["Location"] == booked


def test_a_missed_appointment_may_still_be_scanned_that_day(citizen: Citizen, clock: StoppedClock) -> None:
    booked = citizen.book()
    clock.tick(hours=25)
    page = citizen.page(booked)
    assert "Đã quá giờ hẹn" in page
    assert 'class="qr"' in page
    clock.tick(days=1)
    page = citizen.page(booked)
    assert 'class="qr"' not in page
    assert "Đặt lịch hẹn mới" in page


def test_who_has_checked_in_sees_the_number_and_follows_the_turn(
    citizen: Citizen, house: House, clock: StoppedClock
) -> None:
    booked = citizen.book()
    code = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", citizen.page(booked))
    assert code is not None
    clock.tick(hours=24)
    checked_in = house.ask(
        "POST", "/api/v1/offices/ttpvhcc/check-ins", {"code": code[1]}, token=house.token("kiosk")
    )
    page = citizen.page(booked)
    assert "Đã báo đến" in page
    assert checked_in.get_json()["number"] in page
    follow = re.search(r'href="(/t/[^"]+)"', page)
    assert follow is not None
    assert house.get(follow[1]).status_code == 200


def test_the_qr_of_an_appointment_is_signed(citizen: Citizen, house: House) -> None:
    token = citizen.book().removeprefix("/a/")
    assert looks_signed(house.get(f"/api/v1/appointments/{token}").get_json()["qr"])
