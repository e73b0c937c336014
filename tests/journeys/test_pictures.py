"""The pictures of the README and the guides: an office at 08:42 on a Monday, as its people see it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import event

from server.commands.serving_demo import ClockFace
from server.commands.staging import Staged
from server.demo.house import House
from server.demo.office import demo_office
from server.demo.premises import Premises
from server.demo.texts import Addresses
from server.storage.database import Database
from tests.builders import Hall, at
from tests.support.booking import BookingHall
from tests.support.clocks import StoppedClock
from tests.support.figures import simulate
from tests.support.mornings import Morning
from tests.support.ports import free_port
from tests.support.servers import STAFF_PASSWORD

FRIDAY = datetime(2026, 11, 20, 0, 30, tzinfo=UTC), datetime(2026, 11, 20, 4, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC), datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
"""07:30 to 11:30, and 07:30 to 08:42, in the time of Quy Nhơn."""
WEEKS, A_DAY = (date(2026, 10, 26), date(2026, 11, 19)), 210
"""Of the past, which reports tell of and forecasts learn from."""
ALMOST_REAL = 1.0001
"""A clock that stands on that Monday runs beside the world's, not with it."""

WITH_NOTE, EXPECTED = "Lê Thị Hồng", "Trần Quốc Bảo"
NOTE = "Tôi cần tách thửa, có mang bản vẽ cũ."
BOOKED = [
    (0, "land", "Nguyễn Thị Đào", -8),
    (0, "civil_status", "Phạm Văn Hùng", -12),
    (0, "health", "Võ Thị Mai", None),
    (30, "land", WITH_NOTE, 41),
    (30, "business", "Đặng Minh Tuấn", 24),
    (60, "land", EXPECTED, None),
    (60, "civil_status", "Huỳnh Thị Lan", 39),
    (60, "construction", "Bùi Văn Sơn", None),
    (90, "land", "Hồ Ngọc Anh", None),
    (120, "farming", "Đỗ Thị Thu", None),
]
"""The slot in minutes after 08:00, the service, who booked it, and when they come, if they do."""

Shoot = Callable[[str], Path]


@dataclass
class Office:
    """An office at work, with its kiosk; phones reach it under another name than the test does."""

    hall: Hall
    addresses: Addresses
    tickets: Path

    def phone_page(self, number: str) -> str:
        ticket = next(row for row in reversed(self.hall.rows()) if row.number == number)
        return f"{self.addresses.server}/t/{self.hall.token_of(ticket.id)}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Friday is history that waits are estimated from; Monday is under way."""
    premises = Premises(tmp_path_factory.mktemp("office"), "office")
    clock = StoppedClock(FRIDAY[0])
    premises.prepare(demo_office(), clock)
    database = Database(premises.url, clock)
    event.listen(database.engine, "connect", _hasty)
    hall = BookingHall(database, clock)
    database.write(lambda tx: simulate(tx, hall.code, *WEEKS, a_day=A_DAY))
    Morning(hall, clock).live(*FRIDAY)
    Morning(hall, clock, people_per_hour=76, staff={3: "hoa"}, booked=booked(hall)).live(*MONDAY)
    face = ClockFace(start=MONDAY[1], rate=ALMOST_REAL, began=time.monotonic())
    addresses = Addresses("127.0.0.1", free_port(), free_port(), "https://dunghen.example")
    staged = Staged(premises, addresses, demo_office(), face, fresh=False)
    token, _ = premises.renewed_tokens(demo_office(), clock, clerks=False)
    with House([staged.server_room(), staged.kiosk_room(token)]) as house:
        for _ in house.start():
            pass
        yield Office(hall, addresses, premises.tickets)
    database.close()


def booked(hall: BookingHall) -> dict[datetime, tuple[str, Callable[[], object]]]:
    """On Friday some people book for Monday; some of them come, the first to be asked for by name."""
    come = {}
    for slot, service, name, comes in BOOKED:
        booking = hall.booked(slot, service=service, name=name, note=NOTE if name == WITH_NOTE else "")
        if comes is not None:
            come[at(comes)] = (service, partial(hall.check_in, code=booking.code))
    return come


def _hasty(connection: Any, _record: object) -> None:
    """What was lived before the server starts need not survive a power cut."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A window of that size; it is closed before the server, which waits for live lines."""
    pages: list[Page] = []

    def opened(url: str, width: int, height: int, *, scale: float = 1) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=scale, locale="vi-VN"
        )
        pages.append(page)
        page.goto(url)
        return page

    yield opened
    for page in pages:
        page.close()


