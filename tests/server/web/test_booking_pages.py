"""The booking pages without a browser: plain forms, redirects, and an answer to every refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.web.booking_texts import EN, TEXTS, VI
from tests.server.web.citizen import LAND, OFFICE, TOMORROW, Citizen, at_fields, fill, said, text_of
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.hostile import some

KEY = "k" * 24


@pytest.fixture
def house(tmp_path: Path, clock: StoppedClock) -> Iterator[House]:
    """On one engine: what differs between the two lies below the pages."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, public_url="https://dunghen.example")
    yield house
    house.hall.database.close()


def count(house: House, table: str = "appointment") -> int:
    return int(house.hall.sql(f"SELECT count(*) AS n FROM {table}")[0].n)


# --- choosing ---------------------------------------------------------------------------------------


def test_where_there_is_one_office_the_way_begins_with_its_services(house: House) -> None:
    answer = house.get("/book?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{OFFICE}?lang=en")


def test_services_are_told_with_the_papers_to_bring(citizen: Citizen) -> None:
    page = citizen.page(OFFICE)
    assert "Giấy chứng nhận quyền sử dụng đất (bản chính)" in page
    assert f'href="{LAND}"' in page


def test_a_service_without_slots_is_for_walk_ins_and_has_no_link(citizen: Citizen) -> None:
    page = citizen.page(OFFICE)
    assert f"{OFFICE}/results" not in page
    assert "Nhận kết quả Chỉ lấy số trực tiếp" in said(page)


def test_the_first_day_with_a_free_time_is_shown_and_others_are_links(citizen: Citizen) -> None:
    page = citizen.page(LAND)
    assert "Giờ còn chỗ · Thứ Hai 23/11" in page
    assert f'href="{LAND}?day={TOMORROW}"' in page
    assert page.count('aria-current="date"') == 1


def test_a_day_that_is_full_says_which_one_is_next(citizen: Citizen, house: House) -> None:
    times = citizen.times(LAND)
    fill(house, times)
    page = citizen.page(f"{LAND}?day=2026-11-23")
    assert "Thứ Hai 23/11 đã hết chỗ. Ngày gần nhất còn chỗ: Thứ Ba 24/11" in said(page)
    assert "Giờ còn chỗ · Thứ Ba 24/11" in citizen.page(LAND)


def test_when_everything_is_full_the_page_says_until_when_and_what_else_to_do(
    citizen: Citizen, house: House
) -> None:
    for day in range(23, 31):
        fill(house, citizen.times(f"{LAND}?day=2026-11-{day}"))
    page = said(citizen.page(LAND))
    assert "Hiện đã hết chỗ đến hết Thứ Hai 30/11." in page
    assert "đến lấy số trực tiếp" in page


# --- one press, one effect ----------------------------------------------------------------------------


