"""A clerk's day at the counter's page, in a real browser against a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from server.contract.client import Client
from server.contract.messages import DeviceReport
from tests.counter.clerk import Clerk, take
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

Shoot = Callable[[str], Path]
SIZES = [(1366, 768), (1920, 1080), (1024, 768)]
CODE = "H08.65-261123-0042"


@pytest.fixture
def office_pc(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """The clerk's browser, 1366 × 768; it is closed before the server, which waits for live lines."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def kiosk(server: Server) -> Iterator[Client]:
    with server.client("kiosk") as client:
        yield client


@pytest.fixture
def clerk(office_pc: BrowserContext, server: Server) -> Iterator[Clerk]:
    """Hoa at counter 3, which serves land (A) and results (H)."""
    clerk = Clerk(office_pc, server).at_counter(3)
    yield clerk
    assert clerk.faults == []


def steps_of(page: Page) -> list[str]:
    """The steps that the page asks of the server from now on, as they are sent."""
    steps: list[str] = []

    def remember(request: Request) -> None:
        if request.method == "POST" and "/counters/" in request.url:
            steps.append(request.url.rpartition("/")[2])

    page.on("request", remember)
    return steps


def test_a_whole_day_by_keyboard_alone(
    office_pc: BrowserContext, server: Server, kiosk: Client, screenshot: Shoot
) -> None:
    clerk = Clerk(office_pc, server).sign_in()
    clerk.page.screenshot(path=screenshot("counter-choose"))
    clerk.press("ArrowRight", "ArrowRight", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Chưa có ai chờ")
    for service in ("land", "results", "land", "land"):
        take(kiosk, service)
    expect(clerk.line()).to_have_text(["A001", "H001", "A002", "A003"])
    clerk.page.screenshot(path=screenshot("counter-idle"))

    clerk.press("F2")
    clerk.has_called("A001")
    clerk.page.screenshot(path=screenshot("counter-called"))
    clerk.press("F6")
    clerk.is_told("Đã gọi lại A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    clerk.type(CODE, "Enter")
    clerk.type("abc", "Enter")
    expect(clerk.page.locator(".chips li")).to_have_count(2)
    expect(clerk.page.locator(".dossier-word")).to_contain_text("Xin xem lại")
    clerk.page.screenshot(path=screenshot("counter-serving"))

    clerk.press("F2")
    clerk.has_called("H001")
    clerk.is_told("A001 đã xong. Đã gọi H001.")
    clerk.press("F7")
    clerk.has_called("A002")
    expect(clerk.page.locator(".no-shows")).to_contain_text("H001")
    clerk.press("F3")
    clerk.is_serving("A002")
    clerk.press("F8")
    clerk.type("đi sao chụp giấy tờ", "Enter")
    expect(clerk.held()).to_have_text(["A002"])
    expect(clerk.page.locator(".held")).to_contain_text("đi sao chụp giấy tờ")
    clerk.press("F2")
    clerk.has_called("A003")
    clerk.press("F10")
    clerk.is_told("A003 đã trở lại hàng chờ")

    clerk.press("Shift+F2", "ArrowDown", "Enter", "ArrowDown", "Enter")
    clerk.is_serving("A002")
    clerk.press("F4")
    clerk.is_told("A002 đã xong")
    expect(clerk.page.locator(".today .figures").first).to_have_text("2")
    expect(clerk.page.locator(".today .figures").nth(2)).to_have_text("2")

    clerk.press("Shift+F3")
    clerk.type("Nghỉ giải lao", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Quầy đang tạm nghỉ")
    expect(clerk.page.locator(".nobody")).to_contain_text("Nghỉ giải lao")
    clerk.page.screenshot(path=screenshot("counter-paused"))
    clerk.press("F3")
    expect(clerk.page.locator(".nobody")).to_contain_text("Sẵn sàng")
    clerk.press("Shift+F4")
    clerk.page.screenshot(path=screenshot("counter-closing"))
    clerk.press("Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Quầy đang đóng")
    clerk.page.screenshot(path=screenshot("counter-closed"))
    clerk.page.get_by_role("button", name="Đăng xuất").focus()
    clerk.press("Enter")
    expect(clerk.page.get_by_role("heading", name="Đăng nhập quầy")).to_be_visible()
    assert clerk.faults == []


def test_two_tabs_that_press_f2_at_once_finish_one_citizen(
    office_pc: BrowserContext, server: Server, kiosk: Client, clerk: Clerk
) -> None:
    for _ in range(3):
        take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    other = Clerk(office_pc, server)
    other.page.goto(f"{server.url}/counter")
    other.is_serving("A001")
    other.page.route(
        "**/counters/3", lambda route: route.abort()
    )  # this tab has not seen what the first one did
    clerk.press("F2")
    clerk.has_called("A002")
    other.page.unroute("**/counters/3")
    other.page.evaluate("document.activeElement.blur()")
    other.page.keyboard.press("F2")
    other.has_called("A002")
    clerk.has_called("A002")
    expect(clerk.page.locator(".today .figures").first).to_have_text("1")


def test_an_old_picture_is_refused_and_said(clerk: Clerk, kiosk: Client, server: Server) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    old = clerk.page.evaluate("fetch('/api/v1/offices/ttpvhcc/counters/3').then((answer) => answer.json())")
    clerk.press("F3")
    clerk.is_serving("A001")
    clerk.page.route(
        "**/counters/3",
        lambda route: route.fulfill(json={**old, "ticket": {**old["ticket"], "state": "serving"}}),
    )
    clerk.page.evaluate("location.reload()")
    clerk.is_serving("A001")
    clerk.page.unroute("**/counters/3")
    clerk.press("F4")
    clerk.is_told("Màn hình khác vừa thao tác")
    clerk.is_serving("A001")


def test_a_double_press_and_a_held_down_key_send_one_request(clerk: Clerk, kiosk: Client) -> None:
    for _ in range(3):
        take(kiosk)
    expect(clerk.line()).to_have_count(3)
    steps = steps_of(clerk.page)
    clerk.press("F2", "F2", "F2")
    clerk.has_called("A001")
    for _ in range(20):
        clerk.page.keyboard.down("F7")  # a key that is held down comes again and again
    clerk.page.keyboard.up("F7")
    clerk.has_called("A002")
    clerk.page.wait_for_timeout(300)
    assert steps == ["call-next", "no-show", "call-next"]


def test_f2_on_somebody_who_was_only_called_offers_what_may_be_meant(
    clerk: Clerk, kiosk: Client, screenshot: Shoot
) -> None:
    take(kiosk)
    expect(clerk.line()).to_have_count(1)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.page.wait_for_timeout(800)
    clerk.press("F2")
    clerk.is_told("A001 mới được gọi, chưa bắt đầu phục vụ")
    clerk.page.screenshot(path=screenshot("counter-not-started"))
    clerk.press("F4")
    clerk.is_told("A001 đã xong")
    clerk.is_free()


def test_a_lost_connection_is_visible_locks_the_buttons_and_heals(
    clerk: Clerk, kiosk: Client, server: Server, screenshot: Shoot
) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    server.stop()
    expect(clerk.page.locator(".banner")).to_contain_text("Mất kết nối với máy chủ", timeout=8_000)
    start = clerk.page.get_by_role("button", name="Bắt đầu")
    expect(start).to_have_attribute("aria-disabled", "true")
    expect(start).to_have_attribute("title", "Tạm khóa: mất kết nối với máy chủ.")
    clerk.page.screenshot(path=screenshot("counter-lost"))
    steps = steps_of(clerk.page)
    clerk.press("F3")
    assert steps == []
    server.start()
    expect(clerk.page.locator(".banner")).to_be_hidden(timeout=15_000)
    clerk.press("F3")
    clerk.is_serving("A001")


def test_a_number_is_called_out_of_order_with_a_reason(
    clerk: Clerk, kiosk: Client, screenshot: Shoot
) -> None:
    for _ in range(3):
        take(kiosk)
    expect(clerk.line()).to_have_count(3)
    clerk.page.get_by_role("button", name=re.compile("^A003")).click()
    clerk.page.get_by_role("button", name="Gọi số này…").click()
    clerk.press("Enter")
    expect(clerk.page.get_by_text("Xin cho biết lý do.")).to_be_visible()
    clerk.page.get_by_role("button", name="Người cao tuổi, sức khỏe yếu").click()
    clerk.page.screenshot(path=screenshot("counter-out-of-order"))
    with clerk.page.expect_request("**/call") as asked:
        clerk.press("Enter")
    assert "Người cao tuổi, sức khỏe yếu" in (asked.value.post_data or "")
    clerk.has_called("A003")
    expect(clerk.line()).to_have_text(["A001", "A002"])


def test_from_a_citizen_being_served_another_is_called_after_finishing(clerk: Clerk, kiosk: Client) -> None:
    for _ in range(3):
        take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    clerk.type(CODE)
    clerk.press("Shift+F2", "ArrowDown", "Enter", "Tab", "Enter")
    clerk.type("Đã hẹn trước", "Enter")
    clerk.has_called("A003")
    expect(clerk.page.locator(".today .figures").nth(2)).to_have_text("1")


def test_a_transfer_with_return_comes_back_to_this_counter(
    clerk: Clerk, kiosk: Client, server: Server, screenshot: Shoot
) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    clerk.press("F9")
    clerk.type("quay 4", "Tab", "Tab")
    clerk.type("xin bản trích lục", "Tab", "Space")
    clerk.page.screenshot(path=screenshot("counter-transfer"))
    clerk.press("Enter")
    clerk.is_told("A001 đã chuyển")
    clerk.is_free()
    with server.client("counter", counter=4) as four:
        four.step(OFFICE, 4, "open", {})
        called = four.step(OFFICE, 4, "call-next", {})
        assert called is not None
        assert (called.number, called.note) == ("A001", "xin bản trích lục")
        four.step(OFFICE, 4, "finish", {"ticket": called.id, "version": called.version})
    expect(clerk.line()).to_have_text(["A001"])


def test_a_no_show_is_restored_and_a_number_removed_with_a_reason(clerk: Clerk, kiosk: Client) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("Shift+F7")
    clerk.is_told("A001 được ghi là không đến.")
    clerk.page.locator(".word").get_by_role("button", name="Khôi phục").click()
    expect(clerk.line()).to_have_text(["A001"])
    clerk.page.get_by_role("button", name=re.compile("^A001")).click()
    clerk.page.get_by_role("button", name="Bỏ khỏi hàng…").click()
    clerk.page.get_by_role("button", name="Công dân báo đã về").click()
    clerk.page.get_by_role("button", name="Bỏ A001").click()
    clerk.is_told("A001 đã bỏ khỏi hàng chờ")
    expect(clerk.line()).to_have_count(0)


def test_somebody_on_hold_is_finished_with_the_codes_of_before(clerk: Clerk, kiosk: Client) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    clerk.type(CODE, "Enter")
    clerk.press("F8")
    expect(clerk.page.get_by_label("Ghi chú (không bắt buộc)")).to_be_focused()
    clerk.press("Enter")
    clerk.page.get_by_role("button", name=re.compile("^A001")).click()
    clerk.page.locator(".held").get_by_role("button", name="Xong").click()
    clerk.is_told("A001 đã xong")
    expect(clerk.page.locator(".today .figures").nth(2)).to_have_text("1")


def test_a_taken_counter_is_taken_over_only_on_purpose_and_the_colleague_is_told(
    browser: Browser, clerk: Clerk, server: Server, screenshot: Shoot
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    minh = Clerk(context, server, "minh").sign_in()
    minh.press("3", "F3")
    expect(minh.page.get_by_role("alert")).to_contain_text("Quầy 3 đang do Nguyễn Thị Hoa mở")
    minh.page.screenshot(path=screenshot("counter-take-over"))
    minh.press("F3")
    expect(minh.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
    minh.page.get_by_role("button", name="Tiếp quản quầy 3").click()
    expect(minh.page.get_by_role("heading", level=1)).to_have_text("Quầy 3")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Chọn quầy làm việc")
    expect(clerk.page.get_by_role("alert")).to_contain_text("Quầy 3 đang do")
    context.close()


def test_letters_and_enter_in_the_dossier_field_belong_to_the_field(clerk: Clerk, kiosk: Client) -> None:
    take(kiosk)
    clerk.press("F2")
    clerk.has_called("A001")
    clerk.press("F3")
    clerk.is_serving("A001")
    expect(clerk.page.get_by_label("Mã hồ sơ đã nhận (quét hoặc gõ)")).to_be_focused()
    steps = steps_of(clerk.page)
    clerk.type(f"{CODE}\nhồ sơ", "Enter")
    expect(clerk.page.locator(".chips li")).to_have_text([f"{CODE}×"])
    expect(clerk.page.locator(".dossier-word")).to_contain_text("Chưa thêm")
    clerk.press("F4")
    assert steps == []
    clerk.press("Control+a", "Delete", "F10")
    clerk.is_told("A001 đã trở lại hàng chờ")
    assert steps == ["put-back"]


def test_a_kiosk_out_of_paper_is_shown_to_the_clerk(clerk: Clerk, kiosk: Client, screenshot: Shoot) -> None:
    kiosk.report_device(OFFICE, DeviceReport.model_validate({"printer": "paper_out"}))
    expect(clerk.page.locator(".alerts li")).to_have_count(1)
    clerk.page.screenshot(path=screenshot("counter-alert"))


def test_the_page_speaks_english_too(clerk: Clerk, kiosk: Client, screenshot: Shoot) -> None:
    take(kiosk, persons=3, language="en")
    clerk.page.get_by_role("button", name="English").click()
    expect(clerk.line()).to_have_count(1)
    clerk.press("F2")
    expect(clerk.page.locator(".person-clock .soft")).to_have_text("since the call")
    expect(clerk.page.locator(".badges")).to_have_text("3 peoplespeaks English")
    clerk.page.screenshot(path=screenshot("counter-english"))
    clerk.page.reload()
    expect(clerk.page.locator(".person-clock .soft")).to_have_text("since the call")


def test_a_wrong_password_is_said_and_an_ended_session_leads_back(
    office_pc: BrowserContext, server: Server, screenshot: Shoot
) -> None:
    clerk = Clerk(office_pc, server)
    clerk.page.goto(f"{server.url}/counter")
    expect(clerk.page.get_by_label("Tên đăng nhập")).to_be_focused()
    clerk.type("hoa", "Tab")
    clerk.type("wrong", "Enter")
    expect(clerk.page.get_by_role("alert")).to_have_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")
    clerk.page.screenshot(path=screenshot("counter-sign-in"))
    clerk.type(STAFF_PASSWORD, "Enter")
    expect(clerk.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
    clerk.press("3", "F3")
    clerk.is_free()
    office_pc.clear_cookies()
    clerk.press("F2")
    expect(clerk.page.get_by_role("alert")).to_have_text("Phiên làm việc đã hết. Xin đăng nhập lại.")


def test_the_counter_of_this_machine_is_offered_first(
    office_pc: BrowserContext, server: Server, clerk: Clerk
) -> None:
    clerk.press("Shift+F4", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Quầy đang đóng")
    clerk.page.get_by_role("button", name="Chọn quầy khác").click()
    expect(clerk.page.locator(".place-tile[aria-pressed=true]")).to_contain_text("quầy của máy này")
    clerk.press("Enter")
    clerk.is_free()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_day_fits_the_screen_without_scrolling(
    clerk: Clerk, kiosk: Client, width: int, height: int, screenshot: Shoot
) -> None:
    clerk.page.set_viewport_size({"width": width, "height": height})
    for _ in range(12):
        take(kiosk)
    expect(clerk.line()).to_have_count(12)
    for keys, name in ((("F2",), "called"), (("F3",), "serving"), (("F9",), "transfer")):
        clerk.press(*keys)
        clerk.page.wait_for_timeout(300)
        assert fits(clerk.page), name
        clerk.page.screenshot(path=screenshot(f"counter-{width}-{name}"))


def fits(page: Page) -> bool:
    """Neither the page nor the card of the current citizen needs to be scrolled."""
    found: bool = page.evaluate(
        """() => [document.documentElement, document.querySelector(".card.current")].every(
            (part) => part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1
        )"""
    )
    return found