def test_the_kiosk_with_its_lines_and_a_ticket(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    kiosk = open_page(office.addresses.kiosk, 1080, 1920)
    expect(kiosk.get_by_text("Xin chạm vào lĩnh vực cần làm")).to_be_visible()
    expect(kiosk.get_by_text("người đang chờ").first).to_be_visible()
    kiosk.screenshot(path=screenshot("picture-kiosk"))

    kiosk.get_by_role("button", name="Đất đai").click()
    expect(kiosk.get_by_text("Mời lấy phiếu ở khe bên dưới")).to_be_visible()
    kiosk.screenshot(path=screenshot("picture-kiosk-number"))
    number = office.hall.rows()[-1].number
    expect(kiosk.get_by_text(number).first).to_be_visible()
    (paper,) = office.tickets.glob("*.png")
    screenshot("picture-ticket").write_bytes(paper.read_bytes())

    phone = open_page(office.phone_page(number), 360, 740, scale=2)
    expect(phone.locator(".number")).to_have_text(number)
    phone.screenshot(path=screenshot("picture-phone"))


def test_a_citizen_books_on_a_phone(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    phone = open_page(f"{office.addresses.server}/book", 360, 740, scale=2)
    phone.get_by_role("link", name="Đất đai").click()
    expect(phone.get_by_text("Giờ còn chỗ · Thứ Hai 23/11")).to_be_visible()
    phone.screenshot(path=screenshot("picture-booking-slot"))
    phone.get_by_role("link", name="24/11").click()
    phone.get_by_role("button", name="08:30").click()
    phone.get_by_role("button", name="Xác nhận đặt lịch").click()
    expect(phone.get_by_role("img", name="Mã QR của lịch hẹn")).to_be_visible()
    phone.screenshot(path=screenshot("picture-booking-confirmed"))


def test_reception_with_the_bookings_of_the_day(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    page = open_page(f"{office.addresses.server}/reception", 1366, 768)
    page.get_by_label("Tên đăng nhập").fill("thuan")
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".day-figures")).to_be_visible()
    page.keyboard.type("bao")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=EXPECTED)).to_be_visible()
    expect(page.locator(".head-line")).to_have_text("Đã kết nối")
    page.screenshot(path=screenshot("picture-reception"))
    code = page.locator(".one").inner_text()
    (found,) = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)

    kiosk = open_page(office.addresses.kiosk, 1080, 1920)
    expect(kiosk.get_by_text("Xin chạm vào lĩnh vực cần làm")).to_be_visible()
    kiosk.get_by_text("Đã đặt lịch?").click()
    kiosk.get_by_role("button", name="Nhập mã đặt lịch").click()
    kiosk.keyboard.type(found.replace("-", ""), delay=250)
    kiosk.get_by_role("button", name="Nhận số").click()
    expect(kiosk.locator(".result-number")).to_be_visible()
    kiosk.screenshot(path=screenshot("picture-kiosk-booked"))


def test_the_display_of_a_busy_hall(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    display = open_page(f"{office.addresses.server}/display/ttpvhcc?sound=off", 1920, 1080)
    last_called = max(
        (row for row in office.hall.rows() if row.called_at), key=lambda row: (row.called_at, row.id)
    )
    expect(display.get_by_text(last_called.number).first).to_be_visible()
    display.wait_for_timeout(1500)  # until the call has stopped blinking
    display.screenshot(path=screenshot("picture-display"))


def test_a_supervisor_sees_today_and_the_weeks_before(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    page = open_page(f"{office.addresses.server}/hall/ttpvhcc", 1440, 900)
    page.get_by_label("Tên đăng nhập").fill("giang")
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sảnh hôm nay")).to_be_visible()
    expect(page.get_by_text(re.compile(r"cuối ngày \d"))).to_be_visible(timeout=60_000)
    page.screenshot(path=screenshot("picture-hall"))

    page.goto(f"{office.addresses.server}/figures/ttpvhcc?from=2026-11-02&to=2026-11-20")
    expect(page.get_by_role("heading", name="Chờ trung bình từng ngày")).to_be_visible()
    expect(page.get_by_role("heading", name="Nửa giờ và ngày trong tuần")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 1860})
    page.wait_for_timeout(1000)  # until the charts are drawn at this size
    page.screenshot(path=screenshot("picture-report"))


def test_a_clerk_with_a_citizen(office: Office, open_page: Callable[..., Page], screenshot: Shoot) -> None:
    page = open_page(f"{office.addresses.server}/counter", 1366, 768)
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.screenshot(path=screenshot("picture-counter-sign-in"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quầy 3")
    expect(page.locator(".head-line")).to_have_text("Đã kết nối")
    expect(page.locator(".coming")).to_contain_text("09:30")
    page.screenshot(path=screenshot("picture-counter"))


def test_the_start_page_leads_to_every_room(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    page = open_page(office.addresses.server, 1366, 768)
    expect(page.get_by_text("10/10 quầy đang mở")).to_be_visible()
    page.screenshot(path=screenshot("picture-start"))
    page.get_by_role("link", name="Quầy").click()
    expect(page.get_by_role("heading", name="Đăng nhập quầy")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Bảng hiển thị").click()
    expect(page.get_by_text("Trung tâm Phục vụ hành chính công").first).to_be_visible()


def test_the_page_of_the_api_tells_every_call_and_its_links_lead_somewhere(
    office: Office, open_page: Callable[..., Page], screenshot: Shoot
) -> None:
    page = open_page(f"{office.addresses.server}/api/docs", 1366, 900)
    page.screenshot(path=screenshot("api-docs"))
    document = page.request.get(f"{office.addresses.server}/api/openapi.json").json()
    calls = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    there = set(page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)"))
    led_to = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(({ hash }) => hash.slice(1))"
    )
    assert calls | set(document["components"]["schemas"]) | set(led_to) <= there
