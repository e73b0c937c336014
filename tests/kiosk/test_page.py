"""Journeys at the kiosk's page, in a real browser against a real server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.contract.client import Client
from server.contract.messages import IssueTicket
from tests.fakes.printer import FakePrinter, Fault
from tests.kiosk.screens import UPRIGHT, codes_on, opened, skip
from tests.kiosk.stand import Program, until
from tests.support.servers import OFFICE, Server

LAND = 3
"""A counter that serves land."""
Shots = Callable[[str], Path]


@pytest.fixture(scope="module")
def tickets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tickets")


@pytest.fixture(scope="module")
def kiosk(shared_server: Server, tickets: Path) -> Iterator[Program]:
    with Program(
        shared_server.url, shared_server.token("kiosk"), "--printer", f"pictures:{tickets}"
    ) as kiosk:
        yield kiosk


@pytest.fixture
def page(kiosk: Program, browser: Browser) -> Iterator[Page]:
    with opened(browser, kiosk.url, UPRIGHT) as page:
        page.wait_for_selector(".card-button")
        yield page


@pytest.fixture
def staff(shared_server: Server) -> Iterator[Client]:
    with shared_server.client("counter", counter=LAND) as staff:
        yield staff


# Questions are asked only when the test lets them go.
_HELD_BACK = """
window.asked = 0;
const ask = window.fetch;
const told = new Promise((go) => { window.letGo = go; });
window.fetch = async (...what) => {
  window.asked += 1;
  await told;
  return ask(...what);
};
null;
"""


def waiting(staff: Client) -> list[str]:
    return [person.number for person in staff.board(OFFICE).waiting]


def number_on(page: Page) -> str:
    return page.locator(".result-number").inner_text()


def test_two_touches_at_most_bring_a_number_and_its_paper(
    page: Page, staff: Client, tickets: Path, screenshot: Shots
) -> None:
    page.screenshot(path=screenshot("kiosk-home"))
    page.get_by_role("button", name="Đất đai").tap()
    page.wait_for_selector(".result")
    number = number_on(page)
    assert re.fullmatch(r"A\d{3}", number)
    assert number in waiting(staff)
    expect(page.locator(".result-paper")).to_have_text("Mời lấy phiếu ở khe bên dưới")
    page.screenshot(path=screenshot("kiosk-result"))
    (paper,) = tickets.glob(f"*-{number}.png")
    (link,) = codes_on(paper)
    assert staff.ticket(link.rsplit("/", 1)[-1]).number == number


def test_the_result_goes_home_by_itself_and_says_when(page: Page) -> None:
    page.get_by_role("button", name="Đất đai").tap()
    expect(page.locator(".result-end")).to_contain_text(re.compile(r"sau \d+ giây"))
    expect(page.locator(".result-paper")).to_contain_text("Mời lấy phiếu")  # good news gives time to read it
    skip(page, 13)
    page.wait_for_selector(".card-button")


def test_a_double_tap_gives_one_ticket_and_leaves_it_on_the_screen(page: Page, staff: Client) -> None:
    before = len(waiting(staff))
    page.get_by_role("button", name="Hộ tịch").dblclick()
    page.wait_for_selector(".result")
    page.wait_for_timeout(400)
    assert number_on(page) in waiting(staff)
    assert len(waiting(staff)) == before + 1


def test_tapping_on_while_the_server_thinks_gives_one_ticket(page: Page, staff: Client) -> None:
    page.evaluate(_HELD_BACK)
    before = len(waiting(staff))
    page.evaluate("for (let i = 0; i < 5; i += 1) document.querySelector('.card-button').click()")
    page.wait_for_selector(".taking")
    page.evaluate("window.letGo()")
    page.wait_for_selector(".result")
    assert page.evaluate("window.asked") == 1
    assert len(waiting(staff)) == before + 1


def test_a_touch_is_answered_within_a_tenth_of_a_second(page: Page) -> None:
    took = page.evaluate(
        """() => {
          const began = performance.now();
          document.querySelector(".card-button").click();
          const shown = document.querySelector(".card-button.pressed") !== null;
          return shown ? performance.now() - began : Infinity;
        }"""
    )
    assert took < 100
    page.wait_for_selector(".result")


def test_a_touch_survives_a_refresh_under_the_finger(
    page: Page, staff: Client, shared_server: Server
) -> None:
    card = page.get_by_role("button", name="Y tế, giáo dục")
    box = card.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    with shared_server.client("receptionist") as desk:
        desk.issue_ticket(OFFICE, IssueTicket(service="health"))
    before = len(waiting(staff))
    page.wait_for_timeout(600)
    page.mouse.up()
    page.wait_for_selector(".result")
    assert len(waiting(staff)) == before + 1


def test_a_category_is_chosen_shown_and_taken_off_again(page: Page, screenshot: Shots) -> None:
    page.get_by_role("button", name="Diện ưu tiên").tap()
    page.screenshot(path=screenshot("kiosk-categories"))
    page.get_by_role("button", name="Người khuyết tật").tap()
    chip = page.locator(".chip")
    expect(chip).to_contain_text("Diện ưu tiên: Người khuyết tật")
    page.screenshot(path=screenshot("kiosk-category-chosen"))
    chip.tap()
    expect(chip).to_have_count(0)


def test_a_category_puts_forward_and_is_shown_nowhere(page: Page, staff: Client) -> None:
    page.get_by_role("button", name="Diện ưu tiên").tap()
    page.get_by_role("button", name="Người khuyết tật").tap()
    page.get_by_role("button", name="Đất đai").tap()
    page.wait_for_selector(".result")
    assert "khuyết tật" not in page.content()
    assert "ưu tiên" not in page.locator("body").inner_text().lower()
    line = staff.counter(OFFICE, LAND).line
    mine = next(ticket for ticket in line if ticket.number == number_on(page))
    assert mine.due == mine.arrived_at


def test_the_other_language_reaches_the_ticket_and_ends_with_it(
    page: Page, staff: Client, screenshot: Shots
) -> None:
    page.get_by_role("button", name="English").tap()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.screenshot(path=screenshot("kiosk-english"))
    page.get_by_role("button", name="Land").tap()
    page.wait_for_selector(".result")
    expect(page.locator(".result-title")).to_have_text("Your number")
    mine = next(ticket for ticket in staff.counter(OFFICE, LAND).line if ticket.number == number_on(page))
    assert mine.language == "en"
    expect(page.locator(".result-paper")).to_have_text("Please take your ticket below")
    skip(page, 13)
    expect(page.locator("h1")).to_contain_text("Kính chào quý công dân!")


def test_large_letters_are_larger(page: Page, screenshot: Shots) -> None:
    def size() -> float:
        found: float = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.card-name')).fontSize)"
        )
        return found

    before = size()
    page.get_by_role("button", name="Chữ lớn").tap()
    page.wait_for_timeout(300)
    page.screenshot(path=screenshot("kiosk-large"))
    assert size() >= before * 1.1


def test_in_the_low_layout_everything_to_touch_is_in_the_lower_half(page: Page, screenshot: Shots) -> None:
    page.get_by_role("button", name="Hạ thấp").tap()
    page.wait_for_timeout(300)
    page.screenshot(path=screenshot("kiosk-low"))
    tops = page.evaluate("[...document.querySelectorAll('button')].map(b => b.getBoundingClientRect().top)")
    assert min(tops) >= UPRIGHT["height"] * 0.45


def test_a_screen_that_nobody_touches_warns_and_goes_home(page: Page, screenshot: Shots) -> None:
    page.get_by_role("button", name="Diện ưu tiên").tap()
    skip(page, 49)
    page.wait_for_timeout(300)
    expect(page.locator(".countdown")).to_have_count(0)
    skip(page, 4)
    expect(page.locator(".countdown")).to_contain_text(re.compile(r"sau \d giây"))
    page.screenshot(path=screenshot("kiosk-countdown"))
    page.locator("h1").tap()
    expect(page.locator(".countdown")).to_have_count(0)
    skip(page, 61)
    expect(page.locator("h1")).to_contain_text("Kính chào quý công dân!")


def test_keyboards_and_screen_readers_are_served_too(page: Page) -> None:
    for _ in ("who has a booking", "who has none"):
        page.keyboard.press("Tab")
    outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert outline >= 3
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    said = page.locator("[role=status]")
    expect(said).to_contain_text(f"Số của quý công dân: {number_on(page)}.")


def test_nothing_moves_for_those_who_asked_for_rest(kiosk: Program, browser: Browser) -> None:
    with opened(browser, kiosk.url, UPRIGHT) as page:
        page.emulate_media(reduced_motion="reduce")
        page.wait_for_selector(".card-button")
        longest = page.evaluate(
            """Math.max(...[...document.querySelectorAll("*")]
                .map((node) => parseFloat(getComputedStyle(node).transitionDuration)))"""
        )
        assert longest < 0.01


def test_without_paper_the_number_is_told_to_be_remembered_with_its_code_on_the_screen(
    shared_server: Server, browser: Browser, staff: Client, screenshot: Shots
) -> None:
    with FakePrinter() as printer:
        printer.fault = Fault.NO_PAPER
        options = ("--printer", f"network:127.0.0.1:{printer.port}")
        with (
            Program(shared_server.url, shared_server.token("kiosk"), *options) as kiosk,
            opened(browser, kiosk.url, UPRIGHT) as page,
        ):
            expect(page.locator(".paper-notice")).to_contain_text("Máy in hết giấy")
            page.screenshot(path=screenshot("kiosk-home-no-paper"))
            page.get_by_role("button", name="Đất đai").tap()
            told = page.locator(".no-paper-title")
            expect(told).to_have_text("Máy in hết giấy – xin ghi nhớ số hoặc chụp lại màn hình")
            number = number_on(page)
            page.screenshot(path=screenshot("kiosk-result-no-paper"))
            (link,) = codes_on(screenshot("kiosk-result-no-paper"))
            assert staff.ticket(link.rsplit("/", 1)[-1]).number == number
            printer.fault = Fault.NONE
            page.wait_for_timeout(900)
            page.get_by_role("button", name="In lại phiếu").tap()
            expect(page.locator(".result-paper")).to_have_text("Mời lấy phiếu ở khe bên dưới")
            until(lambda: len(printer.tickets) == 1)
