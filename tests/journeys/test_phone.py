"""The citizen's phone: it follows one ticket from the line to the counter, with and without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import httpx
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Page, expect

from server.contract.client import Client
from server.contract.messages import Expected, IssueTicket, Ticket, TicketView
from server.domain.tickets import TicketState
from tests.support.servers import OFFICE, Server

TEMPLATES = Path(__file__).resolve().parents[2] / "server" / "web" / "templates"
NOW = datetime(2026, 11, 23, 1, 50, tzinfo=UTC)
BUZZES = "window.buzzes = []; navigator.vibrate = (pulses) => window.buzzes.push(pulses) > 0;"
COUNTER = 3
Shoot = Callable[[str], Path]


@pytest.fixture(scope="module")
def clerk(shared_server: Server) -> Iterator[Client]:
    with shared_server.client("counter", counter=COUNTER) as client:
        client.step(OFFICE, COUNTER, "open", {})
        yield client


@pytest.fixture
def counter(clerk: Client) -> Iterator[Client]:
    """Counter 3, which serves land and results; it is open, and empties its line after the test."""
    yield clerk
    left = clerk.counter(OFFICE, COUNTER)
    if left.ticket is not None:
        step(clerk, "finish", left.ticket)
    for ticket in left.line:
        reason = {"ticket": ticket.id, "version": ticket.version, "reason": "hết thử"}
        clerk.step(OFFICE, COUNTER, "remove", reason)


@pytest.fixture
def kiosk(shared_server: Server, counter: Client) -> Iterator[Client]:
    with shared_server.client("kiosk") as client:
        yield client


@pytest.fixture
def phones(browser: Browser) -> Iterator[BrowserContext]:
    """Phones of 360 × 740 that remember their vibrations."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    context.add_init_script(BUZZES)
    yield context
    context.close()


def take(kiosk: Client, **press: str) -> Ticket:
    return kiosk.issue_ticket(OFFICE, IssueTicket.model_validate({"service": "land", **press}))


def open_on(phones: BrowserContext, ticket: Ticket) -> Page:
    phone = phones.new_page()
    assert ticket.follow_url is not None
    phone.goto(ticket.follow_url)
    return phone


def step(counter: Client, name: str, ticket: Ticket | None) -> Ticket:
    body = {"version": ticket.version, "ticket": ticket.id} if ticket else {}
    after = counter.step(OFFICE, COUNTER, name, body)
    assert after is not None
    return after


def test_a_phone_follows_its_ticket_from_the_line_to_the_end(
    phones: BrowserContext, kiosk: Client, counter: Client, screenshot: Shoot
) -> None:
    first, own = take(kiosk), take(kiosk)
    phone = open_on(phones, own)
    expect(phone.locator(".facts")).to_contain_text("1 người")
    phone.screenshot(path=screenshot("phone-waiting"))

    step(counter, "finish", step(counter, "call-next", None))
    expect(phone.locator(".facts")).to_contain_text("Không còn ai")
    called = step(counter, "call-next", None)
    assert (called.number, first.number != own.number) == (own.number, True)
    expect(phone.get_by_role("heading")).to_have_text("Đến lượt quý công dân")
    expect(phone.locator(".turn-counter")).to_have_text("Quầy 3")
    expect(phone).to_have_title(f"Đến lượt! Quầy 3 · {own.number} · Theo dõi lượt")
    assert len(phone.evaluate("window.buzzes")) == 1
    phone.screenshot(path=screenshot("phone-called"))

    recalled = step(counter, "recall", called)
    phone.wait_for_function("window.buzzes.length === 2")
    serving = step(counter, "start", recalled)
    expect(phone.get_by_role("heading", level=2)).to_have_text("Đang phục vụ tại quầy 3")
    step(counter, "finish", serving)
    expect(phone.get_by_role("heading", level=2)).to_have_text("Đã phục vụ xong")
    phone.screenshot(path=screenshot("phone-served"))


def test_a_citizen_who_does_not_wait_any_more_is_asked_once_and_leaves_the_line(
    phones: BrowserContext, kiosk: Client, screenshot: Shoot
) -> None:
    ticket = take(kiosk)
    phone = open_on(phones, ticket)
    expect(phone.get_by_role("button", name="Đúng, tôi thôi chờ")).to_be_hidden()
    phone.get_by_text("Tôi không chờ nữa").click()
    phone.screenshot(path=screenshot("phone-leaving"))
    phone.get_by_role("button", name="Đúng, tôi thôi chờ").click()
    expect(phone.get_by_role("heading", level=2)).to_have_text("Quý công dân đã thôi chờ")
    assert ticket.token is not None
    assert kiosk.ticket(ticket.token).state == TicketState.LEFT


