"""The page of the live hall in a real browser: every state says what it is, at every size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.ports import SystemClock
from server.storage.database import Database
from tests.server.web.hall.supervisor import Supervisor, come_earlier, presses, serves
from tests.support.offices import noon_zone, office_at_noon
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

SIZES = {"desk": (1440, 900), "small": (1366, 768), "large": (1920, 1080), "phone": (390, 844)}


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    yield context
    context.close()


def line_of(page: Page) -> str:
    return page.locator(".desk-line").inner_text()


def test_without_a_line_the_page_says_how_old_it_is_in_either_language(
    desk: BrowserContext, server: Server
) -> None:
    page = Supervisor(desk, server).at_hall().page
    server.kill()
    expect(page.locator(".hall-banner")).to_contain_text("Mất kết nối với máy chủ", timeout=25_000)
    page.get_by_role("button", name="English").click()
    expect(page.locator(".hall-banner")).to_contain_text("No connection to the server")
    assert "not connected" in line_of(page)
    server.start()
    expect(page.locator(".desk-line")).to_have_text("Live", timeout=25_000)
    expect(page.locator(".hall-banner")).to_be_hidden()


def test_a_closed_office_says_why_and_when_it_opens(desk: BrowserContext, tmp_path: Path) -> None:
    server = Server(tmp_path)
    whole = office_at_noon()
    today = datetime.now(UTC).astimezone(ZoneInfo(noon_zone())).date()
    shut = {"date": today, "names": {"vi": "Nghỉ bù", "en": "Day off in lieu"}, "hours": []}
    office = whole.office.model_copy(update={"always_open": False})
    staff = [member.model_copy(update={"password": None}) for member in whole.staff or ()]
    said = SetUp.model_validate(whole.model_dump() | {"exceptions": [shut]})
    setup = said.model_copy(update={"office": office, "staff": staff})
    database = Database(server.database, SystemClock())
    database.write(lambda tx: setting_up.apply(tx, setup))
    database.close()
    with server:
        page = Supervisor(desk, server).at_hall().page
        expect(page.locator(".hall-notice")).to_contain_text("Hôm nay nghỉ: Nghỉ bù. Mở lại 07:30")
        expect(page.locator(".hall-advice")).to_contain_text("Ngoài giờ")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A hall with people over the goal, people within it, and a service that nobody serves."""
    with Server(tmp_path_factory.mktemp("hall")) as running, running.client("kiosk") as kiosk:
        with running.client("counter", counter=3) as three, running.client("counter", counter=1) as one:
            for number, client in ((3, three), (1, one)):
                client.step(OFFICE, number, "open", {})
            presses(kiosk, times=4)
            presses(kiosk, "labour", times=2)
            come_earlier(running, minutes=17)
            presses(kiosk, times=6)
            presses(kiosk, "civil_status", times=5)
            for _ in range(3):
                serves(three, 3)
                serves(one, 1)
            three.step(OFFICE, 3, "call-next", {})
        yield running


OUTSIDE = """(width) => [...document.querySelectorAll('.hall-card *, .hall-advice *, .hall-counter *')]
  .filter((part) => part.getBoundingClientRect().right > width + 1)
  .map((part) => String(part.className))"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_fits_at_every_size(
    desk: BrowserContext, busy: Server, screenshot: Callable[[str], Path], language: str
) -> None:
    supervisor = Supervisor(desk, busy).at_hall()
    page = supervisor.page
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.locator(".hall-advice .button.primary")).to_be_visible(timeout=20_000)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # the chart follows the size
        page.screenshot(path=screenshot(f"hall-{size}-{language}"), full_page=size == "phone")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OUTSIDE, width) == []
    assert supervisor.faults == []


def test_what_a_colour_says_words_and_shapes_say_too(desk: BrowserContext, busy: Server) -> None:
    page = Supervisor(desk, busy).at_hall().page
    expect(page.locator(".card-longest")).to_have_attribute("data-tone", re.compile("over|near"))
    for card in page.locator(".hall-card[data-tone=over], .hall-card[data-tone=near]").all():
        assert card.locator(".tone-icon").count() >= 1
        assert card.locator(".hall-card-below").first.inner_text().strip()
    unserved = page.locator("tr[data-service=labour]")
    expect(unserved).to_contain_text("không có")
    rows = page.locator(".chart-place table tbody tr")
    expect(rows.first).to_be_attached()  # the same numbers for who hears the page


def test_why_is_told_in_sentences_with_numbers(desk: BrowserContext, busy: Server) -> None:
    page = Supervisor(desk, busy).at_hall().page
    page.get_by_role("button", name="Xem vì sao").click(timeout=20_000)
    told = page.locator(".hall-why li").all_inner_texts()
    assert any(re.search(r"lần mô phỏng đạt mục tiêu", line) for line in told)
    assert any("theo nhịp từ đầu ngày hôm nay" in line for line in told)
    assert told[-1].startswith("Dự báo không biết")
    page.get_by_role("button", name="Ẩn giải thích").click()
    expect(page.locator(".hall-why")).to_have_count(0)


def test_looks_do_not_crowd_however_much_happens(desk: BrowserContext, busy: Server) -> None:
    page = Supervisor(desk, busy).at_hall().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/hall") else None)
    with busy.client("kiosk") as kiosk:
        for _ in range(5):
            presses(kiosk, "results", times=6)
            page.wait_for_timeout(400)
    page.wait_for_timeout(500)
    assert 1 <= len(asked) <= 5
    expect(page.locator("tr[data-service=results] td").first).to_have_text("30")


@pytest.mark.parametrize(
    ("username", "path", "said"),
    [
        ("hoa", "/hall", "Trang này dành cho lãnh đạo bộ phận và cấp tỉnh."),
        ("giang", "/hall/khong-co", "Không có bộ phận một cửa này."),
    ],
)
def test_whoever_may_not_see_it_is_told_so(
    desk: BrowserContext, busy: Server, username: str, path: str, said: str
) -> None:
    supervisor = Supervisor(desk, busy, username)
    supervisor.gives_password(path)
    expect(supervisor.page.get_by_role("alert")).to_have_text(said)


def test_a_session_that_has_ended_is_begun_again(desk: BrowserContext, busy: Server) -> None:
    page = Supervisor(desk, busy).at_hall().page
    desk.clear_cookies()
    expect(page.get_by_text("Phiên làm việc đã hết")).to_be_visible(timeout=20_000)
    page.get_by_label("Tên đăng nhập").fill("giang")
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".hall-cards")).to_be_visible()


def test_the_head_leads_to_reports_and_ratings(desk: BrowserContext, busy: Server) -> None:
    page = Supervisor(desk, busy).at_hall().page
    ways = {link.inner_text(): link.get_attribute("href") for link in page.locator(".desk-way").all()}
    assert ways == {
        "Hôm nay": f"/hall/{OFFICE}",
        "Báo cáo": f"/figures/{OFFICE}",
        "Đánh giá": f"/figures/{OFFICE}/ratings",
    }
    expect(page.locator(".desk-way[aria-current=page]")).to_have_text("Hôm nay")
