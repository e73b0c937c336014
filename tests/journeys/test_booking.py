"""A citizen books on a small old phone, with and without script, and shows, moves and cancels it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.servers import Server

Shoot = Callable[[str], Path]
Phones = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
EIGHT = 16
"""The number of the slot at 08:00 of a whole day."""
NO_SUBTLE = "Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });"
_addresses = count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo office behind a proxy's word, so that every phone has an address of its own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DUNGHEN_PROXIES", "1")
        with Server(tmp_path_factory.mktemp("office")) as running:
            yield running


@pytest.fixture
def phones(browser: Browser, office: Server) -> Iterator[Phones]:
    """`phones(script=False)`: a phone of 360 × 740 whose page is the list of services."""
    contexts: list[BrowserContext] = []

    def phone(*, script: bool = True, size: dict[str, int] | None = None, path: str = "/book") -> Page:
        context = browser.new_context(
            viewport=size or PHONE,  # type: ignore[arg-type]  # a plain dict is what it takes
            locale="vi-VN",
            java_script_enabled=script,
            extra_http_headers={"X-Forwarded-For": f"192.0.2.{next(_addresses)}"},
        )
        context.add_init_script(NO_SUBTLE)
        contexts.append(context)
        page = context.new_page()
        page.goto(office.url + path)
        return page

    yield phone
    for context in contexts:
        context.close()


def choose(page: Page, *, day: int = 1, number: int = EIGHT) -> None:
    """From the services to a held time."""
    page.get_by_role("link", name="Đất đai").click()
    page.locator(".day").nth(day).click()
    page.locator("button.slot").nth(number).click()


def book(page: Page, **where: int) -> str:
    """Book without saying who one is; the address of the appointment."""
    choose(page, **where)
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(page.get_by_role("heading", name="Đã đặt lịch hẹn")).to_be_visible()
    return page.url


def qr_seen(picture: Path) -> str:
    with Image.open(picture) as seen:
        (code,) = zxingcpp.read_barcodes(seen.convert("L"))
    return code.text


def appointment(office: Server, url: str) -> dict[str, str]:
    token = url.partition("?")[0].rpartition("/")[2]
    found: dict[str, str] = httpx.get(f"{office.url}/api/v1/appointments/{token}").json()
    return found


def fits(page: Page) -> bool:
    """Whether nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_books_in_under_a_minute_and_the_qr_on_the_page_is_the_appointment_s(
    phones: Phones, office: Server, screenshot: Shoot, script: bool
) -> None:
    began = time.monotonic()
    page = phones(script=script)
    url = book(page)
    assert time.monotonic() - began < 60
    seen = appointment(office, url)
    expect(page.locator("#code")).to_have_text(seen["code"])
    picture = screenshot(f"booking-confirmed-{'script' if script else 'plain'}")
    page.screenshot(path=picture)
    assert qr_seen(picture) == seen["qr"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_appointment_is_moved_and_cancelled_by_its_link(
    phones: Phones, office: Server, screenshot: Shoot, script: bool
) -> None:
    page = phones(script=script)
    url = book(page, number=EIGHT + 1)
    before = appointment(office, url)
    page.get_by_role("link", name="Đổi sang giờ khác").click()
    page.locator(".day").nth(2).click()
    page.screenshot(path=screenshot("booking-move"))
    page.locator("button.slot").nth(EIGHT + 4).click()
    expect(page.get_by_role("status")).to_contain_text("Đã đổi giờ.")
    expect(page.locator(".moment strong")).to_have_text("10:00–10:30")
    after = appointment(office, url)
    assert (after["code"], after["qr"] == before["qr"]) == (before["code"], False)
    page.screenshot(path=screenshot("booking-moved"), full_page=True)
    assert qr_seen(screenshot("booking-moved")) == after["qr"]

    expect(page.get_by_role("button", name="Đúng, hủy lịch hẹn")).to_be_hidden()
    page.locator(".leave summary").click()
    page.get_by_role("button", name="Đúng, hủy lịch hẹn").click()
    expect(page.get_by_role("heading", name="Lịch hẹn đã hủy")).to_be_visible()
    expect(page.locator(".qr")).to_have_count(0)
    page.screenshot(path=screenshot("booking-cancelled"))
    assert appointment(office, url)["state"] == "cancelled"


def test_no_page_of_the_way_is_wider_than_the_phone(phones: Phones, screenshot: Shoot) -> None:
    page = phones()
    assert fits(page)
    page.get_by_text("Giấy tờ cần mang").first.click()
    page.screenshot(path=screenshot("booking-services"))
    page.get_by_role("link", name="Đất đai").click()
    page.locator(".day").nth(1).click()
    assert fits(page)
    page.screenshot(path=screenshot("booking-slot"))
    page.locator("button.slot").nth(EIGHT).click()
    page.get_by_text("Mã hồ sơ, số căn cước, lời nhắn").click()
    assert fits(page)
    page.screenshot(path=screenshot("booking-details"), full_page=True)
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    assert fits(page)
    page.goto(f"{page.url}/move")
    assert fits(page)
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button')]"
        ".filter((it) => it.getBoundingClientRect().height < 40).map((it) => it.textContent)"
    )
    assert small == []


