"""The kiosk's page when nothing can be pressed: closed, away, unknown, refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from server.demo.office import demo_office
from tests.fakes.line import Line
from tests.kiosk.screens import LYING, UPRIGHT, measure, opened
from tests.kiosk.stand import Program, change_office
from tests.support.pairing import revoke
from tests.support.servers import Server

Shots = Callable[[str], Path]
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@pytest.fixture(scope="module")
def line(shared_server: Server) -> Iterator[Line]:
    with Line(shared_server.port) as line:
        yield line


@pytest.fixture(scope="module")
def kiosk(shared_server: Server, line: Line) -> Iterator[Program]:
    with Program(line.url, shared_server.token("kiosk"), "--name", "K1") as kiosk:
        yield kiosk


@pytest.fixture
def page(kiosk: Program, browser: Browser) -> Iterator[Page]:
    with opened(browser, kiosk.url, UPRIGHT, calm=False) as page:
        page.wait_for_selector(".card-button")
        yield page


@pytest.fixture
def closed_until(shared_server: Server) -> Iterator[datetime]:
    """An office that opens in three hours, for half an hour a day."""
    opens = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(second=0, microsecond=0) + timedelta(hours=3)
    if opens.hour == 23 and opens.minute >= 30:
        opens += timedelta(hours=1)
    closes = opens + timedelta(minutes=29)
    hours = [{"days": WEEK, "opens": opens.time(), "closes": closes.time()}]
    change_office(shared_server, office={"always_open": False}, hours=hours)
    yield opens
    change_office(shared_server)


def test_a_closed_office_says_when_it_opens_next(
    page: Page, closed_until: datetime, screenshot: Shots
) -> None:
    expect(page.locator("h1")).to_have_text("Hiện không trong giờ nhận số")
    expect(page.locator(".message-text")).to_contain_text(f"Nhận số lại: {closed_until:%H:%M}")
    assert measure(page) == []
    page.screenshot(path=screenshot("kiosk-closed"))
    page.get_by_role("button", name="English").tap()
    expect(page.locator(".message-text")).to_contain_text(f"{closed_until:%H:%M}")


def test_an_office_that_closes_under_the_finger_shows_the_door_and_opens_again(
    page: Page, shared_server: Server
) -> None:
    change_office(shared_server, office={"always_open": False}, hours=[])
    expect(page.locator("h1")).to_have_text("Hiện không trong giờ nhận số")
    change_office(shared_server)
    page.wait_for_selector(".card-button")


def test_an_office_without_bookings_asks_for_none(page: Page, shared_server: Server) -> None:
    expect(page.locator(".booked")).to_be_visible()
    change_office(shared_server, booking=None, slots=[])
    expect(page.locator(".booked")).to_have_count(0, timeout=20_000)
    change_office(shared_server)
    expect(page.locator(".booked")).to_be_visible(timeout=20_000)


def test_a_paused_service_says_why_and_cannot_be_pressed(
    page: Page, shared_server: Server, screenshot: Shots
) -> None:
    services = demo_office().model_dump()["services"]
    services[0]["paused_reason"] = "cán bộ họp"
    change_office(shared_server, services=services)
    card = page.get_by_role("button", name="Đất đai")
    expect(card).to_contain_text("Tạm dừng: cán bộ họp")
    expect(card).to_be_disabled()
    page.screenshot(path=screenshot("kiosk-paused"))
    change_office(shared_server)
    expect(card).to_be_enabled()


def test_a_lost_server_is_said_and_heals_by_itself(page: Page, line: Line, screenshot: Shots) -> None:
    line.cut()
    expect(page.locator("h1")).to_have_text("Máy đang mất kết nối", timeout=15_000)
    expect(page.locator(".message-text")).to_contain_text("Xin đến quầy hướng dẫn")
    assert measure(page) == []
    page.screenshot(path=screenshot("kiosk-server-away"))
    line.mend()
    page.wait_for_selector(".card-button", timeout=15_000)


def test_a_press_whose_answer_is_lost_is_tried_again_with_its_own_key(page: Page, line: Line) -> None:
    keys: list[str] = []
    page.on(
        "request", lambda asked: keys.append(asked.post_data_json["key"]) if asked.method == "POST" else None
    )
    line.lose(b'"follow_url"')
    page.get_by_role("button", name="Đất đai").tap()
    again = page.get_by_role("button", name="Thử lại")
    again.wait_for(timeout=15_000)
    expect(page.locator("h1")).to_have_text("Chưa lấy được số")
    assert measure(page) == []
    again.tap()
    expect(page.get_by_role("button", name="Đang lấy số…")).to_be_visible()
    again.wait_for(timeout=15_000)
    line.mend()
    again.tap()
    page.wait_for_selector(".result", timeout=15_000)
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_a_service_that_has_gone_is_said_and_left(page: Page, shared_server: Server) -> None:
    page.evaluate(
        """() => {
          const card = document.querySelector(".card-button");
          card.dataset.value = "gone";
          card.click();
        }"""
    )
    expect(page.locator(".message-text")).to_have_text("Lĩnh vực này vừa thay đổi. Xin chọn lại.")
    expect(page.get_by_role("button", name="Thử lại")).to_have_count(0)
    page.get_by_role("button", name="Quay lại").tap()
    page.wait_for_selector(".card-button")


@pytest.mark.parametrize(
    ("role", "office", "title"),
    [
        ("kiosk", "nowhere", "Máy chưa được gắn với bộ phận một cửa"),
        ("display", "ttpvhcc", "Máy chưa được cấp quyền lấy số"),
    ],
)
def test_a_kiosk_that_is_set_up_wrong_says_so_to_staff(
    shared_server: Server, browser: Browser, role: str, office: str, title: str
) -> None:
    with (
        Program(shared_server.url, shared_server.token(role), "--name", "K1", office=office) as kiosk,
        opened(browser, kiosk.url, LYING, calm=False) as page,
    ):
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".message-hint")).to_have_text("Máy: K1")
        assert measure(page) == []


def test_a_kiosk_whose_own_setting_holds_a_revoked_token_says_how_to_pair_it_again(
    shared_server: Server, browser: Browser, screenshot: Shots
) -> None:
    """It shows no code while the setting is there, so its screen has to say what the technician does."""
    held = shared_server.token("kiosk", name="Kiosk of the settings")
    with Program(shared_server.url, held, "--name", "K1") as kiosk:
        for size, name in ((UPRIGHT, "kiosk-removed"), (LYING, "kiosk-removed-lying")):
            with opened(browser, kiosk.url, size, calm=False) as page:
                if size is UPRIGHT:
                    page.wait_for_selector(".card-button")
                    revoke(shared_server, "Kiosk of the settings")
                expect(page.locator("h1")).to_contain_text("Máy này đã bị thu hồi", timeout=10_000)
                expect(page.locator(".message-steps li")).to_have_count(3)
                expect(page.locator(".message-steps")).to_contain_text("DUNGHEN_KIOSK_TOKEN")
                expect(page.locator(".message-text")).to_contain_text("quầy hướng dẫn")
                assert measure(page) == []
                page.screenshot(path=screenshot(name))
                page.get_by_role("button", name="English").tap()
                expect(page.locator("h1")).to_contain_text("This kiosk has been removed")
                assert measure(page) == []
                page.screenshot(path=screenshot(f"{name}-en"))


def test_a_kiosk_program_that_has_ended_is_noticed(shared_server: Server, browser: Browser) -> None:
    with (
        Program(shared_server.url, shared_server.token("kiosk")) as kiosk,
        opened(browser, kiosk.url, UPRIGHT, calm=False) as page,
    ):
        page.wait_for_selector(".card-button")
        kiosk.stop()
        expect(page.locator("h1")).to_have_text("Máy đang mất kết nối", timeout=10_000)
