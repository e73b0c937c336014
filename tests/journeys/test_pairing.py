"""A kiosk, a TV and a counter without tokens: a supervisor pairs all three by their codes, sees them on the
floor, and revokes one, which says so on its own screen within seconds."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.kiosk.screens import UPRIGHT, measure
from tests.kiosk.stand import Program
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

TV = {"width": 1920, "height": 1080}
DESK = {"width": 1366, "height": 768}
TABLET = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
DEVICES = f"/admin/{OFFICE}/devices"
Shots = Callable[[str], Path]


@contextmanager
def machine(browser: Browser, url: str, size: dict[str, int]) -> Iterator[tuple[Page, BrowserContext]]:
    """A page on a machine of its own, with its own storage."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    page = context.new_page()
    page.goto(url)
    yield page, context
    context.close()


@pytest.fixture
def desk(server: Server, browser: Browser) -> Iterator[Page]:
    """The supervisor, signed in on the page of devices."""
    with machine(browser, f"{server.url}{DEVICES}", DESK) as (page, _):
        page.get_by_label("Tên đăng nhập").fill("giang")
        page.get_by_label("Mật khẩu").fill(STAFF_PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("heading", name="Thiết bị", exact=True)).to_be_visible()
        yield page


def code_on(page: Page, place: str = ".pair-code") -> str:
    expect(page.locator(f"{place} span")).to_have_count(2, timeout=15_000)
    return "".join(page.locator(f"{place} span").all_inner_texts())


def pair(desk: Page, code: str, **chosen: str) -> None:
    desk.get_by_label("Mã trên màn hình của máy").fill(code)
    if "counter" in chosen:
        desk.get_by_label("Quầy", exact=True).select_option(chosen["counter"])
    desk.get_by_role("button", name="Ghép máy này").click()
    expect(desk.get_by_role("status").first).to_contain_text("Đã ghép")


def tile(desk: Page, name: str) -> Any:
    return desk.locator(".machine").filter(has=desk.get_by_role("heading", name=name, exact=True))


def test_a_kiosk_a_tv_and_a_counter_are_paired_and_one_is_revoked(
    server: Server, browser: Browser, desk: Page, tmp_path: Path, screenshot: Shots
) -> None:
    desk.screenshot(path=screenshot("devices-none"), full_page=True)
    kiosk = Program(server.url, "", "--state", str(tmp_path / "kiosk"), "--name", "Kiosk sảnh")
    with (
        kiosk,
        machine(browser, kiosk.url, UPRIGHT) as (touch, _),
        machine(browser, f"{server.url}/display/{OFFICE}?pair=on", TV) as (tv, _tv),
        machine(browser, f"{server.url}/counter?pair=on", DESK) as (counter, _counter),
    ):
        codes = code_on(touch, ".pairing-code"), code_on(tv), code_on(counter)
        assert measure(touch) == []
        touch.screenshot(path=screenshot("pairing-kiosk"))
        tv.screenshot(path=screenshot("pairing-display"))
        counter.screenshot(path=screenshot("pairing-counter"))
        pair(desk, codes[0])
        pair(desk, codes[1])
        pair(desk, codes[2], counter="3")

        expect(touch.locator(".card-button").first).to_be_visible(timeout=15_000)
        expect(tv.locator("#clock")).not_to_be_empty(timeout=15_000)
        counter.get_by_role("button", name=re.compile("Mở quầy 3")).click()
        expect(counter.get_by_role("heading", name="Quầy 3")).to_be_visible()
        touch.get_by_role("button", name="Đất đai").click()
        expect(touch.locator(".result-number")).to_be_visible()

        for name in ("Kiosk 1", "Màn hình 1", "Máy quầy 3"):
            expect(tile(desk, name)).to_have_class("machine good", timeout=20_000)
        desk.goto(f"{server.url}{DEVICES}")
        desk.screenshot(path=screenshot("devices-paired"), full_page=True)

        tile(desk, "Màn hình 1").get_by_text("Thu hồi", exact=True).click()
        tile(desk, "Màn hình 1").get_by_role("button", name="Thu hồi máy này").click()
        began = time.monotonic()
        expect(tv.locator(".pair-revoked")).to_be_visible(timeout=10_000)
        assert time.monotonic() - began < 8
        code_on(tv)
        tv.screenshot(path=screenshot("pairing-display-revoked"))
        expect(tile(desk, "Màn hình 1")).to_have_count(0)


def test_a_display_that_nobody_paired_shows_the_board(server: Server, browser: Browser) -> None:
    with machine(browser, f"{server.url}/display/{OFFICE}", TV) as (tv, _):
        expect(tv.locator("#clock")).not_to_be_empty(timeout=15_000)
        assert tv.locator(".pair-screen").count() == 0


def test_a_tablet_is_paired_where_it_stands_and_remembers_it(
    server: Server, browser: Browser, desk: Page, screenshot: Shots
) -> None:
    with machine(browser, f"{server.url}/rate/{OFFICE}/3?pair=on", TABLET) as (tablet, _):
        code = code_on(tablet)
        tablet.screenshot(path=screenshot("pairing-tablet"))
        pair(desk, code)
        expect(tablet.get_by_role("heading", name="Kính chào quý công dân")).to_be_visible(timeout=15_000)
        tablet.reload()
        expect(tablet.get_by_role("heading", name="Kính chào quý công dân")).to_be_visible(timeout=15_000)


def test_a_wrong_code_is_said_beside_the_form_and_the_page_fits_a_phone(
    server: Server, desk: Page, screenshot: Shots
) -> None:
    desk.get_by_label("Mã trên màn hình của máy").fill("a3f k9m")
    desk.get_by_role("button", name="Ghép máy này").click()
    expect(desk.get_by_role("alert")).to_contain_text("Không có máy nào đang hiện mã này")
    desk.screenshot(path=screenshot("devices-wrong-code"), full_page=True)
    desk.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.screenshot(path=screenshot("devices-phone"), full_page=True)
