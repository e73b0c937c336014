"""Reception in a real browser: bookings are found, checked in, undone, moved, and seen at the counter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.counter.clerk import Clerk, empty_counter, office_pc
from tests.counter.receptionist import Receptionist
from tests.support.booker import Booker
from tests.support.servers import Server

Shoot = Callable[[str], Path]
CODE = "H08.65-261123-0042"
NOTE = "Tôi cần tách thửa, có kèm bản vẽ cũ."


@pytest.fixture
def pc(browser: Browser) -> Iterator[BrowserContext]:
    with office_pc(browser) as context:
        yield context


@pytest.fixture
def hall(shared_server: Server) -> Iterator[Server]:
    """The server of this module; whoever waits for counter 3 is sent home after each test."""
    yield shared_server
    with Booker(shared_server) as booker:
        for booked in booker.day()["appointments"]:
            if booked["state"] == "booked":
                booker.post(f"/appointments/{booked['id']}/cancel", {})
    empty_counter(shared_server, 3)


@pytest.fixture
def booker(hall: Server) -> Iterator[Booker]:
    with Booker(hall) as booker:
        yield booker


@pytest.fixture
def desk(pc: BrowserContext, hall: Server) -> Iterator[Receptionist]:
    """Thuận at reception."""
    desk = Receptionist(pc, hall).at_the_desk()
    yield desk
    assert desk.faults == []


def test_a_booking_is_checked_in_undone_checked_in_again_and_its_note_is_read_before_the_call(
    desk: Receptionist, booker: Booker, hall: Server, browser: Browser, screenshot: Shoot
) -> None:
    booked = booker.book(name="Nguyễn Thị Đào", note=NOTE, dossier=CODE)
    desk.finds(booked["code"], "Nguyễn Thị Đào")
    first = desk.checks_in()
    desk.page.screenshot(path=screenshot("reception-number"))
    desk.press("Enter")
    expect(desk.row("Nguyễn Thị Đào")).to_contain_text("Đang chờ")

    desk.finds(first, "Nguyễn Thị Đào")
    desk.button("Bỏ nhận số…").click()
    expect(desk.page.get_by_role("heading", name=f"Bỏ nhận số {first}?")).to_be_visible()
    desk.page.screenshot(path=screenshot("reception-undo"))
    desk.button("Bỏ nhận số").click()
    desk.is_told("lịch hẹn")
    expect(desk.row("Nguyễn Thị Đào")).not_to_contain_text(first)
    second = desk.checks_in()
    assert second != first

    with office_pc(browser) as other:
        clerk = Clerk(other, hall).at_counter(3)
        expect(clerk.page.locator(".next-person")).to_contain_text(NOTE)
        expect(clerk.page.locator(".next-person")).not_to_contain_text("Nguyễn Thị Đào")
        expect(clerk.page.locator(".waiting .row-slot")).to_contain_text("có lời nhắn")
        clerk.page.screenshot(path=screenshot("counter-next-booked"))
        clerk.serves(second)
        expect(clerk.page.locator(".person-note")).to_contain_text(NOTE)
        expect(clerk.page.locator(".person-facts")).to_contain_text("Nguyễn Thị Đào")
        clerk.page.get_by_role("button", name=CODE).click()
        expect(clerk.page.locator(".chips li")).to_have_text([f"{CODE}×"])
        clerk.page.screenshot(path=screenshot("counter-booked"))
        expect(desk.row("Nguyễn Thị Đào")).to_contain_text("Đang ở quầy")
        clerk.press("F4")
        clerk.is_told(f"{second} đã xong")
        expect(desk.row("Nguyễn Thị Đào")).to_contain_text("Đã xong")
        expect(desk.page.locator(".day-figures")).to_contain_text("100 %")
        assert clerk.faults == []


def test_a_scanned_qr_finds_the_booking_wherever_the_focus_is(desk: Receptionist, booker: Booker) -> None:
    booked = booker.book_on_a_phone(name="Lê Văn An")
    desk.page.locator(".day").nth(1).focus()
    desk.finds(booked["qr"], "Lê Văn An")
    desk.checks_in()


def test_a_booking_is_found_by_phone_and_by_a_name_without_marks(
    desk: Receptionist, booker: Booker, screenshot: Shoot
) -> None:
    booker.book(name="Trần Văn Bình", phone="0912 345 678")
    booker.book(name="Trần Thị Hạnh", which=1)
    desk.finds("0912345678", "Trần Văn Bình")
    expect(desk.page.locator(".one-facts")).to_contain_text("…678")
    desk.press("Escape")
    desk.type("tran", "Enter")
    expect(desk.page.locator(".hit")).to_have_count(2)
    desk.press("ArrowDown")
    expect(desk.page.locator(".one h2")).to_have_text("Trần Thị Hạnh")
    desk.page.screenshot(path=screenshot("reception-several"))


def test_an_id_card_leaves_nothing_on_the_page_and_nothing_unknown_gets_a_number(
    desk: Receptionist, booker: Booker
) -> None:
    booker.book(name="Phạm Thị Lan", citizen_id="052099001234")
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    desk.type("052099001234|201234567|Phạm Thị Lan|01011960|Nữ|Quy Nhơn|01012022", "Enter")
    expect(desk.page.locator(".one h2")).to_have_text("Đã đọc thẻ căn cước")
    expect(desk.field()).to_have_value("")
    desk.page.wait_for_timeout(500)  # what a scanner still types is thrown away until it is quiet
    desk.checks_in()
    assert not any("Quy" in text or "201234567" in text for text in sent)
    assert [text for text in sent if "052099001234" in text] == [text for text in sent if "check-ins" in text]

    desk.press("Enter")
    desk.page.wait_for_timeout(500)
    desk.type("052099009999", "Enter")
    expect(desk.button("Nhận số")).to_be_visible()
    desk.page.wait_for_timeout(500)
    desk.press("Enter")
    desk.is_told("Không tìm thấy lịch hẹn")


def test_the_lines_of_a_card_that_a_scanner_breaks_stay_out_of_the_field(desk: Receptionist) -> None:
    desk.type("052099001234", "Enter")
    desk.type("Nguyen Van A", "Enter")
    expect(desk.field()).to_have_value("")
    expect(desk.page.locator(".one h2")).to_have_text("Đã đọc thẻ căn cước")


def test_a_number_is_given_to_somebody_who_cannot_use_the_kiosk(desk: Receptionist, hall: Server) -> None:
    desk.press("F2", "h")
    expect(desk.page.locator(".service-tile[aria-pressed=true]")).to_contain_text("Nhận kết quả")
    desk.page.get_by_label("Diện ưu tiên").select_option(label="Phụ nữ mang thai")
    desk.button("Cấp số").click()
    expect(desk.number()).to_have_text("H001")
    desk.press("Enter")
    expect(desk.field()).to_be_focused()
    with hall.client("counter", counter=3) as counter:
        assert [ticket.channel for ticket in counter.counter("ttpvhcc", 3).line] == ["reception"]


def test_reception_books_for_somebody_only_with_consent(
    desk: Receptionist, booker: Booker, screenshot: Shoot
) -> None:
    desk.press("F4")
    expect(desk.page.locator(".slot").first).to_be_visible()
    consent = desk.page.get_by_label("Người dân đã nghe và đồng ý")
    expect(consent).not_to_be_checked()
    desk.page.locator(".booking-form .day").nth(1).click()
    desk.page.locator(".slot").first.click()
    desk.page.get_by_label("Họ tên").fill("Đỗ Minh")
    desk.page.screenshot(path=screenshot("reception-booking"))
    assert desk.fits()
    desk.button("Đặt lịch 00:00").click()
    expect(desk.page.get_by_role("alert")).to_contain_text("cần người dân đồng ý")
    expect(consent).to_be_focused()
    desk.press("Space")
    desk.button("Đặt lịch 00:00").click()
    expect(desk.number()).to_be_visible()
    code = desk.number().inner_text()
    [found] = booker.day(q=code)["other_days"]
    assert (found["name"], found["state"]) == ("Đỗ Minh", "booked")


def test_a_booking_is_moved_and_cancelled_after_one_question(desk: Receptionist, booker: Booker) -> None:
    booked = booker.book(name="Võ Hùng", which=1)
    desk.finds(booked["code"], "Võ Hùng")
    desk.button("Đổi giờ…").click()
    desk.page.locator(".days .day").nth(1).click()
    desk.page.locator(".slot").first.click()
    desk.button("Đặt lịch").click()
    expect(desk.page.locator(".done h2")).to_contain_text("00:00")
    desk.press("Enter")
    desk.finds(booked["code"], "Võ Hùng")
    desk.button("Hủy lịch…").click()
    expect(desk.button("Giữ nguyên")).to_be_focused()
    desk.button("Hủy lịch hẹn").click()
    desk.is_told("Đã hủy lịch hẹn")
    expect(desk.page.locator(".one .badge")).to_have_text("Đã hủy")


def test_somebody_who_waits_comes_back_later_and_back_again_as_a_walk_in(
    desk: Receptionist, booker: Booker
) -> None:
    number = booker.post("/tickets", {"service": "land"})["number"]
    desk.type(number, "Enter")
    desk.button("Hẹn lại giờ khác…").click()
    desk.page.locator(".slot").nth(1).click()
    desk.button("Đặt lịch").click()
    code = desk.number().inner_text()
    desk.press("Enter")
    desk.finds(code, "Không ghi tên")
    expect(desk.page.locator(".one-facts")).to_contain_text(f"Hẹn lại từ số {number}")
    desk.button("Lấy số ngay").click()
    expect(desk.number()).to_be_visible()
    assert desk.number().inner_text() != number


def test_who_comes_on_another_day_is_told_which(desk: Receptionist, booker: Booker) -> None:
    booked = booker.book(name="Hồ Thị Mai", which=60)
    desk.finds(booked["code"], "Hồ Thị Mai")
    expect(desk.button("Nhận số")).to_have_count(0)
    expect(desk.button("Đổi giờ…")).to_be_visible()


def test_what_nobody_has_booked_is_said_with_what_to_do(desk: Receptionist) -> None:
    desk.type("ZZZZ-ZZZZ", "Enter")
    expect(desk.page.locator(".found h2")).to_have_text("Không tìm thấy “ZZZZ-ZZZZ”.")


def test_the_coming_days_can_be_looked_at(desk: Receptionist, booker: Booker) -> None:
    tomorrow = desk.page.locator(".day-card .day").nth(1)
    tomorrow.click()
    expect(tomorrow).to_have_attribute("aria-pressed", "true")
    expect(desk.page.locator(".day-list")).to_be_visible()


def test_the_day_fits_the_screen_in_both_languages(
    desk: Receptionist, booker: Booker, screenshot: Shoot
) -> None:
    for which in (0, 1, 1):
        booker.book(name="Nguyễn Thị Đào", which=which)
        booker.book("civil_status", which=which + 1)
    expect(desk.page.locator(".day-list .who")).not_to_have_count(0)
    desk.page.wait_for_timeout(400)
    desk.page.screenshot(path=screenshot("reception"))
    assert desk.fits()
    desk.button("English").click()
    expect(desk.page.locator(".head-counter")).to_have_text("Reception")
    expect(desk.field()).to_be_focused()
    desk.page.screenshot(path=screenshot("reception-english"))
    assert desk.fits()
    desk.button("Tiếng Việt").click()


def test_a_supervisor_sees_missed_and_lead_a_clerk_is_sent_elsewhere(
    pc: BrowserContext, hall: Server, screenshot: Shoot
) -> None:
    boss = Receptionist(pc, hall, "giang").at_the_desk()
    expect(boss.page.locator(".day-figures")).to_contain_text("tỷ lệ vắng")
    boss.page.screenshot(path=screenshot("reception-supervisor"))
    boss.button("Đăng xuất").click()
    clerk = Receptionist(pc, hall, "hoa").sign_in()
    expect(clerk.page.get_by_role("alert")).to_contain_text("dành cho cán bộ tiếp đón")


def test_a_cut_line_locks_the_steps_and_heals_by_itself(
    desk: Receptionist, booker: Booker, pc: BrowserContext, screenshot: Shoot
) -> None:
    booked = booker.book(name="Bùi Thị Thu")
    desk.finds(booked["code"], "Bùi Thị Thu")
    pc.set_offline(True)
    expect(desk.page.locator(".banner")).to_be_visible(timeout=20_000)
    expect(desk.button("Nhận số")).to_have_attribute("aria-disabled", "true")
    desk.page.screenshot(path=screenshot("reception-offline"))
    pc.set_offline(False)
    expect(desk.page.locator(".banner")).to_be_hidden(timeout=20_000)
    desk.press("Escape")
    desk.finds(booked["code"], "Bùi Thị Thu")
    desk.checks_in()
