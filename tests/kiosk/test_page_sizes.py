"""Every screen fits without scrolling, with targets a finger can hit and names that can be read whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from server.contract.messages import IssueTicket
from server.demo.office import demo_office
from tests.kiosk.screens import SIZES, measure, opened, skip
from tests.kiosk.stand import Program, change_office
from tests.support.servers import OFFICE, Server

Shots = Callable[[str], Path]
PROCEDURES = [
    "Cấp giấy chứng nhận quyền sử dụng đất lần đầu",
    "Đăng ký biến động đất đai",
    "Tách thửa, hợp thửa",
    "Chuyển mục đích sử dụng đất",
    "Cung cấp thông tin đất đai",
    "Đăng ký thế chấp quyền sử dụng đất",
    "Đính chính giấy chứng nhận đã cấp",
    "Gia hạn sử dụng đất",
    "Thu hồi giấy chứng nhận",
    "Cấp đổi giấy chứng nhận bị hư hỏng",
    "Cấp lại giấy chứng nhận do bị mất",
    "Xác nhận tình trạng tranh chấp đất đai",
]
FIELDS = ["Tư pháp", "Tài nguyên và môi trường", "Thông tin, truyền thông", "Văn hóa, thể thao và du lịch"]


def service(code: str, name: str, **changes: Any) -> dict[str, Any]:
    return {"code": code, "names": {"vi": name, "en": name}, "letter": "A"} | changes


def large_office() -> list[dict[str, Any]]:
    """Twelve fields, one of them with twelve procedures, another with a single one."""
    first, second, *others = demo_office().model_dump(mode="json")["services"]
    children = [service(f"land_{i}", name, parent="land") for i, name in enumerate(PROCEDURES)]
    only = service("birth", "Đăng ký khai sinh", letter="B", parent="civil_status")
    more = [service(f"more_{i}", name, letter="LMNP"[i]) for i, name in enumerate(FIELDS)]
    return [first | {"letter": None}, *children, second | {"letter": None}, only, *others, *more]


def counters() -> list[dict[str, Any]]:
    services = [f"land_{i}" for i in range(12)] + ["birth", "business", "results"]
    return [{"number": number, "services": services} for number in range(1, 11)]


@pytest.fixture(scope="module")
def kiosk(shared_server: Server) -> Iterator[Program]:
    with Program(shared_server.url, shared_server.token("kiosk")) as kiosk:
        yield kiosk


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(kiosk: Program, browser: Browser, size: str) -> Iterator[Page]:
    with opened(browser, kiosk.url, SIZES[size]) as page:
        page.wait_for_selector(".card-button")
        yield page


@pytest.fixture(scope="module")
def large_kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A kiosk in an office with twelve fields, where some people wait."""
    with Server(tmp_path_factory.mktemp("large")) as server:
        change_office(server, services=large_office(), counters=counters())
        with server.client("kiosk") as kiosk:
            for i in (0, 0, 0, 3, 8):
                kiosk.issue_ticket(OFFICE, IssueTicket(service=f"land_{i}"))
        with Program(server.url, server.token("kiosk")) as program:
            yield program


@pytest.fixture
def large_page(large_kiosk: Program, browser: Browser, size: str) -> Iterator[Page]:
    with opened(browser, large_kiosk.url, SIZES[size]) as page:
        page.wait_for_selector(".card-button")
        yield page


def check(page: Page, picture: Path) -> None:
    wrong = measure(page)
    page.screenshot(path=picture)
    assert wrong == []


def touch(page: Page, name: str) -> None:
    page.locator(".helpers").get_by_role("button", name=name, exact=True).tap()


def test_eight_fields_fit_in_every_mode(page: Page, size: str, screenshot: Shots) -> None:
    check(page, screenshot(f"kiosk-{size}-home"))
    touch(page, "Chữ lớn")
    check(page, screenshot(f"kiosk-{size}-home-large"))
    touch(page, "Hạ thấp")
    check(page, screenshot(f"kiosk-{size}-home-large-low"))
    touch(page, "Chữ thường")
    check(page, screenshot(f"kiosk-{size}-home-low"))
    touch(page, "English")
    check(page, screenshot(f"kiosk-{size}-home-low-english"))
    touch(page, "Raise")
    check(page, screenshot(f"kiosk-{size}-home-english"))


