"""No screen of a kiosk that cannot give numbers has a violation: closed, away, not yet paired, or astray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from server.actions.house import devices, setting_up
from server.contract.setup_file import SetUp
from server.ports import SystemClock
from server.storage.database import Database
from tests.accessibility.eyes import KIOSK_FINGER_PX, faults, measured
from tests.accessibility.premises import Premises
from tests.fakes.line import Line
from tests.kiosk.screens import UPRIGHT, opened
from tests.kiosk.stand import Program
from tests.support.offices import office_at_noon

SHUT = "dong-cua"


@pytest.fixture(scope="module")
def line(house: Premises) -> Iterator[Line]:
    with Line(house.server.port) as line:
        yield line


@pytest.fixture(scope="module")
def kiosk(house: Premises, line: Line) -> Iterator[Program]:
    with Program(line.url, house.server.token("kiosk"), "--name", "K1") as kiosk:
        yield kiosk


@pytest.fixture(scope="module")
def closed(house: Premises) -> Iterator[Program]:
    """A kiosk of an office that has no hours."""
    document = office_at_noon().model_dump()
    document["office"] |= {"code": SHUT, "always_open": False}
    document |= {"hours": [], "slots": [], "staff": None}
    database = Database(house.server.database, SystemClock())
    database.write(lambda tx: setting_up.apply(tx, SetUp.model_validate(document)))
    token = database.write(lambda tx: devices.create_token(tx, SHUT, role="kiosk", name="K3"))
    database.close()
    with Program(house.server.url, token, "--name", "K3", office=SHUT) as kiosk:
        yield kiosk


def look(page: Page, name: str) -> list[str]:
    """The screen as it stands: in both languages and both kinds of colours, where it offers them."""
    found: list[str] = []
    for mode in ("", "language", "contrast", "language"):
        button = page.locator(f'[data-act="{mode}"]')
        if mode and not button.count():
            continue
        if mode:
            button.first.tap()
            page.wait_for_timeout(100)
        wrong = faults(page, KIOSK_FINGER_PX) + measured(page, "reflow")
        found += [f"{name} {mode}: {fault}" for fault in wrong]
    return found


def test_a_kiosk_of_a_closed_office(closed: Program, browser: Browser) -> None:
    with opened(browser, closed.url, UPRIGHT, calm=False) as page:
        page.wait_for_selector(".message")
        assert look(page, "closed") == []


def test_a_kiosk_without_its_server_and_one_that_is_astray(
    kiosk: Program, line: Line, browser: Browser
) -> None:
    with opened(browser, kiosk.url, UPRIGHT, calm=False) as page:
        page.wait_for_selector(".card-button")
        line.cut()
        page.wait_for_selector(".message", timeout=15_000)
        found = look(page, "away")
        line.mend()
        page.goto(f"{kiosk.url}/nothing")
        page.wait_for_selector("main.refused")
        found += [f"a wrong address: {fault}" for fault in faults(page, KIOSK_FINGER_PX)]
    assert not found, "\n".join(found)


def test_a_kiosk_that_is_not_paired_yet(
    house: Premises, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = str(tmp_path_factory.mktemp("kiosk"))
    with (
        Program(house.server.url, "", "--state", state, "--name", "K2") as kiosk,
        opened(browser, kiosk.url, UPRIGHT, calm=False) as page,
    ):
        page.wait_for_selector(".pairing-code span")
        assert look(page, "pairing") == []
