"""A clerk's day at the counter's page, with colleagues and a line that is cut: in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from server.contract.client import Client
from tests.counter.clerk import Clerk, empty_counter, numbers, office_pc, take
from tests.support.servers import OFFICE, Server

Shoot = Callable[[str], Path]
CODE = "H08.65-261123-0042"


@pytest.fixture
def hall(shared_server: Server) -> Iterator[Server]:
    """The server of this module; counter 3 is emptied and closed after each test."""
    yield shared_server
    empty_counter(shared_server, 3)


@pytest.fixture
def pc(browser: Browser, hall: Server) -> Iterator[BrowserContext]:
    with office_pc(browser) as context:
        yield context


@pytest.fixture
def kiosk(hall: Server) -> Iterator[Client]:
    with hall.client("kiosk") as client:
        yield client


@pytest.fixture
def clerk(pc: BrowserContext, hall: Server) -> Iterator[Clerk]:
    """Hoa at counter 3, which serves land (A) and results (H)."""
    clerk = Clerk(pc, hall).at_counter(3)
    yield clerk
    assert clerk.faults == []


def test_a_whole_day_by_keyboard_alone(
    pc: BrowserContext, hall: Server, kiosk: Client, screenshot: Shoot
) -> None:
    clerk = Clerk(pc, hall).sign_in()
    clerk.page.screenshot(path=screenshot("counter-choose"))
    clerk.press("ArrowRight", "ArrowRight", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Chưa có ai chờ")
    served, dossiers = clerk.figure(0), clerk.figure(2)
    one, two, three, four = numbers(kiosk, "land", "results", "land", "land")
    expect(clerk.line()).to_have_text([one, two, three, four])
    clerk.page.screenshot(path=screenshot("counter-idle"))

    clerk.calls(one)
    clerk.page.screenshot(path=screenshot("counter-called"))
    clerk.press("F6")
    clerk.is_told(f"Đã gọi lại {one}")
    clerk.press("F3")
    clerk.is_serving(one)
    clerk.type(CODE, "Enter")
    clerk.type("abc", "Enter")
    expect(clerk.page.locator(".chips li")).to_have_count(2)
    expect(clerk.page.locator(".dossier-word")).to_contain_text("Xin xem lại")
    clerk.page.screenshot(path=screenshot("counter-serving"))

    clerk.press("F2")
    clerk.has_called(two)
    clerk.is_told(f"{one} đã xong. Đã gọi {two}.")
    clerk.press("F7")
    clerk.has_called(three)
    expect(clerk.page.locator(".no-shows")).to_contain_text(two)
    clerk.press("F3")
    clerk.is_serving(three)
    clerk.press("F8")
    clerk.type("đi sao chụp giấy tờ", "Enter")
    expect(clerk.held()).to_have_text([three])
    expect(clerk.page.locator(".held")).to_contain_text("đi sao chụp giấy tờ")
    clerk.calls(four)
    clerk.press("F10")
    clerk.is_told(f"{four} đã trở lại hàng chờ")

    clerk.press("Shift+F2", "ArrowDown", "Enter", "ArrowDown", "Enter")
    clerk.is_serving(three)
    clerk.press("F4")
    clerk.is_told(f"{three} đã xong")
    assert (clerk.figure(0), clerk.figure(2)) == (served + 2, dossiers + 2)
    close_the_day(clerk, screenshot)
    assert clerk.faults == []


def close_the_day(clerk: Clerk, screenshot: Shoot) -> None:
    """A break, the end of the day, and signing out: by keyboard too."""
    nobody = clerk.page.locator(".nobody")
    clerk.press("Shift+F3")
    clerk.type("Nghỉ giải lao", "Enter")
    expect(nobody).to_contain_text("Quầy đang tạm nghỉ")
    expect(nobody).to_contain_text("Nghỉ giải lao")
    clerk.page.screenshot(path=screenshot("counter-paused"))
    clerk.press("F3")
    expect(nobody).to_contain_text("Sẵn sàng")
    clerk.press("Shift+F4")
    clerk.page.screenshot(path=screenshot("counter-closing"))
    clerk.press("Enter")
    expect(nobody).to_contain_text("Quầy đang đóng")
    clerk.page.screenshot(path=screenshot("counter-closed"))
    clerk.page.get_by_role("button", name="Đăng xuất").focus()
    clerk.press("Enter")
    expect(clerk.page.get_by_role("heading", name="Đăng nhập quầy")).to_be_visible()


def test_two_tabs_that_press_f2_finish_one_citizen(
    pc: BrowserContext, hall: Server, kiosk: Client, clerk: Clerk
) -> None:
    one, two, three = numbers(kiosk, "land", "land", "land")
    clerk.serves(one)
    served = clerk.figure(0)
    other = Clerk(pc, hall)
    other.page.goto(f"{hall.url}/counter")
    other.is_serving(one)
    other.sees_nothing_new()
    with other.page.expect_response(
        "**/counters/3"
    ):  # told that something happened, it looks, and sees nothing
        clerk.press("F2")
    clerk.has_called(two)
    other.is_serving(one)
    other.sees_again()
    other.press("F2")
    other.is_told("Màn hình khác vừa thao tác với số này")
    other.has_called(two)
    expect(clerk.line()).to_have_text([three])
    assert clerk.figure(0) == served + 1


def test_an_old_picture_is_refused_and_said(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    clerk.calls(one)
    old: dict[str, Any] = clerk.page.evaluate(
        "fetch('/api/v1/offices/ttpvhcc/counters/3').then((answer) => answer.json())"
    )
    clerk.press("F3")
    clerk.is_serving(one)
    pretended = {**old, "ticket": {**old["ticket"], "state": "serving"}}
    clerk.page.route("**/counters/3", lambda route: route.fulfill(json=pretended))
    clerk.page.reload()
    clerk.is_serving(one)
    clerk.press("F4")
    clerk.is_told("Màn hình khác vừa thao tác")
    clerk.page.unroute("**/counters/3")
    clerk.page.reload()
    clerk.is_serving(one)


def test_a_lost_connection_is_visible_locks_the_buttons_and_heals(
    browser: Browser, server: Server, screenshot: Shoot
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    clerk = Clerk(context, server).at_counter(3)
    with server.client("kiosk") as kiosk:
        clerk.calls(take(kiosk).number)
    server.stop()
    expect(clerk.page.locator(".banner")).to_contain_text("Mất kết nối với máy chủ", timeout=8_000)
    start = clerk.page.get_by_role("button", name="Bắt đầu")
    expect(start).to_have_attribute("aria-disabled", "true")
    expect(start).to_have_attribute("title", "Tạm khóa: mất kết nối với máy chủ.")
    clerk.page.screenshot(path=screenshot("counter-lost"))
    steps = clerk.steps()
    clerk.press("F3")
    assert steps == []
    server.start()
    expect(clerk.page.locator(".banner")).to_be_hidden(timeout=15_000)
    clerk.press("F3")
    clerk.is_serving("A001")
    context.close()


def test_a_number_is_called_out_of_order_with_a_reason(
    clerk: Clerk, kiosk: Client, screenshot: Shoot
) -> None:
    one, two, three = numbers(kiosk, "land", "land", "land")
    clerk.row(three).click()
    clerk.page.get_by_role("button", name="Gọi số này…").click()
    clerk.press("Enter")
    expect(clerk.page.get_by_text("Xin cho biết lý do.")).to_be_visible()
    clerk.page.get_by_role("button", name="Người cao tuổi, sức khỏe yếu").click()
    clerk.page.screenshot(path=screenshot("counter-out-of-order"))
    with clerk.page.expect_request("**/call") as asked:
        clerk.press("Enter")
    assert "Người cao tuổi, sức khỏe yếu" in (asked.value.post_data or "")
    clerk.has_called(three)
    expect(clerk.line()).to_have_text([one, two])


def test_from_a_citizen_being_served_another_is_called_after_finishing(clerk: Clerk, kiosk: Client) -> None:
    one, _, three = numbers(kiosk, "land", "land", "land")
    dossiers = clerk.figure(2)
    clerk.serves(one)
    clerk.type(CODE)
    clerk.press("Shift+F2", "ArrowDown", "Enter", "Tab", "Enter")
    clerk.type("Đã hẹn trước", "Enter")
    clerk.has_called(three)
    assert clerk.figure(2) == dossiers + 1


def test_a_transfer_with_return_comes_back_to_this_counter(
    clerk: Clerk, kiosk: Client, hall: Server, screenshot: Shoot
) -> None:
    [one] = numbers(kiosk, "land")
    clerk.serves(one)
    clerk.press("F9")
    clerk.type("quay 4", "Tab", "Tab")
    clerk.type("xin bản trích lục", "Tab", "Space")
    clerk.page.screenshot(path=screenshot("counter-transfer"))
    clerk.press("Enter")
    clerk.is_told(f"{one} đã chuyển")
    clerk.is_free()
    with hall.client("counter", counter=4) as four:
        four.step(OFFICE, 4, "open", {})
        called = four.step(OFFICE, 4, "call-next", {})
        assert called is not None
        assert (called.number, called.note) == (one, "xin bản trích lục")
        four.step(OFFICE, 4, "finish", {"ticket": called.id, "version": called.version})
        four.step(OFFICE, 4, "close", {})
    expect(clerk.line()).to_have_text([one])


def test_a_transfer_is_chosen_from_the_list_by_arrows(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    clerk.serves(one)
    clerk.press("F9")
    clerk.type("ho tich", "ArrowDown")
    expect(clerk.page.get_by_role("radio", name=re.compile("Hộ tịch"))).to_be_checked()
    clerk.tabs_to(f"Chuyển {one}")
    clerk.press("Enter")
    clerk.is_told(f"{one} đã chuyển")
    clerk.is_free()


def test_a_no_show_is_restored_and_a_number_removed_with_a_reason(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    clerk.calls(one)
    clerk.press("Shift+F7")
    clerk.is_told(f"{one} được ghi là không đến.")
    clerk.page.locator(".word").get_by_role("button", name="Khôi phục").click()
    expect(clerk.line()).to_have_text([one])
    clerk.row(one).click()
    clerk.page.get_by_role("button", name="Bỏ khỏi hàng…").click()
    clerk.page.get_by_role("button", name="Công dân báo đã về").click()
    clerk.page.get_by_role("button", name=f"Bỏ {one}").click()
    clerk.is_told(f"{one} đã bỏ khỏi hàng chờ")
    expect(clerk.line()).to_have_count(0)


def test_somebody_on_hold_is_finished_with_the_codes_of_before(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    dossiers = clerk.figure(2)
    clerk.serves(one)
    clerk.type(CODE, "Enter")
    clerk.press("F8")
    expect(clerk.page.get_by_label("Ghi chú (không bắt buộc)")).to_be_focused()
    clerk.press("Enter")
    clerk.row(one).click()
    clerk.page.locator(".held").get_by_role("button", name="Xong").click()
    clerk.is_told(f"{one} đã xong")
    assert clerk.figure(2) == dossiers + 1


def test_a_taken_counter_is_taken_over_only_on_purpose_and_the_colleague_is_told(
    browser: Browser, clerk: Clerk, hall: Server, screenshot: Shoot
) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    minh = Clerk(context, hall, "minh").sign_in()
    minh.press("3", "F3")
    expect(minh.page.get_by_role("alert")).to_contain_text("Quầy 3 đang do Nguyễn Thị Hoa mở")
    minh.page.screenshot(path=screenshot("counter-take-over"))
    minh.press("F3")
    expect(minh.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
    minh.tabs_to("Tiếp quản quầy 3")
    minh.press("Enter")
    expect(minh.page.get_by_role("heading", level=1)).to_have_text("Quầy 3")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("Chọn quầy làm việc")
    expect(clerk.page.get_by_role("alert")).to_have_text(re.compile(r"^Quầy 3 đang do .*Minh mở\.$"))
    context.close()
