"""Journeys of booked citizens at the kiosk's page: scanned, typed, seen by a camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from server.contract.client import Client
from tests.kiosk.booked import Citizen
from tests.kiosk.bookings import booking_text
from tests.kiosk.screens import UPRIGHT, codes_on, opened, skip
from tests.kiosk.stand import Program, change_office, until
from tests.support.browser import FLAGS, chromium_path
from tests.support.servers import OFFICE, Server

NUMBER = "052085001234"
CARD = f"{NUMBER}|215000111|Nguyễn Văn Mẫu|09031948|Nam|Thôn 1, Xã Mẫu|12052021"
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Shots = Callable[[str], Path]


@pytest.fixture(scope="module")
def server(shared_server: Server) -> Server:
    slots = {"pool": "all", "days": WEEK, "begins": "00:00", "ends": "00:00", "public": 100}
    change_office(shared_server, slots=[{**slots, "services": ["land", "health"]}])
    return shared_server


@pytest.fixture(scope="module")
def citizen(server: Server) -> Iterator[Citizen]:
    someone = Citizen(server)
    yield someone
    someone.close()


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tickets")


@pytest.fixture(scope="module")
def kiosk(server: Server, tickets: Path) -> Iterator[Program]:
    with Program(server.url, server.token("kiosk"), "--printer", f"pictures:{tickets}") as kiosk:
        yield kiosk


@pytest.fixture
def page(kiosk: Program, browser: Browser) -> Iterator[Page]:
    # What the server refuses stands in the console as a failed load; that is no complaint of ours.
    with opened(browser, kiosk.url, UPRIGHT, calm=False) as page:
        page.wait_for_selector(".booked")
        yield page


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Everything that the page says to the kiosk program."""
    said: list[str] = []
    page.on("request", lambda request: said.append(f"{request.url} {request.post_data or ''}"))
    return said


def scan(page: Page, text: str) -> None:
    """As a scanner does it: every sign at once after the other, and Enter."""
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


def number_on(page: Page) -> str:
    page.wait_for_selector(".result")
    return page.locator(".result-number").inner_text()


def papers(tickets: Path, number: str) -> list[Path]:
    return sorted(tickets.glob(f"*-{number}*.png"))


def test_a_scanned_booking_becomes_a_number_and_its_paper(
    page: Page, citizen: Citizen, server: Server, tickets: Path, screenshot: Shots
) -> None:
    booked = citizen.books()
    scan(page, booked.qr)
    number = number_on(page)
    expect(page.locator(".result-booking")).to_contain_text("Lịch hẹn")
    page.screenshot(path=screenshot("kiosk-checked-in"))
    until(lambda: len(papers(tickets, number)) == 1)
    (link,) = codes_on(papers(tickets, number)[0])
    with Client(server.url) as anybody:
        assert anybody.ticket(link.rsplit("/", 1)[-1]).number == number
        assert number in [person.number for person in anybody.board(OFFICE).waiting]


def test_a_typed_code_becomes_a_number(page: Page, citizen: Citizen, screenshot: Shots) -> None:
    booked = citizen.books()
    page.locator(".booked").tap()
    page.screenshot(path=screenshot("kiosk-check-in"))
    page.get_by_role("button", name="Nhập mã đặt lịch").tap()
    for letter in booked.code.replace("-", "").replace("0", "O").replace("1", "I"):
        page.locator(f".key[data-value='{letter}']").tap()
    page.screenshot(path=screenshot("kiosk-code"))
    page.get_by_role("button", name="Nhận số").tap()
    assert number_on(page).startswith("A")


def test_a_code_can_be_typed_on_a_keyboard_and_mended(page: Page, citizen: Citizen) -> None:
    booked = citizen.books()
    page.locator(".booked").tap()
    page.get_by_role("button", name="Nhập mã đặt lịch").tap()
    page.locator(".key[data-value='Z']").tap()
    page.get_by_role("button", name="Xóa", exact=True).tap()
    page.keyboard.type(booked.code.lower(), delay=160)
    expect(page.locator(".box")).to_have_text(list(booked.code.replace("-", "")))
    page.keyboard.press("Enter")
    assert number_on(page).startswith("A")