def test_a_time_chosen_twice_with_one_form_is_held_once(citizen: Citizen, house: House) -> None:
    start = citizen.times()[0]
    first, second = (citizen.post(LAND, key=KEY, start=start) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert count(house) == 1


def test_a_form_without_a_proper_key_still_holds(citizen: Citizen) -> None:
    assert citizen.post(LAND, key="<short>", start=citizen.times()[0]).status_code == 303


def test_confirming_twice_leads_to_the_same_appointment(citizen: Citizen, house: House) -> None:
    details = citizen.hold()
    first, second = (citizen.post(details, key=KEY) for _ in range(2))
    third = citizen.post(details)
    leads_to = {answer.headers["Location"] for answer in (first, second, third)}
    assert len(leads_to) == 1
    assert leads_to.pop().startswith("/a/")
    assert count(house) == 1


def test_another_time_gives_the_first_one_back_at_once(citizen: Citizen, house: House) -> None:
    details = citizen.hold()
    answer = citizen.post(f"{details}/release")
    assert answer.headers["Location"] == LAND
    assert count(house, "slot_place") == 0
    assert citizen.post(f"{details}/release").status_code == 303


def test_going_back_from_an_appointment_leads_to_it_again(citizen: Citizen, house: House) -> None:
    details = citizen.hold()
    booked = citizen.post(details).headers["Location"]
    assert house.get(details).headers["Location"] == booked


# --- what is refused, and what to do then ------------------------------------------------------------------


def test_a_time_that_was_just_taken_offers_the_others(citizen: Citizen, house: House) -> None:
    start = citizen.times()[0]
    fill(house, [start])
    page = text_of(citizen.post(LAND, start=start), 409)
    assert "vừa chọn đã có người khác đặt. Xin chọn một giờ khác" in said(page)
    assert 'name="start"' in page


@pytest.mark.parametrize("start", ["2020-01-01T00:00:00Z", "2026-11-24T01:07:00+00:00"])
def test_a_time_that_is_none_offers_those_that_are(citizen: Citizen, start: str) -> None:
    assert 'name="start"' in text_of(citizen.post(LAND, start=start), 409)


@pytest.mark.parametrize("start", ["", "soon", "2026-11-24T01:00:00", "9999-12-31T23:59:59Z", "\x00"])
def test_what_is_no_time_at_all_shows_the_times_again(citizen: Citizen, start: str) -> None:
    assert 'name="start"' in text_of(citizen.post(LAND, start=start), 200)


def test_an_expired_hold_leads_to_choosing_again_that_day(citizen: Citizen, clock: StoppedClock) -> None:
    details = citizen.hold()
    assert "Giữ chỗ đến 08:10" in said(citizen.page(details))
    clock.tick(minutes=10)
    for page in (citizen.page(details, 410), text_of(citizen.post(details), 410)):
        assert "Đã hết thời gian giữ chỗ" in page
        assert f'href="{LAND}?day={TOMORROW}"' in page


def test_a_second_appointment_of_one_phone_says_what_to_do(citizen: Citizen) -> None:
    person = {"phone": "0912 345 678", "consent": "yes"}
    citizen.book(16, **person)
    page = text_of(citizen.post(citizen.hold(20), **person), 409)
    assert "Quý công dân đã có lịch hẹn tại cơ quan này." in page
    assert 'value="0912 345 678"' in page


def test_far_too_many_holds_at_once_say_until_when_to_wait_or_whom_to_call(
    citizen: Citizen, house: House
) -> None:
    citizen.hold(0)
    fill(house, citizen.times()[10:14])
    house.hall.sql("UPDATE appointment SET address_key = (SELECT max(address_key) FROM appointment)")
    page = said(text_of(citizen.post(LAND, start=citizen.times()[5]), 409))
    assert "Xin thử lại sau 08:10. Hoặc gọi 1022 để được đặt giúp." in page


def test_after_three_bookings_the_next_one_is_a_puzzle_with_a_way_out_for_phones_without_script(
    citizen: Citizen,
) -> None:
    for number in range(3):
        citizen.book(number)
    page = text_of(citizen.post(LAND, start=citizen.times()[5]), 403)
    assert 'data-challenge="{"parameters"' in page
    assert "<noscript>" in page
    assert "Xin thử lại sau 10 phút." in page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/book/nowhere", 404, "Không có cơ quan này"),
        (f"{OFFICE}/nothing", 404, "Không có thủ tục này"),
        (f"{OFFICE}/results", 409, "chưa nhận đặt lịch hẹn"),
        (f"{OFFICE}/hold/{'x' * 32}", 404, "Không tìm thấy lịch hẹn này"),
        ("/book/nowhere/hold/x", 404, "Không tìm thấy lịch hẹn này"),
        ("/a/nonsense", 404, "Không tìm thấy lịch hẹn này"),
        ("/a/nonsense.ics", 404, "Không tìm thấy lịch hẹn này"),
        ("/a/nonsense/move", 404, "Không tìm thấy lịch hẹn này"),
    ],
)
def test_what_is_not_there_is_said_with_a_way_on(
    citizen: Citizen, path: str, status: int, words: str
) -> None:
    page = citizen.page(path, status)
    assert words in page
    assert 'href="/book"' in page


def test_a_dead_database_is_said_without_losing_the_way(
    citizen: Citizen, house: House, tmp_path: Path
) -> None:
    house.hall.database.engine.dispose()
    (tmp_path / "office.db").rename(tmp_path / "gone.db")
    (tmp_path / "office.db").mkdir()
    house.app.database.engine.dispose()
    page = citizen.page(LAND, 503)
    assert "Máy chủ đang bận" in page
    (tmp_path / "office.db").rmdir()


# --- details ----------------------------------------------------------------------------------------


def test_everything_works_without_saying_who_one_is(citizen: Citizen, house: House) -> None:
    citizen.book()
    assert count(house, "booking_contact") == 0


def test_consent_is_never_ticked_beforehand_and_its_purpose_is_told(citizen: Citizen) -> None:
    page = citizen.page(citizen.hold())
    assert "checked" not in page
    assert "Mục đích duy nhất: xác nhận, nhắc và nhận ra lịch hẹn này." in said(page)


