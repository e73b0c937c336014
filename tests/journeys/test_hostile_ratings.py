"""Hostile words of a form and of a citizen, on every page that shows them, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from server.demo.rating_forms import demo_form
from server.ports import SystemClock
from server.storage.database import Database
from tests.builders import Hall
from tests.counter.clerk import take
from tests.server.web.province import employ_officer
from tests.support.clocks import StoppedClock
from tests.support.rating import published
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

EVIL = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>{{7*7}}'
EVIL_TEXTS = {"vi": f"vi {EVIL}", "en": f"en {EVIL}"}


@pytest.fixture
def office(server: Server) -> Server:
    """A server whose published form has hostile words everywhere."""
    form = demo_form()
    steps = [step.model_copy(update={"texts": EVIL_TEXTS}) for step in form.steps]
    questions = [question.model_copy(update={"texts": EVIL_TEXTS}) for question in form.questions]
    classes = [one.model_copy(update={"names": EVIL_TEXTS}) for one in form.classes]
    overall = form.overall.model_copy(update={"texts": EVIL_TEXTS})
    words = {"names": EVIL_TEXTS, "intro": EVIL_TEXTS, "remark": EVIL_TEXTS, "overall": overall}
    lists = {"steps": steps, "questions": questions, "classes": classes}
    database = Database(server.database, SystemClock())
    published(Hall(database, StoppedClock()), form.model_copy(update=words | lists))
    employ_officer(database, name=EVIL)
    database.close()
    return server


def is_harmless(page: Page, shot: Path) -> None:
    """The words stand there as words."""
    expect(page.locator("body")).to_contain_text("window.evil=1")
    assert page.evaluate("window.evil") is None
    assert page.locator("img[src=x], body script:not([type=module])").count() == 0
    assert "49" not in page.locator("main").first.inner_text()
    page.screenshot(path=shot, full_page=True)


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_no_word_of_a_form_or_a_citizen_is_obeyed_by_any_page(
    browser: Browser, office: Server, screenshot: Callable[[str], Path]
) -> None:
    shot = lambda name: screenshot(f"hostile-{name}")  # noqa: E731 - short
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{office.url}/rate/{OFFICE}/3#token={office.token('counter', counter=3)}")
    with office.client("counter", counter=3) as counter, office.client("kiosk") as kiosk:
        counter.step(OFFICE, 3, "open", {})
        token = take(kiosk).token
        called = counter.step(OFFICE, 3, "call-next", {})
        assert called is not None
        counter.step(OFFICE, 3, "finish", {"ticket": called.id, "version": called.version})
    expect(page.locator(".levels")).to_be_visible()
    is_harmless(page, shot("tablet"))
    page.get_by_role("button", name="Rất hài lòng").click()
    is_harmless(page, shot("tablet-question"))
    page.goto(f"{office.url}/t/{token}/rate")
    is_harmless(page, shot("phone"))
    said = {"form": "hai-long", "version": 1, "overall": 2, "answers": {"wait": 1}, "remark": EVIL}
    assert httpx.post(f"{office.url}/api/v1/tickets/{token}/rating", json=said).is_success

    page.goto(f"{office.url}/figures/{OFFICE}/ratings?by=form")
    sign_in(page, "giang")
    page.get_by_role("button", name="7 ngày").click()
    expect(page.locator(".remarks .said")).to_have_text(EVIL)
    is_harmless(page, shot("figures"))
    page.context.clear_cookies()
    page.goto(f"{office.url}/rating-forms")
    sign_in(page, "tinh")
    is_harmless(page, shot("forms"))
    page.goto(f"{office.url}/rating-forms/hai-long/1")
    is_harmless(page, shot("form"))
    page.close()