def test_the_desk_top_is_served_too(phones: Phones, screenshot: Shoot) -> None:
    page = phones(size=DESK)
    page.get_by_role("link", name="Đất đai").click()
    page.locator(".day").nth(1).click()
    page.screenshot(path=screenshot("booking-slot-desk"))
    page.locator("button.slot").nth(EIGHT).click()
    page.screenshot(path=screenshot("booking-details-desk"))
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(page.locator(".qr")).to_be_visible()
    page.screenshot(path=screenshot("booking-confirmed-desk"))


def test_the_hold_counts_down_and_when_it_is_over_the_way_on_is_to_choose_again(
    phones: Phones, screenshot: Shoot
) -> None:
    page = phones()
    page.clock.install()
    choose(page, number=EIGHT + 2)
    expect(page.locator("#left")).to_have_text("còn 9:59")
    page.clock.run_for(9 * 60_000)
    expect(page.locator("#held")).to_have_class("held soon")
    page.clock.run_for(60_000)
    expect(page.get_by_role("alert")).to_have_text("Đã hết thời gian giữ chỗ. Xin chọn lại giờ.")
    expect(page.get_by_role("button", name="Xác nhận đặt lịch")).to_be_hidden()
    page.screenshot(path=screenshot("booking-hold-over"))
    page.get_by_role("button", name="Chọn lại giờ").click()
    expect(page.locator("button.slot").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_choosing_another_time_keeps_what_was_typed(phones: Phones, screenshot: Shoot, script: bool) -> None:
    page = phones(script=script)
    choose(page, number=EIGHT + 5)
    page.get_by_label("Họ và tên").fill("Đặng Ỷ Lan")
    page.get_by_text("Mã hồ sơ, số căn cước, lời nhắn").click()
    page.get_by_label("Lời nhắn cho cán bộ").fill("Xe lăn,\nđi cùng mẹ")
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Chọn giờ khác").click()
    page.locator("button.day").nth(2).click()
    assert fits(page)
    page.screenshot(path=screenshot("booking-another-time"))
    page.locator("button.slot").nth(EIGHT).click()
    expect(page.get_by_label("Họ và tên")).to_have_value("Đặng Ỷ Lan")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Full name")).to_have_value("Đặng Ỷ Lan")
    expect(page.get_by_label("Note for the clerk")).to_have_value("Xe lăn, đi cùng mẹ")
    page.screenshot(path=screenshot("booking-carried"))
    page.get_by_label("Full name").press("Enter")
    expect(page.get_by_role("heading", name="Your appointment is booked")).to_be_visible()


def test_without_script_the_hold_says_until_when(phones: Phones) -> None:
    page = phones(script=False)
    choose(page, number=EIGHT + 3)
    assert page.locator("#held").inner_text().startswith("Giữ chỗ đến ")
    expect(page.locator("#left")).to_be_hidden()


def test_a_phone_that_books_fast_solves_a_puzzle_by_itself_though_the_browser_has_no_crypto(
    phones: Phones, office: Server, screenshot: Shoot
) -> None:
    page = phones()
    assert page.evaluate("crypto.subtle === undefined")
    for number in range(3):
        book(page, day=3, number=number)
        page.goto(f"{office.url}/book")
    choose(page, day=3, number=4)
    page.wait_for_url("**/hold/*")
    expect(page.get_by_role("button", name="Xác nhận đặt lịch")).to_be_visible()


def test_without_script_a_phone_that_books_fast_is_told_how_long_to_wait(
    phones: Phones, office: Server, screenshot: Shoot
) -> None:
    page = phones(script=False)
    for number in range(3):
        book(page, day=4, number=number)
        page.goto(f"{office.url}/book")
    choose(page, day=4, number=4)
    expect(page.get_by_role("heading")).to_have_text("Đang có nhiều lượt giữ chỗ. Xin thử lại sau 10 phút.")
    page.screenshot(path=screenshot("booking-wait"))


HOSTILE = {
    "bidi": ("Lan\u202egnah gnuĐ", "Có ký tự không nhìn thấy được"),
    "control": ("Lan\x1b[31m\x07Anh", "Có ký tự không nhìn thấy được"),
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_gets_its_answer_at_the_field(
    phones: Phones, screenshot: Shoot, name: str, script: bool
) -> None:
    typed, answer = HOSTILE[name]
    page = phones(script=script)
    choose(page, day=5, number=EIGHT)
    page.get_by_label("Họ và tên").fill(typed)
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(page.locator("#name-error")).to_contain_text(answer)
    expect(page.locator("#name")).to_have_attribute("aria-invalid", "true")
    page.screenshot(path=screenshot(f"booking-hostile-{name}"))
    page.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(page.get_by_role("heading", name="Đã đặt lịch hẹn")).to_be_visible()


def test_a_field_takes_no_ten_kilobytes(phones: Phones) -> None:
    page = phones()
    choose(page, day=5, number=EIGHT + 1)
    page.get_by_label("Họ và tên").fill("Ư" * 10_000)
    assert page.get_by_label("Họ và tên").input_value() == "Ư" * 120


def test_a_printed_appointment_has_the_qr_and_no_buttons(phones: Phones, screenshot: Shoot) -> None:
    page = phones(size=DESK)
    book(page, day=6)
    page.emulate_media(media="print")
    expect(page.locator(".qr")).to_be_visible()
    expect(page.get_by_role("link", name="Thêm vào lịch")).to_be_hidden()
    expect(page.locator(".leave")).to_be_hidden()
    picture = screenshot("booking-printed")
    page.screenshot(path=picture, full_page=True)
    assert qr_seen(picture)


def test_the_code_and_the_link_are_copied_though_plain_http_closes_the_clipboard(
    phones: Phones, office: Server
) -> None:
    page = phones()
    url = book(page, day=6, number=EIGHT + 1)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.addEventListener('copy', () => { window.copied = String(getSelection()); })")
    for button, text in (("Chép mã", appointment(office, url)["code"]), ("Chép đường dẫn", url)):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("button", name="Đã chép").last).to_be_visible()
        assert page.evaluate("window.copied") == text


def test_the_calendar_entry_is_a_file_to_keep(phones: Phones) -> None:
    page = phones()
    book(page, day=6, number=EIGHT + 2)
    with page.expect_download() as download:
        page.get_by_role("link", name="Thêm vào lịch").click()
    assert download.value.suggested_filename.startswith("lich-hen-")
    assert "BEGIN:VEVENT" in download.value.path().read_text("utf-8")


def test_in_english_from_the_first_page_to_the_last(phones: Phones, screenshot: Shoot) -> None:
    page = phones()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Land").click()
    page.locator(".day").nth(1).click()
    page.locator("button.slot").nth(EIGHT + 6).click()
    page.get_by_role("button", name="Confirm the booking").click()
    expect(page.get_by_role("heading", name="Your appointment is booked")).to_be_visible()
    page.screenshot(path=screenshot("booking-confirmed-english"))


def test_the_start_page_leads_to_booking(phones: Phones) -> None:
    page = phones(path="/")
    page.get_by_role("link", name="Đặt lịch hẹn").click()
    expect(page.get_by_role("heading", name="Quý công dân cần làm thủ tục gì?")).to_be_visible()