def test_data_without_consent_is_asked_for_it_and_kept_in_the_form(citizen: Citizen, house: House) -> None:
    page = text_of(citizen.post(citizen.hold(), name="Đặng Ỷ Lan", phone="0912345678"), 422)
    assert at_fields(page) == {"consent": "Xin đánh dấu đồng ý, hoặc xóa các thông tin đã ghi."}
    assert 'value="Đặng Ỷ Lan"' in page
    assert count(house, "booking_contact") == 0


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("phone", "abc", "Số điện thoại chưa đúng. Ví dụ: 0912 345 678"),
        ("phone", "09", "Số điện thoại chưa đúng. Ví dụ: 0912 345 678"),
        ("email", "lan@nowhere", "E-mail chưa đúng. Ví dụ: ten@example.vn"),
        ("citizen_id", "079 086 01234", "Số căn cước gồm đúng 12 chữ số."),
        ("dossier", "hồ sơ số 1", "Mã hồ sơ chỉ gồm chữ không dấu, số và các dấu . / - _"),
    ],
)
def test_a_wrong_field_says_so_beside_it_and_keeps_what_was_typed(
    citizen: Citizen, field: str, typed: str, message: str
) -> None:
    page = text_of(citizen.post(citizen.hold(), consent="yes", **{field: typed}), 422)
    assert at_fields(page) == {field: message}
    assert f'value="{typed}"' in page
    assert 'aria-invalid="true"' in page


def test_what_people_type_with_blanks_and_breaks_is_understood(citizen: Citizen, house: House) -> None:
    citizen.book(
        name="  Nguyễn   Văn\tA ",
        phone="+84 (912) 345.678",
        citizen_id="079 086 012 345",
        note="xe lăn\r\nđi cùng mẹ",
        consent="yes",
    )
    row = house.hall.sql("SELECT name, phone, note FROM booking_contact")[0]
    assert tuple(row) == ("Nguyễn Văn A", "0912345678", "xe lăn đi cùng mẹ")


@pytest.mark.parametrize("field", ["name", "note"])
@pytest.mark.parametrize("typed", ["Lan\u202ecod.exe", "Lan\x00Anh", "L\u200ban", "Lan\x1b[31m"])
def test_characters_that_cannot_be_seen_are_taken_out_and_shown_once_more(
    citizen: Citizen, field: str, typed: str
) -> None:
    page = text_of(citizen.post(citizen.hold(), consent="yes", **{field: typed}), 422)
    assert at_fields(page)[field].startswith("Có ký tự không nhìn thấy được")
    assert typed not in page


def test_ten_kilobytes_of_name_are_cut_and_shown_once_more(citizen: Citizen) -> None:
    details = citizen.hold()
    page = text_of(citizen.post(details, consent="yes", name="Ư" * 10_000), 422)
    assert at_fields(page) == {"name": "Dài quá 120 chữ; phần thừa đã được cắt. Xin xem lại rồi xác nhận."}
    assert f'value="{"Ư" * 120}"' in page
    assert citizen.post(details, consent="yes", name="Ư" * 120).status_code == 303


def test_a_form_as_large_as_a_book_is_refused_in_words(citizen: Citizen) -> None:
    page = text_of(citizen.post(citizen.hold(), note="x" * 100_000), 413)
    assert "Nội dung gửi quá dài" in page


def test_hostile_text_in_every_field_gets_a_page_and_never_an_own_tag(citizen: Citizen) -> None:
    details = citizen.hold()
    for text in some("booking"):
        fields = dict.fromkeys(("name", "phone", "email", "dossier", "note"), text)
        answer = citizen.post(details, **fields, citizen_id=f"{text}#")
        assert answer.status_code == 422
        raw = answer.get_data(as_text=True)
        assert raw.count("<script") == 1
        assert "\x00" not in raw
        assert "\u202e" not in raw


# --- languages --------------------------------------------------------------------------------------


def test_both_languages_say_the_same_things() -> None:
    assert set(VI) == set(EN)
    for name in VI:
        assert re.findall(r"\{\w*\}", VI[name]) == re.findall(r"\{\w*\}", EN[name]), name


def test_a_language_is_kept_from_the_first_page_to_the_last(citizen: Citizen) -> None:
    for link in re.findall(r'href="(/book[^"]*)"', citizen.page(f"{OFFICE}?lang=en")):
        assert "lang=en" in link or "lang=vi" in link
    details = citizen.hold(path=f"{LAND}?lang=en")
    assert details.endswith("?lang=en")
    assert "Confirm the booking" in citizen.page(details)
    booked = citizen.post(details).headers["Location"]
    assert booked.endswith("?lang=en")
    assert "Your appointment is booked" in citizen.page(booked)
    assert "Your appointment is booked" in citizen.page(booked.partition("?")[0])


def test_the_other_language_is_one_link_away_even_after_a_wrong_form(citizen: Citizen) -> None:
    details = citizen.hold()
    page = text_of(citizen.post(details, phone="x"), 422)
    assert f'formaction="{details}?lang=en"' in page
    assert "Your" not in page
    assert "Contact details" in citizen.page(f"{details}?lang=en")


@pytest.mark.parametrize("lang", ["xx", "", "VI", "../etc", "<script>"])
def test_an_unknown_language_is_vietnamese(citizen: Citizen, lang: str) -> None:
    assert VI["which_service"] in citizen.page(f"{OFFICE}?lang={lang}")
    assert set(TEXTS) == {"vi", "en"}
