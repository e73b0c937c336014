"""Satisfaction, whole: a clerk finishes, the tablet asks, the citizen answers, the figures show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from server.actions.house import signing_in
from server.contract.client import Client
from server.contract.messages import Ticket
from server.demo import rating_forms
from server.ports import SystemClock
from server.storage.database import Database
from tests.counter.clerk import Clerk, empty_counter, office_pc, take
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

Shoot = Callable[[str], Path]
LYING, UPRIGHT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def hall(shared_server: Server) -> Server:
    """A server whose citizens are asked with the demo's form, and where the province may sign in."""
    database = Database(shared_server.database, SystemClock())
    database.write(rating_forms.bring_forms)
    database.write(
        lambda tx: signing_in.create_account(
            tx, username="tinh", name="Sở", role="province", office_id=None, password=STAFF_PASSWORD
        )
    )
    database.close()
    return shared_server


@pytest.fixture
def counter(hall: Server) -> Iterator[Client]:
    """Counter 3, open; emptied and closed after the test."""
    with hall.client("counter", counter=3) as client:
        client.step(OFFICE, 3, "open", {})
        yield client
    empty_counter(hall, 3)


def serve(hall: Server, counter: Client, **press: str) -> Ticket:
    """Somebody comes, is called and has been served."""
    with hall.client("kiosk") as kiosk:
        ticket = take(kiosk, **press)
    called = counter.step(OFFICE, 3, "call-next", {})
    assert called is not None
    counter.step(OFFICE, 3, "finish", {"ticket": called.id, "version": called.version})
    return ticket


def tablet_at(page: Page, hall: Server) -> Page:
    """The tablet of counter 3, let in by its device's token."""
    page.goto(f"{hall.url}/rate/{OFFICE}/3#token={hall.token('counter', counter=3, name='Tablet')}")
    expect(page.get_by_role("heading", name="Kính chào quý công dân")).to_be_visible()
    assert "token" not in page.url
    return page


def test_a_clerk_finishes_the_tablet_asks_and_the_figures_show_it(
    browser: Browser, hall: Server, screenshot: Shoot
) -> None:
    with office_pc(browser) as pc, hall.client("kiosk") as kiosk:
        clerk = Clerk(pc, hall).at_counter(3)
        tablet = tablet_at(browser.new_page(viewport=LYING), hall)
        tablet.screenshot(path=screenshot("rating-tablet-idle"))
        number = take(kiosk).number
        clerk.serves(number)
        expect(tablet.get_by_role("button", name="Rất hài lòng")).to_be_hidden()
        clerk.press("F4")
        clerk.is_free()
        expect(tablet.locator(".whose")).to_have_text(f"Số {number}")
        expect(tablet.get_by_text(re.compile(r"Tự đóng sau \d+ giây"))).to_be_visible()
        tablet.screenshot(path=screenshot("rating-tablet-asks"))
        tablet.get_by_role("button", name="Hài lòng", exact=True).click()
        tablet.screenshot(path=screenshot("rating-tablet-question"))
        for step in ("Rất hài lòng", "Hài lòng", "Bình thường"):
            tablet.get_by_role("button", name=step, exact=True).click()
        tablet.get_by_role("button", name="Bỏ qua").click()
        expect(tablet.get_by_role("heading", name="Cảm ơn quý công dân!")).to_be_visible()
        tablet.screenshot(path=screenshot("rating-tablet-thanks"))
        expect(tablet.get_by_role("heading", name="Kính chào quý công dân")).to_be_visible(timeout=9000)
        tablet.wait_for_timeout(600)
        expect(tablet.get_by_role("button", name="Hài lòng", exact=True)).to_be_hidden()
        tablet.close()
    empty_counter(hall, 3)

    desk = reading(browser, hall, "giang", "?by=clerk")
    desk.get_by_role("button", name="7 ngày").click()
    desk.get_by_role("button", name="Cán bộ").click()
    expect(desk.locator(".answer .big").first).to_have_text("75,00 %")
    expect(desk.get_by_role("row", name=re.compile("Nguyễn Thị Hoa"))).to_contain_text("75,00 %")
    expect(desk.locator(".answers")).to_contain_text("1 trên 1 lượt phục vụ")
    desk.screenshot(path=screenshot("ratings-by-clerk"), full_page=True)
    desk.close()

    own = reading(browser, hall, "hoa")
    expect(own.get_by_role("heading", name="Công dân đánh giá tôi")).to_be_visible()
    expect(own.get_by_role("row", name=re.compile("Nguyễn Thị Hoa"))).to_contain_text("quá ít lượt")
    expect(own.get_by_text("75,00 %")).to_be_hidden()
    own.screenshot(path=screenshot("ratings-own"))
    own.close()