def test_a_second_scan_shows_the_same_number_and_prints_only_when_asked(
    page: Page, citizen: Citizen, server: Server, tickets: Path, browser: Browser, screenshot: Shots
) -> None:
    booked = citizen.books()
    scan(page, booked.qr)
    number = number_on(page)
    until(lambda: len(papers(tickets, number)) == 1)
    options = ("--printer", f"pictures:{tickets}")
    with (
        Program(server.url, server.token("kiosk"), *options) as second,
        opened(browser, second.url, UPRIGHT) as other,
    ):
        other.wait_for_selector(".booked")
        scan(other, booked.qr)
        assert number_on(other) == number
        expect(other.locator("h1")).to_have_text("Quý công dân đã có số")
        other.screenshot(path=screenshot("kiosk-second-scan"))
        other.wait_for_timeout(900)
        assert len(papers(tickets, number)) == 1
        other.get_by_role("button", name="In lại phiếu").tap()
        until(lambda: len(papers(tickets, number)) == 2)


def test_a_scanner_is_heard_on_every_screen_and_presses_no_button(
    page: Page, citizen: Citizen, server: Server
) -> None:
    with Client(server.url) as anybody:
        before = len(anybody.board(OFFICE).waiting)
        for place in ("Diện ưu tiên", "English"):
            page.get_by_role("button", name=place).tap()  # and it has the focus, which Enter would press
            scan(page, citizen.books(service="health").qr)
            page.wait_for_selector(".result")
            skip(page, 60)
            page.wait_for_selector(".booked")
        page.locator(".card-button").first.focus()
        scan(page, citizen.books(service="health").qr)
        assert number_on(page).startswith("G")
        assert len(anybody.board(OFFICE).waiting) == before + 3


def test_of_an_id_card_only_the_number_leaves_the_page(
    page: Page, citizen: Citizen, asked: list[str]
) -> None:
    citizen.books(consent=True, citizen_id=NUMBER)
    page.locator(".card-button").first.focus()
    scan(page, CARD)
    assert number_on(page).startswith("A")
    (checked_in,) = [said for said in asked if "/check-in" in said]
    assert NUMBER in checked_in
    everything = " ".join(asked) + page.content()
    for secret in ("Mẫu", "215000111", "09031948", "Nam|"):
        assert secret not in everything
    kept = page.evaluate("JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])")
    assert kept == '[0,0,""]'


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("https://example.vn/some/page", "Máy không nhận ra mã này"),
        (booking_text(), "Mã QR không hợp lệ"),
        ("7K3M-92QX", "Không tìm thấy lịch hẹn"),
        (CARD.replace(NUMBER, "001001001001"), "Căn cước này không có lịch hẹn"),
    ],
    ids=["foreign", "forged", "unknown", "card"],
)
def test_a_code_that_is_no_booking_is_told_from_others(
    page: Page, asked: list[str], text: str, title: str
) -> None:
    scan(page, text)
    expect(page.locator("h1")).to_have_text(title)
    assert not [said for said in asked if "example.vn" in said]
    page.get_by_role("button", name="Lấy số thường").tap()
    page.wait_for_selector(".booked")


def test_each_way_to_miss_says_what_to_do(page: Page, citizen: Citizen) -> None:
    first = citizen.slots()[0]
    later = next(start for start in citizen.slots() if (start - first).total_seconds() > 7_200)
    tomorrow = next(start for start in citizen.slots() if (start - first).total_seconds() >= 86_400)
    gone = citizen.books()
    citizen.cancels(gone)
    for qr, title in (
        (citizen.books(later).qr, "Mời quay lại từ"),
        (citizen.books(tomorrow).qr, "Lịch hẹn vào ngày khác"),
        (gone.qr, "Lịch hẹn này đã hủy"),
    ):
        scan(page, qr)
        expect(page.locator("h1")).to_contain_text(title)
    skip(page, 31)
    page.wait_for_selector(".booked")


