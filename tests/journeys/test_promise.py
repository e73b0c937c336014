"""As promised, on time: from the phone at home to the counter, in real browsers and in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.contract.client import Client
from tests.counter.clerk import Clerk, office_pc
from tests.display.hall import Display, open_display
from tests.kiosk.screens import UPRIGHT, codes_on, opened
from tests.kiosk.stand import Program, until
from tests.support.booker import Booker
from tests.support.servers import OFFICE, Server

Shoot = Callable[[str], Path]
PHONE = {"width": 360, "height": 740}
NOTE = "Tôi cần tách thửa, có kèm bản vẽ cũ."
NAME = "Người đặt lịch"
TODAY, TOMORROW = 0, 1


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo office where it is about noon, so that the slot that begins next is one of today."""
    with Server(tmp_path_factory.mktemp("office")) as running:
        yield running


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Where the kiosk's printer leaves what it printed."""
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def kiosk(office: Server, browser: Browser, papers: Path) -> Iterator[Page]:
    """The kiosk in the entrance hall, and the page on its screen."""
    # What the server refuses stands in the console as a failed load; that is no complaint of ours.
    with (
        Program(office.url, office.token("kiosk"), "--printer", f"pictures:{papers}") as program,
        opened(browser, program.url, UPRIGHT, calm=False) as page,
    ):
        page.wait_for_selector(".booked")
        yield page


@pytest.fixture
def phone(office: Server, browser: Browser) -> Iterator[Page]:
    """A small phone, whose page is where bookings begin."""
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]  # a plain dict is what it takes
        locale="vi-VN",
        has_touch=True,
    )
    page = context.new_page()
    yield page
    context.close()


def book(phone: Page, office: Server, *, day: int = TODAY, **person: str) -> str:
    """Take the first free time of that day; the address of the appointment."""
    phone.goto(f"{office.url}/book")
    phone.get_by_role("link", name="Đất đai").tap()
    phone.locator(".day").nth(day).tap()
    phone.locator("button.slot").first.tap()
    for label, text in person.items():
        if label == "note":
            phone.get_by_text("Mã hồ sơ, số căn cước, lời nhắn").tap()
        phone.locator(f"#{label}").fill(text)
    if person:
        phone.get_by_label("Tôi đồng ý").check()
    phone.get_by_role("button", name="Xác nhận đặt lịch").tap()
    expect(phone.get_by_role("heading", name="Đã đặt lịch hẹn")).to_be_visible()
    return phone.url


def qr_on(phone: Page, picture: Path) -> str:
    """What a scanner reads from a screenshot of the phone, as the citizen holds it up."""
    phone.locator(".qr").scroll_into_view_if_needed()
    phone.screenshot(path=picture)
    with Image.open(picture) as seen:
        assert seen.width == PHONE["width"]
        (code,) = zxingcpp.read_barcodes(seen.convert("L"))
    return code.text


def scan(kiosk: Page, text: str) -> None:
    """As a scanner that types like a keyboard: sign after sign, and Enter."""
    kiosk.wait_for_selector(".booked, .result, .message")
    kiosk.keyboard.type(text, delay=2)
    kiosk.keyboard.press("Enter")


def number_on(kiosk: Page) -> str:
    kiosk.wait_for_selector(".result")
    return kiosk.locator(".result-number").inner_text()


def said_on_paper(papers: Path, number: str) -> str:
    """The link on the ticket that was printed: the one thing a machine reads on it."""
    until(lambda: len(list(papers.glob(f"*-{number}*.png"))) == 1)
    (picture,) = papers.glob(f"*-{number}*.png")
    (link,) = codes_on(picture)
    return link


def counter_and_display(stack: ExitStack, browser: Browser, office: Server) -> tuple[Clerk, Display]:
    """A clerk at counter 3, and the big screen of the hall."""
    context: BrowserContext = stack.enter_context(office_pc(browser))
    hall = browser.new_context()
    stack.callback(hall.close)
    display = open_display(hall, office.url)
    display.until("() => window.told.board")
    return Clerk(context, office).at_counter(3), display