def test_twelve_fields_fit_on_one_screen(large_page: Page, size: str, screenshot: Shots) -> None:
    assert large_page.locator(".card-button").count() == 12
    check(large_page, screenshot(f"kiosk-{size}-twelve"))


def test_twelve_procedures_fit_in_every_mode_with_a_category_chosen(
    large_page: Page, size: str, screenshot: Shots
) -> None:
    large_page.get_by_role("button", name="Đất đai").tap()
    large_page.get_by_role("button", name="Diện ưu tiên").tap()
    check(large_page, screenshot(f"kiosk-{size}-categories"))
    large_page.get_by_role("button", name="Người có công với cách mạng").tap()
    expect(large_page.locator("h1")).to_have_text("Đất đai")
    check(large_page, screenshot(f"kiosk-{size}-procedures"))
    for first, then in (("Chữ lớn", "large"), ("Hạ thấp", "large-low")):
        touch(large_page, first)
        check(large_page, screenshot(f"kiosk-{size}-procedures-{then}"))
    touch(large_page, "Chữ thường")
    check(large_page, screenshot(f"kiosk-{size}-procedures-low"))


def test_every_procedure_can_be_reached_through_the_pages(large_page: Page) -> None:
    large_page.get_by_role("button", name="Đất đai").tap()
    touch(large_page, "Chữ lớn")
    seen: list[str] = []
    while True:
        large_page.wait_for_timeout(100)
        seen += large_page.locator(".card-name").all_inner_texts()
        onward = large_page.get_by_role("button", name="Trang sau")
        if onward.count() == 0 or onward.is_disabled():
            break
        onward.tap()
    assert seen == PROCEDURES


def test_a_field_with_one_procedure_skips_the_needless_screen(large_page: Page) -> None:
    large_page.get_by_role("button", name="Hộ tịch").tap()
    large_page.wait_for_selector(".result")
    expect(large_page.locator(".result-service")).to_contain_text("Đăng ký khai sinh")


def test_the_result_fits_with_a_long_name_in_both_letters(
    large_page: Page, size: str, screenshot: Shots
) -> None:
    large_page.get_by_role("button", name="Đất đai").tap()
    large_page.get_by_role("button", name=PROCEDURES[0]).tap()
    large_page.wait_for_selector(".result")
    expect(large_page.locator(".result-paper")).to_have_text("Mời lấy phiếu ở khe bên dưới")
    check(large_page, screenshot(f"kiosk-{size}-result-long"))
    skip(large_page, 13)
    large_page.wait_for_selector(".card-button")
    touch(large_page, "Chữ lớn")
    large_page.get_by_role("button", name="Đất đai").tap()
    large_page.get_by_role("button", name=PROCEDURES[0]).tap()
    large_page.wait_for_selector(".result")
    check(large_page, screenshot(f"kiosk-{size}-result-large"))


def test_the_result_without_paper_fits(
    shared_server: Server, browser: Browser, size: str, screenshot: Shots
) -> None:
    options = ("--printer", "network:127.0.0.1:9")
    with (
        Program(shared_server.url, shared_server.token("kiosk"), *options) as kiosk,
        opened(browser, kiosk.url, SIZES[size]) as page,
    ):
        page.wait_for_selector(".paper-notice")
        check(page, screenshot(f"kiosk-{size}-home-no-paper"))
        touch(page, "Chữ lớn")
        check(page, screenshot(f"kiosk-{size}-home-no-paper-large"))
        page.get_by_role("button", name="Đất đai").tap()
        page.wait_for_selector(".no-paper")
        check(page, screenshot(f"kiosk-{size}-result-no-paper"))