def test_a_scanner_that_reads_twice_is_one_citizen(page: Page, citizen: Citizen, asked: list[str]) -> None:
    booked = citizen.books()
    scan(page, booked.qr)
    scan(page, booked.qr)
    expect(page.locator("h1")).to_have_text("Số của quý công dân")
    page.wait_for_timeout(700)
    expect(page.locator("h1")).to_have_text("Số của quý công dân")
    assert len([said for said in asked if "/check-in" in said]) == 1


def test_without_the_server_a_scanned_booking_is_valid_and_a_forged_one_is_not(
    browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, screenshot: Shots
) -> None:
    with Server(tmp_path_factory.mktemp("away")) as server:
        someone = Citizen(server)
        booked = someone.books()
        someone.close()
        options = ("--state", str(tmp_path))
        with (
            Program(server.url, server.token("kiosk"), *options) as kiosk,
            opened(browser, kiosk.url, UPRIGHT, calm=False) as page,
        ):
            page.wait_for_selector(".booked")
            until(lambda: len(list(tmp_path.iterdir())) == 1)
            server.kill()
            expect(page.locator("h1")).to_have_text("Máy đang mất kết nối", timeout=30_000)
            scan(page, booked.qr)
            expect(page.locator("h1")).to_contain_text("Lịch hẹn hợp lệ", timeout=15_000)
            expect(page.locator(".message-text")).to_contain_text("mời quý công dân đến quầy hướng dẫn")
            page.screenshot(path=screenshot("kiosk-valid-while-away"))
            scan(page, booking_text())
            expect(page.locator("h1")).to_have_text("Mã QR không hợp lệ", timeout=15_000)


# Remembers every stream of the camera, to see whether it is off again.
_STREAMS = """
window.streams = [];
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (what) => {
    const stream = await ask(what);
    window.streams.push(stream);
    return stream;
  };
}
"""
_ON = "window.streams.flatMap(s => s.getTracks()).filter(t => t.readyState === 'live').length"


@pytest.fixture
def seeing(browser: Browser, citizen: Citizen, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera sees the QR of a booking."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=8, border=6)
    code.add_data(citizen.books().qr)
    frame = Image.new("RGB", (640, 480), "grey")
    frame.paste(code.make_image().convert("RGB"), (120, 40))
    film = tmp_path / "camera.mjpeg"
    frame.save(film, format="JPEG", quality=95)
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    running = browser.browser_type.launch(executable_path=chromium_path(), args=flags)
    yield running
    running.close()


def test_the_camera_reads_a_booking_and_is_off_again(
    seeing: Browser, kiosk: Program, screenshot: Shots
) -> None:
    with opened(seeing, kiosk.url, UPRIGHT) as page:
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.add_init_script(_STREAMS)
        page.reload()
        page.locator(".booked").tap()
        page.wait_for_selector(".way")
        assert not [url for url in loaded if "zxing" in url]
        page.get_by_role("button", name="Quét bằng camera").tap()
        page.wait_for_selector(".camera")
        page.screenshot(path=screenshot("kiosk-camera"))
        assert number_on(page).startswith("A")
        assert [url for url in loaded if url.endswith(".wasm")]
        assert all(url.startswith(kiosk.url) for url in loaded)
        assert page.evaluate("window.streams.length") == 1
        assert page.evaluate(_ON) == 0


def test_a_camera_screen_that_is_left_turns_the_camera_off(seeing: Browser, kiosk: Program) -> None:
    with opened(seeing, kiosk.url, UPRIGHT, calm=False) as page:
        page.add_init_script(_STREAMS)
        page.route("**/*.wasm", lambda route: route.abort())
        page.reload()
        page.locator(".booked").tap()
        page.get_by_role("button", name="Quét bằng camera").tap()
        expect(page.locator(".camera.blind")).to_contain_text("Camera không mở được")
        page.get_by_role("button", name="Quay lại").tap()
        page.wait_for_selector(".ways")
        assert page.evaluate(_ON) == 0


def test_where_there_is_no_camera_none_is_offered(page: Page) -> None:
    page.locator(".booked").tap()
    expect(page.get_by_role("button", name="Nhập mã đặt lịch")).to_be_visible()
    expect(page.get_by_role("button", name="Quét bằng camera")).to_have_count(0)
