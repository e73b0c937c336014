"""A counter that a clerk forgot to close is closed from the live hall, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.counter.clerk import Clerk
from tests.server.web.hall.supervisor import Supervisor
from tests.support.servers import Server


def test_a_supervisor_closes_a_forgotten_counter_after_being_asked_once(
    browser: Browser, server: Server, screenshot: Callable[[str], Path]
) -> None:
    desk = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    place = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    try:
        clerk = Clerk(place, server).at_counter(3)
        page = Supervisor(desk, server).at_hall().page
        tile = page.locator("[data-counter='3']")
        expect(tile).to_contain_text("Nguyễn Thị Hoa")
        expect(tile.get_by_role("button")).to_have_count(0)
        page.get_by_role("button", name="Đóng quầy bị quên").click()
        tile.get_by_role("button", name="Đóng").click()
        expect(tile).to_contain_text("Nguyễn Thị Hoa còn ngồi quầy 3. Đóng?")
        page.screenshot(path=screenshot("hall-close-counter"))
        tile.get_by_role("button", name="Thôi").click()
        expect(tile).not_to_contain_text("Đóng?")
        tile.get_by_role("button", name="Đóng").click()
        tile.get_by_role("button", name="Đóng").click()
        expect(tile).to_have_class("hall-counter closed", timeout=10_000)
        expect(page.locator(".hall-close")).to_have_count(0)
        expect(clerk.page.get_by_role("button", name="Mở quầy")).to_be_visible(timeout=10_000)
    finally:
        desk.close()
        place.close()
