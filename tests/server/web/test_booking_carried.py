"""Nobody types anything twice: what was written goes along, by forms and never in an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from werkzeug.test import TestResponse

from tests.server.web.citizen import LAND, Citizen, fill, said, text_of
from tests.server.web.house import House
from tests.support.clocks import StoppedClock

LAN = {
    "name": "Đặng Ỷ Lan",
    "phone": "0912 345 678",
    "email": "lan@example.vn",
    "dossier": "H21.65-220914-0011",
    "citizen_id": "079 086 012 345",
    "note": "Xe lăn, <đi cùng mẹ> & con",
    "consent": "yes",
}


@pytest.fixture
def house(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    """On one engine: what differs between the two lies below the pages."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock)
    yield house
    house.hall.database.close()


def hidden(page: str) -> dict[str, str]:
    """What the hidden fields of the last form carry."""
    form = page.rpartition("<form")[2]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def carries_all(page: str) -> bool:
    return LAN.items() <= hidden(page).items()


def typed_into(page: str) -> dict[str, str]:
    """What stands in the fields of the details form."""
    values = dict(re.findall(r'<input class="input"[^>]* name="(\w+)"[^>]* value="([^"]*)">', page))
    values["note"] = re.findall(r"<textarea[^>]*>([^<]*(?:<đi[^<]*)?)</textarea>", page)[0]
    return values | ({"consent": "yes"} if 'value="yes" checked' in page else {})


def pressed(citizen: Citizen, page: str, **also: str) -> TestResponse:
    """The last form of the page sent as it stands, with the button's own name and value."""
    action = re.findall(r'<form method="post" action="([^"]+)"', page)[-1]
    return citizen.post(action, **{**hidden(page), **also})


def test_choosing_again_after_the_hold_expired_keeps_everything_that_was_typed(
    citizen: Citizen, clock: StoppedClock, house: House
) -> None:
    details = citizen.hold()
    clock.tick(minutes=10)
    expired = text_of(citizen.post(details, **LAN), 410)
    assert "Đã hết thời gian giữ chỗ" in expired
    assert "Giờ còn chỗ · Thứ Ba 24/11" in expired
    assert carries_all(expired)
    assert "Những gì quý công dân đã ghi vẫn còn" in expired
    other_day = text_of(pressed(citizen, expired, day="2026-11-25"), 200)
    assert "Giờ còn chỗ · Thứ Tư 25/11" in other_day
    assert carries_all(other_day)
    again = text_of(pressed(citizen, other_day, start=starts(other_day)[3]), 200)
    assert typed_into(again) == LAN
    form = re.search(r'<form id="details" method="post" action="([^"]+)"', again)
    assert form is not None
    assert citizen.post(form[1], **typed_into(again)).status_code == 303
    assert house.hall.sql("SELECT name FROM booking_contact")[0].name == LAN["name"]


def starts(page: str) -> list[str]:
    return re.findall(r'name="start" value="([^"]+)"', page)


def test_another_time_before_the_hold_expires_keeps_everything_too(citizen: Citizen, house: House) -> None:
    details = citizen.hold()
    page = text_of(citizen.post(f"{details}/release", **LAN), 200)
    assert house.hall.sql("SELECT count(*) AS n FROM slot_place")[0].n == 0
    assert carries_all(page)


def test_the_buttons_that_lead_away_from_the_details_send_what_was_typed(citizen: Citizen) -> None:
    details = citizen.hold()
    page = citizen.page(details)
    form = page[page.index('<form id="details"') :]
    assert len(re.findall(f'formaction="{re.escape(details)}/release"', page)) == 2
    assert f'formaction="{details}/release"' in form
    assert f'<button form="details" class="back" formaction="{details}/release"' in page
    first = re.findall(r'<button form="details"[^>]*>', page)[0]
    assert "formaction" not in first, "Enter in a field would lead away"


def test_a_time_that_somebody_else_took_meanwhile_costs_no_typing(citizen: Citizen, house: House) -> None:
    start = citizen.times()[16]
    fill(house, [start])
    page = text_of(citizen.post(LAND, start=start, **LAN), 409)
    assert "vừa chọn đã có người khác đặt" in page
    assert "Giờ còn chỗ · Thứ Ba 24/11" in page
    assert carries_all(page)


