"""The counter's page in a real browser: its keys, fields, languages, sizes and first moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from server.contract.client import Client
from server.contract.messages import DeviceReport
from tests.counter.clerk import Clerk, empty_counter, numbers, office_pc, take
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

Shoot = Callable[[str], Path]
SIZES = [(1366, 768), (1920, 1080), (1024, 768)]
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


def test_a_double_press_and_a_held_down_key_send_one_request(clerk: Clerk, kiosk: Client) -> None:
    one, two, _ = numbers(kiosk, "land", "land", "land")
    expect(clerk.line()).to_have_count(3)
    steps = clerk.steps()
    clerk.press("F2", "F2", "F2")
    clerk.has_called(one)
    for _ in range(20):
        clerk.page.keyboard.down("F7")  # a key that is held down comes again and again
    clerk.page.keyboard.up("F7")
    clerk.has_called(two)
    clerk.page.wait_for_timeout(300)
    assert steps == ["call-next", "no-show", "call-next"]


def test_f2_on_somebody_who_was_only_called_offers_what_may_be_meant(
    clerk: Clerk, kiosk: Client, screenshot: Shoot
) -> None:
    [one] = numbers(kiosk, "land")
    clerk.calls(one)
    clerk.page.wait_for_timeout(800)  # sooner it would be taken for a slip of the finger
    clerk.press("F2")
    clerk.is_told(f"{one} mới được gọi, chưa bắt đầu phục vụ")
    clerk.page.screenshot(path=screenshot("counter-not-started"))
    clerk.press("F4")
    clerk.is_told(f"{one} đã xong")
    clerk.is_free()


def test_codes_outlive_a_reload_of_the_page(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    clerk.serves(one)
    clerk.type(CODE, "Enter")
    expect(clerk.page.locator(".chips li")).to_have_count(1)
    clerk.page.reload()
    clerk.is_serving(one)
    expect(clerk.page.locator(".chips li")).to_have_text([f"{CODE}×"])


def test_letters_and_enter_in_the_dossier_field_belong_to_the_field(clerk: Clerk, kiosk: Client) -> None:
    [one] = numbers(kiosk, "land")
    clerk.serves(one)
    expect(clerk.page.get_by_label("Mã hồ sơ đã nhận (quét hoặc gõ)")).to_be_focused()
    steps = clerk.steps()
    clerk.type(f"{CODE}\nhồ-sơ", "Enter")
    expect(clerk.page.locator(".chips li")).to_have_text([f"{CODE}×"])
    expect(clerk.page.locator(".dossier-word")).to_contain_text("Chưa thêm")
    clerk.press("F4")  # a code that cannot be recorded is not silently lost
    assert steps == []
    clerk.press("Control+a", "Delete", "F10")
    clerk.is_told(f"{one} đã trở lại hàng chờ")
    assert steps == ["put-back"]


def test_a_kiosk_out_of_paper_is_shown_to_the_clerk(clerk: Clerk, kiosk: Client, screenshot: Shoot) -> None:
    kiosk.report_device(OFFICE, DeviceReport.model_validate({"printer": "paper_out"}))
    expect(clerk.page.locator(".alerts .notice")).to_have_count(1)
    clerk.page.screenshot(path=screenshot("counter-alert"))
    kiosk.report_device(OFFICE, DeviceReport.model_validate({"printer": "ready"}))
    expect(clerk.page.locator(".alerts .notice")).to_have_count(0)


def test_the_page_speaks_english_too(clerk: Clerk, kiosk: Client, screenshot: Shoot) -> None:
    take(kiosk, persons=3, language="en")
    expect(clerk.line()).to_have_count(1)
    clerk.page.get_by_role("button", name="English").click()
    clerk.press("F2")
    expect(clerk.page.locator(".person-clock .soft")).to_have_text("since the call")
    expect(clerk.page.locator(".badges .badge")).to_have_text(["3 people", "speaks English"])
    clerk.page.screenshot(path=screenshot("counter-english"))
    clerk.page.reload()
    expect(clerk.page.locator(".person-clock .soft")).to_have_text("since the call")


def test_a_wrong_password_is_said_and_an_ended_session_leads_back(
    pc: BrowserContext, hall: Server, screenshot: Shoot
) -> None:
    clerk = Clerk(pc, hall)
    clerk.page.goto(f"{hall.url}/counter")
    expect(clerk.page.get_by_label("Tên đăng nhập")).to_be_focused()
    clerk.type("hoa", "Tab")
    clerk.type("wrong", "Enter")
    expect(clerk.page.get_by_role("alert")).to_have_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")
    clerk.page.screenshot(path=screenshot("counter-sign-in"))
    clerk.type(STAFF_PASSWORD, "Enter")
    expect(clerk.page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
    clerk.press("3", "F3")
    clerk.is_free()
    pc.clear_cookies()
    clerk.press("F2")
    expect(clerk.page.get_by_role("alert")).to_have_text("Phiên làm việc đã hết. Xin đăng nhập lại.")


def test_the_counter_of_this_machine_is_offered_first(clerk: Clerk) -> None:
    clerk.press("Shift+F4", "Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Quầy đang đóng")
    clerk.page.get_by_role("button", name="Chọn quầy khác").click()
    expect(clerk.page.locator(".place-tile[aria-pressed=true]")).to_contain_text("quầy của máy này")
    clerk.press("Enter")
    expect(clerk.page.locator(".nobody")).to_contain_text("Chưa có ai chờ")


def test_a_counter_is_opened_for_some_of_its_services(pc: BrowserContext, hall: Server) -> None:
    clerk = Clerk(pc, hall).sign_in()
    clerk.press("3")
    for service in ("Đất đai", "Nhận kết quả"):
        clerk.page.get_by_label(service).uncheck()
    clerk.press("F3")
    expect(clerk.page.get_by_role("alert")).to_have_text("Chọn ít nhất một lĩnh vực.")
    clerk.page.get_by_label("Nhận kết quả").check()
    clerk.press("F3")
    expect(clerk.page.locator(".head-services")).to_have_text("Nhận kết quả")


def test_a_server_that_answers_late_shows_grey_shapes_first(clerk: Clerk) -> None:
    late: list[Route] = []
    clerk.page.route("**/counters/3", lambda route: late.append(route))
    clerk.page.reload()
    expect(clerk.page.locator(".late")).to_be_visible()
    expect(clerk.page.locator(".person")).to_be_hidden()
    for route in late:
        route.continue_()
    clerk.page.unroute("**/counters/3")
    expect(clerk.page.locator(".nobody")).to_be_visible()
    expect(clerk.page.locator(".late")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_day_fits_the_screen_without_scrolling(
    clerk: Clerk, kiosk: Client, width: int, height: int, screenshot: Shoot
) -> None:
    clerk.page.set_viewport_size({"width": width, "height": height})
    waiting = numbers(kiosk, *["land"] * 12)
    clerk.serves(waiting[0])
    assert fits(clerk.page)
    clerk.page.screenshot(path=screenshot(f"counter-{width}-serving"))
    clerk.press("F9")
    expect(clerk.page.get_by_label("Tìm lĩnh vực hoặc quầy")).to_be_focused()
    assert fits(clerk.page)
    clerk.page.screenshot(path=screenshot(f"counter-{width}-transfer"))


def fits(page: Page) -> bool:
    """Neither the page nor the card of the current citizen needs to be scrolled."""
    found: bool = page.evaluate(
        """() => [document.documentElement, document.querySelector(".card.current")].every(
            (part) => part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1
        )"""
    )
    return found