def reading(browser: Browser, hall: Server, username: str, search: str = "") -> Page:
    """Somebody who has signed in to the page of ratings."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{hall.url}/figures/{OFFICE}/ratings{search}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def test_the_tablet_speaks_the_citizens_language_and_stands_upright(
    browser: Browser, hall: Server, counter: Client, screenshot: Shoot
) -> None:
    tablet = tablet_at(browser.new_page(viewport=UPRIGHT), hall)
    serve(hall, counter, language="en")
    expect(tablet.get_by_role("button", name="Very dissatisfied")).to_be_visible()
    tablet.screenshot(path=screenshot("rating-tablet-upright-en"))
    assert tablet.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in tablet.locator(".level").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 100
    tablet.get_by_role("button", name="Tiếng Việt").click()
    tablet.get_by_role("button", name="Không hài lòng", exact=True).click()
    tablet.get_by_role("button", name="Gửi ngay").click()
    expect(tablet.get_by_role("heading", name="Cảm ơn quý công dân!")).to_be_visible()
    tablet.close()


def test_a_visit_that_was_rated_by_phone_is_thanked_for_and_not_counted_twice(
    browser: Browser, hall: Server, counter: Client
) -> None:
    tablet = tablet_at(browser.new_page(viewport=LYING), hall)
    ticket = serve(hall, counter)
    expect(tablet.locator(".whose")).to_have_text(f"Số {ticket.number}")
    by_link = {"form": "hai-long", "version": 1, "overall": 5}
    answer = httpx.post(f"{hall.url}/api/v1/tickets/{ticket.token}/rating", json=by_link)
    assert answer.status_code == httpx.codes.OK
    tablet.get_by_role("button", name="Bình thường").click()
    tablet.get_by_role("button", name="Gửi ngay").click()
    expect(tablet.get_by_text("Lượt này đã được đánh giá")).to_be_visible()
    tablet.close()


def test_a_tablet_without_a_server_says_so_and_heals(
    browser: Browser, server: Server, screenshot: Shoot
) -> None:
    tablet = tablet_at(browser.new_page(viewport=LYING), server)
    server.stop()
    expect(tablet.locator(".lost")).to_contain_text("Mất kết nối với máy chủ", timeout=20_000)
    tablet.screenshot(path=screenshot("rating-tablet-lost"))
    server.start()
    expect(tablet.locator(".lost")).to_be_hidden(timeout=20_000)
    tablet.close()


def test_a_clerk_signs_in_to_the_tablet_and_must_sit_at_its_counter(browser: Browser, hall: Server) -> None:
    tablet = browser.new_page(viewport=LYING)
    tablet.goto(f"{hall.url}/rate/{OFFICE}/3")
    tablet.get_by_label("Tên đăng nhập").fill("hoa")
    tablet.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    tablet.get_by_role("button", name="Đăng nhập").click()
    expect(tablet.get_by_text("Chưa mở quầy bằng tài khoản này")).to_be_visible()
    with office_pc(browser) as pc:
        Clerk(pc, hall).at_counter(3)
        expect(tablet.get_by_role("heading", name="Kính chào quý công dân")).to_be_visible(timeout=12_000)
    tablet.close()
    empty_counter(hall, 3)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_rates_by_the_phone_with_and_without_script(
    browser: Browser, hall: Server, counter: Client, screenshot: Shoot, script: bool
) -> None:
    phones = browser.new_context(viewport=PHONE, java_script_enabled=script, locale="vi-VN")
    phone = phones.new_page()
    phone.goto(serve(hall, counter).follow_url or "")
    phone.get_by_role("link", name="Đánh giá").click()
    phone.screenshot(path=screenshot(f"rating-phone-{'script' if script else 'plain'}"), full_page=True)
    phone.get_by_role("button", name="Gửi đánh giá").click()
    expect(phone.get_by_role("heading", name="Đánh giá lượt phục vụ")).to_be_visible()
    phone.get_by_role("radio", name="Rất hài lòng").first.check()
    phone.get_by_text("Thêm 4 câu").click()
    phone.get_by_role("group", name="Thái độ của cán bộ").get_by_role(
        "radio", name="Hài lòng", exact=True
    ).check()
    phone.get_by_label(re.compile("Góp ý thêm")).fill("Cảm ơn cán bộ quầy 3 <b>")
    phone.screenshot(path=screenshot("rating-phone-filled"), full_page=True)
    phone.get_by_role("button", name="Gửi đánh giá").click()
    expect(phone.get_by_role("heading", name="Cảm ơn quý công dân!")).to_be_visible()
    phone.screenshot(path=screenshot("rating-phone-thanks"))
    phone.get_by_role("link", name="Về trang theo dõi lượt").click()
    expect(phone.get_by_text("Quý công dân đã đánh giá lượt này")).to_be_visible()
    phones.close()


def test_a_phone_with_large_letters_scrolls_never_sideways(
    browser: Browser, hall: Server, counter: Client, screenshot: Shoot
) -> None:
    phone = browser.new_page(viewport=PHONE)
    phone.goto(f"{hall.url}/t/{serve(hall, counter).token}/rate?lang=en")
    phone.screenshot(path=screenshot("rating-phone-en"), full_page=True)
    phone.get_by_text("4 more questions").click()
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.screenshot(path=screenshot("rating-phone-large"), full_page=True)
    phone.close()


def test_the_province_makes_a_version_by_keyboard_and_publishes_it(
    browser: Browser, hall: Server, counter: Client, screenshot: Shoot
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{hall.url}/rating-forms")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    for text, key in (("tinh", "Tab"), (STAFF_PASSWORD, "Enter")):
        page.keyboard.type(text)
        page.keyboard.press(key)
    page.screenshot(path=screenshot("rating-forms"))
    page.get_by_role("link", name="Mở").first.press("Enter")
    page.get_by_role("button", name="Phiên bản mới").press("Enter")
    expect(page.locator(".badge")).to_have_text("Bản nháp")
    page.locator("#q4_vi").fill("Thời gian giải quyết")
    page.locator("#q4_weight").fill("2,5")
    page.locator("#c0_least").fill("999")
    page.keyboard.press("Enter")
    expect(page.locator("#c0_least-error")).to_have_text("Cao hơn điểm tối đa của phiếu.")
    page.screenshot(path=screenshot("rating-form-error"))
    page.locator("#c0_least").fill("60")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã lưu bản nháp.")
    expect(page.locator(".phone")).to_contain_text("Thời gian giải quyết")
    page.screenshot(path=screenshot("rating-form-draft"), full_page=True)
    page.locator(".ask summary", has_text="Công bố").press("Enter")
    page.get_by_role("button", name="Đúng, công bố").press("Enter")
    expect(page.get_by_role("row", name=re.compile("hai-long 2 Đang dùng"))).to_be_visible()
    ticket = serve(hall, counter)
    assert "Thời gian giải quyết" in httpx.get(f"{hall.url}/t/{ticket.token}/rate").text
    said = {"form": "hai-long", "version": 2, "overall": 5, "answers": {"wait": 0}}
    assert httpx.post(f"{hall.url}/api/v1/tickets/{ticket.token}/rating", json=said).is_success
    page.goto(f"{hall.url}/figures/ratings?by=office")
    page.get_by_role("button", name="7 ngày").click()
    row = page.get_by_role("row", name=re.compile("Trung tâm Phục vụ")).first
    expect(row).to_contain_text("100,00 %")
    page.screenshot(path=screenshot("ratings-of-all"))
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Góp ý")).to_be_visible()
    page.close()
