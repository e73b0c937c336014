"""People with hostile names in real browsers: read as text by reception and counter, obeyed by none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.demo.office import demo_office
from tests.counter.clerk import Clerk, empty_counter, office_pc
from tests.counter.receptionist import Receptionist
from tests.display.hall import open_display
from tests.kiosk.booked import Citizen
from tests.kiosk.screens import UPRIGHT, opened
from tests.kiosk.stand import Program, change_office, until
from tests.support.booker import Booker
from tests.support.servers import Server

Shoot = Callable[[str], Path]
NAMES = (
    '<img src=x onerror="alert(1)">',
    '"><script>alert(2)</script>',
    "{{7*7}} ${7*7} {% raw %}",
    "javascript:alert(3)//'onfocus=alert(4)",
    "W" * 120,
    "Z" + "\u0321" * 40 + "\u0350" * 40,
    "\u05d0\u05d1\u05d2 \u0623\u0628\u062a 123",
    '=HYPERLINK("http://x")',
)
NOTE = "<svg onload=alert(5)> " + "Đơn " * 100
SERVICE = "<img src=x onerror=alert(6)> Đất"
NOT_OURS, FORGED = "Máy không nhận ra mã này", "Mã QR không hợp lệ"
SCANNED = {
    "markup": ("<script>alert(7)</script>", NOT_OURS),
    "statement": ("'; DROP TABLE ticket; --", NOT_OURS),
    "digits": ("9" * 193, FORGED),
    "long": ("W" * 400, NOT_OURS),
    "template": ("{{7*7}} and {{cycler.__init__}}", NOT_OURS),
}
# What would be there if a page had taken text for markup.
_PLANTED = """document.querySelectorAll(
    'img[src="x"], svg[onload], script:not([src]):not([type]), [onfocus]'
).length"""


@pytest.fixture(scope="module")
def office(shared_server: Server) -> Server:
    """One service has a name that no operator should have given it."""
    services = [service.model_dump() for service in demo_office().services]
    for service in services:
        if service["code"] == "land":
            service["names"] = {"vi": SERVICE, "en": SERVICE}
    change_office(shared_server, services=services)
    return shared_server


@pytest.fixture
def pc(browser: Browser) -> Iterator[BrowserContext]:
    with office_pc(browser) as context:
        yield context


@pytest.fixture
def booker(office: Server) -> Iterator[Booker]:
    with Booker(office) as booker:
        yield booker
    empty_counter(office, 3)


class Watched:
    """A page that must neither ask, nor change its title, nor grow elements out of text."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked = page, list[str]()
        page.on("dialog", lambda dialog: (self.asked.append(dialog.message), dialog.dismiss()))

    def is_unmoved(self) -> None:
        assert self.page.evaluate(_PLANTED) == 0
        assert not [sign for sign in ("alert", "<", "{{") if sign in self.page.title()]
        assert self.asked == []


def test_reception_and_counter_read_hostile_names_and_notes_as_text(
    pc: BrowserContext, office: Server, booker: Booker, browser: Browser, screenshot: Shoot
) -> None:
    for place, name in enumerate(NAMES):
        booker.book(name=name, note=NOTE, which=place // 4)
    desk = Receptionist(pc, office).at_the_desk()
    seen = Watched(desk.page)
    for name in NAMES:
        expect(desk.row(name)).to_be_visible()
    desk.finds(NAMES[0], NAMES[0])
    desk.page.screenshot(path=screenshot("hostile-reception"))
    assert desk.fits()
    number = desk.checks_in()
    seen.is_unmoved()

    with office_pc(browser) as other:
        clerk = Clerk(other, office).at_counter(3)
        watched = Watched(clerk.page)
        clerk.calls(number)
        expect(clerk.page.locator(".person-facts")).to_contain_text(NAMES[0])
        expect(clerk.page.locator(".person-note")).to_contain_text(NOTE.strip())
        clerk.page.screenshot(path=screenshot("hostile-counter"))
        watched.is_unmoved()
        assert clerk.faults + desk.faults == []


def test_a_name_of_any_length_leaves_the_reception_page_in_one_piece(
    pc: BrowserContext, office: Server, booker: Booker, screenshot: Shoot
) -> None:
    longest = "Ệ" * 120
    booker.book(name=longest, note="Ư" * 500, which=3)
    desk = Receptionist(pc, office).at_the_desk()
    desk.finds(longest, longest)
    desk.page.screenshot(path=screenshot("hostile-long-name"))
    assert desk.fits()


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def kiosk(office: Server, browser: Browser, papers: Path) -> Iterator[Page]:
    with (
        Program(office.url, office.token("kiosk"), "--printer", f"pictures:{papers}") as program,
        opened(browser, program.url, UPRIGHT, calm=False) as page,
    ):
        page.wait_for_selector(".booked")
        yield page


def scan(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=2)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scanned", list(SCANNED))
def test_a_hostile_scan_is_told_to_be_no_booking_and_is_not_repeated(kiosk: Page, scanned: str) -> None:
    text, title = SCANNED[scanned]
    seen = Watched(kiosk)
    scan(kiosk, text)
    expect(kiosk.locator("h1")).to_have_text(title)
    assert text not in kiosk.inner_text("body")
    seen.is_unmoved()


def test_neither_kiosk_nor_paper_nor_display_tells_who_somebody_is(
    kiosk: Page, office: Server, browser: Browser, papers: Path, booker: Booker, screenshot: Shoot
) -> None:
    someone = Citizen(office)
    booked = someone.books(name=NAMES[0], note=NOTE, consent=True)
    someone.close()
    seen = Watched(kiosk)
    hall = browser.new_context()
    display = open_display(hall, office.url)
    display.until("() => window.told.board")
    scan(kiosk, booked.qr)
    expect(kiosk.locator("h1")).to_contain_text("quý công dân")
    number = kiosk.locator(".result-number").inner_text()
    expect(kiosk.locator("body")).to_contain_text(SERVICE)
    kiosk.screenshot(path=screenshot("hostile-kiosk"))
    until(lambda: len(list(papers.glob(f"*-{number}*.png"))) == 1)
    with office.client("counter", counter=3) as counter:
        counter.step("ttpvhcc", 3, "open", {})
        counter.step("ttpvhcc", 3, "call-next", {})
    display.until_announced(1)
    for page in (kiosk, display.page):
        assert not [said for said in (NAMES[0], NOTE, "svg") if said in page.inner_text("body")]
    seen.is_unmoved()
    Watched(display.page).is_unmoved()
    hall.close()