def test_leaving_from_a_page_that_did_not_see_the_call_says_where_the_ticket_stands(
    phones: BrowserContext, kiosk: Client, counter: Client
) -> None:
    ticket = take(kiosk)
    phone = open_on(phones, ticket)
    phone.get_by_text("Tôi không chờ nữa").click()
    phone.route("**/t/*", lambda route: route.abort())
    step(counter, "call-next", None)
    expect(phone.locator(".stale")).to_be_visible()
    phone.unroute("**/t/*")
    phone.get_by_role("button", name="Đúng, tôi thôi chờ").click()
    expect(phone.locator(".turn-counter")).to_have_text("Quầy 3")


def test_without_script_the_page_refreshes_itself_and_leaving_is_a_form(
    browser: Browser, kiosk: Client
) -> None:
    phones = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    ticket = take(kiosk)
    phone = open_on(phones, ticket)
    assert re.search(r'<noscript><meta http-equiv="refresh" content="15">', phone.content())
    phone.get_by_text("Tôi không chờ nữa").click()
    phone.get_by_role("button", name="Đúng, tôi thôi chờ").click()
    expect(phone.get_by_role("heading", level=2)).to_have_text("Quý công dân đã thôi chờ")
    phones.close()


def test_a_phone_that_loses_the_server_says_how_old_its_page_is_and_heals(
    phones: BrowserContext, server: Server, screenshot: Shoot
) -> None:
    with server.client("kiosk") as kiosk:
        phone = open_on(phones, take(kiosk))
    expect(phone.locator(".stale")).to_be_hidden()
    server.stop()
    age = re.compile(r"Chưa nối được\. Nội dung của \d+ giây trước")
    expect(phone.locator(".stale")).to_contain_text(age, timeout=10_000)
    phone.screenshot(path=screenshot("phone-stale"))
    server.start()
    expect(phone.locator(".stale")).to_be_hidden(timeout=15_000)


def test_the_page_is_in_the_language_of_the_ticket_and_can_be_switched(
    phones: BrowserContext, kiosk: Client
) -> None:
    phone = open_on(phones, take(kiosk, language="en"))
    expect(phone.locator(".facts")).to_contain_text("Nobody")
    phone.get_by_role("link", name="Tiếng Việt").click()
    expect(phone.locator(".facts")).to_contain_text("Không còn ai")


def test_large_letters_scroll_down_but_never_sideways(
    phones: BrowserContext, kiosk: Client, screenshot: Shoot
) -> None:
    phone = open_on(phones, take(kiosk))
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.screenshot(path=screenshot("phone-large-letters"))


def test_a_link_that_is_not_known_answers_404(shared_server: Server) -> None:
    assert httpx.get(f"{shared_server.url}/t/nonsense").status_code == httpx.codes.NOT_FOUND


# --- what each state says, rendered apart from a server --------------------------------------------


def rendered(lang: str = "vi", **facts: object) -> str:
    seen = {
        "number": "A025",
        "state": "waiting",
        "service": "land",
        "service_names": {"vi": "Đất đai", "en": "Land"},
        "office": OFFICE,
        "office_names": {"vi": "Trung tâm"},
        "at": NOW,
        "issued_at": NOW - timedelta(minutes=8),
        "ahead": 3,
        "expected": None,
        "target": None,
        "counter": None,
        "counters": [3, 4],
        "calling": "A022",
        **facts,
    }
    office = SimpleNamespace(
        short_name="TTPVHCC", hotline="1022", hours=SimpleNamespace(time_zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    )
    jinja = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    page = jinja.get_template("ticket.html").render(
        view=TicketView.model_validate(seen), office=office, lang=lang, token="t"
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.partition("<main")[2])).replace("\xa0", " ")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("state", list(TicketState))
def test_every_state_has_a_plain_sentence(state: TicketState, lang: str) -> None:
    text = rendered(lang, state=state, counter=3)
    assert "A025" in text
    assert "{0}" not in text


def test_a_waiting_citizen_sees_how_many_are_ahead_and_the_range() -> None:
    text = rendered(expected=Expected(low_s=430, high_s=601))
    assert "3 người" in text
    assert "7–11 phút" in text
    assert "Lấy số 08:42 · quầy 3, 4 · đang gọi A022" in text


def test_without_an_expected_wait_only_the_people_ahead_are_told() -> None:
    text = rendered()
    assert "3 người" in text
    assert "Chờ khoảng" not in text


def test_the_target_is_told_only_when_it_is_given() -> None:
    assert "Mục tiêu gọi trước 08:57" in rendered(target=NOW + timedelta(minutes=7))
    assert "Mục tiêu" not in rendered()


def test_nobody_is_told_to_wait_for_a_counter_that_is_not_open() -> None:
    assert "chưa có quầy nào mở" in rendered(counters=[])


def test_one_person_ahead_is_one_person_in_english() -> None:
    assert "1 person" in rendered("en", ahead=1)
    assert "2 people" in rendered("en", ahead=2)