def test_a_puzzle_on_the_way_costs_no_typing(citizen: Citizen) -> None:
    for number in range(3):
        citizen.book(number)
    page = text_of(citizen.post(LAND, start=citizen.times()[9], **LAN), 403)
    assert carries_all(page)
    assert carries_all(page.partition("<noscript>")[0])


def test_while_the_server_is_busy_the_same_form_can_be_sent_again(
    citizen: Citizen, house: House, tmp_path: Path
) -> None:
    details = citizen.hold()
    database = house.app.database
    file, aside = tmp_path / "office.db", tmp_path / "aside.db"
    database.engine.dispose()
    file.rename(aside)
    file.mkdir()
    busy = text_of(citizen.post(details, **LAN), 503)
    database.engine.dispose()
    file.rmdir()
    aside.rename(file)
    assert "Máy chủ đang bận" in busy
    assert carries_all(busy)
    first = citizen.post(details, **hidden(busy))
    second = citizen.post(details, **hidden(busy))
    assert (first.status_code, first.headers["Location"]) == (303, second.headers["Location"])


def test_the_other_language_keeps_what_was_typed(citizen: Citizen) -> None:
    details = citizen.hold()
    page = text_of(citizen.post(f"{details}?lang=en", show="1", **LAN), 200)
    assert "Contact details" in page
    assert typed_into(page) == LAN
    times = text_of(citizen.post(f"{details}/release?lang=en", **LAN), 200)
    switch = re.search(r'<form method="post" action="([^"]+)">', times)
    assert switch is not None
    assert "lang=vi" in switch[1]
    vietnamese = text_of(citizen.post(switch[1], **LAN), 200)
    assert "Chọn ngày" in vietnamese
    assert carries_all(vietnamese)


def test_nothing_that_was_typed_stands_in_an_address(citizen: Citizen, clock: StoppedClock) -> None:
    details = citizen.hold()
    clock.tick(minutes=10)
    page = text_of(citizen.post(details, **LAN), 410)
    picked = text_of(pressed(citizen, page, start=starts(page)[0]), 200)
    addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', page + picked)
    for address in map(unquote_plus, addresses):
        assert not any(text in address for name, text in LAN.items() if name != "consent"), address


def test_where_nothing_was_typed_addresses_can_be_kept_and_sent_on(citizen: Citizen) -> None:
    details = citizen.hold()
    assert citizen.post(f"{details}/release").headers["Location"] == LAND
    assert f'href="{LAND}?day=2026-11-25"' in citizen.page(LAND)


# --- one language on a page ------------------------------------------------------------------------

_VIETNAMESE = re.compile(r"Th [2-7]\b|\bThứ |quý công dân|Xin |Giờ |Sáng|Chiều|Từ mạng|đã có lịch")


def said_by_us(page: str) -> str:
    """The page's words without the names that the office itself gives, which may be Vietnamese only."""
    return said(re.sub(r"(?s)<header.*?</header>|<title>.*?</title>", "", page))


def test_a_page_of_an_english_booking_is_english_whatever_its_address_says(
    citizen: Citizen, house: House
) -> None:
    booked = citizen.book(16, f"{LAND}?lang=en").partition("?")[0]
    move = f"{booked}/move"
    pages = [citizen.page(move)]
    fill(house, [citizen.times()[20]])
    full = re.findall(r'name="start" value="([^"]+)"', citizen.page(f"{LAND}?day=2026-11-24"))
    pages.append(text_of(citizen.post(move, start="2026-11-24T03:00:00+00:00"), 409))
    for number in range(30, 35):
        citizen.post(move, start=full[number])
    pages.append(text_of(citizen.post(move, start=full[40]), 409))
    for page in pages:
        assert '<html lang="en">' in page
        assert _VIETNAMESE.findall(said_by_us(page)) == []
    assert "moved too often" in pages[-1]


def test_a_wrong_form_is_answered_in_the_language_of_the_hold(citizen: Citizen) -> None:
    details = citizen.hold(16, f"{LAND}?lang=en").partition("?")[0]
    page = text_of(citizen.post(details, phone="x", consent="yes"), 422)
    assert "This is no phone number." in page
    assert _VIETNAMESE.findall(said_by_us(page)) == []


def test_links_of_an_english_booking_lead_to_english_pages(citizen: Citizen) -> None:
    booked = citizen.book(16, f"{LAND}?lang=en").partition("?")[0]
    cancelled = citizen.post(f"{booked}/cancel").headers["Location"]
    assert f'href="{LAND}?lang=en"' in citizen.page(cancelled)
