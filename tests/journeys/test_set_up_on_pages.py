"""An office's hours are changed in a browser: seen first, applied, shown by the kiosk, and undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.machine import Machine
from server.demo import public_password
from server.ports import SystemClock
from server.setup_file.comparing import WEEKDAYS
from server.storage.database import Database
from server.web.admin.setup_texts import TEXTS
from tests.kiosk.stand import change_office, machine, settings, until
from tests.server.web.admin.admins import administrator
from tests.support.servers import OFFICE, STAFF_PASSWORD, Server

VI = TEXTS["vi"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The demo office with an administrator, open all day; its clocks say noon."""
    with Server(tmp_path) as running:
        all_day = {"days": list(WEEKDAYS), "opens": "00:00", "closes": "00:00"}
        change_office(running, office={"always_open": False}, hours=[all_day], slots=[])
        database = Database(running.database, SystemClock())
        database.write(lambda tx: public_password.admit(tx, None, administrator("quan-tri")))
        database.engine.dispose()
        yield running


@pytest.fixture
def kiosk(server: Server) -> Iterator[Machine]:
    with machine(settings(server)) as running:
        yield running


def sign_in(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.url}{path}")
    page.locator("#username").fill("quan-tri")
    page.locator("#password").fill(STAFF_PASSWORD)
    page.keyboard.press("Enter")


def test_hours_are_seen_applied_shown_at_the_kiosk_and_undone(
    browser: Browser, server: Server, kiosk: Machine
) -> None:
    assert kiosk.state()["screen"] != "closed"
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    sign_in(page, server, f"/admin/{OFFICE}/set-up/hours")
    page.get_by_label("Đóng cửa").fill("11:00")
    page.get_by_role("button", name=VI["look"]).click()
    expect(page.locator(".change dd").first).to_have_text("00:00–00:00 → 00:00–11:00")
    page.get_by_role("button", name=VI["apply"]).click()
    expect(page.get_by_role("status")).to_have_text(VI["saved"])
    until(lambda: kiosk.state()["screen"] == "closed")
    page.get_by_role("link", name=VI["history"]).click()
    page.get_by_role("link", name=VI["undo"]).click()
    expect(page.locator(".change dd").first).to_have_text("00:00–11:00 → 00:00–00:00")
    page.get_by_role("button", name=VI["apply"]).click()
    expect(page.locator(".entry").first).to_contain_text(VI["how_undo"])
    until(lambda: kiosk.state()["screen"] != "closed")
    context.close()