def test_a_booking_on_a_phone_ends_at_the_counter_as_promised(
    office: Server, phone: Page, kiosk: Page, papers: Path, browser: Browser, screenshot: Shoot
) -> None:
    url = book(phone, office, name=NAME, note=NOTE)
    code = phone.locator("#code").inner_text()
    scan(kiosk, qr_on(phone, screenshot("promise-phone")))
    number = number_on(kiosk)
    kiosk.screenshot(path=screenshot("promise-kiosk"))

    link = said_on_paper(papers, number)
    phone.goto(link)
    expect(phone.locator("body")).to_contain_text(number)
    with ExitStack() as stack:
        clerk, display = counter_and_display(stack, browser, office)
        expect(clerk.page.locator(".next-person")).to_contain_text(NOTE)
        expect(clerk.page.locator(".next-person")).not_to_contain_text(NAME)
        clerk.calls(number)
        expect(clerk.page.locator(".person-facts")).to_contain_text(NAME)
        expect(clerk.page.locator(".person-note")).to_contain_text(NOTE)
        display.until_announced(1)
        assert display.numbers("shown") == [number]
        expect(display.page.get_by_text(number).first).to_be_visible()
        assert not [text for text in (NAME, NOTE, code) if text in display.page.content()]
        display.page.screenshot(path=screenshot("promise-display"))
        expect(phone.get_by_role("heading")).to_have_text("Đến lượt quý công dân")
        expect(phone.locator(".turn-counter")).to_have_text("Quầy 3")
        clerk.press("F3")
        clerk.is_serving(number)
        clerk.press("F4")
        clerk.is_told(f"{number} đã xong")
        clerk.is_free()
        expect(phone.get_by_role("heading", level=2)).to_have_text("Đã phục vụ xong")
        assert clerk.faults == []
    kept_its_promise(office, code, number)
    assert httpx.get(f"{office.url}/api/v1/appointments/{token(url)}").json()["ticket"] == number


def kept_its_promise(office: Server, code: str, number: str) -> None:
    """What the office says of that booking when all is done."""
    with Booker(office) as booker:
        day = booker.day()
        (mine,) = [one for one in day["appointments"] if one["code"] == code]
    assert (mine["state"], mine["number"], mine["ticket_state"]) == ("arrived", number, "served")
    assert (day["called"], day["punctual_share"]) == (1, 1.0)


def test_a_cancelled_booking_is_refused_and_a_moved_one_taken_at_its_new_time(
    office: Server, phone: Page, kiosk: Page, papers: Path, screenshot: Shoot
) -> None:
    book(phone, office)
    cancelled = qr_on(phone, screenshot("promise-to-cancel"))
    phone.locator(".leave summary").tap()
    phone.get_by_role("button", name="Đúng, hủy lịch hẹn").tap()
    expect(phone.get_by_role("heading", name="Lịch hẹn đã hủy")).to_be_visible()
    scan(kiosk, cancelled)
    expect(kiosk.locator("h1")).to_contain_text("Lịch hẹn này đã hủy")
    kiosk.screenshot(path=screenshot("promise-cancelled"))

    book(phone, office, day=TOMORROW)
    scan(kiosk, qr_on(phone, screenshot("promise-to-move")))
    expect(kiosk.locator("h1")).to_contain_text("Lịch hẹn vào ngày khác")
    phone.get_by_role("link", name="Đổi sang giờ khác").tap()
    phone.locator(".day").nth(TODAY).tap()
    phone.locator("button.slot").first.tap()
    expect(phone.get_by_role("status")).to_contain_text("Đã đổi giờ.")
    scan(kiosk, qr_on(phone, screenshot("promise-moved")))
    number = number_on(kiosk)
    assert list(papers.glob("*.png")) == list(papers.glob(f"*-{number}*.png")), "the refused got paper"
    with Client(office.url) as anybody:
        assert [person.number for person in anybody.board(OFFICE).waiting] == [number]


def token(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]
